"""What runs is stopped with the buttons of JupyterLab, and nothing is left of it."""

import re

import pytest
from page import RED
from waiting import alive, until

pytestmark = pytest.mark.browser

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
    """with record(deadline=600) as run:
    up = Queue()
    p = Process(target=sleepers.sleep_beside_a_child, args=(up,))
    p.start()
    print("asleep:", up.get(), up.get())
    p.join()""",
    "6 * 7",
    "run",
]


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
from helpers.course.explorers.explorer import Explorer

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


@pytest.fixture(scope="module")
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


def red(book, number):
    return [output["text"] for output in book.cells()[number]["outputs"] if output["kind"] == RED]


def test_the_stop_button_shows_one_line_in_red(stopped):
    book, _ = stopped
    assert ["Interrupted in line 6: p.join()"] == [text.strip() for text in red(book, 2)]


def test_the_stop_button_shows_the_run_as_far_as_it_came(stopped):
    book, _ = stopped
    assert "\nInterrupted. Where they stood:\n" in book.texts(2)[-1]
    cell = book.page.locator(".jp-Notebook .jp-CodeCell").nth(2)
    assert 1 == cell.locator(".jp-OutputArea-output img").count()


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


WAIT = ["%load_ext helpers\nimport time", "print('waits', flush=True)\ntime.sleep(600)", "6 * 7"]


def test_outside_of_a_recording_the_stop_button_shows_one_line_and_no_later_cell_runs(lab):
    lab.write("waiting.ipynb", WAIT)
    book = lab.open("waiting.ipynb")
    book.start_all()
    assert until(lambda: "waits" in "".join(book.texts(1)))
    book.press("interrupt-kernel")
    assert until(book.errors)
    book.wait_until_idle()
    assert (["Interrupted in line 2: time.sleep(600)"], [], None) == (
        [text.strip() for text in red(book, 1)],
        book.texts(2),
        book.counts()[2],
    )
