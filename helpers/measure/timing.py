"""Timing: size the work to this machine, take turns, keep every sample, say what they show."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from math import inf
from statistics import median
from time import perf_counter

from helpers.kernel.machine import usable_cores
from helpers.measure.bar import Bar
from helpers.shown import Shown
from helpers.units import amount, duration

__all__ = ["Comparison", "Sweep", "calibrate", "compare", "sweep"]

SAME = 1.1  # times as fast: less than this is nothing to build on
TICK = 1e-9  # seconds: what is shorter than a tick of the clock must not take 0


def calibrate(function, seconds) -> int:
    """The `n` for which `function(n)` takes about `seconds` on this machine, at least 1.

    It takes about five times as long as that. The shortest of three calls counts, since other
    programs can only make a call longer (Python documentation, "timeit": `Timer.repeat`).

    Raises ValueError for `seconds` that are no number above 0, and where `function(n)` stays too
    short however large n is.

    Example: `n = calibrate(work.count_down, 0.1)`
    """
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds < inf:
        raise ValueError(f"`seconds` is a number above 0, such as 0.1; got {seconds!r}.")
    _check({"function": function})
    for power in range(41):
        call = partial(function, 2**power)
        # From half of the time on, scaling up cannot miss by much, even where n costs n * n.
        if _time(call) >= seconds / 2:
            return max(1, round(2**power * seconds / min(_time(call) for _ in range(3))))
    raise ValueError(
        f"The function took less than {seconds / 2:g} s even for n = {2**power:,}, so it seems not "
        "to depend on n. Let it do n times some work."
    )


def compare(variants, *, repeat=7, baseline=None, ideal=None, title=None) -> "Comparison":
    """Time `variants` in turn, so that a slow moment of the machine hits all of them.

    variants:  {label: function without arguments}
    repeat:    how many times each is called; every round begins with another variant
    baseline:  the label that the others are held against; without it the first
    ideal:     {label: times as fast as the baseline, given the cores}, for variants that compute
               in parallel; {"two processes": 2} counts as 1 where there is one core

    Gives a `Comparison`, which a notebook shows as a picture with words. Long work shows a bar.
    What a variant raises goes through, and so does the stop button.

    Raises TypeError where a variant is no function, and ValueError for no variants, for a `repeat`
    below 1, for an ideal that is not above 0, and for a baseline or an ideal of a variant that is
    not there.

    Example:
        compare({"one after the other": work.serial, "two processes": work.parallel},
                ideal={"two processes": 2})
    """
    _check(variants, repeat)
    comparison = Comparison({label: [] for label in variants}, baseline, ideal or {}, title)
    _take_turns([(variants[label], comparison.samples[label]) for label in variants], repeat)
    return comparison


def sweep(
    variants, xs, *, x="x", repeat=5, log=False, title=None, rate=None, limit=None
) -> "Sweep":
    """Time `variants` at each of `xs`, all of it in turn.

    variants:  {label: function of one argument, which is each of `xs`}
    xs:        the numbers to go through; `x` is what they are, such as "tasks"
    log:       draw both axes with logarithmic scales, for numbers that grow by factors
    rate:      (unit, function of one of `xs`): show amounts per second instead of times. The
               function says how much is done in a call: ("bytes", lambda size: 100 * size)
    limit:     the label of a variant that the others cannot beat: it is drawn dashed

    Gives a `Sweep`, which a notebook shows as a picture with words. Raises as `compare` does, and
    ValueError for a limit that is no variant.

    Example:
        sweep({"threads": work.threads, "processes": work.processes}, [1, 2, 4, 8], x="tasks")
    """
    _check(variants, repeat)
    xs = list(xs)
    if not xs:
        raise ValueError("There is nothing to go through: `xs` is empty. Give some numbers.")
    samples = {label: {at: [] for at in xs} for label in variants}
    swept = Sweep(samples, x, log, title, rate=rate, limit=limit)
    turns = [(partial(variants[label], at), samples[label][at]) for label in variants for at in xs]
    _take_turns(turns, repeat)
    return swept


@dataclass(repr=False)
class Comparison(Shown):
    """Times of variants of the same work, and what they show.

    samples:  {label: seconds}, where the i-th numbers of all labels come from the same round.
              `baseline`, `ideal` and `title` are those of `compare`, which makes comparisons.

    Times taken in another way, for instance from recordings, can be compared too:
        Comparison({"fork": [0.004, 0.003], "spawn": [0.052, 0.049]}, title="Until the first line")
    """

    samples: dict[str, list[float]]
    baseline: str | None = None
    ideal: dict[str, float] = field(default_factory=dict)
    title: str | None = None

    def __post_init__(self):
        self.baseline = next(iter(self.samples)) if self.baseline is None else self.baseline
        for label in (self.baseline, *self.ideal):
            _check_label(label, self.samples)
        for label, ideal in self.ideal.items():
            if not ideal > 0:
                raise ValueError(f"The ideal of {label!r} is a speed-up above 0; got {ideal!r}.")

    def best(self, label) -> float:
        """The shortest time of `label` in seconds."""
        return min(self.samples[label])

    def median(self, label) -> float:
        """The middle one of the times of `label` in seconds."""
        return median(self.samples[label])

    def speedup(self, label) -> float:
        """How many times as fast as the baseline `label` was: the ratio of the medians."""
        return self.median(self.baseline) / self.median(label)

    def ideal_here(self, label) -> float:
        """The ideal speed-up of `label` with the cores that this process may use."""
        return min(self.ideal[label], usable_cores())

    def verdict(self, label) -> str:
        """How `label` compares with the baseline, in words.

        Each round gives one ratio of times; the lowest and the highest of every seven are left
        out. Where the others agree, it is "1.8 times as fast" or "1.3 times as slow", and "hardly
        faster" below 1.1 times. Where they do not, it is "cannot tell: the times overlap", but
        "no faster" if all of them are below 1.1.
        """
        if label == self.baseline:
            return "the baseline"
        if self.ideal.get(label, 1) > 1 and usable_cores() == 1:
            return "cannot tell on this machine: 1 core"
        rounds = zip(self.samples[self.baseline], self.samples[label], strict=True)
        ratios = sorted(base / other for base, other in rounds)
        odd = len(ratios) // 7
        low, high, speedup = ratios[odd], ratios[-1 - odd], self.speedup(label)
        if low > 1:
            return f"{_times(speedup)} as fast" if speedup >= SAME else "hardly faster"
        if high < 1 and speedup <= 1 / SAME:
            return f"{_times(1 / speedup)} as slow"
        return "no faster" if high < SAME else "cannot tell: the times overlap"

    def words(self) -> str:
        """What was timed and drawn, the same in every run, and last what was measured here."""
        lines = [
            f"{self.title or 'Wall time'}: {', '.join(self.samples)}.",
            f"{_timed(self.samples[self.baseline])}: a dot for each time, a bar at the median.",
        ]
        lines += [
            f"Dashed: the ideal of {label}, {ideal:g} times as fast as {self.baseline} where there "
            "are cores enough."
            for label, ideal in self.ideal.items()
        ]
        measured = (
            f"{label} {duration(self.median(label))}"
            f"{', the baseline' if label == self.baseline else f' ({self.verdict(label)})'}"
            for label in self.samples
        )
        return "\n".join([*lines, f"measured here: {'; '.join(measured)}"])

    def figure(self):
        """The comparison as a `matplotlib.figure.Figure`."""
        from helpers.show.plots.comparison import plot_comparison

        return plot_comparison(self)


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
            _check_label(self.limit, self.samples)

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
            f"{_timed(times[first])}: a line through the medians, a band from the least to the "
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


def _timed(times):
    return f"Each was timed {f'{len(times):,} times, in turn' if len(times) > 1 else 'once'}"


def _times(ratio):
    return f"{ratio:.{1 if ratio < 9.95 else 0}f} times"


def _check(variants, repeat=1):
    if not isinstance(variants, dict) or not variants:
        raise ValueError(f"Give a dict {{label: function}} with what to time; got {variants!r}.")
    for label, function in variants.items():
        if not callable(function):
            raise TypeError(
                f"{label!r} is {function!r}, which cannot be called. "
                "Give the function itself, without () after its name."
            )
    if isinstance(repeat, bool) or not isinstance(repeat, int) or repeat < 1:
        raise ValueError(f"`repeat` is how many times to call, 1 or more; got {repeat!r}.")


def _check_label(label, samples):
    if label not in samples:
        known = ", ".join(map(repr, samples))
        raise ValueError(f"There is no variant {label!r}; the variants are {known}.")


def _take_turns(turns, repeat):
    """Call and time each of `turns`, (function, list for its times), in rounds."""
    with Bar(repeat * len(turns)) as bar:
        for number in range(repeat):
            first = number % len(turns)
            for function, times in turns[first:] + turns[:first]:
                times.append(_time(function))
                bar.step()


def _time(function):
    started = perf_counter()
    function()
    return max(perf_counter() - started, TICK)
