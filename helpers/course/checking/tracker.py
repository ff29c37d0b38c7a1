"""The resource tracker of an exam: it unlinks what an answer forgets, cannot unlink, or hides.

It is multiprocessing's own, but for one thing: shared memory that an answer has had forgotten, as
`resource_tracker.unregister(segment._name, "shared_memory")` does, it remembers all the same.
"""

import os
import subprocess
import sys
import threading

__all__ = ["Tracker", "main"]

PROGRAM = "from helpers.course.checking.tracker import main; main()"


class Tracker:
    """A running tracker.

    pid:  its process, a child of this one
    fd:   the pipe to it, which the processes of the exam inherit
    """

    def __init__(self):
        reader, self.fd = os.pipe()
        self.pid = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(reader)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[reader],
        ).pid
        os.close(reader)

    def dismiss(self):
        """Let it unlink what is left, and end: it does so when nobody has its pipe any more."""
        if self.fd is not None:
            os.close(self.fd)
            self.fd = None


def main():
    """Be the tracker of the pipe whose descriptor is the only argument."""
    from multiprocessing import resource_tracker

    reader, writer = os.pipe()
    told = int(sys.argv[1])
    threading.Thread(target=_pass_on, args=(told, writer), daemon=True).start()
    resource_tracker.main(reader)


def _pass_on(told, writer):
    # One line for each message (CPython, Lib/multiprocessing/resource_tracker.py, `_send`).
    with os.fdopen(told, "rb") as lines:
        for line in lines:
            if not (b"UNREGISTER" in line and b"shared_memory" in line):
                os.write(writer, line)
    os.close(writer)
