"""Where the system cannot interrupt a wait for a thread, the main thread waits in slices."""

import queue
import threading

import pytest

from helpers import record, watch
from helpers.note import slices


@pytest.fixture(autouse=True)
def waits(monkeypatch):
    """The seconds of each wait that the main thread gave itself up to, on such a system."""
    seconds = []
    for owner, name in [
        (threading.Thread, "join"),
        (threading.Event, "wait"),
        (queue.Queue, "get"),
        (queue.Queue, "put"),
    ]:
        monkeypatch.setattr(owner, name, noting(getattr(owner, name), seconds))
    monkeypatch.setattr(slices, "NEEDED", True)
    return seconds


def noting(original, seconds):
    def noted(self, *args):
        if threading.current_thread() is threading.main_thread():
            seconds.append(args[-1] if args else None)
        return original(self, *args)

    return noted


def fill():
    full = queue.Queue(1)
    full.put("first", True, 0)
    return full


@pytest.mark.parametrize(
    "wait",
    [
        lambda: queue.Queue().get(),
        lambda: watch(queue.Queue(), "jobs").get(),
        lambda: fill().put("second"),
        lambda: threading.Event().wait(),
        lambda: sleeper().join(),
    ],
)
def test_a_wait_without_an_end_has_slices(wait, waits):
    with record(deadline=0.3) as run:
        waits.clear()
        wait()
    assert run.stopped
    assert [] == [seconds for seconds in waits if seconds is None or seconds > slices.SLICE]


def sleeper():
    thread = threading.Thread(target=threading.Event().wait, args=(2,), daemon=True)
    thread.start()
    return thread


def test_a_wait_in_slices_ends_as_any_other():
    late = queue.Queue()
    ready = threading.Event()
    with record() as run:
        timer = threading.Timer(3 * slices.SLICE, late.put, ["item"])
        timer.start()
        assert "item" == late.get()
        timer.join()
        threading.Timer(3 * slices.SLICE, ready.set).start()
        assert ready.wait()
        assert not threading.Event().wait(0.01)
        with pytest.raises(queue.Empty):
            late.get(timeout=2 * slices.SLICE)
        with pytest.raises(queue.Full):
            fill().put("second", timeout=0.01)
        with pytest.raises(ValueError, match="non-negative"):
            late.get(timeout=-1)
    assert not run.stopped


def test_the_methods_are_as_before_after_the_run():
    before = threading.Thread.join, threading.Event.wait, queue.Queue.get, queue.Queue.put
    with record():
        pass
    after = threading.Thread.join, threading.Event.wait, queue.Queue.get, queue.Queue.put
    assert before == after
