"""Who computed when."""

from itertools import cycle
from textwrap import fill

from matplotlib.figure import Figure

from helpers.show.palette import BLACK, DASHED, PALE, STYLES
from helpers.show.plots.beside import beside
from helpers.show.plots.crowded import page_of
from helpers.show.plots.paper import name_rows, room_for
from helpers.show.plots.scales import times_along
from helpers.units import duration

__all__ = ["plot_turns"]


def plot_turns(turns) -> Figure:
    """`turns` as rows of bars, a group for each label, with its wall and its CPU time.

    Where the cores were not free, what was recorded on a quiet computer stands below.
    """
    return page_of(turns, _room, _draw)


def _room(turns):
    return sum(_heights(turns)), room_for(_names(turns))


def _names(turns):
    return [fill(label, 20) for label in turns.work]


def _step(turns):
    """Inches for each row."""
    return 0.36 if max(map(len, turns.work.values())) <= 4 else 0.22


def _heights(turns):
    """Inches for each group of rows."""
    return [max(_step(turns) * len(rows), 0.75) + 0.35 for rows in turns.work.values()]


def _draw(axes, turns):
    labels, heights, step = list(turns.work), _heights(turns), _step(turns)
    groups = [turns.rows(label) for label in labels]
    longest = max([*map(turns.wall, labels), *turns.expected.values()])
    top, ticks = 0.0, []
    for label, rows, height in zip(labels, groups, heights, strict=True):
        middle = top + height / 2
        ticks.append(middle)
        for row, (spans, (color, *_)) in enumerate(zip(rows, cycle(STYLES))):
            bars = [(start, end - start) for start, end in spans if end > start]
            at = middle + step * (row - len(rows) / 2)
            # A span too short to see is still one: the edge gives it a width.
            look = {"facecolors": color, "edgecolor": color, "linewidth": 0.6}
            axes.broken_barh(bars, (at + 0.1 * step, 0.8 * step), **look)
        if label in turns.expected:
            at, dashed = turns.expected[label], {"linestyles": DASHED, "lw": 1.5}
            axes.vlines(at, top + 0.12, top + height - 0.12, color=BLACK, **dashed)
            side = "left" if at < longest / 2 else "right"
            axes.text(at, top + 0.1, "predicted", fontsize=11, ha=side, va="bottom")
        beside(
            axes,
            middle,
            f"{duration(turns.wall(label))} of wall time",
            f"{duration(turns.cpu(label))} of CPU time\n{turns.together(label)}",
            up=9,
        )
        top += height
        if label != labels[-1]:
            axes.axhline(top, color=PALE, lw=0.8)
    axes.set_ylim(top, 0)
    name_rows(axes, ticks, _names(turns))
    axes.set_xlim(0, 1.02 * longest)
    times_along(axes.xaxis, longest)
    axes.set_xlabel("time since the first one began", fontsize=12)
