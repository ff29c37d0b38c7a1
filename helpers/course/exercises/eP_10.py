"""Puzzle P.10: readers and a writer."""

from threading import Lock

from helpers.course.exercises.orders import an_order
from helpers.course.programs import library

__all__ = ["EXERCISE"]


def _program():
    book, door, room = library.Book(), Lock(), Lock()
    names = {"book": book, "door": door, "room": room}
    workers = [
        (library.read, (book, door, room)),
        (library.read, (book, door, room)),
        (library.write, (book, room)),
    ]
    return workers, names, lambda: book.left == book.right == "new", None


EXERCISE = an_order(
    number="P.10",
    asks="order",
    program=_program,
    stub="""\
def order():
    return ""
""",
    hints=(
        "The first reader locks the room for all readers, and the last one unlocks it. When "
        "does a reader know that it is the last?",
        "`book.readers` is asked once without the lock `door`. Let another reader come in "
        "just before that.",
        "Let reader 1 do all up to its last look at `book.readers`, which are 12 steps. Then "
        "reader 2 goes as far as it can, 4 steps. Now let reader 1 look.",
    ),
    checked="your order, step by step, up to where it breaks.",
    further="move the last two lines of `read` under the `with door:`, and ask for all orders.",
)
