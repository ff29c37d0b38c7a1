"""Pools of a run whose workers we end: all that is needed of the inside of `multiprocessing.Pool`.

CPython, Lib/multiprocessing/util.py: `Finalize` enters itself into `_finalizer_registry` and keeps
its `_callback` and `_args`. Lib/multiprocessing/pool.py: `Pool.__init__` makes one that calls
`_terminate_pool`, and threads with a `_state`, of which "TERMINATE" ends them.
"""

import inspect
import threading
from multiprocessing import util

from helpers.note import follow

__all__ = ["Pools"]

POLITE = 0.5  # seconds that the thread gets which starts workers


class Pools:
    """The pools that are made from now on."""

    def __init__(self):
        self._before = {*threading.enumerate(), *util._finalizer_registry.values()}
        self._taken = []  # of each pool: whom to tell, and the thread that starts workers

    def take(self):
        """Keep pools from ending themselves while we end their workers.

        Their own way to end would hang: a worker that is killed while it waits for a task holds the
        lock of the task queue (CPython, Lib/multiprocessing/pool.py, `_help_stuff_finish`). Or it
        would fail, over the thread that we have ended (`_terminate_pool`). Once its finalizer is
        cancelled, `terminate()` does nothing, and nor does the end of `with Pool()`.
        """
        for finalizer in set(util._finalizer_registry.values()) - self._before:
            if getattr(finalizer._callback, "__name__", "") == "_terminate_pool":
                given = inspect.signature(finalizer._callback).bind(*finalizer._args).arguments
                self._taken.append((given["change_notifier"], given["worker_handler"]))
                finalizer.cancel()

    def end(self):
        """Keep pools from starting new workers for those that are about to end."""
        self.take()
        for thread in set(threading.enumerate()) - self._before:
            if follow.is_internal(thread) and hasattr(thread, "_state"):
                thread._state = "TERMINATE"
        while self._taken:
            notifier, starter = self._taken.pop()
            # It may have looked at its state before, and be about to start a worker.
            notifier.put(None)
            starter.join(POLITE)
