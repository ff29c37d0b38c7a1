"""The notebooks in a real JupyterLab: what a learner sees, clicks, moves and stops.

Screenshots of every page stay in artifacts/, and one of every open page when a test fails.
"""

import re

import pytest
from lab import ROOT, SHEET, alive, new_lab, until

from helpers.course.exercises.found import find
from tools.comparison import Comparison
from tools.tidy import IGNORE

pytestmark = pytest.mark.browser

NAMES = sorted(path.name for path in ROOT.glob("notebooks/*.ipynb"))
START_HERE, PROCESSES = "00_start_here.ipynb", "01_processes.ipynb"
each_notebook = pytest.mark.parametrize("name", NAMES)

SLEEP = [
    """%load_ext helpers
from multiprocessing import Process, Queue
from helpers import record"""
    """%%workers sleepers
import os, signal, time
from multiprocessing import Process

def sleep(up):
    # Jupyter signals the kernel's whole process group. What is out of its reach is up to the run.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    getattr(os, "setsid", int)()
    up.put(os.getpid())
    time.sleep(600)

def sleep_beside_a_child(up):
    Process(target=sleep, args=(up,)).start()
    sleep(up)""",
    """with record(deadline=600) as run:
    up = Queue()
    p = Process(target=sleepers.sleep_beside_a_child, args=(up,))
    p.start()
    print("asleep:", up.get(), up.get())
    p.join()""",
    "6 * 7",
    "run",
]


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    with new_lab(tmp_path_factory.mktemp("Kurs für alle")) as lab:
        yield lab


@pytest.fixture(autouse=True)
def photographs_of_a_failure(request, lab):
    before = request.session.testsfailed
    yield
    if request.session.testsfailed > before:
        for book in lab.books.values():
            book.photograph(f"failed-{re.sub(r'[^0-9a-z]+', '-', request.node.name)}-{book.name}")


def test_there_are_notebooks():
    assert [START_HERE, PROCESSES] == NAMES[:2]


# Each notebook, after Run All Cells


@each_notebook
def test_before_it_is_run_it_shows_no_broken_widget(lab, name):
    assert [] == broken_widgets(lab.ran(name).opened)


@each_notebook
def test_run_all_cells_runs_every_cell(lab, name):
    book = lab.ran(name)
    assert list(range(1, len(book.code) + 1)) == book.counts()


@each_notebook
def test_no_error_but_those_that_are_meant(lab, name):
    assert [] == lab.ran(name).unmeant_errors()


@each_notebook
def test_no_widget_is_broken(lab, name):
    assert [] == broken_widgets(lab.ran(name).cells())


def broken_widgets(cells):
    texts = [output["text"] for cell in cells for output in cell["outputs"]]
    return [
        text for text in texts if re.search("error displaying widget|model not found", text, re.I)
    ]


@each_notebook
def test_the_browser_has_nothing_to_complain_of(lab, name):
    assert [] == lab.ran(name).complaints


@each_notebook
def test_the_page_asks_no_other_computer(lab, name):
    assert [] == lab.ran(name).abroad


@each_notebook
def test_each_picture_has_loaded(lab, name):
    pictures = lab.ran(name).pictures()
    assert [True] * max(len(pictures), 1) == [picture["loaded"] for picture in pictures]


@each_notebook
def test_no_picture_is_wider_than_the_page(lab, name):
    assert [] == [shown for shown in lab.ran(name).pictures() if shown["right"] > shown["edge"]]


def test_the_words_under_the_first_run(lab):
    book = lab.ran(START_HERE)
    number, stored = next(
        (number, cell)
        for number, cell in enumerate(book.code)
        if any("image/png" in output.get("data", {}) for output in cell.outputs)
    )
    assert stored.outputs[-1].data["text/plain"] == book.texts(number)[-1]


# The explorers


def with_explorers():
    names = []
    for path in sorted(ROOT.glob("notebooks/*.ipynb")):
        if re.search(r"\bexplore\.\w+\(\)", path.read_text(encoding="utf-8")):
            names.append(path.name)
    return names


each_explorer = pytest.mark.parametrize("name", with_explorers())


@pytest.fixture(scope="session")
def explorers(lab):
    found = {}

    def explorer(name):
        if name not in found:
            found[name] = Explorer(lab.ran(name))
        return found[name]

    return explorer


class Explorer:
    """An explorer on its page, as it is shown and after its first slider was moved one step."""

    def __init__(self, book):
        self.book = book
        self.widget = book.page.locator(".jupyter-widgets:has(> .jupyter-widgets pre)").last
        self.picture = self.widget.locator("img").first
        self.words = self.widget.locator("pre")
        self.slider = self.widget.locator(".widget-slider").first.get_by_role("slider")
        self.before = self.look()
        self.move()
        until(lambda: all(old != new for old, new in zip(self.before, self.look(), strict=True)))
        self.after = self.look()
        book.photograph(f"{book.name}-explorer-moved", SHEET)

    def look(self):
        return self.picture.get_attribute("src"), self.words.inner_text()

    def move(self):
        self.slider.focus()
        self.book.page.keyboard.press("ArrowRight")


