"""How much faster more workers were."""

from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator

from helpers.show.palette import BLACK, PALE
from helpers.show.plots.experiments import experiments
from helpers.show.plots.paper import page

__all__ = ["plot_speedups"]


def plot_speedups(tried, cores, most) -> Figure:
    """Measured speed-ups against the number of workers, with the ideal dashed.

    tried:  (workers, times as fast as one worker, what was tried), oldest first; the newest is
            drawn large, and experiments of the same kind share a colour and a shape
    cores:  where the ideal stops growing
    most:   the largest number of workers to leave room for
    """
    figure, axes = page(None, 2.6, 0.9)
    ideal = [min(workers, cores) for workers in range(1, most + 1)]
    axes.plot(range(1, most + 1), ideal, color=BLACK, ls="--", lw=1.5, zorder=1)
    axes.annotate(
        f"ideal: {cores} cores",
        (most, cores),
        (8, 0),
        textcoords="offset points",
        va="center",
        fontsize=12,
        annotation_clip=False,
    )
    axes.axhline(1, color=PALE, lw=1.5, zorder=0)
    experiments(axes, tried, down=50)
    axes.set_xlim(0.7, most + 0.3)
    axes.set_ylim(0, 1.15 * max([cores, *(speedup for _, speedup, _ in tried)]))
    axes.xaxis.set_major_locator(FixedLocator(range(1, most + 1)))
    axes.set_xlabel("processes", fontsize=12)
    axes.set_ylabel("times as fast", fontsize=12)
    return figure
