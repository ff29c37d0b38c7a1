"""What tests watch, and what they read of it."""

import multiprocessing
import queue
import threading

QUEUES = {
    "multiprocessing.Queue": multiprocessing.Queue,
    "multiprocessing.JoinableQueue": multiprocessing.JoinableQueue,
    "multiprocessing.SimpleQueue": multiprocessing.SimpleQueue,
    "queue.Queue": queue.Queue,
    "queue.LifoQueue": queue.LifoQueue,
    "queue.PriorityQueue": queue.PriorityQueue,
    "queue.SimpleQueue": queue.SimpleQueue,
}


LOCKS = {
    "multiprocessing.Lock": multiprocessing.Lock,
    "multiprocessing.RLock": multiprocessing.RLock,
    "multiprocessing.Semaphore": multiprocessing.Semaphore,
    "multiprocessing.BoundedSemaphore": multiprocessing.BoundedSemaphore,
    "threading.Lock": threading.Lock,
    "threading.RLock": threading.RLock,
    "threading.Semaphore": threading.Semaphore,
    "threading.BoundedSemaphore": threading.BoundedSemaphore,
}
