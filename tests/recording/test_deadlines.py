"""When the deadline comes, for what it waits, and that it stops the block."""

import io
import os
import signal
import sys
import threading
import time
from multiprocessing import Process, get_context, popen_fork

import pytest
import scenes
from lanes import texts

from helpers import log, record
from helpers.note import follow
from helpers.runs import deadline, recording


@pytest.fixture
def come_up(monkeypatch):
    """An event for which a forked child waits before it follows the run, as on a busy computer."""
    come_up = get_context("fork").Event()
    enter = follow._enter_child

    def enter_late(tag):
        come_up.wait()
        enter(tag)

    monkeypatch.setattr(follow, "_enter_child", enter_late)
    return come_up


def never_come_up(tag):
    time.sleep(600)


def start_sleeper():
    p = get_context("fork").Process(target=scenes.sleep, name="sleeper")
    p.start()
    return p


def wait_for_the_deadline():
    while recording._open.deadline._awaited is None:
        time.sleep(0.001)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork")
def test_the_deadline_waits_for_a_child_that_comes_up_late(come_up):
    with record(deadline=0.2) as run:
        p = start_sleeper()
        wait_for_the_deadline()
        come_up.set()
        p.join()
    sleeper = run.lane("sleeper")
    assert (True, "sleep", "killed at the deadline") == (
        run.put_off > 0,
        sleeper.stand and sleeper.stand.function,
        run.words().splitlines()[-1].partition(": ")[2].rstrip("."),
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork")
def test_the_deadline_does_not_wait_for_ever_for_a_child_to_come_up(come_up, monkeypatch):
    monkeypatch.setattr(deadline, "LATE", 0.1)
    with record(deadline=0.2) as run:
        start_sleeper().join()
    assert 0.1 == run.put_off


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork")
def test_the_deadline_waits_for_a_child_whose_start_has_begun(monkeypatch):
    begin = popen_fork.Popen.__init__

    def begin_late(self, process):
        wait_for_the_deadline()
        begin(self, process)

    monkeypatch.setattr(popen_fork.Popen, "__init__", begin_late)
    with record(deadline=0.2) as run:
        start_sleeper().join()
    assert (True, "sleep") == (run.put_off > 0, run.lane("sleeper").stand.function)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork")
def test_the_deadline_does_not_wait_for_a_child_that_is_started_after_it(come_up, monkeypatch):
    with record(deadline=0.2) as run:
        start_sleeper()
        wait_for_the_deadline()
        monkeypatch.setattr(follow, "_enter_child", never_come_up)
        p = start_sleeper()
        come_up.set()
        p.join()
    assert run.stopped
    assert run.put_off < deadline.LATE


def test_a_block_that_ends_while_its_deadline_is_put_off_is_not_stopped(monkeypatch):
    def put_off_until_the_block_has_ended(*_):
        while recording._open.block.inside:
            time.sleep(0.001)
        return False

    monkeypatch.setattr(deadline.Deadline, "_is_put_off", put_off_until_the_block_has_ended)
    with record(deadline=0.1) as run:
        time.sleep(0.2)
    assert (False, 0.0) == (run.stopped, run.put_off)


def test_except_exception_does_not_catch_the_deadline():
    with record(deadline=0.3) as run:
        try:
            time.sleep(60)
        except Exception:
            log("caught")
    assert (True, []) == (run.stopped, texts(run.lanes[0]))


def test_a_block_that_swallows_the_interrupt_is_interrupted_again():
    with record(deadline=0.3) as run:
        try:
            time.sleep(60)
        except BaseException:
            time.sleep(60)
    assert run.stopped


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no such call on this system")
def test_a_block_that_no_interrupt_reaches_is_given_up_and_says_so(monkeypatch):
    said = []
    given_up = threading.Event()

    class Said(io.StringIO):
        def write(self, text):
            said.append(text)
            given_up.set()

    monkeypatch.setattr(recording, "TRIES", 2)
    monkeypatch.setattr(recording, "INSISTING", 0.05)
    monkeypatch.setattr(sys, "stderr", Said())
    with record(deadline=0.2) as run:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        given_up.wait(60)
        log("goes on")
        p = Process(target=scenes.sleep, name="sleeper")
        p.start()
        p.join()  # what it starts is ended all the same
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        log("never reached")
    assert (True, ["goes on"]) == (run.stopped, texts(run.lanes[0]))
    assert "2 interrupts did not end line" in "".join(said)
    assert "test_deadlines: given_up.wait(60)" in "".join(said)
    assert "the deadline" == run.lane("sleeper").ended_by


@pytest.mark.parametrize("deadline", [-1, 0, "soon", None, True, float("nan")])
def test_a_deadline_is_a_number_of_seconds(deadline):
    with pytest.raises(ValueError, match="A deadline is a number of seconds above 0"):
        record(deadline=deadline)
