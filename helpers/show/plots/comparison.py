"""Variants of the same work, compared."""

from itertools import cycle
from textwrap import fill

from matplotlib.figure import Figure

from helpers.show.palette import BLACK, DASHED, PALE, STYLES
from helpers.show.plots.crowded import page_of
from helpers.show.plots.paper import name_rows, room_for
from helpers.show.plots.scales import times_along
from helpers.show.plots.strip import ROW, strip, verdict

__all__ = ["plot_comparison"]

SHARES = {1: "the same time", 2: "half the time", 4: "a quarter of the time"}


def plot_comparison(comparison) -> Figure:
    """`comparison` as a strip plot: a dot for each time, a bar at the median, the ideal dashed.

    A row for each variant, its verdict on the right. The dots of a row lie in the order of their
    rounds from top to bottom, so that a machine that slows down shows as a slant. Where the cores
    were not free, what was recorded on a quiet computer stands below.
    """
    return page_of(comparison, _room, _draw)


def _room(comparison):
    return ROW * len(comparison.samples), room_for(_names(comparison))


def _names(comparison):
    return [fill(label, 20) for label in comparison.samples]


def _draw(axes, comparison):
    labels, names = list(comparison.samples), _names(comparison)
    longest = max(map(max, comparison.samples.values()))
    for row, (label, style) in enumerate(zip(labels, cycle(STYLES))):
        strip(axes, row, comparison.samples[label], style)
        axes.vlines(comparison.median(label), row - 0.33, row + 0.33, color=BLACK, lw=4, zorder=2)
        if label in comparison.ideal:
            _ideal(axes, row, comparison, label, longest)
        verdict(axes, row, comparison, label)
    axes.axvline(comparison.median(comparison.baseline), color=PALE, lw=1.5, zorder=0)
    axes.set_ylim(len(labels) - 0.45, -0.6)
    name_rows(axes, range(len(labels)), names)
    axes.set_xlim(0, 1.05 * longest)
    times_along(axes.xaxis, longest)
    axes.set_xlabel("wall time, less is better", fontsize=12)


def _ideal(axes, row, comparison, label, longest):
    ideal = comparison.ideal_here(label)
    at = comparison.median(comparison.baseline) / ideal
    axes.vlines(at, row - 0.42, row + 0.36, color=BLACK, linestyles=DASHED, lw=1.5, zorder=2)
    share = SHARES.get(ideal, f"1/{ideal:g} of the time")
    side = "left" if at < longest / 2 else "right"
    axes.text(at, row - 0.44, f"ideal: {share}", fontsize=11, ha=side, va="bottom")
