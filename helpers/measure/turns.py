"""`Turns`: who computed when, and how much computing was had in how much time.

A worker that looks at the clock again and again sees when it was kept waiting: its times have a
gap. So it can tell by itself in which spans it computed.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from math import inf

from helpers.kernel.spare import spare_cores
from helpers.measure.quiet import Quiet
from helpers.shown import Shown
from helpers.units import duration

__all__ = ["Turns"]

DEARER = 1.5  # times the CPU seconds: then two cores together do little more than one


@dataclass(repr=False)
class Turns(Quiet, Shown):
    """Who computed when, in one or several ways of doing the same work.

    work:     {label: workers}, where each worker is (spans, CPU seconds). Its spans are those in
              which it computed, (start, end) in seconds of `time.perf_counter()`, in order. Its CPU
              seconds are what it used in them, such as differences of `time.thread_time()`.
    title:    what stands above the picture
    expected: {label: seconds of wall time}, drawn dashed
    free:     how many cores were free for them; without it, it is looked at once, for 0.1 s, where
              there are several workers. If they were not, the picture says so, and shows below what
              was recorded on a quiet computer with this title and these labels (see `quiet`).

    Raises ValueError where a label has no worker, or a worker no span.

    Example:
        Turns({"two threads": [([(0.0, 0.1)], 0.1), ([(0.1, 0.2)], 0.1)]}, title="Counting")
    """

    work: dict[str, list[tuple[list[tuple[float, float]], float]]]
    title: str | None = None
    expected: dict[str, float] = field(default_factory=dict)
    free: float | None = None

    def __post_init__(self):
        if not self.work:
            raise ValueError("There is nothing to show: `work` is empty. Let somebody compute.")
        for label, workers in self.work.items():
            if not workers or not all(spans for spans, _ in workers):
                raise ValueError(f"{label!r} has no worker, or one without a span to show.")
        if self.free is None and self.wanted() > 1:
            self.free = spare_cores(self.wanted())

    def wanted(self) -> int:
        """How many cores the workers can use that are at work at the same time."""
        return max(map(len, self.work.values()))

    def crowded(self) -> str:
        """What to say where too few cores were free, or where they shared their strength.

        Two cores may be one that does two things in turn (hyper-threading), or a part of those of a
        larger computer. Each is free then, and work side by side takes more CPU seconds.
        """
        costs = [self.cpu(label) for label in self.work]
        dearer = max(costs) > DEARER * min(costs) > 0
        return super().crowded() or ("the cores shared their strength" if dearer else "")

    def labels(self) -> list[str]:
        """The ways of doing the work."""
        return list(self.work)

    def from_record(self, data) -> "Turns":
        """The same ways as `data`, {label: workers}, have them from a quiet computer."""
        work = {
            label: [([tuple(span) for span in spans], cpu) for spans, cpu in workers]
            for label, workers in data.items()
        }
        return Turns(work, self.title, self.expected, free=inf)

    def rows(self, label) -> list[list[tuple[float, float]]]:
        """The spans of each worker of `label`, those that began first on top, from 0 s on."""
        rows = sorted(spans for spans, _ in self.work[label])
        began = rows[0][0][0]
        return [[(start - began, end - began) for start, end in spans] for spans in rows]

    def wall(self, label) -> float:
        """Seconds from the first start to the last end of `label`."""
        return max(spans[-1][1] for spans in self.rows(label))

    def cpu(self, label) -> float:
        """CPU seconds that all workers of `label` used together."""
        return sum(seconds for _, seconds in self.work[label])

    def side_by_side(self, label) -> float:
        """Seconds in which two or more workers of `label` computed at the same time."""
        changes = sorted(
            change
            for spans in self.rows(label)
            for start, end in spans
            for change in ((start, 1), (end, -1))
        )
        total, number = 0.0, 0
        for (at, change), (then, _) in pairwise(changes):
            number += change
            total += then - at if number > 1 else 0
        return total

    def together(self, label) -> str:
        """How long the workers of `label` computed at the same time, in words."""
        seconds = self.side_by_side(label)
        return f"{duration(seconds)} side by side" if seconds else "never side by side"

    def words(self) -> str:
        """What is drawn, the same in every run, and last what was measured here."""
        lines = [
            f"{self.title or 'Who computed when'}: {', '.join(self.work)}.",
            "A row for each worker, a bar where it computed, a gap where it was kept waiting.",
        ]
        if self.expected:
            lines.append("Dashed: the wall time that was predicted.")
        remark = self.remark(Turns._measured)
        return "\n".join([*lines, f"measured here: {remark}{self._measured()}"])

    def _measured(self):
        return "; ".join(
            f"{label} {duration(self.wall(label))} of wall time, {duration(self.cpu(label))} of "
            f"CPU time ({self.together(label)})"
            for label in self.work
        )

    def figure(self):
        """The rows as a `matplotlib.figure.Figure`."""
        from helpers.show.plots.turns import plot_turns

        return plot_turns(self)
