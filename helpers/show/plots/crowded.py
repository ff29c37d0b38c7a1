"""A page that says where the cores were not free, with the record from a quiet computer below."""

from matplotlib.figure import Figure

from helpers.show.page import POINTS, WIDTH
from helpers.show.palette import INK, PALE
from helpers.show.plots.paper import above, inches, page
from helpers.show.plots.recorded import mark_as_recorded

__all__ = ["page_of"]

LINE = 0.32  # inches for what is said


def page_of(thing, room, draw) -> Figure:
    """`thing`, which is `Quiet`, on a page.

    room:  (inches that its axes are high, inches left of them) for such a thing
    draw:  draws it on the axes
    """
    crowded = thing.crowded()
    if not crowded:
        figure, axes = page(thing.title, *room(thing))
        draw(axes, thing)
        return figure
    found = thing.recorded()
    heights = [inches(thing.title, room(thing)[0], LINE)]
    if found:
        heights.append(inches(thing.title, room(found[1])[0]))
    figure = Figure(figsize=(WIDTH / POINTS, sum(heights)))
    parts = figure.subfigures(len(heights), 1, height_ratios=heights, hspace=0, squeeze=False)[:, 0]
    _, axes = page(thing.title, *room(thing), more=LINE, on=parts[0])
    draw(axes, thing)
    said = f"{crowded}: not what a quiet computer shows.{' See the record below.' if found else ''}"
    look = {"color": INK, "weight": "bold", "va": "center", "fontsize": 12}
    parts[0].text(0.02, 1 - above(thing.title) / heights[0], said, **look)
    if found:
        where, twin = found
        _, axes = page(thing.title, *room(twin), on=parts[1])
        draw(axes, twin)
        mark_as_recorded(parts[1], f"on a quiet computer: {where}")
        edge = axes.figure.transSubfigure
        axes.plot([0.02, 0.98], [1, 1], color=PALE, lw=2, transform=edge, clip_on=False)
    return figure
