"""The picture of an order: a column for each worker, time runs down, and beside it what changes."""

from itertools import pairwise

from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from helpers.show.letters import fitting, width_of
from helpers.show.page import AIR, MARGIN, POINTS, WIDTH
from helpers.show.palette import BLUE, DASHED, GREY, INK, PROCESS_COLOURS, VERMILLION, WHITE

__all__ = ["draw_order", "draw_start"]

ROW, SIZE = 22.0, 10.5  # points
NUMBER = 24.0  # the width of the column of numbers
MOST = 30  # steps that are drawn; of more, the last ones


def draw_start(workers, nexts, shared, verdict="", below=None) -> Figure:
    """Who does what next: before the first step.

    workers:  names
    nexts:    [(line of source, what comes next), ...]
    shared:   [(name, text), ...]
    verdict:  what came of all orders, or "" where they were not tried
    below:    as in `draw_order`
    """
    height = 2 * MARGIN + (len(workers) + 1 + bool(verdict)) * (ROW + 8)
    figure, axes = _page(height + (below[0] + MARGIN if below else 0))
    colours = _colours(workers)
    left = MARGIN + max(width_of(one, SIZE + 1, "title") for one in workers) + 3 * AIR + 6
    for number, (worker, (source, text)) in enumerate(zip(workers, nexts, strict=True)):
        y = MARGIN + number * (ROW + 8) + ROW / 2
        _bar(axes, MARGIN, y, colours[number])
        _text(axes, MARGIN + 12, y, worker, SIZE + 1, weight="bold")
        _text(axes, left, y, fitting(text, SIZE, WIDTH - left - 260), SIZE)
        _text(
            axes, WIDTH - 250, y, fitting(source, SIZE, 240), SIZE, family="monospace", color=GREY
        )
    y = MARGIN + len(workers) * (ROW + 8) + ROW / 2
    said = "   ".join(f"{name} = {text}" for name, text in shared)
    _text(axes, MARGIN + 12, y, fitting(said, SIZE, WIDTH - 2 * MARGIN), SIZE, family="monospace")
    _text(axes, MARGIN, y + ROW + 8, verdict, SIZE, weight="bold")
    if below:
        below[1](axes, MARGIN, height)
    return figure


def draw_order(workers, steps, rows, ending, waits, is_broken, below=None) -> Figure:
    """An order, step by step.

    steps:   [(number of the worker, what it does), ...]
    rows:    [[(name, text), ...], ...] of what is shared: before the first step and after each
    ending:  one sentence
    waits:   [(worker, who keeps it waiting, text), ...] of who cannot go on at the end
    below:   (height in points, what draws there: called with the axes, x and y), or None
    """
    left_out = max(0, len(steps) - MOST)
    steps, rows = steps[left_out:], rows[left_out:]
    names = _changing(rows)
    beside = min(260.0, 120.0 * len(names)) if names else 0.0
    width = (WIDTH - 2 * MARGIN - NUMBER - beside) / len(workers)
    lines = _lines(ending, WIDTH - 2 * MARGIN)
    height = 2 * MARGIN + ROW * (len(steps) + 1.4 + bool(waits) * 1.6 + 1.1 * len(lines))
    if below:
        height += below[0] + MARGIN
    figure, axes = _page(height)
    colours = _colours(workers)
    left = [MARGIN + NUMBER + number * width for number in range(len(workers))]
    right = [
        MARGIN + NUMBER + width * len(workers) + 8 + n * beside / max(1, len(names))
        for n in range(len(names))
    ]
    y = MARGIN + ROW / 2
    for number, worker in enumerate(workers):
        _bar(axes, left[number], y, colours[number])
        _text(
            axes,
            left[number] + 10,
            y,
            fitting(worker, SIZE + 1, width - 14, "title"),
            SIZE + 1,
            weight="bold",
        )
    for x, name in zip(right, names, strict=True):
        room = beside / len(names) - 8
        _text(axes, x, y, fitting(name, SIZE, room), SIZE, family="monospace", weight="bold")
    first = MARGIN + ROW * 1.4
    _threads(axes, steps, left, first)
    for number, (worker, text) in enumerate(steps):
        y = first + ROW * number + ROW / 2
        _text(axes, MARGIN, y, str(number + 1 + left_out), SIZE, color=GREY)
        _step(axes, left[worker], y, width, text, colours[worker])
        before, after = dict(rows[number]), dict(rows[number + 1])
        for x, name in zip(right, names, strict=True):
            if before.get(name) != after.get(name) or text.startswith(f"writes {name}:"):
                room = beside / len(names) - 8
                _text(
                    axes, x, y, fitting(after.get(name, "—"), SIZE, room), SIZE, family="monospace"
                )
    y = first + ROW * len(steps)
    if waits:
        _ring(axes, waits, left, width, y + ROW * 0.7)
        y += ROW * 1.6
    for number, line in enumerate(lines):
        look = {"color": VERMILLION, "weight": "bold"} if is_broken else {}
        _text(axes, MARGIN, y + ROW * (number + 0.6), line, SIZE, **look)
    if below:
        below[1](axes, MARGIN, height - below[0] - MARGIN)
    return figure


