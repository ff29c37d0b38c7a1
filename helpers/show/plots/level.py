"""How many things were in a channel over time."""

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from helpers.show.palette import BAND, BLACK, BLUE, DASHED, PALE, WHITE
from helpers.show.plots.beside import name_curves
from helpers.show.plots.paper import page
from helpers.show.plots.scales import time_from

__all__ = ["plot_level"]


def plot_level(level) -> Figure:
    """`level` as a curve in steps, with the limit dashed and the time of each join hatched."""
    figure, axes = page(level.title, 2.4, 0.9)
    times, numbers = zip(*level.steps(), (level.length, level.steps()[-1][1]), strict=True)
    axes.fill_between(times, numbers, step="post", color=BLUE, alpha=BAND, lw=0)
    axes.step(times, numbers, where="post", color=BLUE, lw=2.5)
    top = max(level.most(), level.limit if level.limit and level.limit <= 3 * level.most() else 1)
    notes = []
    if level.limit is not None and level.limit <= top:
        axes.axhline(level.limit, color=BLACK, lw=1.5, ls=DASHED)
        notes.append((level.length, level.limit, f"maxsize {level.limit:,}", BLACK))
    begin = min([*level.came, *level.left, *(start for start, *_ in level.joins), level.length])
    for row, (start, end, lane) in enumerate(level.joins):
        until = level.length if end is None else end
        low, high = 0.12 * row, 0.12 * (row + 1)
        band = {"facecolor": "none", "edgecolor": BLACK, "hatch": "///", "lw": 0, "alpha": 0.55}
        axes.axvspan(start, until, low, high, **band)
        axes.vlines([start, until], low, high, transform=axes.get_xaxis_transform(), color=BLACK)
        said = f"{lane} in {level.channel}.join()" + (", never back" if end is None else "")
        middle = (start + until) / 2
        late = middle > level.length - 0.2 * (level.length - begin)  # its name would leave the axes
        axes.text(
            level.length if late else middle,
            (low + high) / 2,
            said,
            fontsize=11,
            ha="right" if late else "center",
            va="center",
            transform=axes.get_xaxis_transform(),
            bbox={"boxstyle": "square,pad=0.15", "facecolor": WHITE, "linewidth": 0},
        )
    last = level.steps()[-1][1]
    notes.append((level.length, last, f"{last:,} left\nat most {level.most():,}", BLUE))
    time_from(begin, axes, level)
    axes.set_ylim(0, 1.12 * top)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.grid(axis="y", color=PALE, lw=0.8)
    name_curves(axes, notes)
    return figure
