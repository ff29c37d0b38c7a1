"""The queues of `multiprocessing`: each item travels in an envelope with a number of its own."""

import multiprocessing.queues
from multiprocessing.synchronize import SEM_VALUE_MAX

from helpers.note.events import note, waiting
from helpers.note.watch.labels import label_of
from helpers.note.watch.numbers import new_number
from helpers.note.watch.registry import Watched

__all__ = ["JoinableQueue", "Queue", "SimpleQueue", "Tasks", "open_envelope", "seal"]


class Envelope:
    """An item on its way through a queue, with the number that tells it from all others."""

    __slots__ = ("item", "number")

    def __init__(self, number, item):
        self.number = number
        self.item = item

    def __reduce__(self):
        return Envelope, (self.number, self.item), None, self._pickled()

    def _pickled(self):
        # pickle asks for elements to append when it is done with the item, and finds none.
        note("F", self.number)
        yield from ()


def seal(item):
    """`item` in an envelope with a new number."""
    return Envelope(new_number(), item)


def open_envelope(envelope, name):
    """What is in `envelope`, which came out of the queue called `name`."""
    if type(envelope) is not Envelope:  # put before the queue was watched
        return envelope
    note("R", name, envelope.number)
    return envelope.item


class Queue(Watched):
    """`put()` and `get()`, what the feeder thread pickles, and what it cannot pickle."""

    def put(self, obj, block=True, timeout=None):
        envelope = seal(obj)
        # Without a limit, put() waits for nobody: starting the feeder thread is work.
        limit = getattr(self, "maxsize", 0) or getattr(self, "_maxsize", 0)
        limited = 0 < limit < SEM_VALUE_MAX
        if block and limited:
            with waiting(f"{self.watched}.put()"):
                super().put(envelope, block, timeout)
        else:
            super().put(envelope, block, timeout)
        note("M", self.watched, envelope.number, label_of(obj), limit if limited else 0)

    @staticmethod
    def _on_queue_feeder_error(error, envelope):
        # The feeder thread drops the item (CPython, Lib/multiprocessing/queues.py, `Queue._feed`).
        if type(envelope) is Envelope:
            note("r", envelope.number, f"{type(error).__name__}: {error}")
        multiprocessing.queues.Queue._on_queue_feeder_error(error, envelope)

    def get(self, block=True, timeout=None):
        note("G", self.watched)
        if not block:
            return open_envelope(super().get(block, timeout), self.watched)
        with waiting(f"{self.watched}.get()"):
            envelope = super().get(block, timeout)
        return open_envelope(envelope, self.watched)


class Tasks(Watched):
    """`task_done()` and `join()` of any queue that counts its tasks."""

    def task_done(self):
        note("K", self.watched)  # before join() comes back: this process may end in that instant
        try:
            super().task_done()
        except BaseException:
            note("k", self.watched)
            raise

    def join(self):
        with waiting(f"{self.watched}.join()"):
            super().join()


class JoinableQueue(Tasks, Queue):
    """Both."""


class SimpleQueue(Watched):
    """A lock and a pipe: its `put()` waits while the pipe is full."""

    def put(self, obj):
        envelope = seal(obj)
        with waiting(f"{self.watched}.put()"):
            super().put(envelope)
        note("M", self.watched, envelope.number, label_of(obj), 0)

    def get(self):
        note("G", self.watched)
        with waiting(f"{self.watched}.get()"):
            envelope = super().get()
        return open_envelope(envelope, self.watched)
