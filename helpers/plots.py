"""Comparisons and sweeps drawn with matplotlib."""

from itertools import cycle
from textwrap import fill

from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from helpers.measure import UNITS, duration

__all__ = ["of_comparison", "of_speedups", "of_sweep"]

WIDTH = 10  # inches
PALE = "#D9D9D9"
# Okabe and Ito, "Color Universal Design", each with a shape and a line of its own.
# Their yellow is too pale for a projector.
STYLES = (
    ("#0072B2", "o", "-"),
    ("#D55E00", "s", "--"),
    ("#009E73", "^", "-."),
    ("#CC79A7", "D", ":"),
    ("#E69F00", "v", "-"),
    ("#56B4E9", "P", "--"),
    ("#000000", "X", "-."),
)
ROW = 0.95  # inches for each variant
SIDE = 2.45  # inches for the verdicts
SHARES = {1: "the same time", 2: "half the time", 4: "a quarter of the time"}


def of_comparison(comparison) -> Figure:
    """`comparison` as a strip plot: a dot for each time, a bar at the median, the ideal dashed.

    A row for each variant, its verdict on the right. The dots of a row lie in the order of their
    rounds from top to bottom, so that a machine that slows down shows as a slant.
    """
    labels = list(comparison.samples)
    names = [fill(label, 20) for label in labels]
    left = 0.35 + 0.115 * max(len(line) for name in names for line in name.split("\n"))
    figure, axes = _page(comparison.title, ROW * len(labels), left)
    longest = max(map(max, comparison.samples.values()))
    for row, (label, style) in enumerate(zip(labels, cycle(STYLES))):
        _strip(axes, row, comparison.samples[label], style)
        axes.vlines(comparison.median(label), row - 0.33, row + 0.33, color="black", lw=4, zorder=2)
        if label in comparison.ideal:
            _ideal(axes, row, comparison, label, longest)
        _verdict(axes, row, comparison, label)
    axes.axvline(comparison.median(comparison.baseline), color=PALE, lw=1.5, zorder=0)
    axes.set_ylim(len(labels) - 0.45, -0.6)
    axes.set_yticks(range(len(labels)), names, fontsize=13)
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(0, 1.05 * longest)
    _times_along(axes.xaxis, longest)
    axes.set_xlabel("wall time, less is better", fontsize=12)
    return figure


def _strip(axes, row, times, style):
    color, marker, _ = style
    step = 0.4 / max(len(times) - 1, 1)
    heights = [row - 0.2 + step * number if len(times) > 1 else row for number in range(len(times))]
    axes.hlines(row, min(times), max(times), color=color, lw=9, alpha=0.25, zorder=1)
    dots = {"s": 52, "color": color, "marker": marker, "edgecolors": "white", "linewidths": 0.8}
    axes.scatter(times, heights, **dots, zorder=3)


def _ideal(axes, row, comparison, label, longest):
    ideal = comparison.ideal_here(label)
    at = comparison.median(comparison.baseline) / ideal
    axes.vlines(at, row - 0.42, row + 0.36, color="black", linestyles=(0, (3, 2)), lw=1.5, zorder=2)
    share = SHARES.get(ideal, f"1/{ideal:g} of the time")
    side = "left" if at < longest / 2 else "right"
    axes.text(at, row - 0.44, f"ideal: {share}", fontsize=11, ha=side, va="bottom")


def _verdict(axes, row, comparison, label):
    text = fill(comparison.verdict(label), 20)
    place = {"xycoords": axes.get_yaxis_transform(), "textcoords": "offset points", "xy": (1, row)}
    up = 3 if "\n" not in text else 0
    axes.annotate(text, **place, xytext=(14, up), fontsize=13, weight="bold", va="bottom")
    median = f"median {duration(comparison.median(label))}"
    axes.annotate(median, **place, xytext=(14, up - 4), fontsize=12, va="top")


