"""Waits for threads in slices, where the system cannot interrupt one that has no end.

On Windows up to Python 3.13 the main thread notices an interrupt only after it has got the lock
that it waits for (CPython, Python/thread_nt.h, `PyThread_acquire_lock_timed` leaves `intr_flag`
aside; Python documentation, "threading.Lock.acquire"). A wait of a fraction of a second comes back
by itself, the interrupt is noticed, or the wait goes on.
"""

import queue
import sys
import threading
import time

from helpers.note.replacements import Replacements

__all__ = ["begin", "finish"]

NEEDED = sys.platform == "win32" and sys.version_info < (3, 14)
SLICE = 0.05  # seconds

_replaced = Replacements()


def begin():
    """From now on the main thread waits in slices, where that is needed."""
    if NEEDED:
        _replaced.put(threading.Thread, "join", _join)
        _replaced.put(threading.Event, "wait", _wait)
        _replaced.put(queue.Queue, "get", _get)
        _replaced.put(queue.Queue, "put", _put)


def finish():
    """The main thread waits as it did before `begin`."""
    _replaced.take_back()


def _in_slices(wait, timeout, is_over):
    """Call `wait(seconds)` until its result `is_over`, or `timeout` has passed; return it."""
    if threading.current_thread() is not threading.main_thread():
        return wait(timeout)
    until = None if timeout is None else time.monotonic() + timeout
    while True:
        left = SLICE if until is None else min(SLICE, until - time.monotonic())
        result = wait(max(left, 0))
        if is_over(result) or left < SLICE:
            return result


def _join(join, self, timeout=None):
    _in_slices(lambda seconds: join(self, seconds), timeout, lambda _: not self.is_alive())


def _wait(wait, self, timeout=None):
    return _in_slices(lambda seconds: wait(self, seconds), timeout, bool)


def _get(get, self, block=True, timeout=None):
    if not block or (timeout is not None and timeout < 0):
        return get(self, block, timeout)
    item, refused = _in_slices(_told(queue.Empty, lambda s: get(self, True, s)), timeout, _worked)
    if refused is not None:
        raise refused
    return item


def _put(put, self, item, block=True, timeout=None):
    if not block or (timeout is not None and timeout < 0):
        return put(self, item, block, timeout)
    _, refused = _in_slices(_told(queue.Full, lambda s: put(self, item, True, s)), timeout, _worked)
    if refused is not None:
        raise refused
    return None


def _told(kind, call):
    """`call`, which gives back its result and None, or None and the error of `kind`."""

    def told(seconds):
        try:
            return call(seconds), None
        except kind as error:
            return None, error

    return told


def _worked(told):
    return told[1] is None
