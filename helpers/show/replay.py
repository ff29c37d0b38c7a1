"""`run.replay()`: the picture of a run, opened to play, and under it its words."""

from helpers.show import page_script
from helpers.show.display import show_picture, show_words
from helpers.shown import Shown

__all__ = ["Replay"]


class Replay(Shown):
    """The picture of `run`, which plays. Where no script runs, it is a picture with its words."""

    def __init__(self, run):
        self.run = run

    def words(self) -> str:
        """Those of the run."""
        return self.run.words()

    def _ipython_display_(self):
        if self.run.has_figure():
            show_picture(self.run)
            page_script.put_mark("replay-open")
        show_words(self.run)
