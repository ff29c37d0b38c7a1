"""Stands between the kernel and the process that tries an answer, and ends all that it starts.

Run by `examine` as a process of its own, for an answer must not have the kernel for its parent: it
may kill its parent, and its process group. On Linux each process that loses its parent becomes a
child of the proctor, whatever its environment and its session (man prctl, PR_SET_CHILD_SUBREAPER).
So the proctor knows that nothing is left when it has no child any more. Elsewhere it ends its
descendants, and what shows the environment of the answer's process.

An answer that looks for the kernel, or for all processes of its user, can kill them: there is no
protection from that without an account of its own for each answer.

Arguments: the end of the exam in seconds of `time.monotonic()`, its folder, and the program with
its arguments that tries the answer. The end of standard input ends the exam. Says on standard
output how the program ended: its exit code, "alone" where it has killed the process that started
it, and where it did not end "stopped", "starved" for want of a processor, or "late".
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from helpers.course.checking import load
from helpers.course.checking.tracker import Tracker
from helpers.kernel import session, warden

__all__ = ["main"]

LIMIT = 1.5  # seconds until all that an answer has started is dead


def main():
    """Try an answer, and say how that ended."""
    until, folder, *program = sys.argv[1:]
    until = float(until)
    adopts = _adopt_orphans()
    before = {*_processes()} if adopts else set()
    # The proctor's child, so that neither the end of the answer nor a kill of "my own resource
    # tracker" in it ends the tracker. On Windows, what nobody uses is gone by itself.
    tracker = Tracker() if os.name == "posix" else None
    began = time.monotonic()
    ended, parent = _start(program, folder, tracker)
    gone = threading.Event()
    threading.Thread(target=_wait_for_the_kernel, args=(gone,), daemon=True).start()
    how = None
    while how is None and not gone.is_set():
        how = ended() if time.monotonic() < until else _why_late(parent, until - began)
        time.sleep(0.005)
    if adopts:
        _end_children(before, tracker)
    else:
        _end_descendants(folder, tracker)
    if gone.is_set():
        warden.remove(folder)  # the kernel was killed, or is about to give up
    with contextlib.suppress(OSError):
        os.write(1, str(how).encode())
    os._exit(0)


def _wait_for_the_kernel(gone):
    sys.stdin.buffer.read()
    gone.set()


def _adopt_orphans():
    """Become the parent of each descendant that loses its own. False where the system cannot."""
    if sys.platform != "linux":
        return False
    import ctypes

    PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
    return ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0


def _start(program, folder, tracker):
    """Start `program`; returns a function that gives its end, None as long as it runs, and the ID
    of its process's parent."""
    options = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "cwd": folder,
        "env": _environment(folder),
    }
    if tracker is None:
        apart = subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(program, creationflags=apart, **options).poll, os.getpid()
    program = [*program, str(tracker.fd)]
    reader, writer = os.pipe()
    # What an answer calls its parent is a process that has nothing else to do.
    parent = os.fork()
    if parent == 0:
        try:
            child = subprocess.Popen(
                program, start_new_session=True, pass_fds=[tracker.fd], **options
            )
            os.write(writer, str(child.wait()).encode())
        finally:
            os._exit(0)
    os.close(writer)
    os.set_blocking(reader, False)

    def ended():
        try:
            return os.read(reader, 100).decode() or "alone"
        except BlockingIOError:
            return None

    return ended, parent


def _why_late(parent, seconds):
    """Why the only child of the process `parent` has not ended in `seconds`."""
    import psutil

    with contextlib.suppress(psutil.Error, IndexError):
        program = psutil.Process(parent).children()[0]
        if program.status() == psutil.STATUS_STOPPED:
            return "stopped"
        computed = sum(program.cpu_times()[:2])
        if load.is_starved(computed, seconds, load.waits_for_a_processor(program)):
            return "starved"
    return "late"


def _environment(folder):
    """Whatever an answer keeps for later it keeps in the folder of the exam."""
    places = ("TMPDIR", "TEMP", "TMP", "XDG_DATA_HOME", session.VARIABLE)
    return {**os.environ, **dict.fromkeys(places, folder)}


# The end


def _end_children(before, tracker):
    """Kill all descendants, also those that fork and leave, until this process has no child.

    before:  the processes that were there before the exam
    """
    ours = {os.getpid()}
    until = time.monotonic() + LIMIT
    while time.monotonic() < until:
        living = _descendants(before, ours) - {tracker.pid}
        for pid in living:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG)[0] and time.monotonic() < until:
                pass
        except ChildProcessError:
            return
        if not living:
            tracker.dismiss()


def _descendants(before, ours):
    """The living descendants. `ours` keeps all that were ever found."""
    parents = {pid: _parent(pid) for pid in _processes() if pid not in before}
    while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return {pid for pid in parents if pid in ours and pid != os.getpid()}


def _processes():
    return [int(entry.name) for entry in os.scandir("/proc") if entry.name.isdigit()]


def _parent(pid):
    try:
        # After the name of the program, which may hold anything (man proc_pid_stat).
        return int(Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[1])
    except (OSError, IndexError):
        return None  # it has ended


def _end_descendants(folder, tracker):
    import psutil

    for child in psutil.Process().children(recursive=True):
        if tracker is None or child.pid != tracker.pid:
            with contextlib.suppress(psutil.Error):
                child.kill()
    warden.end_processes(session.VARIABLE, folder, 0)
    if tracker is not None:
        tracker.dismiss()
        with contextlib.suppress(psutil.Error):
            psutil.Process(tracker.pid).wait(LIMIT)
