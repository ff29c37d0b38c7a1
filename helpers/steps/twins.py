"""Twins of what the learner's workers share: the same things, which can be put back to the start.

An object twin has the class of its original. For a lock, a queue and the like it is a stand-in.
Twins keep the web of references: what two names share, their twins share.
"""

import array
import ctypes
import multiprocessing.queues
import multiprocessing.sharedctypes
import multiprocessing.synchronize
import queue
import threading
from collections import OrderedDict, defaultdict, deque
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType

from helpers.note.watch.registry import Watched, Wrapper
from helpers.steps import standins
from helpers.steps.refused import Refused
from helpers.steps.standins import StandIn

__all__ = ["CONTAINERS", "PLAIN", "Twins", "is_kept_as_it_is", "needs_stand_in", "stand_in_for"]

PLAIN = (int, float, complex, str, bytes, bool, type(None), type(...), range, slice)
CONTAINERS = (list, dict, set, deque, bytearray, array.array)
_AS_IT_IS = (FunctionType, BuiltinFunctionType, MethodType, ModuleType, type)


class Twins:
    """Twins, and the names by which a learner knows them.

    make_for:  gives for a type what makes the twin of such an object, called with these twins, the
               object and its name; or None

    parts:  the shared objects, in the order in which they were found: [(name, twin), ...]
    """

    def __init__(self, now, make_for):
        self.now = now
        self.make_for = make_for
        self.parts = []
        self._made = {}  # {id of the original: (original, twin)}
        self._states = {}

    def of(self, thing, name):
        """The twin of `thing`, which the learner knows as `name`.

        Raises Refused for what cannot be put back to its beginning, such as an open file.
        """
        if isinstance(thing, PLAIN) or isinstance(thing, _AS_IT_IS):
            return thing
        if id(thing) in self._made:
            return self._made[id(thing)][1]
        if isinstance(thing, tuple | frozenset):
            return self._made.setdefault(
                id(thing), (thing, type(thing)(self._items(thing, name)))
            )[1]
        kind = type(thing)
        kind = getattr(kind, "unwatched", kind) if isinstance(thing, Watched | Wrapper) else kind
        if isinstance(thing, StandIn):  # in another process, to which it was sent
            return self._add(thing, thing.name, thing)
        if make := self.make_for(kind):
            if isinstance(thing, Wrapper):
                thing = thing._thing
            return self._add(thing, name, make(self, thing, name))
        if kind in CONTAINERS or kind in (OrderedDict, defaultdict):
            return self._container(thing, name)
        if hasattr(thing, "__dict__") and kind.__reduce_ex__ is object.__reduce_ex__ and (
            kind.__new__ is object.__new__
        ):
            return self._instance(thing, name)
        raise Refused(
            f"{name} is of type {kind.__name__}, which cannot be put back to its beginning, so no "
            "second order could be tried. Share plain objects, lists, dicts, locks and queues."
        )

    def add_globals(self, variables):
        """Count the global variables that workers bind anew among what is shared."""
        self.parts.append(("", variables))

    def _add(self, thing, name, twin):
        self._made[id(thing)] = thing, twin
        self.parts.append((name, twin))
        return twin

    def _items(self, things, name):
        return [self.of(one, f"{name}[{number}]") for number, one in enumerate(things)]

    def _container(self, thing, name):
        twin = self._add(thing, name, thing.copy() if hasattr(thing, "copy") else thing[:])
        if isinstance(thing, dict):
            twin.clear()
            for key, value in thing.items():
                twin[key] = self.of(value, f"{name}[{key!r}]")
        elif isinstance(thing, list | deque):
            items = self._items(thing, name)
            twin.clear()
            twin.extend(items)
        return twin

    def _instance(self, thing, name):
        twin = self._add(thing, name, object.__new__(type(thing)))
        for key, value in vars(thing).items():
            twin.__dict__[key] = self.of(value, f"{name}.{key}")
        return twin


def is_kept_as_it_is(thing) -> bool:
    """True for functions, classes and modules."""
    return isinstance(thing, _AS_IT_IS)


def needs_stand_in(kind) -> bool:
    """True for the types of locks, queues and the like."""
    return stand_in_for(kind) is not None


def _lock(kind):
    def make(twins, thing, name):
        if _is_held(thing):
            raise Refused(f"{name} is held already. Release it before the workers are tried.")
        return kind(twins.now)

    return make


def _is_held(lock):
    if not lock.acquire(False):
        return True
    lock.release()
    return False


def _process_lock(twins, thing, name):
    lock = _lock(standins.Lock)(twins, thing, name)
    lock.too_often = ValueError("semaphore or lock released too many times")
    return lock


def _semaphore(is_bounded):
    def make(twins, thing, name):
        value = thing.get_value() if hasattr(thing, "get_value") else thing._value
        return standins.Semaphore(twins.now, value, value if is_bounded else None)

    return make


def _event(twins, thing, name):
    return standins.Event(twins.now, thing.is_set())


def _condition(twins, thing, name):
    lock = twins.of(thing._lock, f"the lock of {name}")
    return standins.Condition(twins.now, lock)


def _barrier(twins, thing, name):
    return standins.Barrier(twins.now, thing.parties)


def _queue(order):
    def make(twins, thing, name):
        items = [twins.of(one, f"{name}[{number}]") for number, one in enumerate(thing.queue)]
        return standins.Queue(twins.now, thing.maxsize, order, items)

    return make


def _other_queue(twins, thing, name):
    """Nobody can look into these without taking something out."""
    if not thing.empty():
        raise Refused(f"{name} is not empty. Let a worker put in what the others take out.")
    return standins.Queue(twins.now, getattr(thing, "_maxsize", 0) if _is_limited(thing) else 0)


def _is_limited(thing):
    return 0 < getattr(thing, "_maxsize", 0) < multiprocessing.synchronize.SEM_VALUE_MAX


def _value(twins, thing, name):
    lock = twins.of(thing.get_lock(), f"{name}.get_lock()")
    return standins.Value(twins.now, thing.value, lock)


def _array(twins, thing, name):
    lock = twins.of(thing.get_lock(), f"{name}.get_lock()")
    return standins.Array(twins.now, list(thing), lock)


def stand_in_for(kind):
    """What makes the stand-in of a lock, a queue and the like, or None for any other type."""
    for known, make in _STAND_INS.items():
        if issubclass(kind, known):
            return make
    return None


_of_processes = multiprocessing.synchronize
# The first that fits counts: a BoundedSemaphore is a Semaphore too.
_STAND_INS = {
    type(threading.Lock()): _lock(standins.Lock),
    type(threading.RLock()): _lock(standins.RLock),
    threading.BoundedSemaphore: _semaphore(True),
    threading.Semaphore: _semaphore(False),
    threading.Event: _event,
    threading.Condition: _condition,
    threading.Barrier: _barrier,
    _of_processes.Lock: _process_lock,
    _of_processes.RLock: _lock(standins.RLock),
    _of_processes.BoundedSemaphore: _semaphore(True),
    _of_processes.Semaphore: _semaphore(False),
    _of_processes.Event: _event,
    _of_processes.Condition: _condition,
    _of_processes.Barrier: _barrier,
    queue.LifoQueue: _queue("last in, first out"),
    queue.PriorityQueue: _queue("smallest first"),
    queue.Queue: _queue("first in, first out"),
    queue.SimpleQueue: _other_queue,
    multiprocessing.queues.Queue: _other_queue,
    multiprocessing.queues.SimpleQueue: _other_queue,
    multiprocessing.sharedctypes.SynchronizedArray: _array,
    multiprocessing.sharedctypes.Synchronized: _value,
}
