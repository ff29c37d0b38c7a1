"""Tries an answer in a process of its own, under a deadline, and brings back what happened.

Whatever an answer does to that process, the notebook's kernel lives, and nothing is left behind:
the process has a session of its own, whose warden ends what the answer has started.
"""

import importlib
import inspect
import json
import multiprocessing
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

from helpers import events, exercises, session, warden
from helpers.exercises.exercise import Seen
from helpers.recording import record

__all__ = ["Ended", "examine"]

LIMIT = 11  # seconds for all cases of a check; a check that hangs ends within 15
MEMORY = 4 << 30  # bytes of address space for a process of an answer, where the system limits it
VARIABLE = "HELPERS_EXAM"  # in the environment of the process that tries the answer
PROGRAM = "from helpers.exercises.examine import _main; _main()"


class Ended(Exception):
    """The process that tried the answer ended before the answer did; the text says how."""


def examine(exercise, source) -> list[Seen]:
    """What the answer `source` showed on each case, up to the first that failed or hung.

    Raises Ended where the answer ended its own process, or kept it busy past all deadlines.
    """
    folder = Path(tempfile.mkdtemp(prefix="exam-", dir=session.folder()))
    (folder / f"{exercise.module}.py").write_text(source, encoding="utf-8")
    cases = exercise.cases()
    (folder / "cases.json").write_text(json.dumps(cases), encoding="utf-8")
    apart = (
        {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        if sys.platform == "win32"
        else {"start_new_session": True}
    )
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, exercise.number, str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={
            **os.environ,
            VARIABLE: str(folder),
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        },
        **apart,
    )
    try:
        process.wait(LIMIT)
    except subprocess.TimeoutExpired:
        pass
    finally:
        late = process.poll() is None
        process.kill()
        process.wait()
        _wait_for_the_warden(folder)
        # What the answer has forked by hand still shows the environment of its first process.
        warden.end_processes(VARIABLE, str(folder), 0)
        seen = _read(folder)
        shutil.rmtree(folder, ignore_errors=True)
    if process.returncode == 0 and (len(seen) == len(cases) or (seen and _failed(seen[-1]))):
        return seen
    raise Ended(f"it was still busy after {LIMIT} s" if late else _how(process.returncode))


def _failed(seen):
    return seen.error is not None or seen.run.stopped


def _how(code):
    if code >= 0:
        return f"it ended with exit code {code}"
    import signal

    try:
        return f"it was killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"it was killed by signal {-code}"


def _wait_for_the_warden(folder):
    """Until what the answer has started is gone, and with it the session's folder."""
    try:
        left = Path((folder / "session").read_text(encoding="utf-8"))
    except OSError:
        return
    until = time.monotonic() + 5
    while left.exists() and time.monotonic() < until:
        time.sleep(0.01)


def _read(folder):
    try:
        with (folder / "seen").open("rb") as file:
            return _Reader(file).load()
    except Exception:  # noqa: BLE001 - nothing was written, or an answer has written into it
        return []


class _Reader(pickle.Unpickler):
    """Reads what `_main` has written, and no objects of an answer."""

    def find_class(self, module, name):
        if module in ("helpers.run", "helpers.exercises.exercise"):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} has no business here")


# In the process that tries the answer


def _main():
    number, folder = sys.argv[1:]
    folder = Path(folder)
    multiprocessing.set_start_method("spawn", force=True)
    (folder / "session").write_text(str(session.folder()), encoding="utf-8")
    _limit_memory()
    exercise = exercises.find(number)
    sys.path.insert(0, str(folder))
    seen = []
    for case in json.loads((folder / "cases.json").read_text(encoding="utf-8")):
        seen.append(_try(exercise, tuple(case)))
        _write(folder, seen)
        if _failed(seen[-1]):
            break
    # Whatever else the answer has started: a thread of it could keep this process for ever.
    os._exit(0)


def _limit_memory():
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, OSError, ValueError):
        pass  # no such limit on this system


def _try(exercise, case):
    seen = Seen(case)
    try:
        with record(deadline=exercise.deadline) as seen.run:
            _call(exercise, seen)
    except Exception as error:  # noqa: BLE001 - files closed, library changed, and what not
        seen.error = f"it broke what watches it, which then raised {_said(error)}"
    return seen


def _call(exercise, seen):
    try:
        function = getattr(importlib.import_module(exercise.module), exercise.asks, None)
        seen.error = _misfit(exercise, function)
        if seen.error is None:
            events.note("Q")
            returned = exercise.trial(function, *seen.case)
            seen.returned = json.loads(json.dumps(returned, default=repr))
    except SystemExit:
        seen.error = "it called sys.exit(), which ends the program of whoever calls it"
    except Exception as error:  # noqa: BLE001 - an answer may raise anything
        seen.error, seen.line = f"it raised {_said(error)}", _line(error, exercise.module)


def _said(error):
    text = str(error).partition("\n")[0]
    return f"{type(error).__name__}{text and ': '}{text}"


def _misfit(exercise, function):
    if function is None:
        return f"it defines no {exercise.asks}()"
    if not callable(function):
        return f"{exercise.asks} is {type(function).__name__}, not a function"
    try:
        inspect.signature(function).bind(*exercise.takes)
    except TypeError:
        return f"it has to be called as {exercise.call()}, and yours cannot be"
    except ValueError:
        pass  # a function of the standard library need not tell its signature
    return None


def _line(error, module):
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if Path(frame.filename).stem == module:
            return f"line {frame.lineno}: {frame.line}"
    return None


def _write(folder, seen):
    # At once and whole: the next case may end this process.
    (folder / "writing").write_bytes(pickle.dumps(seen))
    (folder / "writing").replace(folder / "seen")
