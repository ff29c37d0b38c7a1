"""Axes of times, and what stands across the axes."""

from textwrap import fill

from matplotlib.ticker import FuncFormatter, MaxNLocator

from helpers.show.palette import BLACK, DASHED, VERMILLION
from helpers.units import UNITS, duration

__all__ = ["edge", "time_from", "times_along"]


def times_along(axis, longest):
    """Times in the unit that the longest of them has."""
    _, unit = duration(longest).split()
    size = UNITS[unit]
    axis.set_major_locator(MaxNLocator(6, steps=(1, 2, 2.5, 5, 10)))
    axis.set_major_formatter(FuncFormatter(lambda at, _: f"{at / size:g} {unit}"))


def time_from(begin, axes, thing):
    """The axis of time, from `begin` to the end of the run, and the deadline where it passed."""
    axes.set_xlim(max(0, begin - 0.03 * (thing.length - begin)), thing.length)
    times_along(axes.xaxis, thing.length)
    axes.set_xlabel("time since the recording began", fontsize=12)
    if thing.deadline is not None:
        axes.axvline(thing.deadline, color=VERMILLION, lw=2, ls="--")
        axes.annotate(
            "deadline",
            (thing.deadline, 1),
            (-4, 2),
            ("data", "axes fraction"),
            "offset points",
            color=VERMILLION,
            weight="bold",
            fontsize=11,
            ha="right",
            va="bottom",
            annotation_clip=False,
        )


def edge(axes, at, text):
    """A vertical line at `at`, with what it stands for."""
    axes.axvline(at, color=BLACK, lw=1.5, ls=DASHED, zorder=1)
    note = {"textcoords": "offset points", "xycoords": axes.get_xaxis_transform()}
    said = fill(f"{text}: {at:,}", 22)
    axes.annotate(said, (at, 0.97), (-6, 0), fontsize=12, ha="right", va="top", **note)
