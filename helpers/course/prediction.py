"""A prediction waits for the next cell, and the verdict on it appears under what that cell shows.

The next cell is the first one after the question that runs something to look at: no `%%workers`
cell, and no other question. An answer chosen before its end is judged there, also where the cell
raises. One chosen later is judged at once, in the question itself.
"""

import threading
from html import escape

from IPython import get_ipython
from IPython.display import display

from helpers.course.question import Question
from helpers.show.palette import GREEN, VERMILLION

__all__ = ["Prediction", "ask"]

_open = {}  # number of a question: the `Prediction`, as long as no cell has run after it


def ask(question, number) -> "Prediction":
    """Ask `question`, and judge its answer when the next cell has run.

    question:  as `Question` has it
    number:    "01.2"; asked again before a cell has run, it keeps the answer that was chosen

    Example: `ask(data["predictions"][1], "01.2")`
    """
    prediction = Prediction(question, number)
    earlier = _open.pop(number, None)
    if earlier is not None and earlier.chosen is not None:
        prediction.choose(earlier.chosen)
    _open[number] = prediction
    if shell := get_ipython():
        shell.events.register("post_run_cell", _after_a_cell)  # a second time changes nothing
    return prediction


def _after_a_cell(result):
    new = [prediction for prediction in _open.values() if prediction.is_new]
    for prediction in new:
        prediction.is_new = False
    if new or not _shows_something(result):
        return
    settled = [*_open.values()]
    _open.clear()
    for prediction in settled:
        if prediction.settle():
            # IPython calls this when all that the cell shows is shown, so it comes to stand below.
            display(prediction.verdict_shown(), raw=True)


def _shows_something(result):
    """Whether a learner has run a cell that a prediction can be about."""
    info = result.info
    source = info.raw_cell.strip()
    # What extensions of JupyterLab run for themselves is stored in no history. A cell that is no
    # Python has not run at all.
    is_run = info.store_history and result.error_before_exec is None
    return bool(source) and is_run and not source.startswith("%%workers")


class Prediction(Question):
    """A `Question` whose answer is noted, and judged when the next cell has run."""

    def __init__(self, question, number):
        super().__init__(question)
        self.number = number
        self.is_new = True  # until the cell that asks it has ended
        self.is_settled = False  # the cell has run, and what is chosen now is judged at once
        # JupyterLab has a click told to another thread than the one that runs cells.
        self._lock = threading.Lock()

    def choose(self, number):
        """Note the answer `number`, counted from 0; after the run, judge it."""
        with self._lock:
            self.chosen = number
            if self.is_settled:
                self.judge()
            else:
                self.mark("info", "bookmark", "Noted. Now run the next cell and look.")

    def settle(self) -> bool:
        """The next cell has run: judge the answer. Returns whether there is one."""
        with self._lock:
            self.is_settled = True
            if self.chosen is None:
                return False
            self.judge()
            return True

    def verdict_shown(self) -> dict:
        """What stands under the next cell: text, and the same as HTML, by MIME type."""
        verdict, feedback = self.verdict()
        said = f"Your prediction {self.number}: {self.answers[self.chosen]['answer']}"
        colour = GREEN if self.answers[self.chosen]["correct"] else VERMILLION
        # No colour of the text and none behind it: it is to be read in a dark theme too.
        look = (
            f"border-left: 4px solid {colour}; padding-left: 10px; margin: 8px 0; max-width: 46em"
        )
        html = f"{escape(said)}<br>\n<strong>{verdict}</strong> {escape(feedback)}"
        return {
            "text/plain": f"{said}\n{verdict} {feedback}",
            "text/html": f'<p style="{look}">{html}</p>',
        }
