"""A lane that sleeps is told from one that computes."""

import pickle
import signal
import threading
import time
from multiprocessing import Process

import pytest
import scenes

from helpers import log, record
from helpers.note import sleeping


def doze():
    time.sleep(0)
    time.sleep(0)


def test_every_sleep_of_a_block_is_noted():
    with record() as run:
        doze()
    assert [True, True] == [sleep.start <= sleep.end for sleep in run.lanes[0].sleeps]


def test_a_child_sleeps_under_every_start_method(start_method):
    with record() as run:
        p = Process(target=scenes.sleep, args=(0,), name="sleeper")
        p.start()
        p.join()
    assert 1 == len(run.lane("sleeper").sleeps)


def test_sleep_itself_can_be_what_a_child_runs(start_method):
    with record() as run:
        p = Process(target=time.sleep, args=(0,), name="sleeper")
        p.start()
        p.join()
    assert (0, 1) == (run.lane("sleeper").exitcode, len(run.lane("sleeper").sleeps))


def test_a_thread_sleeps_in_its_own_lane():
    with record() as run:
        thread = threading.Thread(target=doze, name="dozer")
        thread.start()
        thread.join()
    [main, dozer] = run.lanes
    assert (0, 2) == (len(main.sleeps), len(dozer.sleeps))


def test_a_thread_that_was_there_before_is_none_of_the_run():
    go, done = threading.Event(), threading.Event()

    def doze_later():
        go.wait()
        doze()
        done.set()

    threading.Thread(target=doze_later).start()
    with record() as run:
        go.set()
        done.wait()
    assert [[]] == [lane.sleeps for lane in run.lanes]


def test_outside_of_a_run_nothing_is_noted(monkeypatch):
    slept = []
    monkeypatch.setattr(sleeping, "_sleep", slept.append)
    time.sleep(7)
    assert [7] == slept


@pytest.mark.parametrize("wrong", ["soon", -1])
def test_a_wrong_duration_is_refused_as_ever(wrong):
    with pytest.raises((TypeError, ValueError)) as ours, record():
        time.sleep(wrong)
    with pytest.raises((TypeError, ValueError)) as theirs:
        sleeping._sleep(wrong)
    assert str(theirs.value) == str(ours.value)


def test_it_is_pickled_by_its_name_in_the_standard_library():
    assert b"time" in pickle.dumps(time.sleep)
    assert time.sleep is pickle.loads(pickle.dumps(time.sleep))


def test_a_block_that_sleeps_at_its_deadline_slept():
    with record(deadline=0.3) as run:
        time.sleep(60)
    assert run.lanes[0].stand.asleep
    assert "slept, line" in run.words()


def test_who_computes_at_its_deadline_did_not_sleep():
    with record(deadline=0.3) as run:
        log("on and on")
        while True:
            pass
    assert not run.lanes[0].stand.asleep
    assert "was at line" in run.words()


def test_a_sleep_that_an_interrupt_ended_is_where_the_block_stood():
    interrupt = threading.Timer(
        0.3, signal.pthread_kill, (threading.main_thread().ident, signal.SIGINT)
    )
    with pytest.raises(KeyboardInterrupt), record() as run:
        interrupt.start()
        time.sleep(60)
    interrupt.join()
    assert run.lanes[0].stand.asleep
