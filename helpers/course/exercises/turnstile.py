"""A `Turnstile` counts who comes by: the gates and barriers that an answer's processes meet at.

The locks and events of multiprocessing travel only while a process is started, and not to the
workers of a pool or an executor. A turnstile is a folder with a file for each that has come by, so
it can be sent anywhere.
"""

import itertools
import os
import tempfile
import time

from helpers.note import events

__all__ = ["Turnstile"]

PAUSE = 0.002  # seconds between two looks into the folder


class Turnstile:
    """Counts across processes and threads, whoever they were started by.

    name:  what pictures and verdicts call it: who waits, waits in "name.wait()"

    Made in the process that tries an answer; its session removes the folder when nobody is left.
    """

    def __init__(self, name):
        from helpers.kernel import session

        self.name = name
        self.folder = tempfile.mkdtemp(dir=session.folder())

    def enter(self) -> int:
        """Come by. Returns how many had come by before; no two are told the same number."""
        numbers = itertools.count(self.count())
        return next(number for number in numbers if self._takes(number))

    def count(self) -> int:
        """How many have come by."""
        return sum(1 for _ in os.scandir(self.folder))

    def wait(self, count, patience=float("inf")) -> bool:
        """Until `count` have come by, `patience` seconds at most. Whether they have."""
        until = time.monotonic() + patience
        with events.waiting(f"{self.name}.wait()"):
            while self.count() < count:
                if time.monotonic() > until:
                    return False
                time.sleep(PAUSE)
        return True

    def looks(self, count, times) -> bool:
        """Look `times` times, at most, whether `count` have come by.

        Where somebody may or may not come, and shall have the chance to: on a busy computer he gets
        more time for it, since the looks take longer too.
        """
        for _ in range(times):
            if self.count() >= count:
                return True
            time.sleep(PAUSE)
        return False

    def _takes(self, number):
        try:
            file = os.open(f"{self.folder}/{number}", os.O_CREAT | os.O_EXCL)
        except FileExistsError:
            return False
        os.close(file)
        return True
