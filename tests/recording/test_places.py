"""A run knows on which line of the learner's a lane waited, slept or started a process."""

import queue
import sys
import threading
import time
from multiprocessing import Process, Queue
from types import SimpleNamespace

import pytest
import scenes

from helpers import record, watch
from helpers.note import places
from helpers.note.learners import is_learners
from helpers.runs.lane import Place


@pytest.fixture(autouse=True)
def _forgotten():
    places.forget()
    yield
    places.forget()


def line_of(run, lane, span):
    place = run.places[f"{lane.pid} {span.place}"]
    return place.source


def test_a_sleep_and_a_wait_and_a_start_say_their_line(start_method):
    with record() as run:
        inbox = watch(Queue(), "inbox")
        p = Process(target=scenes.produce, args=(inbox, [1]), name="producer")
        p.start()
        inbox.get()
        p.join()
        time.sleep(0)
    [main, _] = run.lanes
    assert "p.start()" == line_of(run, main, main.starts[0])
    assert "time.sleep(0)" == line_of(run, main, main.sleeps[0])
    assert {"inbox.get()", "p.join()"} == {line_of(run, main, wait) for wait in main.waits}


def test_a_child_says_its_own_lines(start_method):
    with record() as run:
        p = Process(target=scenes.sleep, args=(0,), name="sleeper")
        p.start()
        p.join()
    sleeper = run.lane("sleeper")
    assert "time.sleep(seconds)" == line_of(run, sleeper, sleeper.sleeps[0])


def test_a_thread_says_its_own_lines():
    jobs = queue.Queue()

    def work():
        watch(jobs, "jobs").get()

    with record() as run:
        thread = threading.Thread(target=work, name="worker")
        thread.start()
        watch(jobs, "jobs").put(1)
        thread.join()
    worker = run.lanes[1]
    assert ['watch(jobs, "jobs").get()'] == [line_of(run, worker, w) for w in worker.waits]


def test_a_place_is_the_file_as_a_learner_knows_it():
    with record() as run:
        time.sleep(0)
    [place] = run.places.values()
    assert Place("test_places", place.line, "time.sleep(0)") == place


def told():
    found = []
    return found, lambda *place: found.append(place)


def test_a_place_is_told_once_and_its_number_stays():
    found, tell = told()
    numbers = [places.place_of(sys._getframe(), tell) for _ in range(3)]
    assert (1, 1) == (len({*numbers}), len(found))
    assert [(numbers[0], __file__)] == [place[:2] for place in found]


def test_two_calls_have_two_numbers():
    found, tell = told()
    first = places.place_of(sys._getframe(), tell)
    second = places.place_of(sys._getframe(), tell)
    assert (True, 2) == (first != second, len(found))


def test_a_place_that_was_forgotten_is_told_again():
    found, tell = told()

    def here():
        places.place_of(sys._getframe(), tell)

    for _ in range(2):
        here()
        places.forget()
    assert 2 == len(found)


def test_of_the_library_only_the_caller_counts():
    found, tell = told()
    sorted([1], key=lambda _: places.place_of(sys._getframe(), tell))
    assert __file__ == found[-1][1]


def test_where_nobody_is_the_learner_there_is_no_place():
    code = compile("1", queue.__file__, "eval")
    found, tell = told()
    frame = SimpleNamespace(f_code=code, f_lasti=0, f_lineno=1, f_back=None)
    assert ("", []) == (places.place_of(frame, tell), found)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (queue.__file__, False),
        (places.__file__, False),
        (pytest.__file__, False),
        ("zmq/backend/cython/_zmq.py", False),
        ("<string>", False),
        (__file__, True),
        (scenes.__file__, True),
    ],
    ids=[
        "the library",
        "ours",
        "a package",
        "of a compiled package",
        "no file",
        "a notebook",
        "a module",
    ],
)
def test_only_the_learners_own_files_have_places(file, expected):
    assert expected == is_learners(file)
