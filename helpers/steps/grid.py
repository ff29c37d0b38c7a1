"""All orders of two workers, as places in a grid: to the right goes the first worker, down the
second one.
"""

__all__ = ["grid_of"]

MOST = 14  # steps of one worker, beyond which the dots of a picture would be too small


def spots(graph) -> dict:
    """{(steps of the first worker, steps of the second): the states in which they are then}."""
    found, left = {(0, 0): {0}}, [(0, 0, 0)]
    for first, second, state in left:
        for worker, after in graph.look(state).items():
            spot = (first + (worker == 0), second + (worker == 1))
            if after not in found.setdefault(spot, set()):
                found[spot].add(after)
                left.append((*spot, after))
    return found


def grid_of(lab, schedule) -> dict | None:
    """The grid of a lab, as terms of JSON, or None where it would be too large.

    dots:      [(steps to the right, steps down, what becomes of the orders from there), ...]
    moves:     [(steps to the right, steps down, who goes on from there), ...]
    schedule:  the order that is drawn as a thick line, as numbers of workers; () for none
    """
    places = spots(lab.graph) if len(lab.workers) == 2 and lab.found.orders_from else {}
    if not places or max(max(spot) for spot in places) > MOST:
        return None
    dots, moves = [], []
    for spot, states in places.items():
        dots.append((*spot, _of({_fate(lab.found, state) for state in states})))
        going = {worker for state in states for worker in lab.graph.look(state)}
        moves += [(*spot, worker) for worker in sorted(going)]
    return {"workers": lab.workers, "dots": dots, "moves": moves, "schedule": schedule}


def _fate(found, state):
    orders, kept = found.orders_from[state], found.kept_from[state]
    return "open" if 0 < kept < orders else "kept" if kept else "broken"


def _of(fates):
    return next(iter(fates)) if len(fates) == 1 else "open"
