"""Plain exhaustive search, to hold the real one against: each order executed from its beginning.

No state is recognised again, nothing is looked up, nothing is left out.
"""

from dataclasses import dataclass
from functools import cache
from heapq import heappop, heappush
from itertools import pairwise

from helpers.steps.stage import Stage

__all__ = ["Plain", "plain_search", "plain_states"]


@dataclass(frozen=True)
class Plain:
    """orders: how many there are; broken: how many break; failure: (switches, steps, kind, ...) or
    None."""

    orders: int
    broken: int
    failure: tuple | None


def plain_search(workers, promise=None, always=None) -> Plain:
    """Try all orders of `workers`, [(function, arguments), ...]."""
    stage, broken = _begun(workers, promise, always)
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


def _begun(workers, promise, always):
    """The stage, and what says how the promise is broken: called with the workers who can move."""
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

    return stage, broken


def plain_states(workers, promise=None, always=None) -> Plain:
    """As `plain_search`, where there are too many orders: a state that comes again counts once.

    Each step is executed, from the beginning: none is looked up.
    """
    stage, broken = _begun(workers, promise, always)
    numbers, ways, after, kinds = {}, [], [], []

    def number(way):
        key = (frozenset(stage.values().items()), *map(stage.local, range(len(workers))))
        if key not in numbers:
            numbers[key] = len(ways)
            ways.append(way)
        return numbers[key]

    stage.start()
    number(())
    for state, way in enumerate(ways):  # which grows
        _walk(stage, way)
        ready = [n for n, one in enumerate(stage.pending) if one and stage.ready(n)]
        kinds.append(broken(ready))
        after.append({})
        for worker in ready:
            _walk(stage, way)
            stage.move(worker)
            after[state][worker] = number((*way, worker))
    orders, kept = _counts(after, kinds)
    return Plain(orders, orders - kept, _fewest(after, kinds))


def _walk(stage, way):
    stage.start()
    for worker in way:
        stage.move(worker)


def _counts(after, kinds):
    """(how many orders there are, how many of them keep the promise)."""

    @cache
    def orders(state):
        return sum(map(orders, after[state].values())) or 1

    @cache
    def kept(state):
        if kinds[state]:
            return 0
        return sum(map(kept, after[state].values())) if after[state] else 1

    return orders(0), kept(0)


def _fewest(after, kinds):
    """(switches, steps, kind) of a failure with the fewest, or None."""
    costs, left = {}, [(0, 0, 0, -1)]
    while left:
        switched, steps, state, last = heappop(left)
        if (state, last) in costs:
            continue
        costs[state, last] = switched, steps
        if kinds[state]:
            return switched, steps, kinds[state]
        for worker, following in after[state].items():
            more = switched + (last not in (-1, worker))
            heappush(left, (more, steps + 1, following, worker))
    return None


def switches(schedule):
    return sum(one != other for one, other in pairwise(schedule))
