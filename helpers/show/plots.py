"""What was measured or counted, drawn with matplotlib."""

from itertools import chain, cycle
from textwrap import fill

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import (
    FixedLocator,
    FuncFormatter,
    LogLocator,
    MaxNLocator,
    NullFormatter,
    NullLocator,
)
from matplotlib.transforms import ScaledTranslation

from helpers.units import UNITS, amount, duration

__all__ = [
    "of_anatomy",
    "of_builds",
    "of_cliff",
    "of_comparison",
    "of_level",
    "of_predictions",
    "of_speedups",
    "of_sweep",
    "of_tally",
    "of_turns",
    "of_way",
]

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


def _strip(axes, row, times, style, in_order=True):
    color, marker, _ = style
    slant = 0.4 if in_order and len(times) > 1 else 0
    step = slant / max(len(times) - 1, 1)
    heights = [row - slant / 2 + step * number for number in range(len(times))]
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


def _verdict(axes, row, comparison, label, text=None):
    text = fill(text or comparison.verdict(label), 20)
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
            _times_along(axes.yaxis, max(values))
        else:
            axes.yaxis.set_major_formatter(FuncFormatter(lambda at, _: amount(at)))
    axes.xaxis.set_major_locator(FixedLocator(xs[:: -(-len(xs) // 9)]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda at, _: _number(at)))
    axes.set_xlabel(sweep.x, fontsize=12)
    better = "less" if sweep.rate is None else "more"
    axes.set_ylabel(f"{sweep.quantity()}, {better} is better", fontsize=12)
    axes.grid(color=PALE, lw=0.8)
    if sweep.mark is not None:
        _edge(axes, *sweep.mark)
    _name_curves(axes, ends)
    return figure


def _edge(axes, at, text):
    """A vertical line at `at`, with what it stands for."""
    axes.axvline(at, color="black", lw=1.5, ls=(0, (3, 2)), zorder=1)
    note = {"textcoords": "offset points", "xycoords": axes.get_xaxis_transform()}
    said = fill(f"{text}: {at:,}", 22)
    axes.annotate(said, (at, 0.97), (-6, 0), fontsize=12, ha="right", va="top", **note)


def of_cliff(tried, limit) -> Figure:
    """How long senders took against how many bytes they sent, with the room in the pipe dashed.

    tried:  (bytes in all, seconds, what was tried), oldest first; the newest is drawn large, and
            experiments of the same kind share a colour and a shape
    limit:  how many bytes a pipe of this machine takes while nobody reads, None if unknown
    """
    figure, axes = _page(None, 2.8, 1.1)
    axes.set(xscale="log", yscale="log")
    sizes, times = [size for size, *_ in tried], [seconds for _, seconds, _ in tried]
    axes.set_xlim(min(100, *sizes) / 2, max(1e7, *sizes) * 2)
    axes.set_ylim(min(1e-5, *times) / 2, max(1, *times) * 2)
    if limit is not None:
        axes.axvspan(limit, axes.get_xlim()[1], color=PALE, alpha=0.35, lw=0)
        _edge(axes, limit, "room in this pipe, bytes")
    _experiments(axes, tried, down=8)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda at, _: amount(at)))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_major_locator(LogLocator(10, (1,)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda at, _: duration(at).replace(".0", "")))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel("bytes sent in all, with the lengths", fontsize=12)
    axes.set_ylabel("until all were sent", fontsize=12)
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
    begin = min([*level.came, *level.left, *(start for start, *_ in level.joins), level.length])
    for row, (start, end, lane) in enumerate(level.joins):
        until = level.length if end is None else end
        low, high = 0.12 * row, 0.12 * (row + 1)
        band = {"facecolor": "none", "edgecolor": "black", "hatch": "///", "lw": 0, "alpha": 0.55}
        axes.axvspan(start, until, low, high, **band)
        axes.vlines([start, until], low, high, transform=axes.get_xaxis_transform(), color="black")
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
            bbox={"boxstyle": "square,pad=0.15", "facecolor": "white", "linewidth": 0},
        )
    last = level.steps()[-1][1]
    notes.append((level.length, last, f"{last:,} left\nat most {level.most():,}", BLUE))
    _time_from(begin, axes, level)
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
        end = way.length if stay.pickled is not None or stay.gone is None else stay.gone
        pickled = end if stay.pickled is None else stay.pickled
        received = end if stay.received is None else stay.received
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


def _experiments(axes, tried, down):
    """A dot for each of `tried`, (x, y, kind), the newest drawn large, and the key of the kinds.

    The key begins `down` points below the top. The six latest kinds have room in it.
    """
    styles = dict(zip(dict.fromkeys(kind for *_, kind in tried), cycle(STYLES)))
    for number, (x, y, kind) in enumerate(tried, 1):
        color, marker, _ = styles[kind]
        look = {"s": 260, "edgecolor": "black"} if number == len(tried) else {"s": 70}
        axes.scatter(x, y, color=color, marker=marker, zorder=3, **look)
    latest = list(styles.items())[-6:]
    _key(axes, [(kind, color, marker) for kind, (color, marker, _) in latest], down)


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
    _experiments(axes, tried, down=50)
    axes.set_xlim(0.7, most + 0.3)
    axes.set_ylim(0, 1.15 * max([cores, *(speedup for _, speedup, _ in tried)]))
    axes.xaxis.set_major_locator(FixedLocator(range(1, most + 1)))
    axes.set_xlabel("processes", fontsize=12)
    axes.set_ylabel("times as fast", fontsize=12)
    return figure


def of_anatomy(anatomy, most) -> Figure:
    """The bytes of `anatomy` as boxes, `most` of them at the utmost, each part in one colour.

    A box holds the byte in hexadecimal and, where it is one, the letter that it stands for.
    """
    size, in_row = 0.34, 28
    named, count = [], 0
    colors = chain([VERMILLION], cycle((SKY, ORANGE, GREEN)))
    for part, color in zip(anatomy.parts, colors, strict=False):
        data = part.data[: max(most - count, 0)]
        label = part.label() if len(part.label()) <= 24 else part.name  # the letters show the rest
        named.append((count, data, label if data else "", color))
        count += len(data)
    rows = -(-count // in_row)
    deep = 1.8  # inches of a row: the boxes, and the names under them
    height = deep * rows + 0.1
    figure = Figure(figsize=(WIDTH, height))
    axes = figure.add_axes((0.02, 0, 0.96, 1))
    axes.set_xlim(0, 0.96 * WIDTH)
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    for begin, data, label, color in named:
        for at, byte in enumerate(data, begin):
            x, y = at % in_row * size, at // in_row * deep + 0.1
            box = {"facecolor": color, "alpha": 0.45, "edgecolor": "white", "lw": 1.5}
            axes.add_patch(Rectangle((x, y), size, 0.5, **box))
            look = {"ha": "center", "va": "center", "family": "DejaVu Sans Mono"}
            axes.text(x + size / 2, y + 0.16, f"{byte:02x}", fontsize=11, **look)
            if 32 < byte < 127:
                axes.text(x + size / 2, y + 0.37, chr(byte), fontsize=11, weight="bold", **look)
        if label:
            x, y = begin % in_row * size, begin // in_row * deep + 0.6
            end = min(x + len(data) * size, in_row * size)
            axes.plot([x + 0.05, end - 0.05], [y + 0.05] * 2, color=color, lw=4)
            name = {"rotation": -32, "rotation_mode": "anchor", "ha": "left", "va": "center"}
            axes.text(x + 0.1, y + 0.17, label, fontsize=11, **name)
    return figure


def of_turns(turns) -> Figure:
    """`turns` as rows of bars, a group for each label, with its wall and its CPU time."""
    labels = list(turns.work)
    names = [fill(label, 20) for label in labels]
    left = 0.35 + 0.115 * max(len(line) for name in names for line in name.split("\n"))
    groups = [turns.rows(label) for label in labels]
    most = max(map(len, groups))
    step = 0.36 if most <= 4 else 0.22  # inches for each row
    heights = [max(step * len(rows), 0.75) + 0.35 for rows in groups]
    figure, axes = _page(turns.title, sum(heights), left)
    longest = max([*map(turns.wall, labels), *turns.expected.values()])
    top, ticks = 0.0, []
    for label, rows, height in zip(labels, groups, heights, strict=True):
        middle = top + height / 2
        ticks.append(middle)
        for row, (spans, (color, *_)) in enumerate(zip(rows, cycle(STYLES))):
            bars = [(start, end - start) for start, end in spans if end > start]
            at = middle + step * (row - len(rows) / 2)
            # A span too short to see is still one: the edge gives it a width.
            look = {"facecolors": color, "edgecolor": color, "linewidth": 0.6}
            axes.broken_barh(bars, (at + 0.1 * step, 0.8 * step), **look)
        if label in turns.expected:
            at, dashed = turns.expected[label], {"linestyles": (0, (3, 2)), "lw": 1.5}
            axes.vlines(at, top + 0.12, top + height - 0.12, color="black", **dashed)
            side = "left" if at < longest / 2 else "right"
            axes.text(at, top + 0.1, "predicted", fontsize=11, ha=side, va="bottom")
        _beside(
            axes,
            middle,
            f"{duration(turns.wall(label))} of wall time",
            f"{duration(turns.cpu(label))} of CPU time\n{turns.together(label)}",
        )
        top += height
        if label != labels[-1]:
            axes.axhline(top, color=PALE, lw=0.8)
    axes.set_ylim(top, 0)
    axes.set_yticks(ticks, names, fontsize=13)
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(0, 1.02 * longest)
    _times_along(axes.xaxis, longest)
    axes.set_xlabel("time since the first one began", fontsize=12)
    return figure


def _beside(axes, y, text, more):
    """Write `text` right of the axes at `y`, and `more` under it."""
    place = {"xycoords": axes.get_yaxis_transform(), "textcoords": "offset points", "xy": (1, y)}
    up = 9 * more.count("\n")
    axes.annotate(text, **place, xytext=(14, up), fontsize=13, weight="bold", va="bottom")
    axes.annotate(more, **place, xytext=(14, up - 4), fontsize=12, va="top")


def of_builds(found) -> Figure:
    """The same work with a GIL and without: a dot for each time, a bar at the median."""
    groups = len(found.builds)
    figure, axes = _page("The same two counts, with a GIL and without", 2.1 * ROW * groups, 2.75)
    ticks = {}
    longest = max(max(map(max, times.samples.values())) for _, times in found.builds.values())
    for group, (build, (version, times)) in enumerate(found.builds.items()):
        top = 2.1 * group - 0.85
        place = {"xycoords": axes.get_yaxis_transform(), "textcoords": "offset points"}
        heading = {
            "xytext": (-8, 0),
            "fontsize": 13,
            "weight": "bold",
            "ha": "right",
            "va": "center",
        }
        axes.annotate(f"{build} ({version})", (0, top + 0.2), **place, **heading)
        for row, (label, style) in enumerate(zip(times.samples, cycle(STYLES)), start=1):
            at = top + 0.1 + 0.75 * row
            ticks[at] = label
            _strip(axes, at, times.samples[label], style, in_order=not found.recorded)
            axes.vlines(times.median(label), at - 0.3, at + 0.3, color="black", lw=4, zorder=2)
            if label != times.baseline:
                half = times.median(times.baseline) / 2
                look = {"color": "black", "linestyles": (0, (3, 2)), "lw": 1.5}
                axes.vlines(half, at - 0.36, at + 0.33, **look)
                axes.text(half, at - 0.38, "half the time", fontsize=11, va="bottom")
            _verdict(axes, at, times, label, found.verdict(build, label))
    axes.set_ylim(2.1 * groups - 0.85, -0.85)
    axes.set_yticks(list(ticks), list(ticks.values()), fontsize=13)
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(0, 1.05 * longest)
    _times_along(axes.xaxis, longest)
    axes.set_xlabel("wall time, less is better", fontsize=12)
    if found.recorded:
        _mark_as_recorded(figure, found.recorded)
    return figure


def _mark_as_recorded(figure, where):
    """A line on top that nobody can miss, and the place and the day under it."""
    height = figure.get_figheight()
    for text in figure.texts:
        text.set_text(f"{text.get_text()}: RECORDED, not run here")
        text.set_color(VERMILLION)
    figure.text(0.02, 0.06 / height, fill(where, 110), fontsize=11, color=VERMILLION, va="bottom")


def of_predictions(tried) -> Figure:
    """Measured against predicted wall times: (predicted, measured, what was tried), oldest first.

    The newest is drawn large. On the dashed line they are equal.
    """
    figure, axes = _page(None, 2.8, 1.15)
    longest = 1.15 * max(max(predicted, measured) for predicted, measured, _ in tried)
    axes.plot([0, longest], [0, longest], color="black", ls="--", lw=1.5, zorder=1)
    _experiments(axes, tried, down=50)
    axes.set(xlim=(-0.04 * longest, longest), ylim=(-0.08 * longest, longest))
    for axis in axes.xaxis, axes.yaxis:
        _times_along(axis, longest)
    axes.set_xlabel("predicted wall time", fontsize=12)
    axes.set_ylabel("measured wall time", fontsize=12)
    return figure
