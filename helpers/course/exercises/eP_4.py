"""Puzzle P.4: three at a table with three forks."""

from threading import Lock

from helpers.course.exercises.orders import a_mend
from helpers.course.programs import dinner

__all__ = ["EXERCISE"]


def _program(eat, seats):
    table, forks = dinner.Table(), [Lock(), Lock(), Lock()]
    names = {f"forks[{number}]": fork for number, fork in enumerate(forks)}
    workers = [(eat, (table, seat, forks[seat], forks[(seat + 1) % 3])) for seat in seats]
    guests = len(seats)
    return workers, {"table": table, **names}, lambda: table.meals == guests, None


EXERCISE = a_mend(
    number="P.4",
    asks="eat",
    takes=("table", "seat", "left", "right"),
    program=_program,
    cases=lambda: [([1],), ([0, 2],), ([0, 1, 2],)],
    stub="""\
def eat(table, seat, left, right):
    with left:
        with right:
            table.meals += 1
""",
    hints=(
        "Press 1, 2, 3. Who waits for whom? The ring has to be cut somewhere.",
        "If all three reach for their left fork first, each may hold one. What if one of them "
        "is different?",
        "Seat 2 takes its right fork first. Then seats 0 and 2 both begin with fork 0, and "
        "one of them waits with empty hands: `if seat == 2: left, right = right, left`, above "
        "the two `with`.",
    ),
    checked="one guest, two, and three, who call your eat, in every order of their steps: each "
    "has eaten once.",
    further="would it also do to have two of the three reach for the right fork first?",
)
