"""The same work with a GIL and without."""

from itertools import cycle

from matplotlib.figure import Figure

from helpers.show.palette import BLACK, DASHED, STYLES
from helpers.show.plots.paper import name_rows, page
from helpers.show.plots.recorded import mark_as_recorded
from helpers.show.plots.scales import times_along
from helpers.show.plots.strip import ROW, strip, verdict

__all__ = ["plot_builds"]


def plot_builds(found) -> Figure:
    """The same work with a GIL and without: a dot for each time, a bar at the median."""
    groups = len(found.builds)
    figure, axes = page("The same two counts, with a GIL and without", 2.1 * ROW * groups, 2.75)
    ticks = {}
    longest = max(max(map(max, times.samples.values())) for _, times in found.builds.values())
    for group, (build, (version, times)) in enumerate(found.builds.items()):
        top = 2.1 * group - 0.85
        place = {"xycoords": axes.get_yaxis_transform(), "textcoords": "offset points"}
        heading = {
            "xytext": (-8, 0),
            "fontsize": 13,
            "weight": "bold",
            "ha": "right",
            "va": "center",
        }
        axes.annotate(f"{build} ({version})", (0, top + 0.2), **place, **heading)
        for row, (label, style) in enumerate(zip(times.samples, cycle(STYLES)), start=1):
            at = top + 0.1 + 0.75 * row
            ticks[at] = label
            strip(axes, at, times.samples[label], style, in_order=not found.recorded)
            axes.vlines(times.median(label), at - 0.3, at + 0.3, color=BLACK, lw=4, zorder=2)
            if label != times.baseline:
                half = times.median(times.baseline) / 2
                look = {"color": BLACK, "linestyles": DASHED, "lw": 1.5}
                axes.vlines(half, at - 0.36, at + 0.33, **look)
                axes.text(half, at - 0.38, "half the time", fontsize=11, va="bottom")
            verdict(axes, at, times, label, found.verdict(build, label))
    axes.set_ylim(2.1 * groups - 0.85, -0.85)
    name_rows(axes, list(ticks), list(ticks.values()))
    axes.set_xlim(0, 1.05 * longest)
    times_along(axes.xaxis, longest)
    axes.set_xlabel("wall time, less is better", fontsize=12)
    if found.recorded:
        mark_as_recorded(figure, found.recorded)
    return figure
