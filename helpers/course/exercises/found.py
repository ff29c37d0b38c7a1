"""Finds the exercises of the course: each file like `e01_2.py` in this folder is one.

`eP_1.py` and so on are the puzzles.
"""

import importlib
import pkgutil
import re
from pathlib import Path

from helpers.course.exercises.exercise import Exercise

__all__ = ["find", "numbers"]

ROOM = "helpers.course.exercises"


def numbers() -> list[str]:
    """The numbers of all exercises, in order.

    Example: `numbers()[0]` is "01.1".
    """
    return [exercise.number for exercise in _all()]


def find(number) -> Exercise:
    """The exercise `number`. Raises ValueError, naming those there are, where there is none.

    Example: `find("01.2").asks` is "one_day".
    """
    for exercise in _all():
        if exercise.number == number:
            return exercise
    raise ValueError(f"There is no exercise {number!r}; there are {', '.join(numbers())}.")


def _all():
    names = [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])]
    for name in sorted(filter(_numbered, names), key=_numbered):
        yield importlib.import_module(f"{ROOM}.{name}").EXERCISE


def _numbered(name):
    """`e01_2` as ("01", 2), None for a file that is no exercise. The puzzles come last."""
    match = re.fullmatch(r"e(\d\d|P)_(\d+)", name)
    return match and (match[1], int(match[2]))
