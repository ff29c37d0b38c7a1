"""Questions and an exercise, answered with the mouse and the keyboard."""

import pytest
from page import SHEET
from waiting import until

from helpers.course.exercises.found import find

pytestmark = pytest.mark.browser

LEARNER = [
    """%load_ext helpers
from pathlib import Path
from helpers import check, hint, predict, progress, quiz
from helpers.course.checking import passed
passed.file = lambda: Path("passed.json").resolve()
passed._is_nobodys = lambda: False""",
    'predict("01.1")',
    'quiz("01")',
    f"%%workers answer_01_1\n{find('01.1').stub}",
    'check("01.1")',
    'hint("01.1")',
    "progress()",
]
PREDICT, QUIZ, ANSWER, CHECK, HINT, PROGRESS = range(1, 7)
START, JOIN = (
    "    for p in workers:\n        p.start()\n",
    "    for p in workers:\n        p.join()\n",
)
ALL = "    workers = [Process(target=work, args=(name,), name=name) for name in names]\n"
FIRST = "from multiprocessing import Process\n\ndef all_together(work, names):\n"
CODES = "    return [p.exitcode for p in workers]\n"
TOO_EARLY, RIGHT = FIRST + ALL + START + CODES + JOIN, FIRST + ALL + START + JOIN + CODES


@pytest.fixture(scope="module")
def learner(lab):
    lab.write("learner.ipynb", LEARNER)
    book = lab.open("learner.ipynb")
    book.run_all()
    book.wait_until_idle()
    return book


def choices(book, number):
    return book.page.locator(".jp-Notebook .jp-CodeCell").nth(number).locator(".helpers-choice")


def said(book, number, text):
    """Whether `text` comes to stand under the code cell `number`."""
    cell = book.page.locator(".jp-Notebook .jp-CodeCell").nth(number)
    return until(lambda: text in cell.inner_text())


def test_a_prediction_is_noted_and_then_judged(learner):
    choices(learner, PREDICT).nth(0).click()
    assert said(learner, PREDICT, "Noted. Now run the next cell and look.")
    choices(learner, PREDICT).get_by_text("I have run it").click()
    assert said(learner, PREDICT, "No. That would be one list for both.")


def test_a_prediction_is_answered_with_the_keyboard(learner):
    cell = learner.page.locator(".jp-Notebook .jp-CodeCell").nth(PREDICT)
    choices(learner, PREDICT).nth(0).focus()
    learner.page.keyboard.press("Tab")
    learner.page.keyboard.press("Enter")
    assert until(lambda: "mod-info" in choices(learner, PREDICT).nth(1).get_attribute("class"))
    # Past the two other answers, to the button that came under them.
    for _ in range(3):
        learner.page.keyboard.press("Tab")
    learner.page.keyboard.press("Enter")
    assert until(lambda: "Right. The child changed its own copy" in cell.inner_text())


def test_a_quiz_is_answered_wrongly_and_rightly_with_the_mouse(learner):
    choices(learner, QUIZ).nth(0).click()
    assert said(learner, QUIZ, "No. With a timeout it also returns when the time is up.")
    choices(learner, QUIZ).nth(2).click()
    assert said(learner, QUIZ, "Right. exitcode is None as long as the child runs")


def test_a_quiz_is_answered_wrongly_and_rightly_with_the_keyboard(learner):
    choices(learner, QUIZ).get_by_text("A child process, but without a name").focus()
    learner.page.keyboard.press("Enter")
    assert said(learner, QUIZ, "No. No process is made.")
    learner.page.keyboard.press("Tab")
    learner.page.keyboard.press("Enter")
    assert said(learner, QUIZ, "Right. run() is an ordinary method call.")
    learner.photograph("learner-quiz", SHEET)


def test_an_exercise_is_failed_hinted_and_solved_and_that_is_kept(learner):
    def checked(answer):
        learner.write(ANSWER, f"%%workers answer_01_1\n{answer}")
        learner.run_cell(ANSWER)
        learner.run_cell(CHECK)
        learner.wait_until_idle()
        return learner.texts(CHECK)[-1]

    assert "01.1: not attempted yet." == learner.texts(CHECK)[-1]
    assert "01.1: not yet.\nexpected: exit codes [0, 0]" in checked(TOO_EARLY)
    learner.photograph("learner-failed", SHEET)
    learner.run_cell(HINT)
    learner.wait_until_idle()
    assert "Hint 2 of 3" in learner.texts(HINT)[-1]
    assert "chapter 01: 0 of" in learner.texts(PROGRESS)[-1]
    assert "01.1: passed." in checked(RIGHT)
    learner.run_cell(PROGRESS)
    learner.wait_until_idle()
    assert "chapter 01: 1 of" in learner.texts(PROGRESS)[-1]
    learner.photograph("learner-solved", SHEET)
