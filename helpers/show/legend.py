"""The line under a picture that says what its textures mean."""

from matplotlib.collections import LineCollection, PolyCollection

from helpers.show.letters import Text, width_of
from helpers.show.page import AIR, MARGIN, WIDTH
from helpers.show.palette import GREY, INK, PALE, VEIL, WHITE
from helpers.show.textures import dotting, hatching_of, tear

__all__ = ["ENTRIES", "draw_legend", "news", "placed", "seen_in"]

BOX = 20.0  # points


def _has(name):
    return lambda plan: any(getattr(track, name) for track in plan.tracks)


# Name: what it means, and whether a picture has it.
ENTRIES = {
    "computing": ("computes", lambda plan: True),
    "waits": ("waits", _has("waits")),
    "sleeps": ("sleeps", _has("sleeps")),
    "pythons": ("Python starts or ends", _has("pythons")),
    "holds": ("holds a lock", _has("holds")),
    "mailboxes": ("messages in a queue", lambda plan: bool(plan.mailboxes)),
    "folds": ("time left out", lambda plan: bool(plan.x.folds)),
}


def seen_in(plan) -> list[str]:
    """The names of what the picture of `plan` has."""
    return [name for name, (_, has) in ENTRIES.items() if has(plan)]


_explained = {}  # name: the cell that has explained it in this kernel


def news(names) -> list[str]:
    """Those of `names` that no earlier cell has explained. A cell that runs again explains again
    what it did before."""
    cell = _this_cell()
    return [name for name in names if _explained.setdefault(name, cell) == cell]


def _this_cell():
    from IPython import get_ipython

    shell = get_ipython()
    return "" if shell is None else shell.history_manager.input_hist_raw[-1]


def placed(names, left, size) -> list[tuple[str, float, int]]:
    """(name, x, line) of each entry: where it begins, and in which line, counted from 0."""
    found, x, line = [], left, 0
    for name in names:
        width = BOX + AIR + width_of(ENTRIES[name][0], size)
        if x + width > WIDTH - MARGIN and x > left:
            x, line = left, line + 1
        found.append((name, x, line))
        x += width + 5 * AIR
    return found


def draw_legend(axes, plan, entries):
    """A small box for each of `entries`, which are `placed`, and beside it what it means."""
    lines = 1 + max((line for *_, line in entries), default=0)
    for name, x, line in entries:
        y = plan.height - MARGIN / 2 - (lines - line - 0.5) * plan.line
        _swatch(axes, plan, name, x, x + BOX, y - 6, y + 6)
        plan.texts.append(Text(x + BOX + AIR, y, ENTRIES[name][0], plan.style.text))


def _colour(plan):
    """Of the last lane: a worker's, where there is one."""
    return plan.colour(plan.tracks[-1].lane)


def _swatch(axes, plan, name, x0, x1, y0, y1):
    def fill(colour, y0=y0, alpha=1.0):
        box = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        look = {"facecolor": colour, "alpha": alpha, "linewidth": 0, "zorder": 7}
        axes.add_collection(PolyCollection([box], gid="legend", **look), autolim=False)

    def strokes(some, **look):
        axes.add_collection(LineCollection(some, gid="legend", zorder=7.1, **look), autolim=False)

    if name == "folds":
        strokes([tear(x, y0, y1) for x in (x0 + 7, x0 + 13)], colors=GREY, linewidths=0.8)
        return
    fill(WHITE if name == "mailboxes" else _colour(plan))
    if name in ("waits", "sleeps", "pythons"):
        fill(WHITE, alpha=VEIL)
    if name == "waits":
        strokes([*hatching_of(x0, x1, y0, y1)], colors=INK, linewidths=0.8)
    if name == "sleeps":
        dots = [*dotting(x0, x1, y0, y1)]
        axes.scatter(*zip(*dots, strict=True), s=4, c=INK, linewidths=0, zorder=7.1, gid="legend")
    if name == "holds":
        fill(INK, y0=y1 - 5)
    if name == "mailboxes":
        fill(PALE, y0=(y0 + y1) / 2)
        strokes([[(x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2)]], colors=INK, linewidths=1.2)
    strokes([[(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]], colors=INK, linewidths=0.8)
