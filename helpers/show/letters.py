"""The texts in the picture of a `Run`: in which letters, how wide, and where."""

from dataclasses import dataclass
from functools import lru_cache

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import text_to_path

from helpers.show.page import AIR
from helpers.show.palette import LOOKS

__all__ = ["FONT", "Text", "fits", "fitting", "in_letters", "width_of"]

FONT = "DejaVu Sans"  # comes with matplotlib, so that a picture is the same on every system


@dataclass
class Text:
    """A text that has its place: `x` is its left end, its middle or its right end."""

    x: float
    y: float
    text: str
    size: float
    look: str = "plain"
    align: str = "left"
    box: bool = True  # a white ground, for what lies on hatching or lines

    def frame(self):
        """(left, right, top, bottom) of what it covers."""
        width = width_of(self.text, self.size, self.look)
        left = self.x - width * {"left": 0, "center": 0.5, "right": 1}[self.align]
        return left, left + width, self.y - self.size * 0.7, self.y + self.size * 0.7


@lru_cache(maxsize=10_000)
def width_of(text, size, look="plain") -> float:
    """The width of `text` in points."""
    font, text = _font(look, size), in_letters(text, look)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return width * 1.02  # on screen, letters are shifted to whole pixels


@lru_cache(maxsize=10_000)
def in_letters(text, look="plain") -> str:
    """The first line of `text` in letters that the font has; a box stands for any other."""
    number_of = get_font(findfont(_font(look))).get_char_index
    text = (text.splitlines() or [""])[0]
    return "".join(x if x.isprintable() and number_of(ord(x)) else "▯" for x in text)


def _font(look, size=None):
    style, weight = LOOKS[look].get("style"), LOOKS[look].get("weight")
    return FontProperties(family=FONT, style=style, weight=weight, size=size)


def fits(text, size, start, end) -> bool:
    """Whether there is a `text`, and room for it between `start` and `end`."""
    return bool(text) and width_of(text, size) < end - start - 2 * AIR


def fitting(text, size, width, look="plain") -> str:
    """The first line of `text` in letters that the font has, cut where it is wider than `width`."""
    text = in_letters(text[:200], look).rstrip()
    while text and width_of(text, size, look) > width:
        text = text.removesuffix("…")[:-1].rstrip() + "…"
    return text
