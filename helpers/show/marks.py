"""How each kind of mark in a lane is drawn, and what words say of it.

A new kind of mark is an entry here, and in `note.kinds` an event that makes such marks.
"""

from dataclasses import dataclass

__all__ = ["MARK_LOOKS", "Look"]


@dataclass(frozen=True)
class Look:
    """`verb` stands before the texts in words, `symbol` at the top of the bar in the picture.

    The symbol is one of matplotlib's markers (Matplotlib documentation, "matplotlib.markers").
    """

    verb: str
    symbol: str = "o"


MARK_LOOKS = {
    "log": Look("logged"),
    "print": Look("printed"),
    "check": Look("logged"),
}
