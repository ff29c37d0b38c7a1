"""What fills a stretch of a bar, in points: strokes for waiting, dots for sleeping; and a tear.

By hand, since in matplotlib before 3.11 the colour of hatches hangs on the user's settings.
"""

from math import ceil, floor

__all__ = ["dotting", "hatching_of", "tear"]

APART = 8.0  # points
TOOTH = 5.0  # points


def hatching_of(x0, x1, y0, y1):
    """Slanted strokes that fill a box."""
    height = y1 - y0
    for number in range(ceil((x0 - height) / APART), floor(x1 / APART) + 1):
        start = number * APART
        left, right = max(x0, start), min(x1, start + height)
        if left < right:
            yield [(left, y1 - (left - start)), (right, y1 - (right - start))]


def dotting(x0, x1, y0, y1):
    """Dots that fill a box, in two rows that are set off from each other."""
    for row, part in enumerate((0.3, 0.7)):
        y = y0 + part * (y1 - y0)
        for number in range(ceil(x0 / APART), floor(x1 / APART) + 1):
            x = (number + row / 2) * APART
            if x0 + 1 < x < x1 - 1:
                yield x, y


def tear(x, y0, y1):
    """A jagged line from top to bottom, as of torn paper."""
    teeth = max(2, round((y1 - y0) / TOOTH))
    return [
        (x + (2 if number % 2 else -2), y0 + (y1 - y0) * number / teeth)
        for number in range(teeth + 1)
    ]
