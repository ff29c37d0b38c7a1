"""Puzzle P.6: a shop that is opened once."""

from threading import Lock

from helpers.course.exercises.orders import a_mend
from helpers.course.programs import shops

__all__ = ["EXERCISE"]


def _program(enter, people, openings):
    shop, lock = shops.Shop(), Lock()
    shop.openings = openings  # on the days before
    workers = [(enter, (shop, lock))] * people
    return (
        workers,
        {"shop": shop, "lock": lock},
        lambda: shop.is_open and shop.openings == openings + 1 and shop.inside == people,
        None,
    )


EXERCISE = a_mend(
    number="P.6",
    asks="enter",
    takes=("shop", "lock"),
    program=_program,
    cases=lambda: [(1, 0), (2, 3), (2, 0)],
    stub="""\
def enter(shop, lock):
    if not shop.is_open:
        with lock:
            shop.is_open = True
            shop.openings += 1
    with lock:
        shop.inside += 1
""",
    hints=(
        "Break it first: let both look whether the shop is open. What do both believe?",
        "What one has seen before it got the lock need not be true any more once it has it.",
        "Ask under the lock: `with lock:` comes first, and the `if` stands inside of it, with "
        "what has to be done. The rest may stay as it is.",
    ),
    checked="one person and two, who call your enter, in every order of their steps, also on a "
    "later day: the shop is opened once more, and all are inside.",
    further="keep the `if` outside as well, and one inside: does any order break it?",
)
