"""How often each outcome came."""

from itertools import cycle
from textwrap import fill

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from helpers.show.palette import STYLES
from helpers.show.plots.paper import name_rows, page, room_for

__all__ = ["plot_tally"]


def plot_tally(tally) -> Figure:
    """`tally` as bars, a row for each outcome, with its number and its share."""
    labels = [fill(str(outcome), 24) for outcome in tally.counts]
    figure, axes = page(tally.title, 0.6 * len(labels), room_for(labels))
    total = sum(tally.counts.values())
    most = max(tally.counts.values())
    for row, (count, (color, *_)) in enumerate(zip(tally.counts.values(), cycle(STYLES))):
        axes.barh(row, count, height=0.62, color=color)
        share = count / (total or 1)
        said = "< 1 %" if 0 < share < 0.01 else "> 99 %" if 0.99 < share < 1 else f"{share:.0%}"
        axes.annotate(
            f"{count:,}   ({said})",
            (count, row),
            (8, 0),
            textcoords="offset points",
            va="center",
            fontsize=13,
            weight="bold",
            annotation_clip=False,
        )
    axes.set_xlim(0, max(most, 1))
    axes.set_ylim(len(labels) - 0.5, -0.5)
    name_rows(axes, range(len(labels)), labels)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda at, _: f"{at:,.0f}"))
    axes.set_xlabel(f"how many of {total:,}", fontsize=12)
    return figure
