"""Values and arrays."""

from helpers.steps.standins.standin import StandIn

__all__ = ["Array", "Value"]


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
