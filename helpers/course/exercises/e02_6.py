"""Exercise 02.6: a program that no order breaks."""

from threading import Lock

from helpers.course.exercises.orders import a_mend
from helpers.course.programs import wards

__all__ = ["EXERCISE"]


def _program(go_home):
    ward, lock = wards.Ward(), Lock()
    workers = [(go_home, (ward, lock))] * 2
    return workers, {"ward": ward, "lock": lock}, lambda: ward.on_duty == 1, None


EXERCISE = a_mend(
    number="02.6",
    asks="go_home",
    takes=("ward", "lock"),
    program=_program,
    stub="""\
def go_home(ward, lock):
    with lock:
        others = ward.on_duty - 1
    if others > 0:
        with lock:
            ward.on_duty -= 1
""",
    hints=(
        "What a doctor saw must still be true when she goes. Who could change it in between?",
        "Nobody may come between looking and going: both belong into one critical section.",
        "One `with lock:`, and under it all the rest, with the `if` inside.",
    ),
    checked="two doctors who call your go_home, in every order of their steps: one goes, one "
    "stays, and each comes to the end of her call.",
    further="can you do with one line under the lock less, and no order breaks it?",
)
