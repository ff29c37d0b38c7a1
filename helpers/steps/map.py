"""All orders of two workers at one glance: each is a way through a grid.

To the right goes the first worker, down the second one. Where a lock keeps one of them out, the
grid has a hole.
"""

from collections import Counter
from functools import partial

from matplotlib.patches import Circle

from helpers.show.letters import fitting, width_of
from helpers.show.palette import BIRTHS, GREEN, INK, VERMILLION, WHITE

__all__ = ["MOST", "map_of", "spots"]

MOST = 14  # steps of one worker, beyond which dots would be too small
STEP = 25.0  # points
SIZE = 10


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


def map_of(lab, schedule):
    """(height in points, what draws the map), or None where it would be too large."""
    places = spots(lab.graph) if lab.found.orders_from else {}
    if not places or max(max(spot) for spot in places) > MOST:
        return None
    height = 38 + (max(down for _, down in places) + 0.5) * STEP
    return height, partial(_draw, lab, schedule, places)


def _draw(lab, schedule, places, axes, x, y):
    """Draw the map with its top left corner at (x, y).

    A dot is green where every order that goes on from there keeps the promise, vermilion where each
    breaks it, and white where it is open. `schedule`, if any, is drawn as a thick line.
    """
    graph, found = lab.graph, lab.found
    left, top = x + 8, y + 42
    for number, arrow in enumerate("→↓"):
        said = fitting(f"{arrow} {lab.workers[number]}", SIZE, 200)
        axes.text(x, y + 10 + 14 * number, said, size=SIZE, va="center", color=INK)
    fates = {spot: {_fate(found, state) for state in states} for spot, states in places.items()}
    _legend(axes, x + 220, y + 17, [_of(one) for one in fates.values()])

    def at(spot):
        return left + spot[0] * STEP, top + spot[1] * STEP

    for spot, states in places.items():
        moves = Counter(worker for state in states for worker in graph.look(state))
        for worker in moves:
            end = (spot[0] + (worker == 0), spot[1] + (worker == 1))
            (x1, y1), (x2, y2) = at(spot), at(end)
            axes.plot([x1, x2], [y1, y2], color=BIRTHS, linewidth=1.5, zorder=1)
    way, spot = [at((0, 0))], (0, 0)
    for worker in schedule:
        spot = (spot[0] + (worker == 0), spot[1] + (worker == 1))
        way.append(at(spot))
    axes.plot(*zip(*way, strict=True), color=INK, linewidth=3.5, zorder=2, solid_capstyle="round")
    for spot, some in fates.items():
        _dot(axes, at(spot), _of(some))


def _fate(found, state):
    orders, kept = found.orders_from[state], found.kept_from[state]
    return "open" if 0 < kept < orders else "kept" if kept else "broken"


def _of(fates):
    return next(iter(fates)) if len(fates) == 1 else "open"


def _legend(axes, x, y, seen):
    said = {
        "kept": "all orders from here keep it",
        "open": "some break it",
        "broken": "all break it",
    }
    for fate, text in said.items():
        if fate not in seen:
            continue
        _dot(axes, (x, y), fate)
        axes.text(x + 12, y, text, size=SIZE, va="center", color=INK)
        x += 30 + width_of(text, SIZE)


def _dot(axes, place, fate):
    colour = {"kept": GREEN, "broken": VERMILLION, "open": WHITE}[fate]
    axes.add_patch(Circle(place, 6.5, facecolor=colour, edgecolor=INK, linewidth=1.2, zorder=3))
    if fate == "broken":
        x, y = place
        for dx in (-3, 3):
            axes.plot([x - dx, x + dx], [y - 3, y + 3], color=WHITE, linewidth=1.6, zorder=4)
