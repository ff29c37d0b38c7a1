"""Queues."""

from queue import Empty, Full

from helpers.steps.standins.standin import StandIn, without_timeout

__all__ = ["Queue"]


class Queue(StandIn):
    """`Queue(maxsize)` and its kin. What is put is there at once.

    In a queue of `multiprocessing` a feeder thread carries it there, a little later: an order in
    which `empty()` is asked in between is none of those that are tried.
    """

    def __init__(self, now, maxsize=0, order="first in, first out", items=()):
        super().__init__(now)
        self.maxsize, self.order = maxsize, order
        self.items = list(items)
        self.unfinished = len(self.items)

    def put(self, site, item, block=True, timeout=None):
        without_timeout(timeout, None)
        yield site, self, "put" if block else "try to put"
        if not self.ready("put"):
            raise Full
        self.items.append(item)
        self.unfinished += 1

    def get(self, site, block=True, timeout=None):
        without_timeout(timeout, None)
        yield site, self, "get" if block else "try to get"
        if not self.items:
            raise Empty
        if self.order == "smallest first":
            smallest = min(self.items)
            self.items.remove(smallest)
            return smallest
        return self.items.pop(-1 if self.order == "last in, first out" else 0)

    def put_nowait(self, site, item):
        return (yield from self.put(site, item, block=False))

    def get_nowait(self, site):
        return (yield from self.get(site, block=False))

    def empty(self, site):
        yield site, self, "read"
        return not self.items

    def full(self, site):
        yield site, self, "read"
        return not self.ready("put")

    def qsize(self, site):
        yield site, self, "read"
        return len(self.items)

    def task_done(self, site):
        yield site, self, "task_done"
        if not self.unfinished:
            raise ValueError("task_done() called too many times")
        self.unfinished -= 1

    def join(self, site):
        yield site, self, "join"

    def ready(self, kind):
        if kind == "put":
            return not self.maxsize > 0 or len(self.items) < self.maxsize
        if kind == "get":
            return bool(self.items)
        return kind != "join" or not self.unfinished

    def frozen(self):
        return tuple(self.items), self.unfinished

    def restore(self, state):
        self.items[:], self.unfinished = state

    def shown(self, names):
        return f"[{', '.join(map(repr, self.items))}]"
