"""`spare_cores(wanted)`: how many cores other programs leave for what is to be measured."""

import hashlib
import threading
from _thread import start_new_thread
from time import perf_counter, thread_time

__all__ = ["spare_cores"]

LOOK = 0.1  # seconds: some time slices of a scheduler, and short for whoever waits
# A hash of so many bytes takes about a millisecond, in which it does without the GIL (Python
# documentation, "hashlib": more than 2047 bytes).
SOME = bytes(1 << 20)


def spare_cores(wanted) -> float:
    """How many cores `wanted` threads get that compute for 0.1 seconds, at most `wanted`.

    It is their CPU time against the wall time: what a program of ours would get now. So a limit
    of a container counts, and `taskset`, and whatever else computes, in another container too.
    (Python documentation, "time": `time.thread_time`.)

    Example: `spare_cores(2)` gives 1.99 on a quiet computer, about 1.4 beside one busy program
    where there are two cores, and 1.0 where there is one.
    """
    began, used = [], []
    start = threading.Barrier(wanted, action=lambda: began.append(perf_counter()))
    ended = threading.Semaphore(0)

    def compute():
        start.wait()
        before = thread_time()
        while perf_counter() < began[0] + LOOK:
            hashlib.sha256(SOME).digest()
        used.append((thread_time() - before, perf_counter()))
        ended.release()

    for _ in range(wanted):
        start_new_thread(compute, ())  # a `Thread` would be one of the run, in a recording
    for _ in range(wanted):
        ended.acquire()
    return sum(seconds for seconds, _ in used) / (max(at for _, at in used) - began[0])
