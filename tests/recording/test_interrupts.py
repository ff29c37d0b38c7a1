"""An exception or an interrupt of the block goes through, and ends what runs."""

import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import Event, Process

import pytest
import scenes

from helpers import record


def test_an_exception_goes_through():
    with pytest.raises(ZeroDivisionError), record() as run:
        Process(target=scenes.sleep, name="sleeper").start()
        1 / 0  # noqa: B018
    assert "the end of the block" == run.lane("sleeper").ended_by


def test_the_learners_interrupt_goes_through():
    interrupt = threading.Timer(
        0.3, signal.pthread_kill, (threading.main_thread().ident, signal.SIGINT)
    )
    with pytest.raises(KeyboardInterrupt), record() as run:
        interrupt.start()
        p = Process(target=scenes.sleep, name="sleeper")
        p.start()
        p.join()
    interrupt.join()
    assert (False, "the interrupt") == (run.stopped, run.lane("sleeper").ended_by)
    assert "sleeper.join()" == run.lanes[0].stand.waiting_on


@pytest.mark.parametrize("kind", [ProcessPoolExecutor, ThreadPoolExecutor])
def test_the_interrupt_of_a_block_that_waits_for_an_executor_goes_through(kind):
    work = (scenes.sleep,) if kind is ProcessPoolExecutor else (threading.Event().wait, 3)
    interrupt = threading.Timer(
        0.3, signal.pthread_kill, (threading.main_thread().ident, signal.SIGINT)
    )
    with pytest.raises(KeyboardInterrupt), record(deadline=2.5) as run:
        interrupt.start()
        with kind(1) as executor:
            executor.submit(*work).result()
    interrupt.join()
    assert (False, "executor.submit(*work).result()") == (
        run.stopped,
        run.lanes[0].stand.source,
    )


def test_an_interrupt_that_the_block_answers_itself_does_not_end_the_run():
    with record() as run:
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        Process(target=scenes.sleep, name="sleeper").start()
    assert (None, "the end of the block") == (run.stopped_at, run.lane("sleeper").ended_by)


def test_what_the_block_waits_for_after_the_interrupt_is_not_where_it_stood():
    with pytest.raises(KeyboardInterrupt), record() as run:
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            p = Process(target=scenes.exit_with, args=(0,))
            p.start()
            p.join()
    assert None is run.lanes[0].stand.waiting_on
    assert "signal.raise_signal(signal.SIGINT)" == run.lanes[0].stand.source


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to a child")
def test_a_child_that_the_interrupt_ended_before_its_parent_got_it(start_method):
    with pytest.raises(KeyboardInterrupt), record() as run:
        up = Event()
        p = Process(target=scenes.report_and_sleep, args=(up,), name="sleeper")
        p.start()
        up.wait()
        os.kill(p.pid, signal.SIGINT)
        p.join()
        signal.raise_signal(signal.SIGINT)
    sleeper = run.lane("sleeper")
    assert ("the interrupt", None) == (sleeper.ended_by, sleeper.error)
    assert ("report_and_sleep", None) == (sleeper.stand.function, sleeper.stand.waiting_on)


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no SIGTERM that could be ignored")
def test_a_child_that_ignores_the_interrupt_is_ended_too(start_method):
    with pytest.raises(KeyboardInterrupt), record() as run:
        up = Event()
        p = Process(target=scenes.ignore_sigterm, args=(up,), name="deaf")
        p.start()
        up.wait()
        signal.raise_signal(signal.SIGINT)
    assert ("the interrupt", -signal.SIGKILL) == (
        run.lane("deaf").ended_by,
        run.lane("deaf").exitcode,
    )
