"""What a check says of an answer."""

from helpers.course.checking import plain
from helpers.shown import Shown

__all__ = ["Verdict"]

MOST_LINES = 60  # of a verdict
MOST_LANES = 300  # of a picture under a verdict


class Verdict(Shown):
    """What a check says of an answer, and the run of the answer, or another picture.

    A notebook shows it as words, under a picture where the answer has started something.
    """

    def __init__(self, passed, words, run=None, picture=None):
        self.passed = passed
        self.run = run
        self._picture = picture
        self._words = _on_a_page(words)

    def has_figure(self) -> bool:
        """There is a picture where an answer has started something, or an order was tried."""
        if self._picture is not None:
            return True
        return self.run is not None and 1 < len(self.run.lanes) <= MOST_LANES

    def words(self) -> str:
        """The verdict in words."""
        return self._words

    def figure(self):
        """The picture as a `matplotlib.figure.Figure`."""
        return self._picture or self.run.figure()


def _on_a_page(words):
    """`words` without control characters, with lines of a length and a number that a page holds."""
    lines = words.split("\n")
    more = len(lines) - MOST_LINES
    if more > 0:
        lines[MOST_LINES:] = [f"… and {more:,} more lines"]
    return "\n".join(plain.cleaned(line, 1_000) for line in lines)
