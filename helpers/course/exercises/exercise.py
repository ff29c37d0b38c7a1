"""What an exercise is: what it asks for, what its check tries, and what it says."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.runs.run import Run

__all__ = [
    "Exercise",
    "Seen",
    "has_none",
    "listed",
    "marks",
    "out_of_order",
    "processes",
    "started",
    "unlike",
]

MANY = 1000  # things that an answer may return


@dataclass
class Seen:
    """What happened when an answer was tried on one case.

    case:      the arguments that the trial got
    returned:  what the trial returned, as JSON has it: a tuple comes back as a list
    error:     "ValueError: boom", what the answer raised, or None; `line` is where, in the answer
    run:       the recording, `run.stopped` where the answer hung
    starved:   whether it may have been stopped only because other programs used the processors
    """

    case: tuple
    returned: object = None
    error: str | None = None
    line: str | None = None
    run: "Run | None" = None
    starved: bool = False


@dataclass(frozen=True)
class Exercise:
    """An exercise of the course. Its prompt stands in the notebook, its check is this.

    number:    "01.2"; the answer stands in the cell `%%workers answer_01_2`
    asks:      the name of the function that the answer defines
    takes:     the names of its parameters, as the prompt gives them
    stub:      the cell as the notebook has it, without its first line
    hints:     from a nudge to most of the way
    cases:     gives the arguments of each trial, new ones at each check. Cases travel as JSON.
    trial:     calls the answer: gets its function and the arguments of a case, and returns what
               `judge` is to see of it, in terms of JSON. Runs in a process of its own, recorded.
    judge:     gets a `Seen`; returns what is wrong, or None. `unlike` says it well.
    stuck:     gets the `Seen` of an answer that hung; may return why, said before where it stood
    checked:   what was checked, said to those who pass
    further:   one thing to try next
    measured:  gets all that was seen; may give sentences with numbers of this run, each of which is
               said after "measured here: ", to those who pass and to those who do not
    deadline:  seconds for one case
    """

    number: str
    asks: str
    takes: tuple[str, ...]
    stub: str
    hints: tuple[str, ...]
    cases: Callable[[], list[tuple]]
    trial: Callable
    judge: Callable[[Seen], str | None]
    checked: str
    further: str
    stuck: Callable[[Seen], str | None] = lambda seen: None
    measured: Callable[[list[Seen]], Iterable[str]] = lambda seen: ()
    deadline: float = 2.0

    @property
    def module(self) -> str:
        """The name of the answer's module: "answer_01_2"."""
        return f"answer_{self.number.replace('.', '_')}"

    def call(self) -> str:
        """How the prompt writes a call: "parallel_sum(numbers, workers)"."""
        return f"{self.asks}({', '.join(self.takes)})"


def unlike(expected, happened) -> str | None:
    """What to say where `happened` is not as `expected`, else None.

    Example: `unlike("6", "7")` is "expected: 6\\nhappened: 7".
    """
    return None if expected == happened else f"expected: {expected}\nhappened: {happened}"


# What judges ask of what they have seen


def started(seen) -> list:
    """The lanes of the processes that the answer has started, in order of their start.

    Not among them are what its cell has started before it was called, and the process of a
    `Manager()`, which is the library's.
    """
    return [
        lane
        for lane in seen.run.lanes[1:]
        if lane.thread is None and not lane.manager and lane.born >= seen.run.called
    ]


def processes(number) -> str:
    """How many processes, in words: "1 process", "3 processes"."""
    return "1 process" if number == 1 else f"{number} processes"


def marks(lane) -> list:
    """What the check's own functions have noted in `lane`: never what an answer logs or prints."""
    return [mark for mark in lane.marks if mark.kind == "check"]


def has_none(returned) -> bool:
    """Whether an answer returned a list with None in it, such as an exit code read too early."""
    return isinstance(returned, list) and None in returned


# What trials do with what they give to an answer, and get


def listed(returned):
    """`returned` as a list, where it is something else to go through, such as a generator or a set.

    A text, a dict, and what cannot be gone through come back as they are. Longer than any right
    answer, it is cut. Raises what a generator raises.
    """
    if isinstance(returned, str | bytes | bytearray | dict):
        return returned
    try:
        things = iter(returned)
    except TypeError:
        return returned
    return list(islice(things, MANY))


def out_of_order(values) -> list:
    """Two or more different `values` in an order that is not the one in which they are sorted.

    Of three or more not the opposite either. So who sorts what should stay in order is found out.
    """
    there = sorted(values)
    wrong = [there, there[::-1]] if len(there) > 2 else [there]
    found = there
    while found in wrong:
        found = random.sample(there, len(there))
    return found
