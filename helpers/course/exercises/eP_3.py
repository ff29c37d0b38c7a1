"""Puzzle P.3: two painters who need the same two things."""

from threading import Lock

from helpers.course.exercises.orders import an_order
from helpers.course.programs import painters

__all__ = ["EXERCISE"]


def _program():
    wall, brush, pot = painters.Wall(), Lock(), Lock()
    things = {"wall": wall, "brush": brush, "pot": pot}
    workers = [
        (painters.paint, (wall, brush, pot)),
        (painters.touch_up, (wall, brush, pot)),
    ]
    return workers, things, lambda: wall.coats == 2, None


EXERCISE = an_order(
    number="P.3",
    asks="order",
    program=_program,
    stub="""\
def order():
    return ""
""",
    hints=(
        "No coat of paint is ever lost here. What else can go wrong?",
        "Nobody may be able to go on. Which of the two things does each take first?",
        "Give each painter the thing that the other one needs next. One step for each of them "
        "is enough.",
    ),
    checked="your order, step by step, up to where it breaks.",
    further="how many of all orders end like this? Guess, then type `.all_orders()` after the lab.",
)
