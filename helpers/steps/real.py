"""Real locks, queues and the like in the place of stand-ins: the same steps, on real objects."""

import multiprocessing
import multiprocessing.queues
import multiprocessing.sharedctypes
import multiprocessing.synchronize
import queue
import threading

from helpers.note.watch.registry import watch
from helpers.steps.refused import Refused
from helpers.steps.standins.making import limit_of
from helpers.steps.standins.standin import StandIn

__all__ = ["OF_PROCESSES", "Real", "real_for"]


class Real(StandIn):
    """A real object, each method of which is a step. Goes to other processes with it."""

    def __init__(self, thing, name):
        super().__init__(None)
        self.thing, self.name = thing, name

    def __reduce__(self):
        return type(self), (self.thing, self.name)

    def frozen(self):
        """Nothing: it is made anew for each run, and is never put back."""

    def restore(self, state):
        """Nothing, as `frozen`."""

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        found = getattr(self.thing, name)

        def method(site, *arguments, **keywords):
            yield site, self, name
            return found(*arguments, **keywords)

        return method

    def enter(self, site):
        return (yield from self.acquire(site))

    def leave(self, site):
        yield from self.release(site)


class RealValue(Real):
    """A real `Value`."""

    @property
    def value(self):
        return self.thing.value

    @value.setter
    def value(self, value):
        self.thing.value = value

    def get_lock(self, site):
        return Real(self.thing.get_lock(), f"{self.name}.get_lock()")
        yield


class RealArray(RealValue):
    """A real `Array`."""

    def __getitem__(self, index):
        return self.thing[index]

    def __setitem__(self, index, value):
        self.thing[index] = value

    def __len__(self):
        return len(self.thing)


class RealCondition(Real):
    """A real `Condition`. Waiting takes two steps, as in the lab: in between its lock is free.

    Who was notified goes on when it is its turn, and not when its lock happens to be free.
    """

    def wait(self, site, timeout=None):
        yield site, self, "wait"
        self.thing.release()
        yield site, self, "go on"
        self.thing.acquire()
        return True

    def notify(self, site, n=1):
        yield site, self, "notify"
        self.thing.notify(n)

    def notify_all(self, site):
        yield site, self, "notify"
        self.thing.notify_all()


def _new(make, wrapper=Real):
    def fresh(twins, thing, name):
        return wrapper(watch(make(thing), name), name)

    return fresh


def _level(thing):
    return thing.get_value() if hasattr(thing, "get_value") else thing._value


def _filled(kind):
    def make(thing):
        made = kind(thing.maxsize)
        for one in list(thing.queue):
            made.put(one)
        return made

    return make


def _event(kind):
    def make(thing):
        made = kind()
        if thing.is_set():
            made.set()
        return made

    return make


def _queue_of_processes(thing):
    make = multiprocessing.JoinableQueue if hasattr(thing, "task_done") else multiprocessing.Queue
    return make(limit_of(thing))


def _barrier(twins, thing, name):
    raise Refused(f"An order cannot be forced on a barrier, and {name} is one. Step it in the lab.")


_processes = multiprocessing.synchronize
_REAL = {
    type(threading.Lock()): _new(lambda thing: threading.Lock()),
    type(threading.RLock()): _new(lambda thing: threading.RLock()),
    threading.Semaphore: _new(lambda thing: type(thing)(_level(thing))),
    threading.Event: _new(_event(threading.Event)),
    threading.Condition: _new(lambda thing: threading.Condition(), RealCondition),
    threading.Barrier: _barrier,
    queue.Queue: _new(lambda thing: _filled(type(thing))(thing)),
    queue.SimpleQueue: _new(lambda thing: queue.SimpleQueue()),
}
OF_PROCESSES = {
    _processes.Lock: _new(lambda thing: multiprocessing.Lock()),
    _processes.RLock: _new(lambda thing: multiprocessing.RLock()),
    _processes.BoundedSemaphore: _new(lambda t: multiprocessing.BoundedSemaphore(_level(t))),
    _processes.Semaphore: _new(lambda thing: multiprocessing.Semaphore(_level(thing))),
    _processes.Event: _new(_event(multiprocessing.Event)),
    _processes.Condition: _new(lambda thing: multiprocessing.Condition(), RealCondition),
    _processes.Barrier: _barrier,
    multiprocessing.queues.Queue: _new(_queue_of_processes),
    multiprocessing.queues.SimpleQueue: _new(lambda thing: multiprocessing.SimpleQueue()),
    multiprocessing.sharedctypes.SynchronizedArray: _new(
        lambda thing: multiprocessing.Array(type(thing.get_obj())._type_, list(thing)), RealArray
    ),
    multiprocessing.sharedctypes.Synchronized: _new(
        lambda thing: multiprocessing.Value(type(thing.get_obj()), thing.value), RealValue
    ),
}


def real_for(kind):
    """What makes a fresh real one of a type: called with twins, the original, its name; or None."""
    for known, make in {**_REAL, **OF_PROCESSES}.items():
        if issubclass(kind, known):
            return make
    return None
