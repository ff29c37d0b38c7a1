"""What stands at a moment of a lane: how it is drawn, and what words say of it.

A new kind of mark is an entry in `MARK_LOOKS`, and in `note.kinds` an event that makes such marks.
"""

from dataclasses import dataclass

from helpers.show.captions import called, used

__all__ = ["MARK_LOOKS", "Look", "Moment", "moments"]


@dataclass(frozen=True)
class Look:
    """How a kind of mark looks.

    verb:    stands before the texts in words
    symbol:  stands at the top of the bar: one of matplotlib's markers (Matplotlib documentation,
             "matplotlib.markers")
    group:   what the drawing calls it
    scale:   area of the symbol, against that of a dot
    rank:    of its text; low ones choose their places first
    text:    how its text looks, in `palette.LOOKS`
    """

    verb: str = ""
    symbol: str = "o"
    group: str = "marks"
    scale: float = 1
    rank: int = 0
    text: str = "plain"

    @property
    def shape(self) -> tuple[str, str, float]:
        """What is drawn at once: all with the same group, symbol and scale."""
        return self.group, self.symbol, self.scale


MARK_LOOKS = {
    "log": Look("logged"),
    "print": Look("printed"),
    "check": Look("logged"),
}
SIGNAL = Look(symbol="v", group="signals", scale=2, rank=1, text="note")
ACCESS = Look(symbol="d", group="accesses", rank=1, text="note")


@dataclass(frozen=True)
class Moment:
    """`text`, which may be empty, at `time` (seconds) of a lane."""

    time: float
    text: str
    look: Look


def moments(lane) -> list[list[Moment]]:
    """All that stands at a moment of `lane`, in lists: of one that is too long, ticks are drawn."""
    return [
        [Moment(mark.time, mark.text, MARK_LOOKS[mark.kind]) for mark in lane.marks],
        [Moment(signal.time, called(signal), SIGNAL) for signal in lane.signals],
        [Moment(access.time, used(access), ACCESS) for access in lane.accesses],
    ]
