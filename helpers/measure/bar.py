"""A progress bar for work that proves long. It vanishes and leaves nothing to compare."""

import sys
from time import perf_counter

__all__ = ["Bar"]

LONG = 0.5  # seconds after which somebody who waits wants to know for how long


class Bar:
    """A bar of `total` steps of similar length, in a notebook; elsewhere nothing is shown.

    Example:
        with Bar(total=20) as bar:
            for _ in range(20):
                work()
                bar.step()
    """

    def __init__(self, total):
        self.total = total
        self.done = 0
        self.slot = None
        self.began = perf_counter()

    def step(self):
        """One more step is done."""
        self.done += 1
        if self.slot is None and self._expected() > LONG:
            self.slot = _slot()
        # Drawing costs the browser time that the next step may need, so it is done seldom.
        if self.slot and self.done * 20 // self.total > (self.done - 1) * 20 // self.total:
            text = f"{self.done} of {self.total}"
            bar = f'<progress max="{self.total}" value="{self.done}">{text}</progress> {text}'
            self.slot.update({"text/html": bar}, raw=True)

    def _expected(self):
        return (perf_counter() - self.began) / self.done * self.total

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        if self.slot:
            self.slot.update({}, raw=True)


def _slot():
    # An output that begins and ends empty: what is stored holds no bar, and nbval, which looks at
    # no later change of an output, compares nothing.
    if "IPython" in sys.modules:
        from IPython import display, get_ipython

        if get_ipython() is not None:
            return display.display({}, raw=True, display_id=True)
    return None
