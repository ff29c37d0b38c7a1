"""Exercise 02.5: an order that breaks a program."""

from threading import Lock

from helpers.course.exercises.orders import an_order
from helpers.course.programs import wards

__all__ = ["EXERCISE"]


def _program():
    ward, lock = wards.Ward(), Lock()
    workers = [(wards.go_home, (ward, lock))] * 2
    return workers, {"ward": ward, "lock": lock}, lambda: ward.on_duty >= 1, None


EXERCISE = an_order(
    number="02.5",
    asks="order",
    program=_program,
    stub="""\
def order():
    return "12"
""",
    hints=(
        "Step the lab above. You look for an end at which nobody is on duty.",
        "Each doctor looks under the lock, and goes under the lock. Between the two she has not "
        "got it, and only remembers what she saw.",
        "Let the first one look and release the lock: 111. Then let the second one do all that it "
        "has to do, and after that the first one the rest.",
    ),
    checked="your order, step by step, up to where the promise broke.",
    further="type the order into `.force(...)` of the lab, and see two real threads go home.",
)
