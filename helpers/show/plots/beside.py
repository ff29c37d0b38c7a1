"""What is written right of the axes: words to a row, the names of curves, a key."""

from matplotlib.transforms import ScaledTranslation

from helpers.show.page import POINTS

__all__ = ["beside", "key", "name_curves"]


def beside(axes, y, text, more, up):
    """Write `text` right of the axes, `up` points above `y`, and `more` under it."""
    place = {"xycoords": axes.get_yaxis_transform(), "textcoords": "offset points", "xy": (1, y)}
    axes.annotate(text, **place, xytext=(14, up), fontsize=13, weight="bold", va="bottom")
    axes.annotate(more, **place, xytext=(14, up - 4), fontsize=12, va="top")


def name_curves(axes, ends):
    """Write each text beside the end of its curve: `ends` are (x, y, text, colour)."""
    # Names need no legend there, but must keep apart from each other.
    to_place = axes.transData + axes.transAxes.inverted()
    places = [(to_place.transform((x, y)), text, color) for x, y, text, color in ends]
    places.sort(key=lambda place: place[0][1])
    heights, floor, apart = [], 0.0, 0.15
    for place, _, _ in places:
        heights.append(floor := max(place[1], floor))
        floor += apart
    over = max(0, floor - apart - 0.95)
    for (place, text, color), height in zip(places, heights, strict=True):
        axes.annotate(
            text,
            xy=place,
            xytext=(1.05, height - over),
            xycoords="axes fraction",
            fontsize=12,
            va="center",
            arrowprops={"arrowstyle": "-", "relpos": (0, 0.5), "color": color, "shrinkB": 4},
            annotation_clip=False,
        )


def key(axes, entries, down=8):
    """What shapes and colours mean, (text, colour, marker) each, right of the axes.

    The first entry is `down` points below their top.
    """
    for number, (text, color, marker) in enumerate(entries):
        y = -down - 26 * number
        shift = ScaledTranslation(0, y / POINTS, axes.figure.dpi_scale_trans)
        look = {"marker": marker, "color": color, "ms": 10, "ls": "", "clip_on": False}
        axes.plot([1.04], [1], transform=axes.transAxes + shift, **look)
        place = {"xycoords": axes.transAxes, "textcoords": "offset points", "xytext": (14, y)}
        axes.annotate(text, (1.04, 1), **place, fontsize=12, va="center", annotation_clip=False)
