"""Puzzle P.1: three who add to one number."""

from helpers.course.exercises.orders import an_order
from helpers.course.programs import tips

__all__ = ["EXERCISE"]


def _program():
    jar = tips.Jar()
    return [(tips.tip, (jar,))] * 3, {"jar": jar}, lambda: jar.coins == 3, None


EXERCISE = an_order(
    number="P.1",
    asks="order",
    program=_program,
    stub="""\
def order():
    return ""
""",
    hints=(
        "Press two buttons once each, and look at what both have read.",
        "A guest who has read a number keeps it, whatever the others write. Let somebody "
        "write in between.",
        "Let all three read first: 123. Each of them has read 0, so each of them writes 1. "
        "Then let each write, and type all six steps.",
    ),
    checked="your order, step by step, up to where it breaks.",
    further="find an order after which the jar holds 2, and another one after which it holds 1.",
)
