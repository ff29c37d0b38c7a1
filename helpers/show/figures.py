"""A `Run` drawn with matplotlib.

Where everything goes in the picture of a run is settled in `layout`, before anything is drawn.
"""

from math import hypot

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure

from helpers.show import story
from helpers.show.axis import lengths, ticks
from helpers.show.captions import ending
from helpers.show.layout import MARKS, Plan, scale_of
from helpers.show.legend import draw_legend, placed, seen_in
from helpers.show.letters import FONT, Text, in_letters, width_of
from helpers.show.marks import moments
from helpers.show.page import AIR, MARGIN, POINTS, WIDTH
from helpers.show.palette import BIRTHS, GREEN, GREY, INK, LOOKS, PALE, VEIL, VERMILLION, WHITE
from helpers.show.png import DPI
from helpers.show.spans import merged
from helpers.show.textures import dotting, hatching_of, tear
from helpers.show.tracks import ROOMY, TIGHT

__all__ = ["of_run", "of_runs"]


def of_run(run, folding=True, explained=lambda names: ()) -> Figure:
    """The picture of `run`: 10 inches wide, as high as its lanes need, time in ms (s when long).

    folding:   whether stretches in which processes only start up may be folded (see `scale`)
    explained: of the names of what it has, which are explained in a line below (see `legend`)

    Raises ValueError for a run that is still open, or has no lanes.

    Example: `figures.of_run(run).savefig("run.pdf")`
    """
    figure, [plan] = _figure([run], [""], folding, explained)
    figure.keyword, figure.story = "run", story.of_plan(plan)
    return figure


def of_runs(runs, names, explained=lambda names: ()) -> Figure:
    """The pictures of `runs` below each other, on one axis, each under its name.

    explained: as of `of_run`

    Raises ValueError as `of_run` does.
    """
    figure, _ = _figure(runs, names, True, explained)
    return figure


def _figure(runs, names, folding, explained):
    for run in runs:
        _refuse_what_is_empty(run)
    x = scale_of(runs, folding)
    plans = [Plan(run, x, name) for run, name in zip(runs, names, strict=True)]
    last = plans[-1]
    names = explained([*dict.fromkeys(name for plan in plans for name in seen_in(plan))])
    legend = placed(names, last.left, last.style.text)
    last.height += last.line * len({line for *_, line in legend})
    height = sum(plan.height for plan in plans)
    figure = Figure((WIDTH / POINTS, height / POINTS), dpi=DPI, facecolor=WHITE)
    FigureCanvasAgg(figure)
    above = 0.0
    for plan in plans:
        above += plan.height
        axes = figure.add_axes((0, 1 - above / height, 1, plan.height / height))
        axes.set_axis_off()
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(plan.height, 0)
        for draw in _DRAWN:
            draw(axes, plan)
        if plan is last:
            draw_legend(axes, plan, legend)
        _texts(axes, plan)
    return figure, plans


def _refuse_what_is_empty(run):
    if not run.closed:
        raise ValueError(
            "This run has no picture yet, because it is still open: "
            "ask for the picture after the `with record()` block."
        )
    if not run.lanes:
        raise ValueError(
            "This run has no picture, because no process was recorded in it: "
            "use a run that came from a `with record() as run:` block."
        )


# --- drawing -------------------------------------------------------------------------------------
# What is alike is one collection: thousands of single artists would take seconds.


def _boxes(axes, boxes, gid, zorder, **look):
    shapes = [[(x0, y0), (x1, y0), (x1, y1), (x0, y1)] for x0, x1, y0, y1 in boxes]
    axes.add_collection(PolyCollection(shapes, gid=gid, zorder=zorder, **look), autolim=False)


def _strokes(axes, strokes, gid, zorder, **look):
    axes.add_collection(LineCollection(strokes, gid=gid, zorder=zorder, **look), autolim=False)


def _symbols(axes, points, gid, zorder, **look):
    if points:
        look = {"linewidths": 1.2, **look}
        axes.scatter(*zip(*points, strict=True), gid=gid, zorder=zorder, **look)


def _births(axes, plan):
    """From the parent's bar to the beginning of the child's."""
    strokes = []
    for track in plan.tracks:
        if track.lane.parent is not None:
            parent = plan.tracks[track.lane.parent]
            strokes.append([(track.begin, parent.middle()), (track.begin, track.bottom)])
    width = 2.5 if plan.style is ROOMY else 1
    _strokes(axes, strokes, "births", 1, colors=BIRTHS, linewidths=width)


