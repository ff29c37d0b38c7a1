"""`without_gil()`: the same work under a Python that has no GIL, or what was recorded from one.

`lost_without_gil()`: how many updates got lost there, recorded.

Such a Python is another program, which has none of the packages of this one. So it gets the file
of the workers and nothing else.
"""

import inspect
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from helpers.kernel.machine import free_threaded_python
from helpers.measure.bar import Bar
from helpers.measure.timing import Comparison
from helpers.shown import Shown
from helpers.units import duration

__all__ = ["LostUpdates", "WithoutGil", "lost_without_gil", "without_gil"]

RECORDED = Path(__file__).with_name("data") / "free_threaded.json"
RECORDED_LOSSES = Path(__file__).with_name("data") / "lost_updates.json"
LIMIT = 60  # seconds for one run of a program
SERIAL, THREADS = "one after the other", "two threads"

# What the other Python runs: the functions of a file in turn, each timed.
_PROGRAM = """
import json, runpy, sys, time
file, names, n = json.loads(sys.argv[1])
functions = runpy.run_path(file)
times = []
for name in names:
    started = time.perf_counter()
    functions[name](n)
    times.append(time.perf_counter() - started)
gil = getattr(sys, "_is_gil_enabled", lambda: True)()
print(json.dumps([sys.version.split()[0], gil, times]))
"""


def without_gil(serial, threads, n, *, repeat=7) -> "WithoutGil":
    """Time two functions of one module under this Python, and under one that has no GIL.

    serial:  does two pieces of work one after the other, `serial(n)`
    threads: does the same in two threads, `threads(n)`

    Both belong to a module that imports the standard library alone, such as that of a `%%workers`
    cell. The other Python is what `machine.free_threaded_python()` finds. Where there is none, or
    the one on PATH does not work, figures that were recorded on another computer take its place,
    and say so.

    Gives a `WithoutGil`, which a notebook shows as a picture with words.

    Raises RuntimeError where the program that HELPERS_FREE_THREADED names does not work or has a
    GIL, and FileNotFoundError where there is no such program.

    Example:
        without_gil(pairs.serial, pairs.threads, 1_000_000)
    """
    other = free_threaded_python()
    if other is None:
        return _recorded("no free-threaded Python was found")
    file = inspect.getfile(serial)
    task = json.dumps([file, [serial.__name__, threads.__name__], n])
    # A Python without a GIL can be told to have one, and this may be such a Python.
    with_gil = [sys.executable, "-X", "gil=1"] if other == sys.executable else [sys.executable]
    try:
        return _live([with_gil, [other]], task, repeat)
    except _Failed as failed:
        if failed.command[0] != other:
            raise RuntimeError(f"This Python {failed}") from None
        if os.environ.get("HELPERS_FREE_THREADED"):
            raise RuntimeError(f"HELPERS_FREE_THREADED is {other!r}, which {failed}") from None
        return _recorded(f"{Path(other).name} was found and did not work")


@dataclass(repr=False)
class WithoutGil(Shown):
    """The times of the same work under two Pythons.

    builds:   {"with a GIL": (version, comparison), "without a GIL": (version, comparison)}
    recorded: where and when the times were taken, if that was not here and now; else None
    because:  why they are not from here
    """

    builds: dict[str, tuple[str, Comparison]]
    recorded: str | None = None
    because: str | None = None

    def verdict(self, build, label) -> str:
        """How `label` compares with the same work one after the other under the same Python.

        Of recorded times the order is not known, so nobody can say whether the rounds agree: it is
        the ratio of the medians.
        """
        times = self.builds[build][1]
        if not self.recorded or label == times.baseline:
            return times.verdict(label)
        return f"{times.speedup(label):.1f} times as fast"

    def words(self) -> str:
        """What is drawn, the same whether it was recorded or not, and last the figures."""
        measured = [
            f"{build} (Python {version}) "
            f"{SERIAL} {duration(times.median(SERIAL))}, "
            f"{THREADS} {duration(times.median(THREADS))} ({self.verdict(build, THREADS)})"
            for build, (version, times) in self.builds.items()
        ]
        here = ""
        if self.recorded:
            here = f"(nothing, since {self.because}; recorded: {self.recorded}) "
        return (
            f"The same two counts {SERIAL} and in {THREADS}, with a GIL and without.\n"
            "A dot for each time, a bar at the median, the ideal of two cores dashed.\n"
            f"measured here: {here}{'; '.join(measured)}"
        )

    def figure(self):
        """The times as a `matplotlib.figure.Figure`."""
        from helpers.show.plots.builds import plot_builds

        return plot_builds(self)


