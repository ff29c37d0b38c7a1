"""The mark of what was recorded, and not run here."""

from textwrap import fill

from helpers.show.palette import INK

__all__ = ["mark_as_recorded"]


def mark_as_recorded(figure, where):
    """A line on top of a page that nobody can miss, and the place and the day at its bottom."""
    height = figure.bbox.height / figure.dpi
    for text in figure.texts:
        text.set_text(f"{text.get_text()}: RECORDED, not run here")
        text.set_weight("bold")
    figure.text(
        0.02, 0.06 / height, fill(where, 110), fontsize=11, color=INK, weight="bold", va="bottom"
    )
