"""What is written right of the axes: words to a row, the names of curves, a key."""

from matplotlib.transforms import ScaledTranslation

from helpers.show.page import POINTS

__all__ = ["apart_from_below", "beside", "key", "name_curves"]

LINE, GAP = 14.5, 5.0  # points that a line of a name takes, and between two names


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
    tall = axes.get_position().height * axes.figure.get_figheight() * POINTS
    halves = [(len(text.split("\n")) * LINE + GAP) / 2 / tall for _, text, _ in places]
    heights = apart_from_below([place[1] for place, *_ in places], halves)
    for (place, text, color), height in zip(places, heights, strict=True):
        axes.annotate(
            text,
            xy=place,
            xytext=(1.05, height),
            xycoords="axes fraction",
            fontsize=12,
            va="center",
            arrowprops={"arrowstyle": "-", "relpos": (0, 0.5), "color": color, "shrinkB": 4},
            annotation_clip=False,
        )


def apart_from_below(wanted, halves) -> list[float]:
    """Middles near those `wanted`, lowest first, of what reaches `halves` above and below them.

    None covers another, and none reaches above 1; where there is no room left, they go below 0.
    """
    middles, floor = [], 0.0
    for middle, half in zip(wanted, halves, strict=True):
        middles.append(max(middle, floor + half if middles else 0.0))
        floor = middles[-1] + half
    roof = 1.0
    for number in reversed(range(len(middles))):
        middles[number] = min(middles[number], roof - halves[number])
        roof = middles[number] - halves[number]
    return middles


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
