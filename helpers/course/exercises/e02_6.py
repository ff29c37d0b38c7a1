"""Exercise 02.6: a program that no order breaks."""

from threading import Lock

from helpers.course.exercises.orders import a_mend
from helpers.course.programs import wards

__all__ = ["EXERCISE"]


def _program(go_home, doctors):
    ward, lock = wards.Ward(), Lock()
    ward.on_duty = doctors
    workers = [(go_home, (ward, lock))] * 2
    promise = (lambda: ward.on_duty == 1) if doctors == 2 else (lambda: ward.on_duty == 2)
    return workers, {"ward": ward, "lock": lock}, promise, None


EXERCISE = a_mend(
    number="02.6",
    asks="go_home",
    takes=("ward", "lock"),
    program=_program,
    cases=lambda: [(2,), (4,)],
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
        "Write `with lock:` once, as the first line, and put all the rest under it. The `if` "
        "stands inside too, and nothing is read before.",
    ),
    checked="two doctors who call your go_home, in every order of their steps: where two are on "
    "duty, one goes and one stays; where four are, both go.",
    further="can you do with one line under the lock less, and no order breaks it?",
)
