"""Where each message of a channel was."""

from matplotlib.figure import Figure

from helpers.show.palette import BLUE, GREEN, ORANGE, VERMILLION, WHITE
from helpers.show.plots.beside import key
from helpers.show.plots.paper import name_rows, page
from helpers.show.plots.scales import time_from

__all__ = ["plot_way"]


def plot_way(way) -> Figure:
    """`way` as a row for each message: in the buffer, in the pipe, received."""
    rows = len(way.stays)
    roomy = rows <= 24
    left = 0.4 + 0.09 * max(len(stay.label) for stay in way.stays) if roomy else 0.9
    title = f"The way of messages through {way.channel!r}"
    figure, axes = page(title, min(max(0.3 * rows, 1.4), 7), left)
    for row, stay in enumerate(way.stays):
        end = way.length if stay.pickled is not None or stay.gone is None else stay.gone
        pickled = end if stay.pickled is None else stay.pickled
        received = end if stay.received is None else stay.received
        look = {"height": 0.7, "lw": 0, "edgecolor": WHITE}
        axes.barh(row, pickled - stay.put, left=stay.put, color=ORANGE, hatch="///", **look)
        if stay.pickled is not None:
            axes.barh(row, received - pickled, left=pickled, color=BLUE, **look)
        dot, color = ("o", GREEN) if stay.received is not None else (">", VERMILLION)
        size = 8 if roomy else 3
        axes.plot(received, row, dot, color=color, ms=size, mec=WHITE, clip_on=False)
    axes.set_ylim(rows - 0.4, -0.6)
    if roomy:
        name_rows(axes, range(rows), [stay.label for stay in way.stays], 11)
    else:
        axes.set_ylabel("messages, in the order of put()", fontsize=12)
    time_from(min(stay.put for stay in way.stays), axes, way)
    entries = [
        ("in the sender's buffer", ORANGE, "s"),
        ("pickled, in the pipe", BLUE, "s"),
        ("received", GREEN, "o"),
        ("never received", VERMILLION, ">"),
    ]
    lost = any(stay.received is None for stay in way.stays)
    key(axes, entries if lost else entries[:3])
    return figure
