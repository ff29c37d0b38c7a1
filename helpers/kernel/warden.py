"""Waits for a kernel's end, then removes what it left behind. Run by `session` as a script.

Arguments: the folder in which psutil lies, an environment variable, the folder that it names in
each program that the kernel started, the kernel's process group (0 where it leads none), and the
prefix of its semaphores. The kernel's end is the end of standard input; "bye" on it says that the
kernel ends in an orderly way, and its own resource tracker sees to the semaphores.

Semaphores are a matter of Linux, where they are files. On macOS no program can list them: those of
a kernel that was killed are unlinked by its resource tracker, and stay where that was killed too.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path


def main(library, variable, folder, group, prefix):
    """Wait for the end of standard input, then clean up."""
    # The script runs isolated, where nothing of the learner's hides a module of the standard
    # library. So psutil has to be shown to it, and comes last.
    sys.path.append(library)
    import psutil  # noqa: F401 - where that fails, the kernel is to know it now

    orderly = sys.stdin.buffer.read() == b"bye"
    with contextlib.ExitStack() as last:
        last.callback(remove, folder)
        if not orderly:
            last.callback(_unlink_semaphores, prefix)
        end_processes(variable, folder, int(group))


def _unlink_semaphores(prefix):
    for semaphore in Path("/dev/shm").glob(f"sem.{prefix}-*"):
        semaphore.unlink(missing_ok=True)


def end_processes(variable, folder, group):
    """Kill what the kernel has started, and wait until it is dead.

    Its resource tracker ends by itself when the others have, after it has unlinked their shared
    memory and their semaphores, whose names nobody else knows. So it is never killed: one that goes
    on serves somebody who was not found, and ends with that one.
    """
    import psutil

    found, trackers = [], []
    for process in psutil.process_iter():
        try:
            # A forked child shows the environment of the program that it was forked from.
            of_group = group and os.getpgid(process.pid) == group
            if of_group or _is_in(process.environ().get(variable), folder):
                (trackers if _is_tracker(process) else found).append(process)
        except (psutil.Error, OSError):
            pass  # another user's, or gone meanwhile
    for process in found:
        kill(process)
    see_ended(found, 5)
    for process in trackers:
        with contextlib.suppress(psutil.Error):
            process.resume()  # somebody may have stopped it
    see_ended(trackers, 5)


def _is_in(place, folder):
    """Whether `place` is the folder, or one in it: an exam's."""
    return place is not None and f"{place}{os.sep}".startswith(f"{folder}{os.sep}")


def _is_tracker(process):
    # CPython, Lib/multiprocessing/resource_tracker.py, `ensure_running`.
    return any("from multiprocessing.resource_tracker import" in arg for arg in process.cmdline())


def see_ended(processes, seconds):
    """Wait until none of `processes`, of psutil, runs any more, for `seconds` at most."""
    # A dead process whose parent is gone too is reaped by the system, when it finds the time.
    until = time.monotonic() + seconds
    while any(map(runs, processes)) and time.monotonic() < until:
        time.sleep(0.005)


def runs(process):
    """Whether a `psutil.Process` has not ended yet; one that nobody has reaped has."""
    import psutil

    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def is_stopped(pid):
    """Whether a signal has stopped the process `pid`, which waits until another lets it go on."""
    import psutil

    try:
        return psutil.Process(pid).status() == psutil.STATUS_STOPPED
    except psutil.Error:
        return False


def descendants(pid):
    """All processes that the process `pid` has started, and those that these have."""
    import psutil

    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.Error:
        return []


def kill(process):
    """Kill a `psutil.Process`, where it still runs."""
    import psutil

    with contextlib.suppress(psutil.Error):
        process.kill()


def remove(folder):
    """Remove `folder` with all that is in it, also where somebody is still writing into it."""
    folder, until = Path(folder), time.monotonic() + 1
    while os.path.lexists(folder) and time.monotonic() < until:
        if folder.is_symlink() or folder.is_file():
            folder.unlink(missing_ok=True)
        else:
            _remove_tree(folder)


def _remove_tree(folder):
    with contextlib.suppress(RecursionError):
        shutil.rmtree(folder, ignore_errors=True)
    if folder.exists() and os.name == "posix":
        # It is deeper than Python can go, or its owner may not look into it.
        for tool in (["chmod", "-R", "u+rwX"], ["rm", "-rf"]):
            with contextlib.suppress(OSError):
                subprocess.run([*tool, str(folder)], stderr=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
