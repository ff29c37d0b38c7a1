"""One question of several answers, as a widget: one stop of the Tab key, arrows, Enter."""

from html import escape
from pathlib import Path

import ipywidgets as widgets

__all__ = ["Question", "asked", "page", "text"]

LETTERS = "abcdefgh"
_RIGHT = "success", "check", "Right."
_WRONG = "danger", "times", "No."
STYLE = """
.helpers-choice { height: auto; text-align: left; white-space: normal; line-height: 1.4;
    padding: 6px 12px; width: auto; max-width: 46em; }
.helpers-choice.jupyter-button:focus-visible {
    outline: 2px solid currentcolor; outline-offset: -4px; }
.helpers-question { max-width: 46em; }
.helpers-question .widget-html-content { line-height: 1.5; }
"""


def page() -> widgets.HTML:
    """The style and the script of all questions, as a widget that shows nothing.

    The script reaches the page inside a widget, so no notebook stores it and nbval has nothing to
    compare. HTML that a widget sets runs no <script>, but it does run the `onload` of a style.
    Where it does not run, each answer is a button like any other.
    """
    script = Path(__file__).with_name("choices.js").read_text(encoding="utf-8")
    return widgets.HTML(f'<style onload="{escape(script)}">{STYLE}</style>')


def asked(question) -> str:
    """What `question` asks, and the folded section that it needs, if it needs one."""
    needed = question.get("look_closer")
    return question["question"] + (f" (“{needed}”)" if needed else "")


def text(question) -> str:
    """`question` where no widget can be shown, an answer a line."""
    lines = [asked(question)]
    for letter, answer in zip(LETTERS, question["answers"], strict=False):
        lines.append(f"  {letter}) {answer['answer']}")
    return "\n".join(lines)


class Question(widgets.VBox):
    """A button for each answer, and what is said to the one chosen, at once.

    question:  {"question": ..., "answers": [{"answer": ..., "correct": ..., "feedback": ...}, ...]}
               and "look_closer": the heading of the folded section that it needs, if any

    Example: `Question(data["quiz"][0])` as the last line of a cell.
    """

    def __init__(self, question):
        self.answers = question["answers"]
        self.chosen = None
        words = widgets.HTML(f"<b>{escape(asked(question))}</b>")
        self.choices = [
            _button(f"{letter})  {answer['answer']}", lambda _, number=number: self.choose(number))
            for number, (letter, answer) in enumerate(zip(LETTERS, self.answers, strict=False))
        ]
        choices = widgets.VBox(self.choices)
        # The script knows by these names what is what.
        choices.add_class("helpers-choices")
        self.reply = widgets.HTML()
        self.reply.add_class("helpers-reply")
        for shown in words, self.reply:
            shown.add_class("helpers-question")
        super().__init__([words, choices, self.reply], layout={"margin": "0 0 12px 0"})
        self.add_class("helpers-asked")

    def choose(self, number):
        """Take the answer `number`, counted from 0, and judge it."""
        self.chosen = number
        self.judge()

    def judge(self):
        """Say whether the chosen answer is right, and why."""
        style, icon, _ = _RIGHT if self.answers[self.chosen]["correct"] else _WRONG
        verdict, feedback = self.verdict()
        self.mark(style, icon, f"<b>{verdict}</b> {escape(feedback)}")

    def verdict(self) -> tuple[str, str]:
        """Of the chosen answer "Right." or "No.", and why."""
        answer = self.answers[self.chosen]
        return (_RIGHT if answer["correct"] else _WRONG)[-1], answer["feedback"]

    def mark(self, style, icon, reply):
        """Set the chosen answer apart from the others, and say `reply`, which is HTML."""
        for choice in self.choices:
            choice.button_style = choice.icon = ""
        choice = self.choices[self.chosen]
        choice.button_style, choice.icon = style, icon
        self.reply.value = reply


def _button(description, on_click):
    button = widgets.Button(description=description)
    button.add_class("helpers-choice")
    button.on_click(on_click)
    return button
