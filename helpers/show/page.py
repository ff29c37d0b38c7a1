"""The page that all pictures are made for, in points: as wide as the cell of a notebook."""

__all__ = ["AIR", "MARGIN", "POINTS", "WIDTH"]

POINTS = 72  # in an inch
WIDTH = 720.0  # of every picture
MARGIN = 10.0  # around everything
AIR = 4.0  # between texts, and between a text and what it belongs to
