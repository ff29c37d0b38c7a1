"""Where a sender begins to wait for its reader."""

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from helpers.show.palette import PALE
from helpers.show.plots.experiments import experiments
from helpers.show.plots.paper import page
from helpers.show.plots.scales import edge
from helpers.units import amount, duration

__all__ = ["plot_cliff"]


def plot_cliff(tried, limit) -> Figure:
    """How long senders took against how many bytes they sent, with the room in the pipe dashed.

    tried:  (bytes in all, seconds, what was tried), oldest first; the newest is drawn large, and
            experiments of the same kind share a colour and a shape
    limit:  how many bytes a pipe of this machine takes while nobody reads, None if unknown
    """
    figure, axes = page(None, 2.8, 1.1)
    axes.set(xscale="log", yscale="log")
    sizes, times = [size for size, *_ in tried], [seconds for _, seconds, _ in tried]
    axes.set_xlim(min(100, *sizes) / 2, max(1e7, *sizes) * 2)
    axes.set_ylim(min(1e-5, *times) / 2, max(1, *times) * 2)
    if limit is not None:
        axes.axvspan(limit, axes.get_xlim()[1], color=PALE, lw=0)
        edge(axes, limit, "room in this pipe, bytes")
    experiments(axes, tried, down=8)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda at, _: amount(at)))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_major_locator(LogLocator(10, (1,)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda at, _: duration(at).replace(".0", "")))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel("bytes sent in all, with the lengths", fontsize=12)
    axes.set_ylabel("until all were sent", fontsize=12)
    return figure