class _Failed(Exception):
    """`command` did not do its work: `what` it did instead."""

    def __init__(self, command, what):
        super().__init__(what)
        self.command = command


def _live(commands, task, repeat):
    versions, samples = {}, {}
    with Bar(repeat * len(commands)) as bar:
        for _ in range(repeat):
            for command, build in zip(commands, ("with a GIL", "without a GIL"), strict=True):
                versions[build], has_gil, times = _run(command, task)
                if build == "without a GIL" and has_gil:
                    raise _Failed(command, "has a GIL. Name a free-threaded Python, or unset it.")
                kept = samples.setdefault(build, {SERIAL: [], THREADS: []})
                for label, seconds in zip((SERIAL, THREADS), times, strict=True):
                    kept[label].append(seconds)
                bar.step()
    return WithoutGil(
        {
            build: (version, Comparison(samples[build], ideal={THREADS: 2}))
            for build, version in versions.items()
        }
    )


def _run(command, task):
    """What the program prints as JSON, run apart from this Python's settings and packages."""
    try:
        done = subprocess.run(
            [*command, "-I", "-c", _PROGRAM, task],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LIMIT,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise _Failed(command, f"cannot be run: {error.strerror}.") from None
    except subprocess.TimeoutExpired:
        raise _Failed(command, f"did not end within {LIMIT} s.") from None
    try:
        version, has_gil, times = json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        said = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise _Failed(command, f"did not do the work: {said}") from None
    return version, has_gil, times


def _recorded(because):
    record = json.loads(RECORDED.read_text(encoding="utf-8"))
    builds = {}
    for version, times in record["builds"].items():
        build = "with a GIL" if times["gil_enabled"] else "without a GIL"
        samples = {SERIAL: times["count/serial/2"], THREADS: times["count/threads/2"]}
        builds[build] = version, Comparison(samples)
    return WithoutGil(builds, record["where"], because)


def lost_without_gil() -> "LostUpdates":
    """How many updates two threads lost under a free-threaded Python: nothing runs here.

    Gives a `LostUpdates`, which shows itself as a table.
    (`tools/record_lost_updates.py` has made the record.)

    Example: `lost_without_gil()` as the last line of a cell.
    """
    record = json.loads(RECORDED_LOSSES.read_text(encoding="utf-8"))
    return LostUpdates(record["lost"], record["updates"], record["python"], record["where"])


@dataclass
class LostUpdates:
    """What was lost of `updates`, once for each run, {line of the program: [number, ...]}.

    python: the version that ran, such as "3.13.5t"
    where:  on which computer and when
    """

    lost: dict[str, list[int]]
    updates: int
    python: str
    where: str

    def __repr__(self) -> str:
        runs = len(next(iter(self.lost.values())))
        rows = {f"Lost of {self.updates:,} updates, {runs} runs": ["least", "median", "most"]}
        for line, counts in self.lost.items():
            figures = min(counts), round(median(counts)), max(counts)
            rows[line] = [f"{figure:,}" for figure in figures]
        width = max(map(len, rows))
        return "\n".join(
            [
                f"Recorded, not run here: Python {self.python}, which has no GIL.",
                f"Where and when: {self.where}.",
                *(
                    f"{line:<{width}}" + "".join(f"{text:>10}" for text in texts)
                    for line, texts in rows.items()
                ),
            ]
        )
