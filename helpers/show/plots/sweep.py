"""Times or rates over a number."""

from itertools import cycle, pairwise
from math import log
from textwrap import fill

from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullLocator
from matplotlib.transforms import ScaledTranslation

from helpers.show.page import POINTS, WIDTH
from helpers.show.palette import BAND, BLACK, DASHED, PALE, STYLES, WHITE
from helpers.show.plots.beside import name_curves
from helpers.show.plots.paper import page
from helpers.show.plots.scales import edge, times_along
from helpers.units import amount, duration

__all__ = ["plot_sweep"]

BROAD = 6.0  # points of a band
OUTLIER = 4.0  # times the greatest median
SPAN = 100.0  # times the least value


def plot_sweep(sweep) -> Figure:
    """`sweep` as curves: a line through the medians, a band from the least to the greatest.

    The bands stand upright at each number, and the variants beside each other: areas that lie on
    each other have a colour that is nobody's, and what two have in common hides who it is.
    """
    figure, axes = page(sweep.title, 4, 1.1)
    asides = _asides(axes, sweep)
    ends, drawn = [], []
    styles = cycle(STYLES)
    short = duration if sweep.rate is None else amount
    for (label, samples), aside in zip(sweep.samples.items(), asides, strict=True):
        xs = list(samples)
        values = [sweep.values(label, at) for at in xs]
        medians = [sweep.median(label, at) for at in xs]
        if label == sweep.limit:
            color, look = BLACK, {"ls": DASHED, "lw": 1.5}
        else:
            color, marker, line = next(styles)
            look = {"ls": line, "lw": 2.5, "marker": marker, "ms": 8, "mec": WHITE}
        band = [*map(min, values)], [*map(max, values)]
        bands = axes.vlines(xs, *band, color=color, lw=BROAD, alpha=BAND, zorder=1.5)
        drawn.append((aside, bands, *axes.plot(xs, medians, color=color, **look)))
        name = f"limit: {label}" if label == sweep.limit else label
        said = f"{fill(name, 22)}\n{short(medians[0])} to {short(medians[-1])}"
        ends.append((xs[-1], medians[-1], said, color))
    values = [
        value
        for label, samples in sweep.samples.items()
        for at in samples
        for value in sweep.values(label, at)
    ]
    logarithmic = sweep.log or _is_pressed(sweep, values)
    if sweep.log:
        axes.set_xscale("log")
        axes.xaxis.set_minor_locator(NullLocator())
    if logarithmic:
        axes.set_yscale("log")
        # Less than two powers of ten have too few of them for labels.
        axes.yaxis.set_major_locator(
            LogLocator(10, (1, 2, 5) if max(values) < 100 * min(values) else (1,))
        )
        axes.yaxis.set_minor_locator(NullLocator())
        axes.yaxis.set_major_formatter(FuncFormatter(lambda at, _: short(at).replace(".0", "")))
    else:
        axes.set_ylim(0, 1.08 * max(values))
        if sweep.rate is None:
            times_along(axes.yaxis, max(values))
        else:
            axes.yaxis.set_major_formatter(FuncFormatter(lambda at, _: amount(at)))
    axes.xaxis.set_major_locator(FixedLocator(xs[:: -(-len(xs) // 9)]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda at, _: _number(at)))
    axes.set_xlabel(sweep.x, fontsize=12)
    better = "less" if sweep.rate is None else "more"
    scale = " (logarithmic)" if logarithmic and not sweep.log else ""
    axes.set_ylabel(f"{sweep.quantity()}{scale}, {better} is better", fontsize=12)
    axes.grid(color=PALE, lw=0.8)
    if sweep.mark is not None:
        edge(axes, *sweep.mark)
    axes.set(xlim=axes.get_xlim(), ylim=axes.get_ylim())  # as they are without the shifts
    for aside, *parts in drawn:
        shift = ScaledTranslation(aside / POINTS, 0, figure.dpi_scale_trans)
        for part in parts:
            part.set_transform(axes.transData + shift)
    name_curves(axes, ends)
    return figure


def _asides(axes, sweep):
    """How many points right of its place each variant stands, so that none hides another."""
    number = len(sweep.samples)
    xs = sorted(next(iter(sweep.samples.values())))
    places = [log(x) for x in xs] if sweep.log else xs
    width = axes.get_position().width * WIDTH
    step = 1.2 * BROAD
    if len(xs) > 1:
        nearest = min(b - a for a, b in pairwise(places)) / (places[-1] - places[0])
        step = min(step, 0.9 * width * nearest / (number + 1))
    return [step * (at - (number - 1) / 2) for at in range(number)]


def _is_pressed(sweep, values):
    """Whether an even scale would press curves onto the axis: all by a single large value, or
    those of small values by those of large ones."""
    if max(values) > SPAN * min(values):
        return True
    medians = [sweep.median(label, at) for label, times in sweep.samples.items() for at in times]
    return max(values) > OUTLIER * max(medians)


def _number(at):
    for size, prefix in ((2**30, "Gi"), (2**20, "Mi"), (2**10, "Ki")):
        if at >= size and at % size == 0:
            return f"{at / size:,.0f} {prefix}"
    return f"{at:,g}"
