"""The orders in which a race came out: a strip for each, an event a box."""

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers.show.letters import fitting, width_of
from helpers.show.page import AIR, MARGIN, POINTS, WIDTH
from helpers.show.palette import BLUE, DASHED, GREY, INK, PARENT, PROCESS_COLOURS, WHITE

__all__ = ["plot_worlds"]

HEIGHT, GAP, LEFT = 26.0, 10.0, 118.0  # points
SIZE = 11


def plot_worlds(worlds) -> Figure:
    """`worlds` as strips, the most frequent order first, and last the rarest, in a dashed frame.

    The colour of a box is its lane's. Of more lanes than there are colours, the boxes name them.
    """
    shown = worlds.shown()
    colours = _colours(sorted({lane for one, _ in shown for lane, _ in one}))
    left_out = len(worlds.orders) - len(shown)
    rows = len(shown) + bool(left_out) + bool(colours)
    height = 2 * MARGIN + rows * (HEIGHT + GAP)
    figure = Figure((WIDTH / POINTS, height / POINTS), facecolor=WHITE)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    y = MARGIN
    for number, (one, runs) in enumerate(shown, 1):
        rarest = 1 < number == len(shown)
        if rarest and left_out:
            look = {"size": SIZE, "ha": "left", "va": "center", "color": GREY}
            axes.text(LEFT, y + HEIGHT / 2, f"{left_out:,} more orders", **look)
            y += HEIGHT + GAP
        said = f"{'rarest: ' if rarest else ''}{len(runs):,} ×"
        look = {"size": SIZE + 1, "weight": "bold", "ha": "right", "va": "center", "color": INK}
        axes.text(LEFT - MARGIN, y + HEIGHT / 2, said, **look)
        _strip(axes, one, y, colours)
        if rarest:
            _frame(axes, y)
        y += HEIGHT + GAP
    _legend(axes, colours, y)
    return figure


def _colours(lanes):
    """{lane: colour}, grey for the process of the notebook; empty where there are not enough."""
    workers = [lane for lane in lanes if lane != "MainProcess"]
    if len(workers) > len(PROCESS_COLOURS):
        return {}
    colours = {"MainProcess": PARENT, **dict(zip(workers, PROCESS_COLOURS, strict=False))}
    return {lane: colours[lane] for lane in lanes}


def _strip(axes, events, y, colours):
    width = (WIDTH - MARGIN - LEFT) / max(len(events), 1)
    for number, (lane, text) in enumerate(events):
        x = LEFT + number * width
        look = {"facecolor": colours.get(lane, BLUE), "edgecolor": INK, "linewidth": 1}
        axes.add_patch(Rectangle((x, y), width - 2, HEIGHT, **look))
        text = fitting(text if colours else f"{lane}: {text}", SIZE, width - 10)
        box = {"boxstyle": "square,pad=0.1", "facecolor": WHITE, "linewidth": 0}
        look = {"size": SIZE, "ha": "center", "va": "center", "color": INK}
        axes.text(x + width / 2 - 1, y + HEIGHT / 2, text, bbox=box, **look)


def _frame(axes, y):
    look = {"facecolor": "none", "edgecolor": INK, "linewidth": 2, "linestyle": DASHED}
    place = (LEFT - AIR, y - AIR)
    axes.add_patch(Rectangle(place, WIDTH - MARGIN - LEFT + 2 * AIR - 2, HEIGHT + 2 * AIR, **look))


def _legend(axes, colours, y):
    x = LEFT
    for lane, colour in colours.items():
        axes.add_patch(Rectangle((x, y + 6), 18, 12, facecolor=colour, edgecolor=INK))
        axes.text(x + 24, y + 12, lane, size=SIZE, va="center", color=INK)
        x += 24 + width_of(lane, SIZE) + 22
