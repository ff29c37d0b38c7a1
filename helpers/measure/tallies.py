"""`tally(function, tries)`: call often, and count what comes out."""

from collections import Counter
from dataclasses import dataclass

from helpers.measure.bar import Bar
from helpers.shown import Shown

__all__ = ["Tally", "tally"]


def tally(function, tries, *, title=None) -> "Tally":
    """Call `function()` `tries` times, and count what it returns.

    Gives a `Tally`, which a notebook shows as a picture with words. Long work shows a bar. What
    the function raises goes through, and so does the stop button.

    Raises TypeError for what is no function, and ValueError for `tries` below 1.

    Example:
        tally(look_right_after_a_put, 200, title="empty() right after put()")
    """
    if not callable(function):
        raise TypeError(
            f"tally() needs a function, and {function!r} cannot be called. "
            "Give the function itself, without () after its name."
        )
    if isinstance(tries, bool) or not isinstance(tries, int) or tries < 1:
        raise ValueError(f"`tries` is how many times to call, 1 or more; got {tries!r}.")
    counts = Counter()
    with Bar(tries) as bar:
        for _ in range(tries):
            counts[function()] += 1
            bar.step()
    return Tally(dict(sorted(counts.items(), key=lambda item: str(item[0]))), title)


@dataclass(repr=False)
class Tally(Shown):
    """How often each outcome came: `counts` is {outcome: number}.

    What was counted in another way can be shown too:
        Tally({"kept": 900, "lost": 100}, title="Updates")
    """

    counts: dict[object, int]
    title: str | None = None

    def __post_init__(self):
        if not self.counts:
            raise ValueError("There is nothing to show: `counts` is empty. Count something.")

    def words(self) -> str:
        """What was counted and how much in all, and last what it was here."""
        total = sum(self.counts.values())
        measured = ", ".join(f"{outcome}: {count:,}" for outcome, count in self.counts.items())
        return (
            f"{self.title or 'Counted'}: {total:,} in all, a bar for each outcome.\n"
            f"measured here: how often ({measured})"
        )

    def figure(self):
        """A bar for each outcome as a `matplotlib.figure.Figure`."""
        from helpers.show.plots.tally import plot_tally

        return plot_tally(self)
