"""Locks and semaphores."""

from helpers.steps.standins.standin import StandIn, without_timeout

__all__ = ["Lock", "RLock", "Semaphore"]


class Lock(StandIn):
    """`Lock()`: free, or held by a worker, whom any other may release."""

    owner = None
    too_often = RuntimeError("release unlocked lock")

    def acquire(self, site, blocking=True, timeout=-1):
        without_timeout(timeout, -1)
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
        without_timeout(timeout, None)
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
