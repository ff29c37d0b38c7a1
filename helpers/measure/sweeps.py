"""`sweep()`: times of variants over a number, such as how many tasks there are."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import median

from helpers.measure.rounds import check_label, check_variants, take_turns, timed
from helpers.shown import Shown
from helpers.units import amount, duration

__all__ = ["Sweep", "sweep"]


def sweep(
    variants, xs, *, x="x", repeat=5, log=False, title=None, rate=None, limit=None
) -> "Sweep":
    """Time `variants` at each of `xs`, all of it in turn.

    variants:  {label: function of one argument, which is each of `xs`}
    xs:        the numbers to go through; `x` is what they are, such as "tasks"
    log:       draw both axes with logarithmic scales, for numbers that grow by factors
               (without it, values that span more than 100 times, or have an outlier, get one)
    rate:      (unit, function of one of `xs`): show amounts per second instead of times. The
               function says how much is done in a call: ("bytes", lambda size: 100 * size)
    limit:     the label of a variant that the others cannot beat: it is drawn dashed

    Gives a `Sweep`, which a notebook shows as a picture with words. Raises as `compare` does, and
    ValueError for a limit that is no variant.

    Example:
        sweep({"threads": work.threads, "processes": work.processes}, [1, 2, 4, 8], x="tasks")
    """
    check_variants(variants, repeat)
    xs = list(xs)
    if not xs:
        raise ValueError("There is nothing to go through: `xs` is empty. Give some numbers.")
    samples = {label: {at: [] for at in xs} for label in variants}
    swept = Sweep(samples, x, log, title, rate=rate, limit=limit)
    turns = [(partial(variants[label], at), samples[label][at]) for label in variants for at in xs]
    take_turns(turns, repeat)
    return swept


@dataclass(repr=False)
class Sweep(Shown):
    """Times of variants over a number: `samples` is {label: {number: seconds, as a list}}.

    `y` says what the times are, and `mark` draws a line across at a number of x, with a text:
    (65532, "the largest that fits"). `x`, `log`, `title`, `rate` and `limit` are those of `sweep`,
    which makes sweeps.

    Times taken in another way can be shown too:
        Sweep({"5 ms": {0: [0.0002], 1: [0.005]}}, x="busy threads", y="delay")
    """

    samples: dict[str, dict[float, list[float]]]
    x: str = "x"
    log: bool = False
    title: str | None = None
    y: str = "wall time"
    rate: tuple[str, Callable[[float], float]] | None = None
    limit: str | None = None
    mark: tuple[float, str] | None = None

    def __post_init__(self):
        if self.limit is not None:
            check_label(self.limit, self.samples)

    def values(self, label, at) -> list[float]:
        """What is drawn for `label` at `at`: seconds, or with a rate the amounts per second."""
        times = self.samples[label][at]
        return times if self.rate is None else [self.rate[1](at) / time for time in times]

    def median(self, label, at) -> float:
        """The middle one of the values of `label` at `at`."""
        return median(self.values(label, at))

    def quantity(self) -> str:
        """What is drawn: "wall time", or with a rate "bytes per second"."""
        return self.y if self.rate is None else f"{self.rate[0]} per second"

    def say(self, value) -> str:
        """One of the values as a text: "3.2 ms", or with a rate "5.0 M bytes/s"."""
        return duration(value) if self.rate is None else f"{amount(value)} {self.rate[0]}/s"

    def words(self) -> str:
        """What was timed and drawn, the same in every run, and last what was measured here."""
        times = next(iter(self.samples.values()))
        first, *_, last = times if len(times) > 1 else [*times, *times]
        lines = [
            f"{self.title or self.quantity().capitalize()}: {', '.join(self.samples)}, "
            f"for {self.x} = {', '.join(f'{at:,}' for at in times)}.",
            f"{timed(times[first])}: a line through the medians, a band from the least to the "
            "greatest.",
        ]
        if self.limit is not None:
            lines.append(f"Dashed: the limit, {self.limit}.")
        if self.mark is not None:
            lines.append(f"Dashed, from top to bottom: {self.mark[1]}.")
        measured = (
            f"{label} {self.say(self.median(label, first))} to {self.say(self.median(label, last))}"
            for label in self.samples
        )
        return "\n".join([*lines, f"measured here: {'; '.join(measured)}"])

    def figure(self):
        """The sweep as a `matplotlib.figure.Figure`."""
        from helpers.show.plots.sweep import plot_sweep

        return plot_sweep(self)
