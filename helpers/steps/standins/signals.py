"""Events, conditions and barriers."""

from helpers.steps.standins.locks import RLock
from helpers.steps.standins.standin import StandIn, without_timeout

__all__ = ["Barrier", "Condition", "Event"]


class Event(StandIn):
    """`Event()`."""

    def __init__(self, now, flag=False):
        super().__init__(now)
        self.flag = flag

    def wait(self, site, timeout=None):
        without_timeout(timeout, None)
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
        without_timeout(timeout, None)
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
        without_timeout(timeout, None)
        yield site, self, "arrive"
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
