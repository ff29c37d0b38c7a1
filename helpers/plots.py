"""What was measured or counted, drawn with matplotlib."""

from itertools import cycle
from textwrap import fill

from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, MaxNLocator, NullFormatter
from matplotlib.transforms import ScaledTranslation

from helpers.measure import UNITS, amount, duration

__all__ = ["of_comparison", "of_level", "of_speedups", "of_sweep", "of_tally", "of_way"]

WIDTH = 10  # inches
PALE = "#D9D9D9"
# Okabe and Ito, "Color Universal Design", each with a shape and a line of its own.
# Their yellow is too pale for a projector.
BLUE, VERMILLION, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
ORANGE, SKY, BLACK = "#E69F00", "#56B4E9", "#000000"
STYLES = (
    (BLUE, "o", "-"),
    (VERMILLION, "s", "--"),
    (GREEN, "^", "-."),
    (PURPLE, "D", ":"),
    (ORANGE, "v", "-"),
    (SKY, "P", "--"),
    (BLACK, "X", "-."),
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
    """`sweep` as curves: a line through the medians, a band from the least to the greatest."""
    figure, axes = _page(sweep.title, 4, 1.1)
    ends = []
    styles = cycle(STYLES)
    short = duration if sweep.rate is None else amount
    for label, samples in sweep.samples.items():
        xs = list(samples)
        values = [sweep.values(label, at) for at in xs]
        medians = [sweep.median(label, at) for at in xs]
        if label == sweep.limit:
            color, look = "black", {"ls": (0, (3, 2)), "lw": 1.5}
        else:
            color, marker, line = next(styles)
            look = {"ls": line, "lw": 2.5, "marker": marker, "ms": 8, "mec": "white"}
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
        axes.yaxis.set_major_locator(LogLocator(10, (1,)))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda at, _: short(at).replace(".0", "")))
        axes.yaxis.set_minor_formatter(NullFormatter())
    else:
        axes.set_ylim(0, 1.08 * max(values))
        if sweep.rate is None:
            _times_along(axes.yaxis, max(values))
        else:
            axes.yaxis.set_major_formatter(FuncFormatter(lambda at, _: amount(at)))
    axes.xaxis.set_major_locator(FixedLocator(xs[:: -(-len(xs) // 9)]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda at, _: _number(at)))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel(sweep.x, fontsize=12)
    better = "less" if sweep.rate is None else "more"
    axes.set_ylabel(f"{sweep.quantity()}, {better} is better", fontsize=12)
    axes.grid(color=PALE, lw=0.8)
    _name_curves(axes, ends)
    return figure


def _name_curves(axes, ends):
    """Write each text beside the end of its curve: `ends` are (x, y, text, colour)."""
    # Names need no legend there, but must keep apart from each other.
    to_place = axes.transData + axes.transAxes.inverted()
    places = [(to_place.transform((x, y)), text, color) for x, y, text, color in ends]
    places.sort(key=lambda place: place[0][1])
    heights, floor, apart = [], 0.0, 0.15
    for place, _, _ in places:
        heights.append(floor := max(place[1], floor))
        floor += apart
    over = max(0, floor - apart - 0.95)
    for (place, text, color), height in zip(places, heights, strict=True):
        axes.annotate(
            text,
            xy=place,
            xytext=(1.05, height - over),
            xycoords="axes fraction",
            fontsize=12,
            va="center",
            arrowprops={"arrowstyle": "-", "relpos": (0, 0.5), "color": color, "shrinkB": 4},
            annotation_clip=False,
        )


def of_tally(tally) -> Figure:
    """`tally` as bars, a row for each outcome, with its number and its share."""
    labels = [fill(str(outcome), 24) for outcome in tally.counts]
    left = 0.35 + 0.115 * max(len(line) for label in labels for line in label.split("\n"))
    figure, axes = _page(tally.title, 0.6 * len(labels), left)
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
    axes.set_yticks(range(len(labels)), labels, fontsize=13)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda at, _: f"{at:,.0f}"))
    axes.set_xlabel(f"how many of {total:,}", fontsize=12)
    return figure


def of_level(level) -> Figure:
    """`level` as a curve in steps, with the limit dashed and the time of each join hatched."""
    figure, axes = _page(level.title, 2.4, 0.9)
    times, numbers = zip(*level.steps(), (level.length, level.steps()[-1][1]), strict=True)
    axes.fill_between(times, numbers, step="post", color=BLUE, alpha=0.25, lw=0)
    axes.step(times, numbers, where="post", color=BLUE, lw=2.5)
    top = max(level.most(), level.limit if level.limit and level.limit <= 3 * level.most() else 1)
    notes = []
    if level.limit is not None and level.limit <= top:
        axes.axhline(level.limit, color="black", lw=1.5, ls=(0, (3, 2)))
        notes.append((level.length, level.limit, f"maxsize {level.limit:,}", "black"))
    for start, end, lane in level.joins:
        until = level.length if end is None else end
        band = {"facecolor": "none", "edgecolor": "black", "hatch": "///", "lw": 0, "alpha": 0.55}
        axes.axvspan(start, until, 0, 0.12, **band)
        axes.vlines([start, until], 0, 0.12, transform=axes.get_xaxis_transform(), color="black")
        said = f"{lane} in {level.channel}.join()" + (", never back" if end is None else "")
        axes.text(
            (start + until) / 2,
            0.06,
            said,
            fontsize=11,
            ha="center",
            va="center",
            transform=axes.get_xaxis_transform(),
            bbox={"boxstyle": "square,pad=0.15", "facecolor": "white", "linewidth": 0},
        )
    last = level.steps()[-1][1]
    notes.append((level.length, last, f"{last:,} left\nat most {level.most():,}", BLUE))
    begins = [*level.came, *level.left, *(start for start, *_ in level.joins), level.length]
    _time_from(min(begins), axes, level)
    axes.set_ylim(0, 1.12 * top)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.grid(axis="y", color=PALE, lw=0.8)
    _name_curves(axes, notes)
    return figure


def of_way(way) -> Figure:
    """`way` as a row for each message: in the buffer, in the pipe, received."""
    rows = len(way.stays)
    roomy = rows <= 24
    left = 0.4 + 0.09 * max(len(stay.label) for stay in way.stays) if roomy else 0.9
    title = f"The way of messages through {way.channel!r}"
    figure, axes = _page(title, min(max(0.3 * rows, 1.4), 7), left)
    for row, stay in enumerate(way.stays):
        pickled = way.length if stay.pickled is None else stay.pickled
        received = way.length if stay.received is None else stay.received
        look = {"height": 0.7, "lw": 0, "edgecolor": "white"}
        axes.barh(row, pickled - stay.put, left=stay.put, color=ORANGE, hatch="///", **look)
        if stay.pickled is not None:
            axes.barh(row, received - pickled, left=pickled, color=BLUE, **look)
        dot, color = ("o", GREEN) if stay.received is not None else (">", VERMILLION)
        size = 8 if roomy else 3
        axes.plot(received, row, dot, color=color, ms=size, mec="white", clip_on=False)
    axes.set_ylim(rows - 0.4, -0.6)
    if roomy:
        axes.set_yticks(range(rows), [stay.label for stay in way.stays], fontsize=11)
        axes.tick_params(axis="y", length=0)
    else:
        axes.set_ylabel("messages, in the order of put()", fontsize=12)
    _time_from(min(stay.put for stay in way.stays), axes, way)
    key = [
        ("in the sender's buffer", ORANGE, "s"),
        ("pickled, in the pipe", BLUE, "s"),
        ("received", GREEN, "o"),
        ("never received", VERMILLION, ">"),
    ]
    _key(axes, key if any(stay.received is None for stay in way.stays) else key[:3])
    return figure


def _time_from(begin, axes, thing):
    """The axis of time, from `begin` to the end of the run, and the deadline where it passed."""
    axes.set_xlim(max(0, begin - 0.03 * (thing.length - begin)), thing.length)
    _times_along(axes.xaxis, thing.length)
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


def _key(axes, entries, down=8):
    """What shapes and colours mean, (text, colour, marker) each, right of the axes.

    The first entry is `down` points below their top.
    """
    for number, (text, color, marker) in enumerate(entries):
        y = -down - 26 * number
        shift = ScaledTranslation(0, y / 72, axes.figure.dpi_scale_trans)
        look = {"marker": marker, "color": color, "ms": 10, "ls": "", "clip_on": False}
        axes.plot([1.04], [1], transform=axes.transAxes + shift, **look)
        place = {"xycoords": axes.transAxes, "textcoords": "offset points", "xytext": (14, y)}
        axes.annotate(text, (1.04, 1), **place, fontsize=12, va="center", annotation_clip=False)


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
    latest = list(styles.items())[-6:]
    _key(axes, [(kind, color, marker) for kind, (color, marker, _) in latest], down=50)
    axes.set_xlim(0.7, most + 0.3)
    axes.set_ylim(0, 1.15 * max([cores, *(speedup for _, speedup, _ in tried)]))
    axes.xaxis.set_major_locator(FixedLocator(range(1, most + 1)))
    axes.set_xlabel("processes", fontsize=12)
    axes.set_ylabel("times as fast", fontsize=12)
    return figure
