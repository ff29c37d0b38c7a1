"""How many things were in a channel over time."""

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from helpers.show.letters import width_of
from helpers.show.page import AIR, WIDTH
from helpers.show.palette import BAND, BLACK, BLUE, DASHED, PALE, WHITE
from helpers.show.plots.beside import name_curves
from helpers.show.plots.paper import page
from helpers.show.plots.scales import time_from

__all__ = ["plot_level"]

SIZE = 11  # points of the names of joins
ROW = 0.1  # of the height, for a name above the curves


def plot_level(level) -> Figure:
    """`level` as a curve in steps, with the limit dashed and the time of each join hatched."""
    figure, axes = page(level.title, 2.4, 0.9)
    begin = min([*level.came, *level.left, *(start for start, *_ in level.joins), level.length])
    times, numbers = zip(*level.steps(), (level.length, level.steps()[-1][1]), strict=True)
    axes.fill_between(times, numbers, step="post", color=BLUE, alpha=BAND, lw=0)
    axes.step(times, numbers, where="post", color=BLUE, lw=2.5)
    time_from(begin, axes, level)
    top = max(level.most(), level.limit if level.limit and level.limit <= 3 * level.most() else 1)
    notes = []
    if level.limit is not None and level.limit <= top:
        axes.axhline(level.limit, color=BLACK, lw=1.5, ls=DASHED)
        notes.append((level.length, level.limit, f"maxsize {level.limit:,}", BLACK))
    first, end_of_time = axes.get_xlim()
    points = axes.get_position().width * WIDTH / (end_of_time - first)  # of a second
    across = axes.get_xaxis_transform()
    ground = {"boxstyle": "square,pad=0.15", "facecolor": WHITE, "linewidth": 0}
    look = {"fontsize": SIZE, "ha": "center", "va": "center", "transform": across, "bbox": ground}
    outside = 0  # names that have no room in their hatching
    for row, (start, end, lane) in enumerate(level.joins):
        until = level.length if end is None else end
        low, high = 0.12 * row, 0.12 * (row + 1)
        band = {"facecolor": "none", "edgecolor": BLACK, "hatch": "///", "lw": 0, "alpha": 0.55}
        axes.axvspan(start, until, low, high, **band)
        axes.vlines([start, until], low, high, transform=across, color=BLACK)
        said = f"{lane} in {level.channel}.join()" + (", never back" if end is None else "")
        middle = (start + until) / 2
        if width_of(said, SIZE) < 0.9 * (until - start) * points:
            axes.text(middle, (low + high) / 2, said, **look)
        else:
            # It would cover its own hatching, and the curve there: it stands above all curves.
            half = (width_of(said, SIZE) / 2 + AIR) / points
            at = max(first + half, min(middle, level.length - half))
            height = 1 - ROW * (outside + 0.5)
            axes.text(at, height, said, **look)
            foot = height - 0.5 * ROW
            axes.vlines(middle, high, foot, transform=across, color=BLACK, lw=0.8)
            outside += 1
    last = level.steps()[-1][1]
    notes.append((level.length, last, f"{last:,} left\nat most {level.most():,}", BLUE))
    axes.set_ylim(0, 1.12 * top / (1 - ROW * outside))
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.grid(axis="y", color=PALE, lw=0.8)
    name_curves(axes, notes)
    return figure
