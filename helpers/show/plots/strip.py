"""A strip of dots, one for each time, and the verdict beside it."""

from textwrap import fill

from helpers.show.palette import BAND, WHITE
from helpers.show.plots.beside import beside
from helpers.units import duration

__all__ = ["ROW", "strip", "verdict"]

ROW = 0.95  # inches for each strip


def strip(axes, row, times, style, in_order=True):
    """A dot for each of `times`, on a band from the least to the greatest.

    `in_order` means the order of their rounds: then they lie from top to bottom.
    """
    color, marker, _ = style
    slant = 0.4 if in_order and len(times) > 1 else 0
    step = slant / max(len(times) - 1, 1)
    heights = [row - slant / 2 + step * number for number in range(len(times))]
    axes.hlines(row, min(times), max(times), color=color, lw=9, alpha=BAND, zorder=1)
    dots = {"s": 52, "color": color, "marker": marker, "edgecolors": WHITE, "linewidths": 0.8}
    axes.scatter(times, heights, **dots, zorder=3)


def verdict(axes, row, comparison, label, text=None):
    """Write the verdict on `label`, or `text` in its place, beside the row, the median under it."""
    text = fill(text or comparison.verdict(label), 20)
    median = f"median {duration(comparison.median(label))}"
    beside(axes, row, text, median, up=3 if "\n" not in text else 0)
