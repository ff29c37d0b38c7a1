"""What this computer is: cores, system, Python, start methods, GIL, memory."""

import multiprocessing
import os
import platform
import shutil
import sys
from dataclasses import dataclass
from html import escape
from math import ceil
from pathlib import Path

__all__ = ["Computer", "free_threaded_python", "this_computer", "usable_cores"]

QUOTA = Path("/sys/fs/cgroup/cpu.max")  # "200000 100000": 200 ms of computing every 100 ms
FREE_THREADED = ("python3.15t", "python3.14t", "python3.13t")


def usable_cores() -> int:
    """How many cores this process may compute on at once, at least 1.

    That can be fewer than the machine has: `taskset`, `python -X cpu_count=1` and the limits of a
    container such as Binder's take some away.
    (Python documentation, "os": `os.process_cpu_count`, `os.sched_getaffinity`.)

    Example: `usable_cores()` gives 2 on a computer with two cores.
    """
    if hasattr(os, "process_cpu_count"):
        cores = os.process_cpu_count() or 1
    elif hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    return min(cores, _quota())


def _quota():
    # Containers limit computing time and not cores, which the functions of `os` do not see.
    try:
        granted, period = QUOTA.read_text().split()
        return ceil(int(granted) / int(period))
    except (OSError, ValueError):  # no such limit here, or "max"
        return sys.maxsize


def free_threaded_python() -> str | None:
    """The path of a Python without a GIL, or None where none is found.

    That is the program which the environment variable HELPERS_FREE_THREADED names, else this very
    Python if it is free-threaded, else the newest of python3.15t, 3.14t and 3.13t on PATH.
    (Python documentation, "Python support for free threading".)

    Raises FileNotFoundError where HELPERS_FREE_THREADED names no program.

    Example: `free_threaded_python()` gives "/usr/local/bin/python3.13t".
    """
    if named := os.environ.get("HELPERS_FREE_THREADED"):
        if found := shutil.which(named):
            return found
        raise FileNotFoundError(
            f"HELPERS_FREE_THREADED is {named!r}, but there is no such program. "
            "Set it to the path of a free-threaded Python, or unset it."
        )
    if _gil() == "off":
        return sys.executable
    return next(filter(None, map(shutil.which, FREE_THREADED)), None)


def this_computer() -> "Computer":
    """What this computer is, as a small table. Memory is in GiB (2**30 bytes).

    Raises FileNotFoundError where HELPERS_FREE_THREADED names no program.

    Example: `this_computer()` as the last line of a cell shows the table, and
    `print(this_computer().checks())` what the course needs of it.
    """
    import psutil

    free_threaded = free_threaded_python()
    return Computer(
        {
            "System": f"{_system()}, {platform.machine()}",
            "Python": f"{platform.python_version()} ({platform.python_implementation()})",
            "Cores": f"{os.cpu_count() or 'unknown'}, usable by this process: {usable_cores()}",
            "Start methods": _start_methods(),
            "GIL": _gil(),
            "Free-threaded Python": Path(free_threaded).name if free_threaded else "none found",
            "Memory": f"{psutil.virtual_memory().total / 2**30:.1f} GiB",
        }
    )


@dataclass
class Computer:
    """`facts` about a computer, {name: text}, which a notebook shows as a table."""

    facts: dict[str, str]

    def checks(self) -> str:
        """What the course needs of a computer, a line each, the same wherever the course runs.

        Example: `print(this_computer().checks())` begins with "Python is 3.11 or newer: yes".
        """
        chosen = os.environ.get("HELPERS_START_METHOD") or "spawn"
        new = sys.version_info >= (3, 11)
        spawn = "spawn" in multiprocessing.get_all_start_methods()
        set_up = multiprocessing.get_start_method(allow_none=True) == chosen
        return "\n".join(
            (
                f"Python is 3.11 or newer: {'yes' if new else 'no, install a newer one'}",
                f"spawn is available: {'yes' if spawn else 'no, and the course needs it'}",
                "processes start with spawn, or as HELPERS_START_METHOD says: "
                + ("yes" if set_up else "no, run `%load_ext helpers`"),
            )
        )

    def __repr__(self) -> str:
        width = max(map(len, self.facts))
        return "\n".join(f"{name:<{width}}  {fact}" for name, fact in self.facts.items())

    def _repr_html_(self) -> str:
        left = 'style="text-align:left"'
        rows = (
            f'<tr><th scope="row" {left}>{escape(name)}</th><td {left}>{escape(fact)}</td></tr>'
            for name, fact in self.facts.items()
        )
        return f"<table>{''.join(rows)}</table>"


def _system():
    if platform.system() == "Darwin":
        return f"macOS {platform.mac_ver()[0]}"
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:  # no Linux
        return f"{platform.system()} {platform.release()}"


def _start_methods():
    # The first of them is the system's default (Python documentation, "multiprocessing").
    methods = multiprocessing.get_all_start_methods()
    in_use = multiprocessing.get_start_method(allow_none=True) or methods[0]
    return f"{', '.join(methods)}; in use here: {in_use}; the system's default: {methods[0]}"


def _gil():
    # Python has had a switch for it since 3.13; before, it is always there.
    return "on" if getattr(sys, "_is_gil_enabled", lambda: True)() else "off"
