"""Times or rates over a number."""

from itertools import cycle
from textwrap import fill

from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullLocator

from helpers.show.palette import BLACK, DASHED, PALE, STYLES, WHITE
from helpers.show.plots.beside import name_curves
from helpers.show.plots.paper import page
from helpers.show.plots.scales import edge, times_along
from helpers.units import amount, duration

__all__ = ["plot_sweep"]


def plot_sweep(sweep) -> Figure:
    """`sweep` as curves: a line through the medians, a band from the least to the greatest."""
    figure, axes = page(sweep.title, 4, 1.1)
    ends = []
    styles = cycle(STYLES)
    short = duration if sweep.rate is None else amount
    for label, samples in sweep.samples.items():
        xs = list(samples)
        values = [sweep.values(label, at) for at in xs]
        medians = [sweep.median(label, at) for at in xs]
        if label == sweep.limit:
            color, look = BLACK, {"ls": DASHED, "lw": 1.5}
        else:
            color, marker, line = next(styles)
            look = {"ls": line, "lw": 2.5, "marker": marker, "ms": 8, "mec": WHITE}
        band = [*map(min, values)], [*map(max, values)]
        axes.fill_between(xs, *band, color=color, alpha=0.2, lw=0)
        axes.plot(xs, medians, color=color, **look)
        name = f"limit: {label}" if label == sweep.limit else label
        said = f"{fill(name, 22)}\n{short(medians[0])} to {short(medians[-1])}"
        ends.append((xs[-1], medians[-1], said, color))
    values = [
        value
        for label, samples in sweep.samples.items()
        for at in samples
        for value in sweep.values(label, at)
    ]
    if sweep.log:
        axes.set(xscale="log", yscale="log")
        # Less than two powers of ten have too few of them for labels.
        axes.yaxis.set_major_locator(
            LogLocator(10, (1, 2, 5) if max(values) < 100 * min(values) else (1,))
        )
        axes.yaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_minor_locator(NullLocator())
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
    axes.set_ylabel(f"{sweep.quantity()}, {better} is better", fontsize=12)
    axes.grid(color=PALE, lw=0.8)
    if sweep.mark is not None:
        edge(axes, *sweep.mark)
    name_curves(axes, ends)
    return figure


def _number(at):
    for size, prefix in ((2**30, "Gi"), (2**20, "Mi"), (2**10, "Ki")):
        if at >= size and at % size == 0:
            return f"{at / size:,.0f} {prefix}"
    return f"{at:,g}"
