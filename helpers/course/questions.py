"""`quiz("01")` and `predict("01.2")`: questions to answer with the mouse or the keyboard.

The questions are data in `quizzes/`, one file a chapter, in the schema of jupyterquiz. They are
shown as widgets and not with jupyterquiz itself: its output is a program of 38 KB with a name drawn
at random, which no nbval run could compare, and without which nothing could be read. Here a
question is text as well.
"""

import json
from pathlib import Path

import ipywidgets as widgets

from helpers.course import prediction
from helpers.course.question import Question, page, text

__all__ = ["Questions", "chapters", "predict", "quiz"]

FOLDER = Path(__file__).with_name("quizzes")
CLOSER = "If you opened the sections “Look closer”:"


def chapters() -> list[str]:
    """The chapters that have questions, "01" and so on."""
    return sorted(path.stem for path in FOLDER.glob("[0-9][0-9].json"))


def quiz(chapter) -> "Questions":
    """The questions at the end of `chapter`, each answered at once. Those come last that need a
    section which is folded when the page opens, under a line that says so.

    On the keyboard Tab goes from question to question, arrows go from answer to answer, and Enter
    or Space chooses.

    Raises ValueError for a chapter without questions.

    Example: `quiz("01")`
    """
    asked = _read(chapter)["quiz"]
    return Questions(asked, map(Question, asked))


def predict(number) -> "Questions":
    """A question to answer before the next cell: what will it show?

    Your answer is noted, and the verdict appears under the next cell when it has run, `%%workers`
    cells aside. Where you answer later, it is given at once. The keys are those of `quiz`.

    Raises ValueError for a number without a prediction, such as "01.99".

    Example: `predict("01.2")`
    """
    chapter, _, place = str(number).partition(".")
    asked = _read(chapter)["predictions"]
    if not place.isdecimal() or not 1 <= int(place) <= len(asked):
        known = ", ".join(f'"{chapter}.{n}"' for n in range(1, len(asked) + 1))
        raise ValueError(f"There is no prediction {number!r}; this chapter has {known}.")
    question = asked[int(place) - 1]
    return Questions([question], [prediction.ask(question, f"{chapter}.{int(place)}")])


def _read(chapter):
    if chapter not in chapters():
        known = ", ".join(f'"{name}"' for name in chapters())
        raise ValueError(f"There are no questions for {chapter!r}; there are for {known}.")
    return json.loads((FOLDER / f"{chapter}.json").read_text(encoding="utf-8"))


class Questions(widgets.VBox):
    """Questions under each other. As text they are readable where no widget can be shown.

    questions:  as jupyterquiz has them: [{"question": ..., "answers": [{"answer": ...,
                "correct": ..., "feedback": ...}, ...]}, ...]; a question that needs a folded
                section names its heading under "look_closer", and comes after those that do not
    shown:      the widget of each
    """

    def __init__(self, questions, shown):
        self.questions = questions
        super().__init__([page(), *self._parted(shown, widgets.HTML(f"<p>{CLOSER}</p>"))])

    def __repr__(self):
        return "\n\n".join(self._parted(map(text, self.questions), CLOSER))

    def _parted(self, shown, line):
        core = sum("look_closer" not in question for question in self.questions)
        shown = list(shown)
        return shown if core == len(shown) else [*shown[:core], line, *shown[core:]]

    def _repr_mimebundle_(self, **kwargs):
        # ipywidgets cuts the text after 110 characters (ipywidgets/widgets/widget.py).
        return {**super()._repr_mimebundle_(**kwargs), "text/plain": repr(self)}
