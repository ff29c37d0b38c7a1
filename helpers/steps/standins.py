"""Stand-ins for locks, queues and the like: the same methods, each of them a step.

A method is a generator: it yields (number of the site, itself, what it is about to do), and when it
goes on, it does that at once. Whether it can go on at all, `ready` says: nothing here ever blocks.
What each method does is what the documentation of `threading`, `queue` and `multiprocessing` says.

    frozen()       the state as something to compare
    restore(state) puts that state back
    shown(names)   the state in words; `names` are those of the workers
    holders(kind)  the numbers of the workers who keep others from doing `kind`
"""

from queue import Empty, Full
from threading import BrokenBarrierError

from helpers.steps.refused import Refused

__all__ = [
    "Array",
    "Barrier",
    "Condition",
    "Event",
    "Lock",
    "Queue",
    "RLock",
    "Semaphore",
    "StandIn",
    "Value",
]


class StandIn:
    """What all stand-ins have. `now()` gives the number of the worker who moves."""

    def __init__(self, now):
        self.now = now
        self.footprint = (self,)  # what a step of its methods reads and changes

    def ready(self, kind) -> bool:
        return True

    def holders(self, kind) -> list[int]:
        return []

    def enter(self, site):
        return (yield from self.acquire(site))

    def leave(self, site):
        yield from self.release(site)


def _without_timeout(timeout, none):
    if timeout is not None and timeout != none:
        raise Refused(
            "A wait with a timeout cannot be stepped: whether it elapses is a matter of time, and "
            "here only the order counts. Leave `timeout` out, or do not block at all."
        )


class Lock(StandIn):
    """`Lock()`: free, or held by a worker, whom any other may release."""

    owner = None
    too_often = RuntimeError("release unlocked lock")

    def acquire(self, site, blocking=True, timeout=-1):
        _without_timeout(timeout, -1)
        yield site, self, "acquire" if blocking else "try to acquire"
        if not self.ready("acquire"):
            return False
        self.take()
        return True

    def release(self, site):
        yield site, self, "release"
        if self.owner is None:
            raise self.too_often
        self.owner = None

    def locked(self, site):
        yield site, self, "read"
        return self.owner is not None

    def ready(self, kind):
        return kind != "acquire" or self.owner is None

    def take(self):
        self.owner = self.now()

    def holders(self, kind):
        return [] if self.owner is None else [self.owner]

    def frozen(self):
        return self.owner

    def restore(self, state):
        self.owner = state

    def shown(self, names):
        return "free" if self.owner is None else f"held by {names[self.owner]}"


class RLock(Lock):
    """`RLock()`: who holds it may acquire it again, and must release it as often."""

    count = 0

    def ready(self, kind):
        return kind != "acquire" or self.owner in (None, self.now())

    def take(self):
        self.owner, self.count = self.now(), self.count + 1

    def release(self, site):
        yield site, self, "release"
        if self.owner != self.now():
            raise RuntimeError("cannot release un-acquired lock")
        self.count -= 1
        if not self.count:
            self.owner = None

    def frozen(self):
        return self.owner, self.count

    def restore(self, state):
        self.owner, self.count = state

    def shown(self, names):
        times = f" {self.count} times" if self.count > 1 else ""
        return super().shown(names) + times


class Semaphore(StandIn):
    """`Semaphore(value)`, and with `most` a `BoundedSemaphore`."""

    def __init__(self, now, value, most=None):
        super().__init__(now)
        self.value, self.most = value, most
        self.holding = ()  # who acquired and did not release

    def acquire(self, site, blocking=True, timeout=None):
        _without_timeout(timeout, None)
        yield site, self, "acquire" if blocking else "try to acquire"
        if not self.value:
            return False
        self.value -= 1
        self.holding = (*self.holding, self.now())
        return True

    def release(self, site, n=1):
        yield site, self, "release"
        if self.most is not None and self.value + n > self.most:
            raise ValueError("Semaphore released too many times")
        self.value += n
        holding = list(self.holding)
        if self.now() in holding:
            holding.remove(self.now())
        self.holding = tuple(holding)

    def ready(self, kind):
        return kind != "acquire" or self.value > 0

    def holders(self, kind):
        return sorted(set(self.holding))

    def frozen(self):
        return self.value, self.holding

    def restore(self, state):
        self.value, self.holding = state

    def shown(self, names):
        return f"{self.value} free"


