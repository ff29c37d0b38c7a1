"""Tells an answer that hangs from one that other programs kept from coming to its end.

A deadline cannot: on a computer with ten busy programs all takes ten times as long. So a deadline
grows with the time that the start of a process took here. And when it passes, two things are asked:
did others keep the processors busy, and did the answer still compute or wait for a processor?
"""

import contextlib
import os
import sys
import threading
import time

__all__ = [
    "BUSY",
    "Watch",
    "is_at_work",
    "is_starved",
    "slowness",
    "stretched",
    "waits_for_a_processor",
]

BUSY = "Other programs keep this computer busy: check again when it is quieter."
SLOW = 2.0  # times as long as it computes a start takes, where others use the processors too
OTHERS = 0.75  # the share of the processors that others use on a busy computer
WINDOW = 1.0  # seconds before a deadline: longer than work of an exercise sleeps
LOOKS = 20  # in this window
WORKING = 0.05  # the share of it that an answer computes or waits for a processor, if it works
LEAST = 0.5  # seconds that an answer gets


def slowness(began) -> float:
    """How many times as long as it has computed this process took since `began`.

    began:  seconds of `time.monotonic()`, which is system-wide (Python documentation, "time")
    """
    return (time.monotonic() - began) / max(time.process_time(), 0.01)


def stretched(deadline, slowness, left) -> float:
    """Seconds for one case: `deadline`, longer on a slow computer, of the seconds that are left."""
    if slowness >= SLOW:
        deadline *= slowness
    return round(max(min(deadline, left), LEAST), 1)


class Watch:
    """Looks on from a thread while an answer is tried, until `deadline` seconds have passed.

    others:   the share of all processors that others used meanwhile
    working:  whether the answer still computed or waited for a processor before the deadline. True
              where nobody could look, which may be for want of a processor.
    """

    def __init__(self, deadline):
        self.others = 0.0
        self.working = True
        self._until = time.monotonic() + deadline
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self, slowness) -> bool:
        """Look no further. Whether others may have kept the answer from coming to its end."""
        self._ended.set()
        self._thread.join(WINDOW)
        return self.working and (slowness >= SLOW or self.others >= OTHERS)

    def _look(self):
        import psutil

        window = min(WINDOW, (self._until - time.monotonic()) / 2)
        # An answer may break or hide whatever is looked at here.
        with contextlib.suppress(Exception):
            began, at_first = time.monotonic(), _computed()
            psutil.cpu_percent()
            if self._ended.wait(self._until - time.monotonic() - window):
                return
            before, family, looks = _computed(), _family(), []
            # An answer that computes holds the lock (the GIL) that whoever looks on needs too.
            while len(looks) < LOOKS and not self._ended.wait(0.9 * window / LOOKS):
                looks.append(any(map(waits_for_a_processor, family)))
            after = _computed()
            own = sum(after.values()) - sum(at_first.values())
            own /= (time.monotonic() - began) * os.cpu_count()
            self.others = psutil.cpu_percent() / 100 - own
            if len(looks) >= LOOKS / 2:
                self.working = is_at_work(before, after, looks, window)


def is_at_work(before, after, looks, window) -> bool:
    """Whether the processes of an answer did something in a `window`, in seconds.

    before, after:  {process ID: seconds that it has computed}, at the two ends of the window
    looks:          whether one of them had or waited for a processor, each time somebody looked
    """
    if before.keys() != after.keys():
        return True
    needed = sum(after.values()) - sum(before.values()) >= WORKING * window
    return needed or sum(looks) > len(looks) / 4


def is_starved(computed, seconds, waits) -> bool:
    """Whether a process that has `computed` so long in `seconds` was kept from more by others.

    waits:  whether it computes, or would if it could
    """
    return waits and computed < seconds / SLOW


def waits_for_a_processor(process) -> bool:
    """Whether a `psutil.Process` computes, or would if it could. Only Linux tells."""
    import psutil

    try:
        return sys.platform == "linux" and process.status() in (
            psutil.STATUS_RUNNING,
            psutil.STATUS_DISK_SLEEP,
        )
    except psutil.Error:
        return False


def _family():
    import psutil

    this = psutil.Process()
    return [this, *this.children(recursive=True)]


def _computed():
    """{process ID: seconds that it and the children that it has reaped have computed}"""
    import psutil

    found = {}
    for process in _family():
        with contextlib.suppress(psutil.Error):
            found[process.pid] = sum(process.cpu_times()[:4])
    found[os.getpid()] = sum(os.times()[:4]) - time.thread_time()  # without whoever looks on
    return found
