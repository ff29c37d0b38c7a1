"""Plain exhaustive search, to hold the real one against: each order executed from its beginning.

No state is recognised again, nothing is looked up, nothing is left out.
"""

from dataclasses import dataclass
from itertools import pairwise

from helpers.steps.stage import Stage

__all__ = ["Plain", "plain_search"]


@dataclass(frozen=True)
class Plain:
    """orders: how many there are; broken: how many break; failure: (kind, schedule) or None."""

    orders: int
    broken: int
    failure: tuple | None


def plain_search(workers, promise=None, always=None) -> Plain:
    """Try all orders of `workers`, [(function, arguments), ...]."""
    asked = [one for one in (promise, always) if one]
    stage = Stage(workers, asked)
    promises = list(stage.promises)
    at_the_end = promises.pop(0) if promise else None
    at_each_step = promises.pop(0) if always else None

    def broken(ready):
        if any(error is not None for error in stage.errors):
            return "error"
        if at_each_step and not at_each_step():
            return "always"
        if ready:
            return ""
        if any(stage.pending):
            return "deadlock"
        return "" if not at_the_end or at_the_end() else "end"

    orders = bad = 0
    best = None
    left = [((), None)]
    while left:
        schedule, first_break = left.pop()
        stage.start()
        for worker in schedule:
            stage.move(worker)
        while True:
            ready = [n for n, one in enumerate(stage.pending) if one and stage.ready(n)]
            if not first_break and (kind := broken(ready)):
                first_break = (kind, schedule)
                key = (switches(schedule), len(schedule), kind, schedule)
                best = key if best is None or key[:2] < best[:2] else best
            if not ready:
                orders += 1
                bad += bool(first_break)
                break
            left += [((*schedule, other), first_break) for other in ready[1:]]
            stage.move(ready[0])
            schedule = (*schedule, ready[0])
    return Plain(orders, bad, best)


def switches(schedule):
    return sum(one != other for one, other in pairwise(schedule))
