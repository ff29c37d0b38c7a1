"""Events, conditions and barriers: who lets whom go on."""

import sys

from helpers.note.events import note, waiting
from helpers.note.watch.announcing import announced
from helpers.note.watch.registry import Watched

__all__ = ["Barrier", "Condition", "Event"]


class Event(Watched):
    """`set()` lets all go on who wait."""

    def set(self):
        with announced("V", self.watched, "set", "all"):
            super().set()

    def wait(self, timeout=None):
        with waiting(f"{self.watched}.wait()"):
            done = super().wait(timeout)
        if done:
            note("Y", self.watched, "set")
        return done


class Condition(Watched):
    """Holds its lock, and lets go of it while it waits.

    `_lock` is the lock of both kinds (CPython, Lib/threading.py and
    Lib/multiprocessing/synchronize.py).
    """

    def begin_watching(self):
        # The standard library stores these two on the object, where they would hide ours (CPython,
        # Lib/multiprocessing/synchronize.py, `_make_methods`; Lib/threading.py, `Condition`).
        for method in "acquire", "release":
            self.__dict__.pop(method, None)

    def _make_methods(self):
        """Leave `acquire` and `release` to this class."""

    def acquire(self, *args, **kwargs):
        with waiting(f"{self.watched}.acquire()"):
            got = self._lock.acquire(*args, **kwargs)
        if got:
            note("H", self.watched)
        return got

    def release(self):
        with announced("U", self.watched):
            self._lock.release()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()

    def wait(self, timeout=None):
        note("y", self.watched)
        try:
            with waiting(f"{self.watched}.wait()"):
                woken = super().wait(timeout)
        finally:
            note("h", self.watched)
        if woken:
            note("Y", self.watched, "notify")
        return woken

    def notify(self, n=1):
        with announced("V", self.watched, "notify", n):
            super().notify(n)

    def notify_all(self):
        # Both kinds would call `notify` for it, which would be noted too.
        with announced("V", self.watched, "notify_all", "all"):
            super().notify(sys.maxsize)


class Barrier(Watched):
    """The last to come lets all go on."""

    def wait(self, timeout=None):
        with waiting(f"{self.watched}.wait()"):
            number = super().wait(timeout)
        # The last to come waits for nobody, and lets all the others go on.
        note("Y", self.watched, "last" if number == self.parties - 1 else "wait")
        return number
