"""What judges ask of a run, and what trials do with what an answer gives back."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Manager, Process, get_context
from queue import Empty

import pytest

from helpers import log, record
from helpers.course.exercises import e04_3
from helpers.course.exercises.exercise import Seen
from helpers.course.exercises.lanes import marks, started
from helpers.course.exercises.turnstile import Turnstile
from helpers.course.exercises.values import has_none, listed, out_of_order
from helpers.note import events


def test_what_is_logged_or_printed_is_no_mark_of_the_check():
    with record() as run:
        log("serves soup")
        events.mark("serves soup\nand bread")
    assert ["serves soup\nand bread"] == [mark.text for mark in marks(run.lanes[0])]
    assert ["serves soup", "serves soup\nand bread"] == [mark.text for mark in run.lanes[0].marks]


def test_a_mark_outside_a_recording_goes_nowhere(capsys):
    events.mark("serves soup")
    assert "" == capsys.readouterr().out


def test_a_manager_and_what_ran_before_the_call_are_not_what_an_answer_has_started():
    with record() as run:
        demo = Process(target=print, name="demo")
        demo.start()
        demo.join()
        events.note("Q")
        with Manager():
            worker = Process(target=print, name="worker")
            worker.start()
            worker.join()
    assert ["worker"] == [lane.name for lane in started(Seen((), run=run))]
    assert 4 == len(run.lanes)


@pytest.mark.parametrize(
    ("returned", "expected"),
    [
        ((number for number in (0, 3)), [0, 3]),
        ((0, 3), [0, 3]),
        ({3: 0}.values(), [0]),
        ({3: 0}, {3: 0}),
        ("tea", "tea"),
        (None, None),
        (iter(int, 1), [0] * 1000),
    ],
)
def test_what_can_be_gone_through_is_a_list(returned, expected):
    assert expected == listed(returned)


@pytest.mark.parametrize(
    ("returned", "expected"),
    [([0, None], True), ([0], False), ([], False), (True, False), ("None", False), (None, False)],
)
def test_none_in_what_was_returned(returned, expected):
    assert expected == has_none(returned)


@pytest.mark.parametrize("count", [2, 3, 5])
def test_values_out_of_order(count):
    for _ in range(50):
        values = out_of_order(range(count))
        assert sorted(values) == list(range(count))
        assert values != list(range(count))
        assert count == 2 or values != list(range(count))[::-1]


def find_nothing(queue, work):
    for get in queue.get_nowait, lambda: queue.get(timeout=60):
        try:
            get()
        except Empty:
            events.mark("goes on")


def test_a_timeout_passes_at_once_for_who_works_and_waits_at_the_queue_of_a_manager():
    with Manager() as manager, record(deadline=30) as run:
        work, queue = e04_3._Work(1), manager.Queue()
        child = get_context("spawn").Process(target=find_nothing, args=(queue, work))
        child.start()
        child.join()
    found = [mark.text for mark in marks(run.lanes[1])]
    assert ["found nothing", "goes on"] * 2 == found


def test_who_looks_gives_the_others_that_many_chances():
    turnstile = Turnstile("gate")
    assert not turnstile.looks(1, 3)
    turnstile.enter()
    assert turnstile.looks(1, 1)


def test_a_turnstile_counts_in_the_workers_of_an_executor():
    turnstile = Turnstile("gate")
    with ProcessPoolExecutor(2) as workers:
        found = [workers.submit(turnstile.enter) for _ in range(20)]
        assert turnstile.wait(20, 30)
    assert list(range(20)) == sorted(one.result() for one in found)
    assert not turnstile.wait(21, 0)
