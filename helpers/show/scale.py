"""Where a moment of a `Run` stands in its picture, and which stretches of time are folded.

Most of a short run is the start of its processes, and their end: Python comes up or shuts down, and
nobody can do anything. Such stretches are folded where they would take more than a third of the
width.
"""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Fold", "Scale", "pythons_own"]

MOST = 1 / 3  # of the width may go to stretches in which processes only start up
WIDE = 56.0  # points of a fold, which hold its length in words
LEAST = 1.25 * WIDE  # points that a stretch would take: what is shorter is not worth a fold
TORN = 6.0  # points on each side of the middle of a fold
ALL = 0.3  # of the width may go to folds
BLINK = 0.003  # seconds: who computes for so short a time is only between two waits


@dataclass
class Fold:
    """A stretch of time, from `start` to `end` in seconds, drawn from `left` to `right` in points.

    What happens in it keeps its order, and is as close together as need be.
    """

    start: float
    end: float
    left: float = 0.0
    right: float = 0.0


class Scale:
    """Seconds as points between `left` and `right`, the same for all of `runs`.

    length:   seconds of the longest run
    shown:    seconds of it that are drawn as they are
    knots:    [(seconds, points)], between which time runs evenly
    """

    def __init__(self, runs, left, right, folding=True):
        self.left, self.right = left, right
        self.length = max(run.length for run in runs) or 1e-3
        self.folds = _folds(runs, self.length, right - left) if folding else []
        self.shown = self.length - sum(fold.end - fold.start for fold in self.folds)
        width = min(WIDE, ALL * (right - left) / max(len(self.folds), 1))
        each = (right - left - width * len(self.folds)) / self.shown
        self.knots, time, point = [(0.0, left)], 0.0, left
        for fold in self.folds:
            fold.left = point + (fold.start - time) * each
            fold.right = point = fold.left + width
            time = fold.end
            self.knots += [(fold.start, fold.left), (fold.end, fold.right)]
        self.knots.append((self.length, right))
        self._times = [time for time, _ in self.knots]

    def __call__(self, seconds) -> float:
        """Points from the left of `seconds`."""
        seconds = min(max(seconds, 0.0), self.length)
        next_one = min(bisect_right(self._times, seconds), len(self.knots) - 1)
        (start, left), (end, right) = self.knots[next_one - 1 : next_one + 1]
        return left + (right - left) * (seconds - start) / ((end - start) or 1.0)

    def tears(self) -> list[tuple[float, float]]:
        """The left and the right end, in points, of the tear in each fold."""
        middles = [(fold.left + fold.right) / 2 for fold in self.folds]
        return [(middle - TORN, middle + TORN) for middle in middles]

    def widest(self, left, right) -> tuple[float, float]:
        """The widest stretch between two points that no tear runs through."""
        inside = [(start, end) for start, end in self.tears() if left < start and end < right]
        edges = [left, *(x for tear in inside for x in tear), right]
        return max(zip(edges[::2], edges[1::2], strict=True), key=lambda pair: pair[1] - pair[0])

    def is_folded(self, seconds) -> bool:
        """Whether `seconds` lies within a fold."""
        return any(fold.start < seconds < fold.end for fold in self.folds)


def _folds(runs, length, width):
    busy = _union(span for run in runs for lane in run.lanes for span in _busy(run, lane))
    moments = sorted(moment for run in runs for moment in _moments(run))
    if not busy and not moments:
        return []
    least = LEAST * length / width
    found = [(a, b) for a, b in _quiet(runs, busy, moments) if b - a >= least]
    if sum(b - a for a, b in found) <= MOST * length:
        return []
    # A fold has to make its stretch narrower than it is.
    most = int(ALL * width / WIDE)
    longest = sorted(found, key=lambda span: span[0] - span[1])[:most]
    return [Fold(a, b) for a, b in sorted(longest)]


def _quiet(runs, busy, moments) -> list[tuple[float, float]]:
    """The stretches, (start, end) in seconds, in which processes start up or shut down, and nobody
    does more.

    Who waits meanwhile, or is in the `start()` of a process, does no more. Who computes or sleeps
    does (`busy`), and so do a log, a message or an end at its moment (`moments`).
    """
    pythons = _union(
        (start, end)
        for run in runs
        for lane in run.lanes
        for start, end, _ in pythons_own(run, lane)
    )
    found = []
    for a, b in _without(pythons, busy):
        inside = moments[bisect_right(moments, a) : bisect_right(moments, b)]
        found += [(x, y) for x, y in pairwise([a, *inside, b]) if y > x]
    return found


def pythons_own(run, lane):
    """The stretches, (start, end, text) in seconds, in which Python starts up in a process or shuts
    down, and not a line of the learner's runs. A child that waits for its feeder threads on its way
    out does more than that: it may wait for ever."""
    if lane.thread is None and lane.parent is not None:
        yield lane.born, _end(run, lane.ready, lane.ended), "starts up"
        if lane.returned is not None:
            waits = _union((wait.start, _end(run, wait.end)) for wait in lane.waits)
            for start, end in _without([(lane.returned, _end(run, lane.ended))], waits):
                yield start, end, "shuts down"


def _busy(run, lane):
    """The stretches in which `lane` computes or sleeps."""
    begin = lane.born if lane.thread or lane.parent is None else lane.ready
    if begin is None:  # it never came up
        return
    idle = [(span.start, _end(run, span.end)) for span in [*lane.waits, *lane.starts]]
    end = _end(run, lane.returned, lane.ended) if lane.parent is not None else run.length
    for a, b in _without([(begin, max(begin, end))], _union(idle)):
        if b - a > BLINK:
            yield a, b


def _moments(run):
    for lane in run.lanes:
        yield from (mark.time for mark in lane.marks)
        yield from (signal.time for signal in lane.signals)
        yield from (access.time for access in lane.accesses)
        if lane.ended is not None and lane.ended_by is None:
            yield lane.ended
    for message in run.messages:
        yield message.sent
        if message.received is not None:
            yield message.received


def _end(run, *times):
    return next((time for time in times if time is not None), run.length)


def _union(spans):
    found = []
    for a, b in sorted(spans):
        if found and a <= found[-1][1]:
            found[-1] = found[-1][0], max(b, found[-1][1])
        else:
            found.append((a, b))
    return found


def _without(spans, taken):
    """What is left of `spans` when `taken` is taken away; both in order, none overlapping."""
    for a, b in spans:
        for x, y in taken:
            if y <= a or x >= b:
                continue
            if x > a:
                yield a, x
            a = max(a, y)
        if a < b:
            yield a, b
