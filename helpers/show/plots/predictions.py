"""What was predicted, and what was measured."""

from matplotlib.figure import Figure

from helpers.show.palette import BLACK
from helpers.show.plots.experiments import experiments
from helpers.show.plots.paper import page
from helpers.show.plots.scales import times_along

__all__ = ["plot_predictions"]


def plot_predictions(tried) -> Figure:
    """Measured against predicted wall times: (predicted, measured, what was tried), oldest first.

    The newest is drawn large. On the dashed line they are equal.
    """
    figure, axes = page(None, 2.8, 1.15)
    longest = 1.15 * max(max(predicted, measured) for predicted, measured, _ in tried)
    axes.plot([0, longest], [0, longest], color=BLACK, ls="--", lw=1.5, zorder=1)
    experiments(axes, tried, down=50)
    axes.set(xlim=(-0.04 * longest, longest), ylim=(-0.08 * longest, longest))
    for axis in axes.xaxis, axes.yaxis:
        times_along(axis, longest)
    axes.set_xlabel("predicted wall time", fontsize=12)
    axes.set_ylabel("measured wall time", fontsize=12)
    return figure
