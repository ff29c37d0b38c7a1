"""Puzzle P.5: a seat that is given back while another is sold."""

from helpers.course.exercises.orders import an_order
from helpers.course.programs import seats

__all__ = ["EXERCISE"]


def _program():
    free, sold = ["A2"], ["A1"]
    workers = [(seats.sell, (free, sold)), (seats.give_back, (free, sold))]
    names = {"free": free, "sold": sold}
    return workers, names, None, lambda: len(set(sold)) == len(sold)


EXERCISE = an_order(
    number="P.5",
    asks="order",
    program=_program,
    stub="""\
def order():
    return ""
""",
    hints=(
        "Where is seat A1 after each step of `give_back`? Step it alone, and look at both lists.",
        "For one moment A1 is in both lists. That moment is when somebody has to buy a ticket.",
        "Let `give_back` take two steps: 22. A1 is free, and still counts as sold. Then "
        "`sell` pops the last of the free ones, which is A1: 111.",
    ),
    checked="your order, step by step, up to where it breaks.",
    further="swap two lines of `give_back`, and ask for all orders.",
)
