"""What held in all orders of events: what each lane did, and what went before what.

An order is a tuple of events, (lane, what happened) each. The same event can come again.
"""

from collections import Counter
from itertools import permutations

__all__ = ["across_lanes", "of_lanes"]

MOST = 40  # events that are held against each other


def of_lanes(orders) -> dict[str, list[str]]:
    """{lane: its events in their order}, for the lanes that had the same in all `orders`.

    Example: `of_lanes([(("A", "1"), ("B", "1"), ("A", "2"))])` gives {"A": ["1", "2"], "B": ["1"]}.
    """
    found = [_by_lane(order) for order in orders]
    return {lane: found[0][lane] for lane in sorted(found[0]) if _all_equal(found, lane)}


def _by_lane(order):
    lanes = {}
    for lane, text in order:
        lanes.setdefault(lane, []).append(text)
    return lanes


def _all_equal(found, lane):
    return all(one.get(lane) == found[0][lane] for one in found)


def across_lanes(orders) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Pairs of events of two lanes, the first of which came before the other in all `orders`.

    Left out is what follows from two of the others, and from what each lane did.
    Of more than 40 events nothing is said.

    Example: `across_lanes([(("A", "1"), ("B", "1")), (("A", "1"), ("B", "1"), ("B", "2"))])`
    gives [(("A", "1"), ("B", "1"))].
    """
    places = [_places(order) for order in orders]
    common = sorted(set.intersection(*map(set, places)))
    if len(common) > MOST:
        return []
    before = {
        (one, other)
        for one, other in permutations(common, 2)
        if all(place[one] < place[other] for place in places)
    }
    return [
        (one[:2], other[:2])
        for one, other in sorted(before)
        if one[0] != other[0]
        and not any((one, mid) in before and (mid, other) in before for mid in common)
    ]


def _places(order):
    """{event with how often it came before: its place}"""
    seen, places = Counter(), {}
    for place, event in enumerate(order):
        places[*event, seen[event]] = place
        seen[event] += 1
    return places
