"""The notebooks in a real JupyterLab: what a learner sees, clicks, moves and stops.

Screenshots of every page stay in artifacts/, and one of every open page when a test fails.
"""

import re

import pytest
from lab import ROOT, SHEET, alive, new_lab, until

from tools.comparison import Comparison
from tools.tidy import IGNORE

pytestmark = pytest.mark.browser

NAMES = sorted(path.name for path in ROOT.glob("notebooks/*.ipynb"))
START_HERE, PROCESSES = "00_start_here.ipynb", "01_processes.ipynb"
each_notebook = pytest.mark.parametrize("name", NAMES)

SLEEP = [
    """%load_ext helpers
from multiprocessing import Process, Queue
from helpers import record""",
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
    """with record(deadline=600):
    up = Queue()
    p = Process(target=sleepers.sleep_beside_a_child, args=(up,))
    p.start()
    print("asleep:", up.get(), up.get())
    p.join()""",
    "6 * 7",
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


# The explorer of chapter 1


@pytest.fixture(scope="session")
def explorer(lab):
    book = lab.ran(PROCESSES)
    return Explorer(book)


class Explorer:
    """The explorer on its page, as it is shown and after its first slider was moved one step."""

    def __init__(self, book):
        self.picture = book.page.locator(".jupyter-widgets img").first
        self.words = book.page.locator(".jupyter-widgets pre")
        before = self.look()
        self.before = before
        slider = book.page.locator(".widget-slider", has_text="processes").get_by_role("slider")
        slider.focus()
        book.page.keyboard.press("ArrowRight")
        until(lambda: all(old != new for old, new in zip(before, self.look(), strict=True)))
        self.after = self.look()
        book.photograph(f"{book.name}-explorer-moved", SHEET)

    def look(self):
        return self.picture.get_attribute("src"), self.words.inner_text()


def test_moving_the_slider_changes_the_picture(explorer):
    assert explorer.before[0] != explorer.after[0]


def test_moving_the_slider_changes_the_words(explorer):
    processes = [int(words.split()[0]) for _, words in (explorer.before, explorer.after)]
    assert [2, 3] == processes


# Once more in the same kernel. It comes after what looks at the first run.


@each_notebook
def test_run_all_cells_again_says_the_same(lab, name):
    book = lab.ran(name)
    first = compared(book)
    book.run_all()
    assert first == compared(book)


def compared(book):
    """What nbval compares of the page's texts, cell by cell.

    Without the first cell, where IPython says the second time that the extension is loaded.
    """
    sanitized = Comparison().sanitized
    return {
        number: [sanitized(text) for text in book.texts(number)]
        for number, cell in enumerate(book.code)
        if number and IGNORE not in cell.metadata.get("tags", [])
    }


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


@pytest.fixture(scope="session")
def stopped(lab):
    book, pids = asleep(lab, "stopped.ipynb")
    book.press("interrupt-kernel")
    until(book.errors)
    book.wait_until_idle()
    book.run_cell(3)
    book.wait_until_idle()
    return book, pids


def test_the_stop_button_shows_a_keyboard_interrupt(stopped):
    book, _ = stopped
    assert [(2, "KeyboardInterrupt: ")] == book.errors()


def test_the_cell_after_the_stop_button_runs(stopped):
    book, _ = stopped
    assert ["42"] == book.texts(3)


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
