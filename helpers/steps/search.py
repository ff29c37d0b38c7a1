"""All orders tried: how many keep the promise, and the one with the fewest switches that breaks it.

Orders are not gone through one by one. From one state on everything goes on in the same way,
whatever led there: so each state is looked at once, and the orders are counted from the end to the
beginning.
"""

from dataclasses import dataclass, field
from heapq import heappop, heappush

from helpers.steps.graph import MOST

__all__ = ["Failure", "Search", "search"]


@dataclass(frozen=True)
class Failure:
    """An order that breaks the promise.

    kind:      "deadlock", "error", "always", "end" or "for ever"
    schedule:  the numbers of the workers, step by step, up to where it breaks
    switches:  how often another worker goes on
    """

    kind: str
    schedule: tuple[int, ...]
    switches: int


@dataclass(frozen=True)
class Search:
    """What all orders come to.

    states:    how many were looked at
    orders:    how many there are, or None where a loop may go round any number of times or not all
               could be tried
    broken:    how many of them break the promise, or None
    failure:   one with the fewest switches, and of these one with the fewest steps, or None
    switches:  None where all orders were tried; else all with fewer switches than this were
    orders_from, kept_from:  the same numbers for each state, where orders can be counted
    """

    states: int
    orders: int | None
    broken: int | None
    failure: Failure | None
    switches: int | None = None
    orders_from: list[int] = field(default=(), repr=False)
    kept_from: list[int] = field(default=(), repr=False)


def search(graph, broken, most=MOST) -> Search:
    """Try all orders of a `Graph`.

    broken:  called with the number of a state, says how the promise is broken there, or ""
    most:    states that are looked at; where there are more, orders with few switches come first
    """
    state = 0
    while state < len(graph) <= most:
        graph.look(state)
        state += 1
    is_complete = len(graph) <= most
    if not is_complete:
        failure, switches = shortest(graph, broken, most)
        return Search(len(graph), None, None, failure, switches)
    bad = {one for one in range(len(graph)) if broken(one)}
    counted = _count(graph, bad)
    stuck = set() if counted else _never_ending(graph)
    kinds = {**dict.fromkeys(stuck, "for ever"), **{one: broken(one) for one in bad}}
    failure, _ = shortest(graph, lambda one: kinds.get(one, ""), None) if kinds else (None, None)
    if not counted:
        return Search(len(graph), None, None, failure)
    orders, kept = counted
    return Search(len(graph), orders[0], orders[0] - kept[0], failure, None, orders, kept)


def _count(graph, bad):
    """How many orders go on from each state, and how many of them avoid `bad`: two lists, or None
    where a loop leads back to a state."""
    sources = [0] * len(graph)
    for after in graph.after:
        for state in after.values():
            sources[state] += 1
    free, sorted_states = [0], []
    while free:
        state = free.pop()
        sorted_states.append(state)
        for following in graph.after[state].values():
            sources[following] -= 1
            if not sources[following]:
                free.append(following)
    if len(sorted_states) < len(graph):
        return None
    orders, kept = [0] * len(graph), [0] * len(graph)
    for state in reversed(sorted_states):
        after = graph.after[state].values()
        orders[state] = sum(orders[one] for one in after) or 1
        kept[state] = 0 if state in bad else sum(kept[one] for one in after) if after else 1
    return orders, kept


def _never_ending(graph):
    """The states from which no end can be reached any more."""
    before = [[] for _ in range(len(graph))]
    for state, after in enumerate(graph.after):
        for following in after.values():
            before[following].append(state)
    left = [state for state in range(len(graph)) if not graph.after[state]]
    reached = set(left)
    while left:
        for state in before[left.pop()]:
            if state not in reached:
                reached.add(state)
                left.append(state)
    return set(range(len(graph))) - reached


def shortest(graph, broken, most):
    """(the `Failure` with the fewest switches, then the fewest steps, or None; how many switches).

    The second is that of the failure. Without one it is None, or, where `most` states were too few,
    the number of switches from which on not all was tried.
    """
    came = {}  # (state, who moved last): the pair before
    left = [
        (0, 0, 0, (0, None), None)
    ]  # switches, steps, in the order of finding, the pair, before
    found = 1
    while left:
        switches, steps, _, pair, before = heappop(left)
        if pair in came:
            continue
        came[pair] = before
        state, last = pair
        if kind := broken(state):
            return Failure(kind, _schedule(pair, came), switches), switches
        if most is not None and len(graph) > most:
            return None, switches
        for worker, after in graph.look(state).items():
            if (after, worker) not in came:
                more = last not in (None, worker)
                heappush(left, (switches + more, steps + 1, found, (after, worker), pair))
                found += 1
    return None, None


def _schedule(pair, came):
    found = []
    while came[pair] is not None:
        found.append(pair[1])
        pair = came[pair]
    return tuple(reversed(found))
