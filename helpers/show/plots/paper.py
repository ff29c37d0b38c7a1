"""What a plot is drawn on: the page, and the axes on it with room on both sides."""

from matplotlib.figure import Figure

from helpers.show.page import POINTS, WIDTH

__all__ = ["name_rows", "page", "room_for"]

SIDE = 2.45  # inches right of the axes, for what is written there


def page(title, height, left) -> tuple:
    """(figure, axes) with axes of `height` inches and room of `left` inches beside them."""
    top, bottom = 0.6 if title else 0.2, 0.75
    width, total = WIDTH / POINTS, top + height + bottom
    figure = Figure(figsize=(width, total))
    place = (left / width, bottom / total, 1 - (left + SIDE) / width, height / total)
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
