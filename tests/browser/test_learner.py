"""Questions and an exercise, answered with the mouse and the keyboard."""

import json

import pytest
from page import SHEET
from waiting import until

from helpers.course.exercises.found import find
from helpers.course.questions import FOLDER

pytestmark = pytest.mark.browser

LEARNER = [
    """%load_ext helpers
from pathlib import Path
from helpers import check, hint, predict, progress, quiz
from helpers.course.checking import passed
passed.file = lambda: Path("passed.json").resolve()
passed._is_nobodys = lambda: False""",
    'predict("01.1")',
    "%%workers idlers\nidle = True",
    "6 * 7",
    'quiz("01")',
    f"%%workers answer_01_1\n{find('01.1').stub}",
    'check("01.1")',
    'hint("01.1")',
    "progress()",
]
PREDICT, WORKERS, SCENE, QUIZ, ANSWER, CHECK, HINT, PROGRESS = range(1, 9)
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


def asked_of(kind, right):
    """Of the first question of its `kind` in chapter 01: `right` or wrong, place and reply."""
    data = json.loads((FOLDER / "01.json").read_text(encoding="utf-8"))
    answers = data[kind][0]["answers"]
    place, answer = next(pair for pair in enumerate(answers) if pair[1]["correct"] == right)
    return place, f"{'Right.' if right else 'No.'} {answer['feedback']}"


def focused(book):
    """Of what has the focus: what it is to a reader of the page, and its text."""
    look = "() => [document.activeElement.role, document.activeElement.innerText.trim()]"
    return book.page.evaluate(look)


def asked_anew(book, number):
    """Run the code cell that asks, and wait for its first question."""
    book.run_cell(number)
    book.wait_until_idle()
    assert until(lambda: choices(book, number).first.get_attribute("role") == "radio")


@pytest.mark.parametrize("right", [False, True])
def test_the_verdict_appears_under_the_next_cell(learner, right):
    place, reply = asked_of("predictions", right)
    asked_anew(learner, PREDICT)
    choices(learner, PREDICT).nth(place).click()
    assert said(learner, PREDICT, "Noted. Now run the next cell and look.")
    learner.run_cell(WORKERS)
    learner.run_cell(SCENE)
    assert said(learner, SCENE, reply)
    learner.photograph(f"learner-verdict-{'right' if right else 'wrong'}", SHEET)
    assert ["42", True] == [learner.texts(SCENE)[0], "01.1" in learner.texts(SCENE)[1]]
    assert [] == learner.texts(WORKERS)


def test_an_answer_after_the_run_is_judged_in_the_question(learner):
    place, reply = asked_of("predictions", True)
    asked_anew(learner, PREDICT)
    learner.run_cell(SCENE)
    learner.wait_until_idle()
    choices(learner, PREDICT).nth(place).click()
    assert said(learner, PREDICT, reply)
    assert ["42"] == learner.texts(SCENE)


def test_a_prediction_is_answered_and_judged_with_the_keyboard_alone(learner):
    place, reply = asked_of("predictions", True)
    asked_anew(learner, PREDICT)
    press = learner.page.keyboard.press
    press("Escape")  # the cell after the question is selected; back to the one that asks
    press("ArrowUp")
    for _ in range(3):  # the cell's own tool bar comes first, where JupyterLab has drawn it by now
        press("Tab")
        if focused(learner)[0] == "radio":
            break
    assert ["radio", choices(learner, PREDICT).first.inner_text().strip()] == focused(learner)
    for _ in range(place):
        press("ArrowDown")
    press("Enter")
    assert said(learner, PREDICT, "Noted. Now run the next cell and look.")
    # Shift+Enter is still JupyterLab's: it asks anew, which keeps the answer, and goes on.
    for _ in (PREDICT, WORKERS, SCENE):
        press("Shift+Enter")
    assert said(learner, SCENE, reply)


def test_each_question_of_a_quiz_is_one_stop_of_the_tab_key(learner):
    asked_anew(learner, QUIZ)
    groups = learner.page.locator(".helpers-choices")
    quizzed = groups.count() - 1  # one is the prediction
    assert quizzed > 1
    choices(learner, QUIZ).first.focus()
    reached = []
    for _ in range(quizzed):
        reached.append(focused(learner))
        learner.page.keyboard.press("Tab")
    firsts = [groups.nth(1 + number).locator(".helpers-choice").first for number in range(quizzed)]
    assert [["radio", first.inner_text().strip()] for first in firsts] == reached


@pytest.mark.parametrize(("right", "key"), [(False, "Enter"), (True, "Space")])
def test_arrows_go_from_answer_to_answer_and_a_key_chooses(learner, right, key):
    place, reply = asked_of("quiz", right)
    asked_anew(learner, QUIZ)
    press = learner.page.keyboard.press
    choices(learner, QUIZ).first.focus()
    for _ in range(place):
        press("ArrowDown")
    assert ["radio", choices(learner, QUIZ).nth(place).inner_text().strip()] == focused(learner)
    checked = [choice.get_attribute("aria-checked") for choice in choices(learner, QUIZ).all()]
    assert ["false"] * len(checked) == checked
    press(key)
    assert said(learner, QUIZ, reply)
    chosen = choices(learner, QUIZ).nth(place)
    assert until(lambda: chosen.get_attribute("aria-checked") == "true")
    learner.photograph("learner-quiz", SHEET)


def test_the_reply_is_announced(learner):
    place, reply = asked_of("quiz", True)
    asked_anew(learner, QUIZ)
    # What is to be announced has to be there before its text comes.
    status = learner.page.get_by_role("status").and_(learner.page.locator(".helpers-reply")).nth(1)
    assert "" == status.inner_text().strip()
    choices(learner, QUIZ).nth(place).click()
    assert until(lambda: reply == status.inner_text().strip())


def test_keys_on_an_answer_are_no_shortcuts_of_jupyterlab(learner):
    asked_anew(learner, QUIZ)
    cells = learner.page.locator(".jp-Notebook .jp-Cell")
    before = cells.count()
    choices(learner, QUIZ).first.focus()
    for key in ("ArrowDown", "a", "b", "d", "d", "x", "End"):  # among them new, delete and cut
        learner.page.keyboard.press(key)
    last = learner.page.locator(".helpers-choices").nth(1).locator(".helpers-choice").last
    assert ["radio", last.inner_text().strip()] == focused(learner)
    assert before == cells.count()


def progress_of(book):
    """How many exercises of chapter 01 have passed, as the table says it."""
    row = book.page.locator(".jp-OutputArea-output tr", has=book.page.locator("td", has_text="01 "))
    return row.first.locator("td").nth(1).inner_text()


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
    assert progress_of(learner).startswith("0 of")
    assert "01.1: passed." in checked(RIGHT)
    learner.run_cell(PROGRESS)
    learner.wait_until_idle()
    assert progress_of(learner).startswith("1 of")
    learner.photograph("learner-solved", SHEET)


def test_the_table_of_progress_leads_to_the_next_exercise(learner):
    page = learner.page
    table = page.locator(".jp-OutputArea-output table")
    next_one = table.locator("tr").nth(1).locator("a").nth(1)
    heading = next_one.inner_text()
    next_one.click()
    shown = page.locator(".jp-NotebookPanel:visible")
    assert until(lambda: shown.get_by_role("heading", name=heading).first.is_visible())


def test_the_browser_has_nothing_to_complain_of_after_all_that(learner):
    assert ([], []) == (learner.complaints, learner.abroad)
