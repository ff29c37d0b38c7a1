"""What the tests wait for, and how long."""

import time

import psutil

START = 60  # seconds for the server, and for a page with its kernel
RUN = 80  # seconds for all cells of a notebook
STEP = 20  # seconds for whatever a click or a key sets going


def until(condition, limit=STEP):
    """Whether `condition()` comes true within `limit` seconds; what it waits for is asked often."""
    deadline = time.monotonic() + limit
    while not (reached := condition()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return bool(reached)


def alive(pids):
    """Those of `pids` whose process runs; what is dead and not yet joined does not."""
    return [pid for pid in pids if _runs(pid)]


def _runs(pid):
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
