"""`hint("01.2")`: from a nudge to most of the way, one at a time."""

from helpers.course.exercises.found import find

__all__ = ["hint"]

_given = {}  # number of an exercise: how many of its hints were given


def hint(number) -> None:
    """Print the next hint for exercise `number`; the last one goes most of the way.

    Raises ValueError where there is no such exercise.

    Example: `hint("01.2")`
    """
    hints = find(number).hints
    given = _given[number] = min(_given.get(number, 0) + 1, len(hints))
    print(f"Hint {given} of {len(hints)}: {hints[given - 1]}")