def _messages(axes, plan):
    """Arrows from sender to receiver; a ring ends what nobody received, a cross what got stuck."""
    crowd = plan.arrows.step > 1 or plan.style is TIGHT
    look = {"colors": INK, "linewidths": 0.6 if crowd else 1.3, "alpha": 0.6 if crowd else 1}
    arrows, stubs, stuck, unreceived = [], [], [], []
    for message, arrow in zip(plan.arrows.messages, plan.arrows.of_messages, strict=True):
        if message.receiver is not None:
            arrows.append(arrow)
        else:
            stubs.append(arrow)
            (stuck if message.unfinished else unreceived).append(arrow[-1])
    _strokes(axes, arrows, "messages", 2, **look)
    _strokes(axes, stubs, "unreceived", 2, **look)
    heads = PolyCollection([_head(*arrow[-2:], 4 if crowd else 8) for arrow in arrows])
    heads.set(gid="heads", zorder=6, facecolor=INK, linewidth=0, alpha=look["alpha"])
    axes.add_collection(heads, autolim=False)
    size = 12 if crowd else 36
    _symbols(axes, unreceived, "rings", 6, s=size, marker="o", c=WHITE, edgecolors=INK)
    _symbols(axes, stuck, "crosses", 6, s=size, marker="x", c=VERMILLION, linewidths=2)


def _wakes(axes, plan):
    """A dashed arrow from who gave a signal to the end of each wait that it ended."""
    look = {"colors": GREY, "linewidths": 1.3, "linestyles": "dashed"}
    _strokes(axes, plan.arrows.of_wakes, "wakes", 2, **look)
    heads = PolyCollection([_head(*arrow, 8) for arrow in plan.arrows.of_wakes])
    heads.set(gid="wake heads", zorder=6, facecolor=WHITE, edgecolor=GREY, linewidth=1)
    axes.add_collection(heads, autolim=False)


def _head(tail, tip, length):
    x, y = tail[0] - tip[0], tail[1] - tip[1]
    scale = length / (hypot(x, y) or 1)
    x, y = x * scale, y * scale
    wing = 0.37
    left, right = (x - wing * y, y + wing * x), (x + wing * y, y - wing * x)
    return [tip, *((tip[0] + dx, tip[1] + dy) for dx, dy in (left, right))]


def _bars(axes, plan):
    """A bar while a process lives, pale until its own first line could run."""
    tracks = plan.tracks
    lives = [(t.begin, max(t.end, t.begin + 2), t.top, t.bottom) for t in tracks]
    pythons = [(a, b, t.top, t.bottom) for t in tracks for a, b, _ in t.pythons]
    colours = [plan.colour(t.lane) for t in tracks]
    _boxes(axes, lives, "bars", 3, facecolors=colours, linewidths=0)
    _boxes(axes, pythons, "starting", 3.1, facecolors=WHITE, alpha=VEIL, linewidths=0)
    outline = {"facecolors": "none", "edgecolors": INK, "linewidths": 1}
    _boxes(axes, lives, "edges", 5, **outline)


def _sleeps(axes, plan):
    boxes = [
        (start, max(end, start + 0.5), track.top, track.bottom)
        for track in plan.tracks
        for start, end, _ in merged(track.sleeps)
    ]
    dots = [dot for box in boxes for dot in dotting(*box)]
    _boxes(axes, boxes, "sleeps", 3.2, facecolors=WHITE, alpha=VEIL, linewidths=0)
    _symbols(axes, dots, "dotting", 3.3, s=4, marker="o", c=INK, linewidths=0)


def _mailboxes(axes, plan):
    """How full each shared channel is, ticks for what comes and goes, and who sent or got it."""
    frames = [(plan.left, plan.end, box.top, box.bottom) for box in plan.mailboxes]
    filled = [each for box in plan.mailboxes for each in box.filled(plan.end)]
    _boxes(axes, frames, "mailboxes", 3, facecolors=WHITE, edgecolors=GREY, linewidths=0.8)
    _boxes(axes, filled, "filled", 3.1, facecolors=PALE, linewidths=0)
    outline = [[(a, top), (b, top)] for a, b, top, _ in filled]
    _strokes(axes, outline, "depth", 3.2, colors=INK, linewidths=1.2)
    ticks = [way for box in plan.mailboxes for way in box.ways(plan.tracks)]
    _strokes(axes, ticks, "ticks of messages", 2, colors=INK, linewidths=1)
    heads = PolyCollection([_head(*way, 5) for way in ticks])
    heads.set(gid="heads of ticks", zorder=6, facecolor=INK, linewidth=0)
    axes.add_collection(heads, autolim=False)


def _waits(axes, plan):
    boxes = [
        (start, max(end, start + 0.5), track.top, track.bottom)
        for track in plan.tracks
        for start, end, _ in merged(track.waits)
    ]
    hatching = [stroke for box in boxes for stroke in hatching_of(*box)]
    _boxes(axes, boxes, "waits", 3.2, facecolors=WHITE, alpha=VEIL, linewidths=0)
    _strokes(axes, hatching, "hatching", 3.3, colors=INK, linewidths=0.8)


