"""How large the lanes of a `Run` are drawn, and the room that each of them has."""

from dataclasses import dataclass

from helpers.show.captions import held
from helpers.show.flags import Lines
from helpers.show.scale import pythons_own
from helpers.show.spans import apart

__all__ = ["ROOMY", "SNUG", "TIGHT", "Style", "Track"]


@dataclass(frozen=True)
class Style:
    """Sizes in points: of letters, bars, strips in bars, and gaps between lanes with or without
    messages. `lines` of text are possible on each side of a bar."""

    name: float
    text: float
    bar: float
    strip: float
    gap: float
    wide_gap: float
    lines: int


ROOMY = Style(name=13, text=11, bar=26, strip=15, gap=20, wide_gap=44, lines=4)
SNUG = Style(name=12, text=10, bar=15, strip=13, gap=6, wide_gap=8, lines=1)
TIGHT = Style(name=9.5, text=8, bar=11, strip=4, gap=4, wide_gap=5, lines=0)


class Track:
    """One lane's room: its bar, from `top` to `bottom`, and the lines of text on both sides."""

    def __init__(self, plan, lane, number):
        self.lane, self.number, self.style = lane, number, plan.style
        self.begin, self.end = plan.x(lane.born), plan.at(lane.ended)
        # Where Python started up in a process, and where it shut down.
        self.pythons = [
            (plan.x(start), plan.x(end), text) for start, end, text in pythons_own(plan.run, lane)
        ]
        self.waits = self.spans(plan, [(wait, wait.on) for wait in lane.waits])
        self.sleeps = self.spans(plan, [(sleep, "sleeps") for sleep in lane.sleeps])
        self.holds = self.spans(plan, [(hold, held(hold)) for hold in lane.holds])
        self.depths, depth = apart(self.holds)
        self.body = self.style.bar * (0.7 if lane.thread else 1)  # the bar without its strips
        self.height = self.body + self.style.strip * depth
        self.above, self.below = Lines(self.style.lines), Lines(self.style.lines)
        self.hops = 0.0  # points that messages of the lane to itself take above it
        self.top = self.bottom = 0.0

    def spans(self, plan, named):
        """(start, end, text) in points of `named`, which are (span in seconds, text)."""
        return [
            (plan.x(span.start), self.end if span.end is None else plan.x(span.end), text)
            for span, text in named
        ]

    def middle(self) -> float:
        """Half of the way from its top to its bottom."""
        return (self.top + self.bottom) / 2
