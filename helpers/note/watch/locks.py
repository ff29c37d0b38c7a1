"""Locks and semaphores: who holds them, and who waits for them."""

from helpers.note.events import note, waiting
from helpers.note.watch.announcing import announced
from helpers.note.watch.registry import Watched, Wrapper

__all__ = ["Lock", "Semaphore", "ThreadLock", "ThreadRLock", "ThreadSemaphore"]


class Lock(Watched):
    """A lock of `multiprocessing`, of both kinds."""

    def begin_watching(self):
        # The standard library stores these two on the object, where they would hide ours (CPython,
        # Lib/multiprocessing/synchronize.py, `_make_methods`; Lib/threading.py, `Condition`).
        for method in "acquire", "release":
            self.__dict__.pop(method, None)

    def _make_methods(self):
        """Leave `acquire` and `release` to this class."""

    def acquire(self, block=True, timeout=None):
        with waiting(f"{self.watched}.acquire()"):
            got = self._semlock.acquire(block, timeout)
        if got:
            note("H", self.watched)
        return got

    def release(self):
        with announced("U", self.watched):
            self._semlock.release()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()


class Semaphore(Lock):
    """Whether it locks or signals is seen in what was done with it: no lock, so other kinds."""

    def acquire(self, block=True, timeout=None):
        with waiting(f"{self.watched}.acquire()"):
            got = self._semlock.acquire(block, timeout)
        if got:
            note("q", self.watched)
        return got

    def release(self):
        with announced("v", self.watched):
            self._semlock.release()


class ThreadSemaphore(Watched):
    """A semaphore of `threading`, of both kinds."""

    def acquire(self, blocking=True, timeout=None):
        with waiting(f"{self.watched}.acquire()"):
            got = super().acquire(blocking, timeout)
        if got:
            note("q", self.watched)
        return got

    __enter__ = acquire

    def release(self, n=1):
        with announced("v", self.watched, *([n] if n != 1 else [])):
            super().release(n)


class ThreadLock(Wrapper):
    """A lock of `threading`."""

    def acquire(self, blocking=True, timeout=-1):
        with waiting(f"{self.watched}.acquire()"):
            got = self._thing.acquire(blocking, timeout)
        if got:
            note("H", self.watched)
        return got

    def release(self):
        with announced("U", self.watched):
            self._thing.release()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()


class ThreadRLock(ThreadLock):
    """A condition lets go of all its holds at once (CPython, Lib/threading.py, `Condition`)."""

    def _release_save(self):
        note("y", self.watched)
        return self._thing._release_save()

    def _acquire_restore(self, state):
        self._thing._acquire_restore(state)
        note("h", self.watched)