class Event(StandIn):
    """`Event()`."""

    def __init__(self, now, flag=False):
        super().__init__(now)
        self.flag = flag

    def wait(self, site, timeout=None):
        _without_timeout(timeout, None)
        yield site, self, "wait"
        return True

    def set(self, site):
        yield site, self, "set"
        self.flag = True

    def clear(self, site):
        yield site, self, "clear"
        self.flag = False

    def is_set(self, site):
        yield site, self, "read"
        return self.flag

    def ready(self, kind):
        return kind != "wait" or self.flag

    def frozen(self):
        return self.flag

    def restore(self, state):
        self.flag = state

    def shown(self, names):
        return "set" if self.flag else "not set"


class Condition(StandIn):
    """`Condition(lock)`: who waits gives the lock back, and needs it again to go on.

    Who is notified goes on in the order of waiting, as in CPython (Lib/threading.py,
    `Condition.notify`).
    """

    def __init__(self, now, lock):
        super().__init__(now)
        self.lock = lock
        self.waiting, self.notified = (), ()
        self.footprint = (self, lock)

    def acquire(self, site, *arguments, **keywords):
        return (yield from self.lock.acquire(site, *arguments, **keywords))

    def release(self, site):
        yield from self.lock.release(site)

    def wait(self, site, timeout=None):
        _without_timeout(timeout, None)
        yield site, self, "wait"
        self._check("wait on")
        kept, me = self.lock.frozen(), self.now()
        self.lock.restore((None, 0) if isinstance(self.lock, RLock) else None)
        self.waiting = (*self.waiting, me)
        yield site, self, "go on"
        self.notified = tuple(one for one in self.notified if one != me)
        self.lock.restore(kept)
        return True

    def notify(self, site, n=1):
        yield site, self, "notify"
        self._check("notify on")
        self.notified = (*self.notified, *self.waiting[:n])
        self.waiting = self.waiting[n:]

    def notify_all(self, site):
        yield from self.notify(site, len(self.waiting) + 1_000)

    def _check(self, what):
        if self.lock.owner != self.now():
            raise RuntimeError(f"cannot {what} un-acquired lock")

    def ready(self, kind):
        return kind != "go on" or (self.now() in self.notified and self.lock.owner is None)

    def holders(self, kind):
        return self.lock.holders("acquire") if self.now() in self.notified else []

    def frozen(self):
        return self.waiting, self.notified

    def restore(self, state):
        self.waiting, self.notified = state

    def shown(self, names):
        if not self.waiting:
            return "nobody waits"
        return f"{', '.join(names[one] for one in self.waiting)} waiting"


class Barrier(StandIn):
    """`Barrier(parties)`."""

    def __init__(self, now, parties):
        super().__init__(now)
        self.parties = parties
        self.arrived, self.leaving = (), ()

    def wait(self, site, timeout=None):
        _without_timeout(timeout, None)
        yield site, self, "arrive"
        if self.leaving:  # of the round before, somebody has not gone on yet
            raise BrokenBarrierError
        me = self.now()
        place = len(self.arrived)
        self.arrived = (*self.arrived, me)
        if len(self.arrived) == self.parties:
            self.arrived, self.leaving = (), self.arrived
        yield site, self, "go on"
        self.leaving = tuple(one for one in self.leaving if one != me)
        return place

    def ready(self, kind):
        if kind == "arrive":
            return not self.leaving
        return kind != "go on" or self.now() in self.leaving

    def frozen(self):
        return self.arrived, self.leaving

    def restore(self, state):
        self.arrived, self.leaving = state

    def shown(self, names):
        return f"{len(self.arrived)} of {self.parties} arrived"


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
        _without_timeout(timeout, None)
        yield site, self, "put" if block else "try to put"
        if not self.ready("put"):
            raise Full
        self.items.append(item)
        self.unfinished += 1

    def get(self, site, block=True, timeout=None):
        _without_timeout(timeout, None)
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


class Value(StandIn):
    """`multiprocessing.Value`: reading and writing `value` are two steps, `get_lock()` is none."""

    def __init__(self, now, value, lock):
        super().__init__(now)
        self.value, self.lock = value, lock

    def get_lock(self, site):
        return self.lock
        yield

    def acquire(self, site, *arguments):
        return (yield from self.lock.acquire(site, *arguments))

    def release(self, site):
        yield from self.lock.release(site)

    def frozen(self):
        return self.value

    def restore(self, state):
        self.value = state

    def shown(self, names):
        return repr(self.value)


class Array(Value):
    """`multiprocessing.Array`: each item is read and written by itself."""

    def __getitem__(self, index):
        return self.value[index]

    def __setitem__(self, index, item):
        self.value[index] = item

    def __len__(self):
        return len(self.value)

    def __iter__(self):
        return iter(self.value)

    def frozen(self):
        return tuple(self.value)

    def restore(self, state):
        self.value[:] = state