def of_sweep(sweep) -> Figure:
    """`sweep` as curves: a line through the medians, a band from the shortest to the longest."""
    figure, axes = _page(sweep.title, 4, 1.1)
    ends = {}
    for (label, samples), (color, marker, line) in zip(sweep.samples.items(), cycle(STYLES)):
        xs = list(samples)
        medians = [sweep.median(label, at) for at in xs]
        shortest, longest = map(min, samples.values()), map(max, samples.values())
        axes.fill_between(xs, [*shortest], [*longest], color=color, alpha=0.2, lw=0)
        axes.plot(xs, medians, line, color=color, marker=marker, ms=8, lw=2.5, mec="white")
        ends[label] = (xs[-1], medians[0], medians[-1], color)
    longest = max(max(times) for samples in sweep.samples.values() for times in samples.values())
    if sweep.log:
        axes.set(xscale="log", yscale="log")
        _times_by_factors(axes.yaxis)
    else:
        axes.set_ylim(0, 1.08 * longest)
        _times_along(axes.yaxis, longest)
    axes.xaxis.set_major_locator(FixedLocator(xs[:: -(-len(xs) // 9)]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda at, _: _number(at)))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel(sweep.x, fontsize=12)
    axes.set_ylabel("wall time, less is better", fontsize=12)
    axes.grid(color=PALE, lw=0.8)
    _name_curves(axes, ends)
    return figure


def _name_curves(axes, ends):
    # Names beside the ends of their curves need no legend, but must keep apart from each other.
    to_place = axes.transData + axes.transAxes.inverted()
    places = {label: to_place.transform((end[0], end[2])) for label, end in ends.items()}
    order = sorted(places, key=lambda label: places[label][1])
    height, floor, apart = {}, 0.0, 0.15
    for label in order:
        height[label] = floor = max(places[label][1], floor)
        floor += apart
    over = max(0, floor - apart - 0.95)
    for label in order:
        _, first, last, color = ends[label]
        text = f"{fill(label, 22)}\n{duration(first)} to {duration(last)}"
        axes.annotate(
            text,
            xy=places[label],
            xytext=(1.05, height[label] - over),
            xycoords="axes fraction",
            fontsize=12,
            va="center",
            arrowprops={"arrowstyle": "-", "relpos": (0, 0.5), "color": color, "shrinkB": 4},
            annotation_clip=False,
        )


def _page(title, height, left):
    top, bottom = 0.6 if title else 0.2, 0.75
    total = top + height + bottom
    figure = Figure(figsize=(WIDTH, total))
    place = (left / WIDTH, bottom / total, 1 - (left + SIDE) / WIDTH, height / total)
    axes = figure.add_axes(place)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=12)
    if title:
        figure.text(0.02, 1 - 0.15 / total, title, fontsize=15, weight="bold", va="top")
    return figure, axes


def _times_along(axis, longest):
    _, unit = duration(longest).split()
    size = UNITS[unit]
    axis.set_major_locator(MaxNLocator(6, steps=(1, 2, 2.5, 5, 10)))
    axis.set_major_formatter(FuncFormatter(lambda at, _: f"{at / size:g} {unit}"))


def _times_by_factors(axis):
    axis.set_major_locator(LogLocator(10, (1,)))
    axis.set_major_formatter(FuncFormatter(lambda at, _: duration(at).replace(".0", "")))
    axis.set_minor_formatter(NullFormatter())


def _number(at):
    for size, prefix in ((2**30, "Gi"), (2**20, "Mi"), (2**10, "Ki")):
        if at >= size and at % size == 0:
            return f"{at / size:,.0f} {prefix}"
    return f"{at:,g}"


def of_speedups(tried, cores, most) -> Figure:
    """Measured speed-ups against the number of workers, with the ideal dashed.

    tried:  (workers, times as fast as one worker, what was tried), oldest first; the newest is
            drawn large, and experiments of the same kind share a colour and a shape
    cores:  where the ideal stops growing
    most:   the largest number of workers to leave room for
    """
    figure, axes = _page(None, 2.6, 0.9)
    ideal = [min(workers, cores) for workers in range(1, most + 1)]
    axes.plot(range(1, most + 1), ideal, color="black", ls="--", lw=1.5, zorder=1)
    axes.annotate(
        f"ideal: {cores} cores",
        (most, cores),
        (8, 0),
        textcoords="offset points",
        va="center",
        fontsize=12,
        annotation_clip=False,
    )
    axes.axhline(1, color=PALE, lw=1.5, zorder=0)
    styles = dict(zip(dict.fromkeys(kind for *_, kind in tried), cycle(STYLES)))
    for number, (workers, speedup, kind) in enumerate(tried, 1):
        color, marker, _ = styles[kind]
        newest = number == len(tried)
        axes.scatter(
            workers,
            speedup,
            s=260 if newest else 70,
            color=color,
            marker=marker,
            edgecolor="black" if newest else "none",
            zorder=3,
        )
    for row, (kind, (color, marker, _)) in enumerate(list(styles.items())[-6:]):
        place = 1.03, 0.72 - 0.13 * row
        axes.scatter(
            *place, s=70, color=color, marker=marker, transform=axes.transAxes, clip_on=False
        )
        axes.annotate(
            kind,
            place,
            (10, 0),
            axes.transAxes,
            "offset points",
            va="center",
            fontsize=11,
            annotation_clip=False,
        )
    axes.set_xlim(0.7, most + 0.3)
    axes.set_ylim(0, 1.15 * max([cores, *(speedup for _, speedup, _ in tried)]))
    axes.xaxis.set_major_locator(FixedLocator(range(1, most + 1)))
    axes.set_xlabel("processes", fontsize=12)
    axes.set_ylabel("times as fast", fontsize=12)
    return figure
