"""Two runs on one axis: before and after in one picture."""

from helpers.show import figures
from helpers.show.legend import news
from helpers.shown import Shown

__all__ = ["Pair"]


class Pair(Shown):
    """Two runs, one below the other; `names` stand above them.

    Example:
        Pair((run, mended), ("without a lock", "with a lock"))
    """

    def __init__(self, runs, names):
        self.runs, self.names = runs, names

    def words(self) -> str:
        """The words of both."""
        return "\n\n".join(
            f"{name}\n{run.words()}" for name, run in zip(self.names, self.runs, strict=True)
        )

    def figure(self):
        """Both pictures on one axis. Raises ValueError for a run that has none."""
        return figures.of_runs(self.runs, self.names)

    def page_figure(self):
        """The picture with a legend of what the notebook has not explained before."""
        return figures.of_runs(self.runs, self.names, news)
