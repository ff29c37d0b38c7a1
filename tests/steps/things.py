"""What the workers of `kinds_of_steps` share."""

import multiprocessing
from queue import LifoQueue, PriorityQueue, Queue
from threading import Barrier, BoundedSemaphore, Condition, Event, Lock, RLock, Semaphore

from programs import Account

__all__ = ["things"]


def things():
    """What the workers share, fresh."""
    one_place = Queue(1)
    one_place.put("old")
    return {
        "account": Account(5),
        "items": [3, 1, 2],
        "table": {"a": 1, "b": 2},
        "lock": Lock(),
        "rlock": RLock(),
        "semaphore": Semaphore(1),
        "bounded": BoundedSemaphore(1),
        "condition": Condition(),
        "event": Event(),
        "barrier": Barrier(1),
        "queue": Queue(),
        "one_place": one_place,
        "stack": LifoQueue(),
        "smallest": PriorityQueue(),
        "process_lock": multiprocessing.Lock(),
        "process_event": multiprocessing.Event(),
        "number": multiprocessing.Value("i", 7),
        "numbers": multiprocessing.Array("i", [1, 2]),
    }
