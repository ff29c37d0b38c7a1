"""All orders of two workers at one glance: each is a way through a grid.

To the right goes the first worker, down the second one. Where a lock keeps one of them out, the
grid has a hole.
"""

from functools import partial

from matplotlib.patches import Circle

from helpers.show.letters import fitting, width_of
from helpers.show.palette import BIRTHS, GREEN, INK, VERMILLION, WHITE

__all__ = ["map_of"]

STEP = 25.0  # points
SIZE = 10


def map_of(grid):
    """`below` of a strip: (height in points, what draws the `grid`), or None for no grid."""
    if grid is None:
        return None
    height = 38 + (max(down for _, down, _ in grid["dots"]) + 0.5) * STEP
    return height, partial(_draw, **grid)


def _draw(axes, x, y, workers, dots, moves, schedule):
    """Draw the map with its top left corner at (x, y).

    A dot is green where every order that goes on from there keeps the promise, vermilion where each
    breaks it, and white where it is open.
    """
    left, top = x + 8, y + 42
    for number, arrow in enumerate("→↓"):
        said = fitting(f"{arrow} {workers[number]}", SIZE, 200)
        axes.text(x, y + 10 + 14 * number, said, size=SIZE, va="center", color=INK)
    _legend(axes, x + 220, y + 17, [fate for _, _, fate in dots])

    def at(spot):
        return left + spot[0] * STEP, top + spot[1] * STEP

    for right, down, worker in moves:
        (x1, y1), (x2, y2) = at((right, down)), at((right + (worker == 0), down + (worker == 1)))
        axes.plot([x1, x2], [y1, y2], color=BIRTHS, linewidth=1.5, zorder=1)
    way, spot = [at((0, 0))], (0, 0)
    for worker in schedule:
        spot = (spot[0] + (worker == 0), spot[1] + (worker == 1))
        way.append(at(spot))
    axes.plot(*zip(*way, strict=True), color=INK, linewidth=3.5, zorder=2, solid_capstyle="round")
    for right, down, fate in dots:
        _dot(axes, at((right, down)), fate)


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