def test_five_chapters_have_explorers():
    assert 5 == len(with_explorers())


@each_explorer
def test_moving_the_slider_changes_the_picture(explorers, name):
    assert explorers(name).before[0] != explorers(name).after[0]


@each_explorer
def test_moving_the_slider_changes_the_words(explorers, name):
    assert explorers(name).before[1] != explorers(name).after[1]


# Once more in the same kernel. It comes after what looks at the first run.


@each_notebook
def test_run_all_cells_again_says_the_same(lab, name):
    book = lab.ran(name)
    first = compared(book)
    book.run_all()
    assert first == compared(book)


def compared(book):
    """What nbval compares of the page's texts, cell by cell.

    Without the first cell, where IPython says the second time that the extension is loaded, and
    without hints, which go on where they were.
    """
    sanitized = Comparison().sanitized
    return {
        # As one: where work proves long, a progress bar parts what was printed before and after it.
        number: sanitized("".join(book.texts(number)))
        for number, cell in enumerate(book.code)
        if number and IGNORE not in cell.metadata.get("tags", [])
        if not cell.source.startswith("hint(")
    }


# Questions and an exercise: answered with the mouse and the keyboard

LEARNER = [
    """%load_ext helpers
from pathlib import Path
from helpers import check, hint, predict, progress, quiz
from helpers.course.checking import passed
passed.file = lambda: Path("passed.json").resolve()
passed._is_a_test = lambda: False""",
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


@pytest.fixture(scope="session")
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


# Stopping what runs


def asleep(lab, name):
    """A notebook whose third cell waits for two sleeping processes, and their numbers."""
    lab.write(name, SLEEP)
    book = lab.open(name)
    for number in range(3):
        book.run_cell(number)
    assert until(lambda: "asleep" in "".join(book.texts(2))), "the processes did not start"
    pids = [int(found) for found in re.findall(r"\d+", "".join(book.texts(2)))]
    assert [True, True] == [pid in alive(pids) for pid in pids]
    return book, pids


SLOW = [
    """%load_ext helpers
import ipywidgets, time
from multiprocessing import Process
from helpers import record
from helpers.course.explorers import Explorer

def sleep(seconds):
    with record(deadline=600) as run:
        p = Process(target=time.sleep, args=(seconds,))
        p.start()
        p.join()
    return [], f"slept {seconds} s"

Explorer("Sleep", sleep, {"seconds": ipywidgets.SelectionSlider(options=[0, 600])})""",
    "6 * 7",
]


def test_the_stop_button_stops_an_explorer(lab):
    lab.write("slow.ipynb", SLOW)
    book = lab.open("slow.ipynb")
    book.run_cell(0)
    explorer = book.page.locator(".jp-OutputArea-output", has_text="slept 0 s")
    explorer.get_by_role("slider").focus()
    book.page.keyboard.press("ArrowRight")
    assert until(lambda: "running" in explorer.inner_text())
    book.press("interrupt-kernel")
    assert until(lambda: "stopped" in explorer.inner_text())
    book.run_cell(1)
    assert until(lambda: ["42"] == book.texts(1))


@pytest.fixture(scope="session")
def stopped(lab):
    book, pids = asleep(lab, "stopped.ipynb")
    book.press("interrupt-kernel")
    until(book.errors)
    book.wait_until_idle()
    book.run_cell(3)
    book.run_cell(4)
    book.wait_until_idle()
    book.photograph("stopped")
    return book, pids


def test_the_stop_button_shows_a_keyboard_interrupt(stopped):
    book, _ = stopped
    assert [(2, "KeyboardInterrupt: ")] == book.errors()


def test_the_cell_after_the_stop_button_runs(stopped):
    book, _ = stopped
    assert ["42"] == book.texts(3)


def test_after_the_stop_button_the_run_says_who_stood_where(stopped):
    book, _ = stopped
    assert "MainProcess waited in child 1.join(), line 6 in this cell" in book.texts(4)[-1]


def test_the_stop_button_leaves_no_process(stopped):
    _, pids = stopped
    assert [] == alive(pids)


def test_a_restart_leaves_no_process(lab):
    book, pids = asleep(lab, "restarted.ipynb")
    book.press("restart-kernel")
    book.page.get_by_role("dialog").locator(".jp-mod-accept").click()
    until(lambda: not alive(pids))
    # A server that is told to end while it restarts a kernel does not.
    book.run_cell(3)
    book.wait_until_idle()
    assert [] == alive(pids)
