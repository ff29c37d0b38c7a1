"""Where in the learner's own code something is done: a number for each place, told once.

To find and to write the number of a place takes some 0.4 µs each time. `log()` does not pay that,
as it would cost half as much again.
"""

from itertools import count

from helpers.note.learners import is_learners

__all__ = ["forget", "place_of"]

# A place is where an instruction lies in memory: its code begins at the code's own address (CPython
# 3.11, Include/cpython/code.h, `co_code_adaptive` is the last part of a code object).
_places = {}  # address: the place's number as a text, "" for one that is not the learner's
_kept = []  # code of which an address is known stays where it is
_numbers = count(1)  # two threads that come to new places at once get two numbers of it


def place_of(frame, tell) -> str:
    """The number of the innermost place of the learner's in `frame` and what called it, or "".

    A new place is told: `tell(number, file, line)`.
    """
    while frame is not None:
        code = frame.f_code
        at = id(code) + frame.f_lasti
        number = _places.get(at)
        if number is None:
            number = _places[at] = _new(code.co_filename)
            _kept.append(code)
            if number:
                tell(number, code.co_filename, frame.f_lineno)
        if number:
            return number
        frame = frame.f_back
    return ""


def _new(file):
    return str(next(_numbers)) if is_learners(file) else ""


def forget():
    """Tell all places anew: in the next recording, or in a forked child."""
    _places.clear()
    _kept.clear()