def _page(height):
    figure = Figure((WIDTH / POINTS, height / POINTS), facecolor=WHITE)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    return figure, axes


def _text(axes, x, y, text, size, **look):
    axes.text(x, y, text, size=size, va="center", **{"color": INK, "ha": "left", **look})


def _bar(axes, x, y, colour):
    axes.add_patch(Rectangle((x, y - 8), 6, 16, facecolor=colour, edgecolor=INK, linewidth=0.8))


def _colours(workers):
    many = len(workers) > len(PROCESS_COLOURS)
    return [BLUE if many else PROCESS_COLOURS[n] for n in range(len(workers))]


def _step(axes, x, y, width, text, colour):
    place = (x, y - ROW / 2 + 2)
    look = {"facecolor": WHITE, "edgecolor": INK, "linewidth": 1}
    axes.add_patch(Rectangle(place, width - 8, ROW - 4, **look))
    axes.add_patch(Rectangle(place, 6, ROW - 4, facecolor=colour, edgecolor=INK, linewidth=0.8))
    _text(axes, x + 11, y, fitting(text, SIZE, width - 24), SIZE)


def _threads(axes, steps, left, first):
    """A dashed line where a worker stands between two of its steps, and others go on."""
    last = {}
    for number, (worker, _) in enumerate(steps):
        if worker in last and last[worker] < number - 1:
            x = left[worker] + 3
            ends = [first + ROW * (last[worker] + 1) - 2, first + ROW * number + 2]
            axes.plot([x, x], ends, color=INK, linewidth=1.4, linestyle=DASHED)
        last[worker] = number


def _ring(axes, waits, left, width, y):
    """Those who wait, with an arrow from each to whoever keeps it waiting."""
    middle = [x + (width - 8) / 2 for x in left]
    for worker, holders, text in waits:
        place = (left[worker], y - ROW / 2 + 2)
        look = {"facecolor": WHITE, "edgecolor": VERMILLION, "linewidth": 1.6}
        axes.add_patch(Rectangle(place, width - 8, ROW - 4, **look))
        said = fitting(text.partition(",")[0], SIZE, width - 24)
        _text(axes, left[worker] + 11, y, said, SIZE)
        for holder in holders:
            side = -1 if holder > worker else 1
            start = (middle[worker], y + side * (ROW / 2 - 2))
            end = (middle[holder], y + side * (ROW / 2 - 2))
            arrow = {"arrowstyle": "-|>", "mutation_scale": 12, "linewidth": 1.6}
            axes.add_patch(
                FancyArrowPatch(
                    start, end, connectionstyle="arc3,rad=-0.12", color=VERMILLION, **arrow
                )
            )


def _changing(rows, most=3):
    """The names of what changes on the way, those that change most often first."""
    often = {}
    for before, after in pairwise(rows):
        for name in {**dict(before), **dict(after)}:
            if dict(before).get(name) != dict(after).get(name):
                often[name] = often.get(name, 0) + 1
    return sorted(often, key=lambda name: -often[name])[:most]


def _lines(text, width):
    """`text` in lines that are not wider than `width`."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, SIZE, "title") > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
