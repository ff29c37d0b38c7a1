"""What was tried so far, a dot each: the newest is drawn large."""

from itertools import cycle

from helpers.show.palette import BLACK, STYLES
from helpers.show.plots.beside import key

__all__ = ["experiments"]


def experiments(axes, tried, down):
    """A dot for each of `tried`, (x, y, kind), the newest drawn large, and the key of the kinds.

    The key begins `down` points below the top. The six latest kinds have room in it.
    """
    styles = dict(zip(dict.fromkeys(kind for *_, kind in tried), cycle(STYLES)))
    for number, (x, y, kind) in enumerate(tried, 1):
        color, marker, _ = styles[kind]
        look = {"s": 260, "edgecolor": BLACK} if number == len(tried) else {"s": 70}
        axes.scatter(x, y, color=color, marker=marker, zorder=3, **look)
    latest = list(styles.items())[-6:]
    key(axes, [(kind, color, marker) for kind, (color, marker, _) in latest], down)
