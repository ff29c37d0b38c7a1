"""Timing: size the work to this machine, take turns, keep every sample, say what they show."""

from dataclasses import dataclass, field
from functools import partial
from math import ceil, inf
from statistics import median

from helpers.kernel.machine import usable_cores
from helpers.kernel.spare import spare_cores
from helpers.measure.quiet import Quiet
from helpers.measure.rounds import check_label, check_variants, seconds_of, take_turns, timed
from helpers.shown import Shown
from helpers.units import duration

__all__ = ["Comparison", "calibrate", "compare"]

SAME = 1.1  # times as fast: less than this is nothing to build on


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
    check_variants({"function": function})
    for power in range(41):
        call = partial(function, 2**power)
        # From half of the time on, scaling up cannot miss by much, even where n costs n * n.
        if seconds_of(call) >= seconds / 2:
            return max(1, round(2**power * seconds / min(seconds_of(call) for _ in range(3))))
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

    Where an ideal wants more than one core, it is looked for 0.1 s before and after whether they
    are free. If they are not, the picture says so, and shows below what was recorded on a quiet
    computer with this title and these labels (see `quiet`).

    Raises TypeError where a variant is no function, and ValueError for no variants, for a `repeat`
    below 1, for an ideal that is not above 0, and for a baseline or an ideal of a variant that is
    not there.

    Example:
        compare({"one after the other": work.serial, "two processes": work.parallel},
                ideal={"two processes": 2})
    """
    check_variants(variants, repeat)
    comparison = Comparison({label: [] for label in variants}, baseline, ideal or {}, title)
    wanted = comparison.wanted()
    before = spare_cores(wanted) if wanted > 1 else None
    take_turns([(variants[label], comparison.samples[label]) for label in variants], repeat)
    if before is not None:
        comparison.free = min(before, spare_cores(wanted))
    return comparison


@dataclass(repr=False)
class Comparison(Quiet, Shown):
    """Times of variants of the same work, and what they show.

    samples:  {label: seconds}, where the i-th numbers of all labels come from the same round.
              `baseline`, `ideal` and `title` are those of `compare`, which makes comparisons.
    free:     how many cores were free for them; None where nobody looked
    cores:    how many could be used where they were timed; without it, those of this process

    Times taken in another way, for instance from recordings, can be compared too:
        Comparison({"fork": [0.004, 0.003], "spawn": [0.052, 0.049]}, title="Until the first line")
    """

    samples: dict[str, list[float]]
    baseline: str | None = None
    ideal: dict[str, float] = field(default_factory=dict)
    title: str | None = None
    free: float | None = None
    cores: int | None = None

    def __post_init__(self):
        self.cores = usable_cores() if self.cores is None else self.cores
        self.baseline = next(iter(self.samples)) if self.baseline is None else self.baseline
        for label in (self.baseline, *self.ideal):
            check_label(label, self.samples)
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
        """The ideal speed-up of `label` with the cores that could be used."""
        return min(self.ideal[label], self.cores)

    def verdict(self, label) -> str:
        """How `label` compares with the baseline, in words.

        Each round gives one ratio of times; the lowest and the highest of every seven are left
        out. Where the others agree, it is "1.8 times as fast" or "1.3 times as slow", and "hardly
        faster" below 1.1 times. Where they do not, it is "cannot tell: the times overlap", but
        "no faster" if all of them are below 1.1.
        """
        if label == self.baseline:
            return "the baseline"
        if self.ideal.get(label, 1) > 1 and self.cores == 1:
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
            f"{timed(self.samples[self.baseline])}: a dot for each time, a bar at the median.",
        ]
        lines += [
            f"Dashed: the ideal of {label}, {ideal:g} times as fast as {self.baseline} where there "
            "are cores enough."
            for label, ideal in self.ideal.items()
        ]
        remark = self.remark(Comparison._measured)
        return "\n".join([*lines, f"measured here: {remark}{self._measured()}"])

    def _measured(self):
        return "; ".join(
            f"{label} {duration(self.median(label))}"
            f"{', the baseline' if label == self.baseline else f' ({self.verdict(label)})'}"
            for label in self.samples
        )

    def wanted(self) -> int:
        """How many cores the ideals want, at least 1."""
        return ceil(max(self.ideal.values(), default=1))

    def labels(self) -> list[str]:
        """The labels of the variants."""
        return list(self.samples)

    def from_record(self, data) -> "Comparison":
        """The same variants as `data`, {label: seconds}, have them from a quiet computer."""
        cores = max(self.wanted(), 1)
        return Comparison(data, self.baseline, self.ideal, self.title, cores=cores)

    def figure(self):
        """The comparison as a `matplotlib.figure.Figure`."""
        from helpers.show.plots.comparison import plot_comparison

        return plot_comparison(self)


def _times(ratio):
    return f"{ratio:.{1 if ratio < 9.95 else 0}f} times"
