"""What a plot is drawn on: the page, and the axes on it with room on both sides."""

from matplotlib.figure import Figure

from helpers.show.page import POINTS, WIDTH

__all__ = ["above", "inches", "name_rows", "page", "room_for"]

SIDE = 2.45  # inches right of the axes, for what is written there
BOTTOM = 0.75  # inches under them


def above(title) -> float:
    """The inches that a `title` takes above the axes; less without one."""
    return 0.6 if title else 0.2


def inches(title, height, more=0) -> float:
    """The height of a page with axes of `height` inches, and `more` inches above them."""
    return above(title) + more + height + BOTTOM


def page(title, height, left, *, more=0, on=None) -> tuple:
    """(figure, axes) with axes of `height` inches and room of `left` inches beside them.

    Above the axes, under the title, is room of `more` inches. The page is a figure of its own, or
    the part `on` of one, which has that height.
    """
    width, total = WIDTH / POINTS, inches(title, height, more)
    figure = on or Figure(figsize=(width, total))
    place = (left / width, BOTTOM / total, 1 - (left + SIDE) / width, height / total)
    axes = figure.add_axes(place)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=12)
    if title:
        figure.text(0.02, 1 - 0.15 / total, title, fontsize=15, weight="bold", va="top")
    return figure, axes


def room_for(names) -> float:
    """The inches that `names` of rows take left of the axes."""
    return 0.35 + 0.115 * max(len(line) for name in names for line in name.split("\n"))


def name_rows(axes, at, names, size=13):
    """Name what lies at the heights `at`, in letters of `size` points."""
    axes.set_yticks(at, names, fontsize=size)
    axes.tick_params(axis="y", length=0)
