"""Which stand-in a lock, a queue and the like has, and how it is made from the original."""

import multiprocessing.queues
import multiprocessing.sharedctypes
import multiprocessing.synchronize
import queue
import threading

from helpers.steps.refused import Refused
from helpers.steps.standins import locks, memory, queues, signals

__all__ = ["limit_of", "stand_in_for"]


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
    lock = _lock(locks.Lock)(twins, thing, name)
    lock.too_often = ValueError("semaphore or lock released too many times")
    return lock


def _semaphore(is_bounded):
    def make(twins, thing, name):
        value = thing.get_value() if hasattr(thing, "get_value") else thing._value
        return locks.Semaphore(twins.now, value, value if is_bounded else None)

    return make


def _event(twins, thing, name):
    return signals.Event(twins.now, thing.is_set())


def _condition(twins, thing, name):
    lock = twins.of(thing._lock, f"the lock of {name}")
    return signals.Condition(twins.now, lock)


def _barrier(twins, thing, name):
    return signals.Barrier(twins.now, thing.parties)


def _queue(order):
    def make(twins, thing, name):
        items = [twins.of(one, f"{name}[{number}]") for number, one in enumerate(thing.queue)]
        return queues.Queue(twins.now, thing.maxsize, order, items)

    return make


def _other_queue(twins, thing, name):
    """Nobody can look into these without taking something out."""
    if not thing.empty():
        raise Refused(f"{name} is not empty. Let a worker put in what the others take out.")
    return queues.Queue(twins.now, limit_of(thing))


def limit_of(queue) -> int:
    """How many items a queue of `multiprocessing` takes, 0 where there is no limit."""
    most = getattr(queue, "_maxsize", 0)
    return most if most < multiprocessing.synchronize.SEM_VALUE_MAX else 0


def _value(twins, thing, name):
    lock = twins.of(thing.get_lock(), f"{name}.get_lock()")
    return memory.Value(twins.now, thing.value, lock)


def _array(twins, thing, name):
    lock = twins.of(thing.get_lock(), f"{name}.get_lock()")
    return memory.Array(twins.now, list(thing), lock)


def stand_in_for(kind):
    """What makes the stand-in of a lock, a queue and the like, or None for any other type."""
    for known, make in _STAND_INS.items():
        if issubclass(kind, known):
            return make
    return None


_of_processes = multiprocessing.synchronize
# The first that fits counts: a BoundedSemaphore is a Semaphore too.
_STAND_INS = {
    type(threading.Lock()): _lock(locks.Lock),
    type(threading.RLock()): _lock(locks.RLock),
    threading.BoundedSemaphore: _semaphore(True),
    threading.Semaphore: _semaphore(False),
    threading.Event: _event,
    threading.Condition: _condition,
    threading.Barrier: _barrier,
    _of_processes.Lock: _process_lock,
    _of_processes.RLock: _lock(locks.RLock),
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
