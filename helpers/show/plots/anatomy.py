"""The bytes of a message."""

from itertools import chain, cycle

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers.show.page import POINTS, WIDTH
from helpers.show.palette import BLUE, ORANGE, PURPLE, SKY, WHITE

__all__ = ["plot_anatomy"]


def plot_anatomy(anatomy, most) -> Figure:
    """The bytes of `anatomy` as boxes, `most` of them at the utmost, each part in one colour.

    A box holds the byte in hexadecimal and, where it is one, the letter that it stands for.
    """
    size, in_row = 0.34, 28
    named, count = [], 0
    colors = chain([BLUE], cycle((SKY, ORANGE, PURPLE)))
    for part, color in zip(anatomy.parts, colors, strict=False):
        data = part.data[: max(most - count, 0)]
        label = part.label() if len(part.label()) <= 24 else part.name  # the letters show the rest
        named.append((count, data, label if data else "", color))
        count += len(data)
    rows = -(-count // in_row)
    deep = 1.8  # inches of a row: the boxes, and the names under them
    width, height = WIDTH / POINTS, deep * rows + 0.1
    figure = Figure(figsize=(width, height))
    axes = figure.add_axes((0.02, 0, 0.96, 1))
    axes.set_xlim(0, 0.96 * width)
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    for begin, data, label, color in named:
        for at, byte in enumerate(data, begin):
            x, y = at % in_row * size, at // in_row * deep + 0.1
            box = {"facecolor": color, "alpha": 0.45, "edgecolor": WHITE, "lw": 1.5}
            axes.add_patch(Rectangle((x, y), size, 0.5, **box))
            look = {"ha": "center", "va": "center", "family": "DejaVu Sans Mono"}
            axes.text(x + size / 2, y + 0.16, f"{byte:02x}", fontsize=11, **look)
            if 32 < byte < 127:
                axes.text(x + size / 2, y + 0.37, chr(byte), fontsize=11, weight="bold", **look)
        if label:
            x, y = begin % in_row * size, begin // in_row * deep + 0.6
            end = min(x + len(data) * size, in_row * size)
            axes.plot([x + 0.05, end - 0.05], [y + 0.05] * 2, color=color, lw=4)
            name = {"rotation": -32, "rotation_mode": "anchor", "ha": "left", "va": "center"}
            axes.text(x + 0.1, y + 0.17, label, fontsize=11, **name)
    return figure
