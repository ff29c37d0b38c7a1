"""Exercise 02.7: which of three programs are safe?"""

from threading import Lock

from helpers.course.exercises.orders import verdicts
from helpers.course.programs import doors, machines, walls

__all__ = ["EXERCISE"]


def _door():
    door = doors.Door()
    workers = [(doors.ada, (door,)), (doors.bob, (door,))]
    return workers, {"door": door}, lambda: door.inside <= 1, None


def _wall():
    wall, lock = walls.Wall(), Lock()
    workers = [(walls.paint, (wall, lock))] * 2
    return workers, {"wall": wall, "lock": lock}, lambda: wall.coats == 1, None


def _numbers():
    machine, numbers, lock = machines.Machine(), [], Lock()
    workers = [(machines.take_number, (machine, numbers, lock))] * 2
    shared = {"machine": machine, "numbers": numbers, "lock": lock}
    return workers, shared, lambda: sorted(numbers) == [1, 2], None


EXERCISE = verdicts(
    number="02.7",
    asks="verdicts",
    programs={"door": _door, "wall": _wall, "numbers": _numbers},
    stub="""\
def verdicts():
    ...
""",
    hints=(
        "Make a lab of each, and try to break it by hand before you ask for all orders.",
        "`all_orders()` says of each whether any order breaks it, and shows one if so.",
        "One of the three is not safe. Its shortest order stands in the words of `all_orders()`: "
        "write down the number of the worker of each step.",
    ),
    checked="your verdict on each of the three against all orders.",
    further="in `ada` and `bob`, swap the first line and the `if`: look first, and then say that "
    "you come. Is it still safe?",
)
