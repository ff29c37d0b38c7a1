"""What a run has started past `multiprocessing`, and still lives: programs, and forks of a process.

They are known by what they cannot help to have: a program has inherited the environment variable
`follow.VARIABLE`, a fork has been noted by itself, in a file (Python documentation,
"os.register_at_fork"), a child has a parent of the run while that lives, and where this process
leads a process group, as a kernel does, whoever left its parent is still of that group. So one is
not found: a program with an environment and a session of its own, whose parent has ended; on
Windows, an environment of its own and a parent that has ended are enough.
"""

import os
import re
import shlex
import time
from pathlib import Path

import psutil

from helpers.kernel import warden
from helpers.note import follow

__all__ = ["command", "find", "kill", "names", "pids"]

LOADING = 1  # seconds that a system may take to load a program
LENGTH = 60  # characters of a command line that are shown

_SERVANTS = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")


def pids():
    """The IDs of all processes of this machine."""
    return set(psutil.pids())


def find(folder, before, known):
    """The living processes of the run that has `folder`, apart from those that are `known`.

    before:  IDs of the processes that there were when the run began
    known:   IDs of the processes of the run that are followed, this one among them
    Returns a list of `psutil.Process`.
    """
    forks = _forks(folder)
    parents, found = {}, {}
    for pid in pids() - before - known:
        try:
            process = psutil.Process(pid)
            parents[pid] = process, process.ppid()
            if (
                pid in forks
                or _of_group(pid)
                or _environment(process).get(follow.VARIABLE) == folder
            ):
                found[pid] = process
        except (psutil.Error, OSError):
            pass  # gone meanwhile, or another user's
    size = None
    while size != len(found):
        size = len(found)
        found |= {
            pid: process
            for pid, (process, parent) in parents.items()
            if parent in known or parent in found
        }
    # A child of the fork server has the command line of the server.
    return [
        process
        for pid, process in found.items()
        if warden.runs(process)
        and (pid in forks or not _is_servant(process))
        and not _is_about_to_end(process)
    ]


def kill(processes, seconds):
    """Kill `processes`, and see them dead within `seconds`; whoever waits for them reaps them."""
    for process in processes:
        warden.kill(process)
    warden.see_ended(processes, seconds)


def command(process, folder):
    """What `process` runs, in a line; None where it is a fork, which runs what its parent does."""
    try:
        words = process.cmdline()
        if process.pid in _forks(folder) and _is_python_of_the_run(words):
            return None
        text = shlex.join([Path(words[0]).name, *words[1:]]) if words else process.name()
    except psutil.Error:
        return "a process"  # ended by itself meanwhile
    if not text.isprintable():
        text = text.encode("unicode_escape").decode()
    return text if len(text) <= LENGTH else text[: LENGTH - 1] + "…"


def names(commands, folder, lanes):
    """What words call the survivors that no lane shows, in order.

    commands:  {process ID: what `command` said}
    lanes:     {process ID: name of its lane}
    """
    forks = _forks(folder)
    named = []
    for pid in commands.keys() - lanes.keys():
        origin = pid
        while origin in forks and origin not in lanes:
            origin = forks[origin]
        named.append(commands[pid] or f"an os.fork() of {lanes.get(origin, 'a process')}")
    return sorted(named)


def _forks(folder):
    """{process ID: that of its parent} of those that were forked in the run."""
    return dict(
        map(int, re.findall(r"\d+", path.name))
        for path in Path(folder).glob(follow.FORKED.format(pid="*", parent="*"))
    )


def _is_python_of_the_run(words):
    # That of a child of spawn, or of the fork server, names a module of multiprocessing.
    return words == psutil.Process().cmdline() or "multiprocessing" in " ".join(words)


def _environment(process):
    """The environment that the program of `process` was started with."""
    until = time.monotonic() + LOADING
    # Linux: in the middle of an `exec()` a process has no command line yet, and no environment
    # (proc(5)), but a file that it runs. A thread of the system's kernel never has one.
    while not (environment := process.environ()) and time.monotonic() < until:
        if process.cmdline() or not process.exe():
            break
        time.sleep(0.001)
    return environment


def _of_group(pid):
    return hasattr(os, "getpgid") and os.getpgid(pid) == os.getpid()


def _is_about_to_end(process):
    """True for a process that has given back its memory, and with it its command line, and needs
    only to be noted as ended (Linux: proc(5), of `cmdline` and `exe`).
    """
    try:
        return not process.cmdline() and not process.exe()
    except psutil.AccessDenied:
        return False
    except psutil.Error:
        return True


def _is_servant(process):
    """True for what serves the processes of a run and ends with the last of them."""
    try:
        return any(servant in " ".join(process.cmdline()) for servant in _SERVANTS)
    except psutil.Error:
        return False
