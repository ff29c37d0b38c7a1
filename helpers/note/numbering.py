"""Within a run, the numbers of processes and threads that nobody named begin anew.

The standard library counts for as long as a kernel lives: the second run of a cell would have
other names than the first, in what a learner's worker logs too. The counters are CPython's own
(Lib/multiprocessing/process.py, `_process_counter`; Lib/threading.py, `_counter`;
Lib/concurrent/futures/thread.py, `ThreadPoolExecutor._counter`).

Only what the standard library has loaded already is imported: every child pays for it.
"""

import multiprocessing.process
import sys
import threading
from itertools import count

__all__ = ["begin", "finish"]

_before = []  # (owner, name, counter)


def begin():
    """Count from the beginning, until `finish`."""
    _replace(multiprocessing.process, "_process_counter", count(1))
    _replace(threading, "_counter", count(1).__next__)
    if executors := sys.modules.get("concurrent.futures.thread"):
        _replace(executors.ThreadPoolExecutor, "_counter", count().__next__)


def finish():
    """Go on counting where the counters were before `begin`."""
    while _before:
        setattr(*_before.pop())


def _replace(owner, name, counter):
    if hasattr(owner, name):
        _before.append((owner, name, getattr(owner, name)))
        setattr(owner, name, counter)
