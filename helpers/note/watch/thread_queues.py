"""The queues of the module `queue`, which threads share."""

import threading
from collections import deque

from helpers.note.events import note, waiting
from helpers.note.watch.labels import label_of
from helpers.note.watch.numbers import new_number
from helpers.note.watch.queues import Tasks, open_envelope, seal
from helpers.note.watch.registry import Wrapper

__all__ = ["ThreadQueue", "ThreadSimpleQueue"]


class ThreadQueue(Tasks):
    """Holds the items as they are, in any order, for a learner may look at `queue`.

    Which number an item has is known by its identity, which nothing else can have while it is in
    the queue. `_put` and `_get` hold the queue's mutex (Python documentation, "queue").
    """

    def begin_watching(self):
        self._watched_numbers = {}  # id of an item: its number, or several in their order
        self._watched_here = threading.local()

    def put(self, item, block=True, timeout=None):
        here, limit = self._watched_here, max(self.maxsize, 0)
        here.number = None
        if block and limit:
            with waiting(f"{self.watched}.put()"):
                super().put(item, block, timeout)
        else:
            super().put(item, block, timeout)
        if here.number is not None:
            note("M", self.watched, here.number, label_of(item), limit)

    def get(self, block=True, timeout=None):
        note("G", self.watched)
        here = self._watched_here
        here.number = None
        if block:
            with waiting(f"{self.watched}.get()"):
                item = super().get(block, timeout)
        else:
            item = super().get(block, timeout)
        if here.number is not None:
            note("R", self.watched, here.number)
        return item

    def _put(self, item):
        numbers, key = self._watched_numbers, id(item)
        if numbers and not self._qsize():
            numbers.clear()  # of what somebody took out of `queue` by hand
        super()._put(item)
        self._watched_here.number = number = new_number()
        before = numbers.setdefault(key, number)
        if type(before) is deque:
            before.append(number)
        elif before is not number:  # the same object is in the queue twice, such as a sentinel
            numbers[key] = deque([before, number])

    def _get(self):
        item = super()._get()
        number = self._watched_numbers.pop(id(item), None)
        if type(number) is deque:
            same, number = number, number.popleft()
            if same:
                self._watched_numbers[id(item)] = same
        self._watched_here.number = number
        return item


class ThreadSimpleQueue(Wrapper):
    """Its items travel in envelopes."""

    def put(self, item, block=True, timeout=None):
        envelope = seal(item)
        self._thing.put(envelope)
        note("M", self.watched, envelope.number, label_of(item), 0)

    def put_nowait(self, item):
        self.put(item)

    def get(self, block=True, timeout=None):
        note("G", self.watched)
        with waiting(f"{self.watched}.get()"):
            envelope = self._thing.get(block, timeout)
        return open_envelope(envelope, self.watched)

    def get_nowait(self):
        return self.get(block=False)