def _holds(axes, plan):
    """A dark strip in the lower part of the bar while a lock is held."""
    boxes, height = [], plan.style.strip
    for track in plan.tracks:
        spans = {depth: [] for depth in track.depths}
        for (start, end, _), depth in zip(track.holds, track.depths, strict=True):
            spans[depth].append((start, end, ""))
        for depth, some in spans.items():
            bottom = track.bottom - depth * height - 1
            # Strips that follow at once on each other are told apart by a gap.
            ends = [(a, max(b - 1, a + 1)) for a, b, _ in merged(some)]
            boxes += [(a, b, bottom - height + 2, bottom) for a, b in ends]
    _boxes(axes, boxes, "holds", 4, facecolors=INK, linewidths=0)


def _marks(axes, plan):
    """A symbol for each thing that stands at a moment, or ticks for many."""
    points, ticks = {}, set()
    for track in plan.tracks:
        for group in moments(track.lane):
            for one in group:
                x = plan.x(one.time)
                if len(group) <= MARKS:
                    points.setdefault(one.look.shape, []).append((x, track.top))
                else:
                    ticks.add((round(x), track))
    strokes = [[(x, track.top), (x, track.top + track.body / 4)] for x, track in ticks]
    _strokes(axes, sorted(strokes), "ticks", 6, colors=INK, linewidths=0.5)
    _strokes(axes, plan.leaders, "leaders", 6, colors=GREY, linewidths=0.8)
    size = 8 if plan.style is TIGHT else 24
    for (group, symbol, scale), some in points.items():
        shape = {"s": scale * size, "marker": symbol, "c": WHITE, "edgecolors": INK}
        _symbols(axes, some, group, 7, **shape)


def _ends(axes, plan):
    """How a process ended: a disc for exit code 0, a cross for any other."""
    size = min(plan.style.bar * 0.6, 11) ** 2
    for gid, good, marker, colour in (
        ("ended well", True, "o", GREEN),
        ("ended badly", False, "X", VERMILLION),
    ):
        ended = [
            (track.end, track.middle())
            for track in plan.tracks
            if track.lane.exitcode is not None and (track.lane.exitcode == 0) == good
        ]
        _symbols(axes, ended, gid, 8, s=size, marker=marker, c=colour, edgecolors=WHITE)
    for track in plan.tracks:
        if text := ending(track.lane):
            x = track.end + 2.5 * AIR
            plan.texts.append(Text(x, track.middle(), text, plan.style.text))


def _folds(axes, plan):
    """A tear through all lanes for each stretch that is folded, and on the axis how long it is."""
    top = plan.top - MARGIN / 2
    for fold in plan.x.folds:
        middle = (fold.left + fold.right) / 2
        left, right = (tear(middle + side * 3, top, plan.axis) for side in (-1, 1))
        gap = PolyCollection([[*left, *reversed(right)]])
        gap.set(gid="folds", zorder=5.2, facecolor=WHITE, linewidth=0)
        axes.add_collection(gap, autolim=False)
        _strokes(axes, [left, right], "tears", 5.3, colors=GREY, linewidths=0.8)


def _time(axes, plan):
    """The time axis, the deadline where it passed, and how many messages were left out."""
    y, size = plan.axis, plan.style.text
    moments = ticks(plan)
    strokes = [[(plan.left, y), (plan.right, y)]]
    strokes += [[(x, y), (x, y + 4)] for x, _ in moments]
    for x, text in [*moments, *lengths(plan)]:
        plan.texts.append(Text(x, y + 5 + plan.line / 2, text, size, align="center"))
    _strokes(axes, strokes, "time", 1, colors=GREY, linewidths=1)
    if plan.arrows.step > 1:
        note = f"every {plan.arrows.step}th of {len(plan.run.messages):,} messages drawn"
        y += 5 + 1.5 * plan.line
        plan.texts.append(Text(plan.right, y, note, size, align="right"))
    if plan.run.stopped_at is not None:
        x = plan.x(plan.run.stopped_at)
        line = [[(x, plan.top + plan.line), (x, plan.axis)]]
        look = {"colors": VERMILLION, "linewidths": 2, "linestyles": "dashed"}
        _strokes(axes, line, "deadline", 5.5, **look)
        text = f"deadline {plan.run.deadline:g} s" if plan.run.stopped else "interrupted"
        x = max(MARGIN, x - width_of(text, size, "trouble"))
        plan.texts.append(Text(x, plan.top + plan.line / 2, text, size, "trouble"))


def _texts(axes, plan):
    ground = {"boxstyle": "square,pad=0.1", "facecolor": WHITE, "linewidth": 0}
    for text in plan.texts:
        axes.text(
            text.x,
            text.y,
            in_letters(text.text, text.look),
            size=text.size,
            ha=text.align,
            va="center_baseline",
            family=FONT,
            parse_math=False,
            zorder=9,
            bbox=ground if text.box else None,
            **LOOKS[text.look],
        )


_DRAWN = (
    *(_births, _wakes, _messages, _mailboxes, _bars, _sleeps, _waits, _holds, _marks, _ends),
    *(_folds, _time),
)
