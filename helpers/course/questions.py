"""`quiz("01")` and `predict("01.2")`: questions to answer with the mouse or the keyboard.

The questions are data in `quizzes/`, one file a chapter, in the schema of jupyterquiz. They are
shown as widgets and not with jupyterquiz itself: its output is a program of 38 KB with a name drawn
at random, which no nbval run could compare, and without which nothing could be read. Here a
question is text as well.
"""

import json
from html import escape
from pathlib import Path

import ipywidgets as widgets

__all__ = ["Questions", "chapters", "predict", "quiz"]

FOLDER = Path(__file__).with_name("quizzes")
LETTERS = "abcdefgh"
_RIGHT = "success", "check", "Right."
_WRONG = "danger", "times", "No."
STYLE = """<style>
.helpers-choice { height: auto; text-align: left; white-space: normal; line-height: 1.4;
    padding: 6px 12px; width: auto; max-width: 46em; }
.helpers-question { max-width: 46em; line-height: 1.5; }
</style>"""


def chapters() -> list[str]:
    """The chapters that have questions, "01" and so on."""
    return sorted(path.stem for path in FOLDER.glob("[0-9][0-9].json"))


def quiz(chapter) -> "Questions":
    """The questions at the end of `chapter`, each answered at once.

    Raises ValueError for a chapter without questions.

    Example: `quiz("01")`
    """
    return Questions(_read(chapter)["quiz"])


def predict(number) -> "Questions":
    """A question to answer before the next cell: what will it show?

    Your answer is noted, and judged when you ask for it, after the run.

    Raises ValueError for a number without a prediction, such as "01.99".

    Example: `predict("01.2")`
    """
    chapter, _, place = str(number).partition(".")
    asked = _read(chapter)["predictions"]
    if not place.isdecimal() or not 1 <= int(place) <= len(asked):
        known = ", ".join(f'"{chapter}.{n}"' for n in range(1, len(asked) + 1))
        raise ValueError(f"There is no prediction {number!r}; this chapter has {known}.")
    return Questions([asked[int(place) - 1]], after_the_run=True)


def _read(chapter):
    if chapter not in chapters():
        known = ", ".join(f'"{name}"' for name in chapters())
        raise ValueError(f"There are no questions for {chapter!r}; there are for {known}.")
    return json.loads((FOLDER / f"{chapter}.json").read_text(encoding="utf-8"))


class Questions(widgets.VBox):
    """Questions under each other. As text they are readable where no widget can be shown.

    questions:      as jupyterquiz has them: [{"question": ..., "answers": [{"answer": ...,
                    "correct": ..., "feedback": ...}, ...]}, ...]
    after_the_run:  judge an answer when asked to, not at once
    """

    def __init__(self, questions, after_the_run=False):
        self.questions = questions
        shown = [_Question(question, after_the_run) for question in questions]
        super().__init__([widgets.HTML(STYLE), *shown])

    def __repr__(self):
        return "\n\n".join(map(_text, self.questions))

    def _repr_mimebundle_(self, **kwargs):
        # ipywidgets cuts the text after 110 characters (ipywidgets/widgets/widget.py).
        return {**super()._repr_mimebundle_(**kwargs), "text/plain": repr(self)}


def _text(question):
    lines = [question["question"]]
    for letter, answer in zip(LETTERS, question["answers"], strict=False):
        lines.append(f"  {letter}) {answer['answer']}")
    return "\n".join(lines)


class _Question(widgets.VBox):
    """One question: a button for each answer, and what is said to the one chosen."""

    def __init__(self, question, after_the_run):
        self.answers = question["answers"]
        self.after_the_run = after_the_run
        self.chosen = None
        asked = widgets.HTML(f"<b>{escape(question['question'])}</b>")
        self.choices = [
            _button(f"{letter})  {answer['answer']}", lambda _, number=number: self.choose(number))
            for number, (letter, answer) in enumerate(zip(LETTERS, self.answers, strict=False))
        ]
        self.ask = _button("I have run it: was I right?", lambda _: self.judge())
        self.ask.layout.display = "none"
        self.reply = widgets.HTML()
        for text in asked, self.reply:
            text.add_class("helpers-question")
        parts = [asked, *self.choices, self.ask, self.reply]
        super().__init__(parts, layout={"margin": "0 0 12px 0"})

    def choose(self, number):
        """Take the answer `number`, counted from 0."""
        self.chosen = number
        for choice in self.choices:
            choice.button_style = choice.icon = ""
        if not self.after_the_run:
            self.judge()
            return
        self.choices[number].button_style, self.choices[number].icon = "info", "bookmark"
        self.reply.value = "Noted. Now run the next cell and look."
        self.ask.layout.display = ""

    def judge(self):
        """Say whether the chosen answer is right, and why."""
        answer, choice = self.answers[self.chosen], self.choices[self.chosen]
        style, icon, verdict = _RIGHT if answer["correct"] else _WRONG
        choice.button_style, choice.icon = style, icon
        self.reply.value = f"<b>{verdict}</b> {escape(answer['feedback'])}"


def _button(text, on_click):
    button = widgets.Button(description=text)
    button.add_class("helpers-choice")
    button.on_click(on_click)
    return button
