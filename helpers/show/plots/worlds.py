"""The orders in which a race came out: a strip for each, an event a box."""

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers.show.letters import fitting
from helpers.show.page import MARGIN, POINTS, WIDTH
from helpers.show.palette import BLUE, GREY, INK, PARENT, PROCESS_COLOURS, WHITE

__all__ = ["plot_worlds"]

SHOWN = 8  # strips
HEIGHT, GAP, LEFT = 26.0, 10.0, 118.0  # points
SIZE = 11


def plot_worlds(worlds) -> Figure:
    """`worlds` as strips, the most frequent order first. The colour of a box is its lane's."""
    shown = _chosen([*worlds.orders.items()])
    lanes = sorted({lane for one, _ in shown for lane, _ in one})
    colours = _colours(lanes)
    height = 2 * MARGIN + (len(shown) + 1) * (HEIGHT + GAP)
    figure = Figure((WIDTH / POINTS, height / POINTS), facecolor=WHITE)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    y = MARGIN
    for number, (one, runs) in enumerate(shown):
        said = f"{len(runs):,} ×"
        if number == len(shown) - 1 and len(worlds.orders) > 1:
            said = f"rarest: {said}"
        look = {"size": SIZE + 1, "weight": "bold", "ha": "right", "va": "center", "color": INK}
        axes.text(LEFT - MARGIN, y + HEIGHT / 2, said, **look)
        _strip(axes, one, y, colours)
        y += HEIGHT + GAP
    _legend(axes, colours, y)
    left_out = len(worlds.orders) - len(shown)
    if left_out:
        text = f"{left_out:,} more orders"
        axes.text(WIDTH - MARGIN, y + HEIGHT / 2, text, size=SIZE, ha="right", color=GREY)
    return figure


def _chosen(orders):
    """The most frequent ones, and the rarest."""
    return orders if len(orders) <= SHOWN else [*orders[: SHOWN - 1], orders[-1]]


def _colours(lanes):
    if len(lanes) > len(PROCESS_COLOURS):
        return dict.fromkeys(lanes, BLUE)
    workers = [lane for lane in lanes if lane != "MainProcess"]
    return {"MainProcess": PARENT, **dict(zip(workers, PROCESS_COLOURS, strict=False))}


def _strip(axes, events, y, colours):
    width = (WIDTH - MARGIN - LEFT) / max(len(events), 1)
    for number, (lane, text) in enumerate(events):
        x = LEFT + number * width
        look = {"facecolor": colours[lane], "edgecolor": INK, "linewidth": 1}
        axes.add_patch(Rectangle((x, y), width - 2, HEIGHT, **look))
        text = fitting(text, SIZE, width - 10)
        box = {"boxstyle": "square,pad=0.1", "facecolor": WHITE, "linewidth": 0}
        look = {"size": SIZE, "ha": "center", "va": "center", "color": INK}
        axes.text(x + width / 2 - 1, y + HEIGHT / 2, text, bbox=box, **look)


def _legend(axes, colours, y):
    x = LEFT
    for lane, colour in colours.items():
        axes.add_patch(Rectangle((x, y + 6), 18, 12, facecolor=colour, edgecolor=INK))
        axes.text(x + 24, y + 12, lane, size=SIZE, va="center", color=INK)
        x += 46 + 7 * len(lane)
