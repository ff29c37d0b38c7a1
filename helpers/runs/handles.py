"""A process by its handle, or by its ID: has it ended? None of this reaps it, nor waits for it."""

import contextlib
import os
import select
import sys
import time
from pathlib import Path

import psutil

__all__ = ["close", "exit_handle", "is_zombie", "kill", "lives"]


def exit_handle(popen):
    """Something that `connection.wait` finds ready when the process has ended; ours to close."""
    if sys.platform == "win32":
        from multiprocessing.reduction import duplicate

        return duplicate(int(popen.sentinel))
    # Under fork, a living grandchild keeps the sentinel of its dead parent from being ready.
    if popen.method != "forkserver":
        try:
            if hasattr(os, "pidfd_open"):
                return os.pidfd_open(popen.pid)
            if hasattr(select, "kqueue"):
                return _exit_queue(popen.pid)
        except OSError:
            pass
    return os.dup(popen.sentinel)


def _exit_queue(pid):
    """On macOS and BSD: a queue of the system's kernel, ready when the child `pid` has ended."""
    with contextlib.closing(select.kqueue()) as queue:
        ends = select.kevent(
            pid, select.KQ_FILTER_PROC, select.KQ_EV_ADD, fflags=select.KQ_NOTE_EXIT
        )
        try:
            queue.control([ends], 0)
        except ProcessLookupError:  # it has ended before: a pipe without a writer is ready
            ready, writer = os.pipe()
            os.close(writer)
            return ready
        return os.dup(queue.fileno())


def is_zombie(pid):
    """True for a child that has ended and that nobody has reaped. Does not reap it either."""
    if not hasattr(os, "waitid"):  # Windows, and macOS up to Python 3.12
        return False
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:  # of a fork server, or reaped meanwhile
        return False


def close(handle):
    """Let go of a handle of `exit_handle`."""
    if sys.platform == "win32":
        import _winapi

        _winapi.CloseHandle(handle)
    else:
        os.close(handle)


def lives(pid, folder):
    """True while the process that wrote into `folder` lives, and not another with its number."""
    try:
        process = psutil.Process(pid)
        return (
            process.status() != psutil.STATUS_ZOMBIE
            and process.create_time() >= Path(folder).stat().st_ctime - 3600
        )
    except psutil.Error:
        return False


def kill(pid, folder):
    """Kill a process that is nobody's child here, and see it dead; reaping is up to the system."""
    try:
        psutil.Process(pid).kill()
    except psutil.Error:
        return  # ended by itself meanwhile
    until = time.monotonic() + 5
    while lives(pid, folder) and time.monotonic() < until:
        time.sleep(0.002)
