"""Waits for a kernel's end, then removes what it left behind. Run by `session`, never imported.

Arguments: an environment variable, the folder that it names in each program that the kernel
started, the kernel's process group (0 where it leads none), and the prefix of its semaphores. The
kernel's end is the end of standard input; "bye" on it says that the kernel ends in an orderly way,
and its own resource tracker sees to the semaphores.
"""

import os
import shutil
import sys
import time
from pathlib import Path


def main(variable, folder, group, prefix):
    """Wait for the end of standard input, then clean up."""
    orderly = sys.stdin.buffer.read() == b"bye"
    end_processes(variable, folder, int(group))
    if not orderly:
        for semaphore in Path("/dev/shm").glob(f"sem.{prefix}-*"):
            semaphore.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def end_processes(variable, folder, group):
    """Kill what the kernel has started, and wait until it is dead."""
    import psutil

    found = []
    for process in psutil.process_iter():
        try:
            # A forked child shows the environment of the program that it was forked from.
            of_group = group and os.getpgid(process.pid) == group
            if of_group or process.environ().get(variable) == folder:
                process.kill()
                found.append(process)
        except (psutil.Error, OSError):
            pass  # another user's, or gone meanwhile
    # A dead process whose parent is gone too is reaped by the system, when it finds the time.
    until = time.monotonic() + 5
    while any(map(_runs, found)) and time.monotonic() < until:
        time.sleep(0.005)


def _runs(process):
    import psutil

    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


if __name__ == "__main__":
    main(*sys.argv[1:])
