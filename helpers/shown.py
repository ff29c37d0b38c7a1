"""`Shown`: what everything has that a notebook shows as a picture with its words."""

__all__ = ["Shown"]


class Shown:
    """A thing with `words()` and a `figure()`: a notebook shows both, anything else the words.

    A subclass defines the two, and `has_figure` where there may be nothing to draw. A dataclass
    says `repr=False`, to keep the words for its repr.

    Example:
        class Count(Shown):
            def words(self):
                return "3 messages"

            def figure(self):
                return plot_count(self)
    """

    def words(self) -> str:
        """What the picture shows, in words: compared by nbval, read out by a screen reader."""
        raise NotImplementedError

    def figure(self):
        """The picture as a `matplotlib.figure.Figure`."""
        raise NotImplementedError

    def page_figure(self):
        """The picture as it stands in a page, which may explain itself where it is new there."""
        return self.figure()

    def has_figure(self) -> bool:
        """Whether there is something to draw."""
        return True

    def __repr__(self) -> str:
        return self.words()

    def _ipython_display_(self):
        # IPython asks for this one first (IPython documentation, "Integrating your objects").
        from helpers.show import display

        display.show(self)
