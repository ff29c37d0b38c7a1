"""`run.unfolded()`: the picture of a run in which no stretch of time is left out."""

from helpers.show import figures
from helpers.show.legend import news
from helpers.shown import Shown

__all__ = ["Unfolded"]


class Unfolded(Shown):
    """`run`, from its start to its end on one scale; its words are those of the run."""

    def __init__(self, run):
        self.run = run

    def words(self) -> str:
        """Those of the run."""
        return self.run.words()

    def has_figure(self) -> bool:
        """Whether the run has something to draw."""
        return self.run.has_figure()

    def figure(self):
        """The picture. Raises ValueError for a run that is still open, or has no lanes."""
        return figures.of_run(self.run, folding=False)

    def page_figure(self):
        """The picture with a legend of what the notebook has not explained before."""
        return figures.of_run(self.run, False, news)
