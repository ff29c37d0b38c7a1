"""What an exercise is: what it asks for, what its check tries, and what it says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.runs.run import Run

__all__ = ["Exercise", "Seen"]


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
    judge:     gets a `Seen`, and looks at nothing else; returns what is wrong, or None.
               `saying.unlike` says it well.
    stuck:     gets the `Seen` of an answer that hung; may return why, said before where it stood
    checked:   what was checked, said to those who pass
    further:   one thing to try next
    measured:  gets all that was seen; may give sentences with numbers of this run, each of which is
               said after "measured here: ", to those who pass and to those who do not
    counted:   gets all that was seen; may give sentences with what was counted, for those who pass
    picture:   gets the `Seen` that decides; may give a figure, in place of the run's
    deadline:  seconds for one case; on a busy computer a start takes over one of them
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
    counted: Callable[[list[Seen]], Iterable[str]] = lambda seen: ()
    picture: Callable[[Seen], object] = lambda seen: None
    deadline: float = 4.0

    @property
    def module(self) -> str:
        """The name of the answer's module: "answer_01_2"."""
        return f"answer_{self.number.replace('.', '_')}"

    def call(self) -> str:
        """How the prompt writes a call: "parallel_sum(numbers, workers)"."""
        return f"{self.asks}({', '.join(self.takes)})"
