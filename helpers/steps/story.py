"""What the picture of a `Lab` carries: its states and the steps between them, to be stepped in a
page without a kernel.

    {"kind":     "lab"
     "workers":  [name, ...]
     "verdict":  one sentence, or "" where the learner did not ask yet
     "shortest": [number of a worker, ...], the order with the fewest switches that breaks it
     "sites":    [[function, line, source, start, end], ...]
     "texts":    [text, ...]
     "rows":     [[[name, text], ...], ...]: what stands in shared things
     "places":   [[number in "sites" or -1, what comes next or what it ended with], ...]
     "states":   [[[number in "rows", ...], [number in "places" of each worker],
                   [[worker, number in "states" or -1, what it does], ...],
                   [[worker, whom it waits for, or -1, ...], ...], how it is broken], ...]}

Everything that is said is a number in "texts". A picture should stay small: of more than `MOST`
states those with few switches are carried, and -1 leads to a state that is not.
"""

import json

from helpers.steps import account

__all__ = ["MOST", "of_lab"]

MOST = 1_500


class _Numbers:
    def __init__(self):
        self.found = {}

    def __call__(self, thing):
        return self.found.setdefault(thing, len(self.found))


def of_lab(lab, is_asked) -> str:
    """The story of `lab`, as JSON; with the verdict where `is_asked`."""
    graph, texts, sites, rows, places = lab.graph, _Numbers(), _Numbers(), _Numbers(), _Numbers()
    failure, changing = lab.found.failure, graph.changing
    shortest = failure.schedule if failure else ()
    carried = {state: number for number, state in enumerate(_carried(graph, shortest))}
    states = []
    for state in carried:
        kind = lab.promises.broken(state)
        moves = graph.after[state] or {}
        states.append(
            [
                [rows(tuple(graph.rows[one])) for one in graph.values(state) if one in changing],
                [_place(lab, graph.place(state, n), sites, texts, places) for n in _numbers(lab)],
                [
                    [worker, carried.get(after, -1), texts(graph.text(state, worker))]
                    for worker, after in moves.items()
                ],
                [
                    [worker, holders, texts(said)]
                    for worker, holders, said in account.waits(lab, state)
                ]
                if len(moves) < len(lab.workers)
                else [],
                texts(account.how_broken(lab, state, kind)) if kind else -1,
            ]
        )
    story = {
        "kind": "lab",
        "workers": lab.workers,
        "verdict": account.verdict(lab) if is_asked else "",
        "shortest": list(shortest),
        "sites": list(sites.found),
        "texts": list(texts.found),
        "rows": list(rows.found),
        "places": list(places.found),
        "states": states,
    }
    return json.dumps(story, ensure_ascii=False, separators=(",", ":"))


def _numbers(lab):
    return range(len(lab.workers))


def _carried(graph, shortest) -> list[int]:
    """The states to carry: those of the shortest order, and then the nearest ones."""
    state, found = 0, {0: None}
    for worker in shortest:
        state = graph.look(state)[worker]
        found[state] = None
    left, seen = [0], {0}
    for state in left:
        for after in (graph.after[state] or {}).values():
            if len(found) < MOST:
                found[after] = None
            if after in found and after not in seen:
                seen.add(after)
                left.append(after)
    return list(found)


def _place(lab, place, sites, texts, places):
    if place.pending is None:
        said = f"has ended with {type(place.error).__name__}" if place.error else "has ended"
        return places((-1, texts(said)))
    site = lab.stage.sites[place.pending[0]]
    number = sites((site.function, site.line, site.source, site.start, site.end))
    return places((number, texts(place.text)))
