"""Tries an answer in a process of its own, under a deadline, and brings back what happened.

Whatever an answer does to that process, the notebook's kernel lives, and nothing is left behind:
between the two stands the proctor, which ends what the answer has started.
"""

import contextlib
import importlib
import inspect
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

from helpers.course.checking import load, plain, report
from helpers.course.exercises.exercise import Seen
from helpers.course.exercises.found import find
from helpers.kernel import session, warden
from helpers.note import events
from helpers.runs.recording import record

__all__ = ["Ended", "examine"]

LIMIT = 12  # seconds for all cases of a check; a check that hangs ends within 15
ENDING = 1.5  # seconds of these to end an answer at its deadline, and to report
TIDYING = 1.5  # seconds more until the proctor has ended all
MEMORY = 4 << 30  # bytes of address space for a process of an answer, where the system limits it
VARIABLE = "HELPERS_EXAM"  # in the environment of the processes of an exam
PROGRAM = "from helpers.course.checking.examine import _main; _main()"
PROCTOR = "from helpers.course.checking.proctor import main; main()"


class Ended(Exception):
    """The process that tried the answer ended before the answer did; the text says how."""


def examine(exercise, source) -> list[Seen]:
    """What the answer `source` showed on each case, up to the first that failed or hung.

    Raises Ended where the answer ended its own process, kept it busy past all deadlines, or left a
    report that cannot be read.
    """
    folder = Path(tempfile.mkdtemp(prefix="exam-", dir=session.folder()))
    try:
        source = source.encode("utf-8", "backslashreplace")
        (folder / f"{exercise.module}.py").write_bytes(source)
        cases = exercise.cases()
        (folder / "cases.json").write_text(json.dumps(cases), encoding="utf-8")
        how = _hold(exercise.number, folder)
        try:
            seen = report.read(folder / "seen", cases)
        except ValueError as error:
            raise Ended(f"what it left of the check's report cannot be read, as {error}") from None
    finally:
        warden.remove(folder)
    if how == "0" and (len(seen) == len(cases) or (seen and _failed(seen[-1]))):
        return seen
    raise Ended(_how(how))


def _hold(number, folder):
    """Hold the exam; returns how its process ended, as the proctor says it, or "" without one."""
    apart = (
        {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        if sys.platform == "win32"
        else {"start_new_session": True}
    )
    # The exam has a working folder of its own, and sys.path may begin with "", the kernel's.
    path = os.pathsep.join(map(_absolute, sys.path))
    environment = {**os.environ, VARIABLE: str(folder), "PYTHONPATH": path}
    environment.pop(session.VARIABLE, None)
    # Counted from here: on a busy computer it takes a while until the proctor is there.
    began = time.monotonic()
    until = began + LIMIT
    program = [sys.executable, "-c", PROGRAM, number, str(folder), str(began), str(until)]
    proctor = subprocess.Popen(
        [sys.executable, "-c", PROCTOR, str(until), str(folder), *program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        **apart,
    )
    try:
        proctor.wait(max(until + TIDYING - time.monotonic(), 0))
        return proctor.stdout.read(100).decode("ascii", "replace")
    except subprocess.TimeoutExpired:
        return "" if warden.is_stopped(proctor.pid) else "starved"
    finally:
        _see_it_ended(proctor, folder)


def _absolute(entry):
    try:
        return str(Path(entry).absolute())
    except FileNotFoundError:  # somebody has deleted the working folder
        return entry


def _see_it_ended(proctor, folder):
    """Without a word where all is well. But the learner may have pressed the stop button, or the
    answer may have stopped or killed the proctor."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        proctor.stdin.close()
        proctor.wait(1 if proctor.returncode is None else 0)
    proctor.stdout.close()
    if proctor.returncode != 0:
        for process in warden.descendants(proctor.pid):
            warden.kill(process)
        proctor.kill()
        proctor.wait()
        warden.end_processes(VARIABLE, str(folder), 0)


def _failed(seen):
    return seen.error is not None or seen.run.stopped


def _how(how):
    if how == "late":
        return f"it was still busy after {LIMIT} s"
    if how == "starved":
        return f"after {LIMIT} s it still waited for its turn. {load.BUSY}"
    if how == "stopped":
        return "it was stopped, as SIGSTOP does it, and nobody let it go on"
    if how == "alone":
        return "your answer has ended the process that had started it"
    try:
        code = int(how)
    except ValueError:
        return "your answer has ended or stopped the process that watched over it"
    if code >= 0:
        return f"it ended with exit code {code}"
    import signal

    try:
        return f"it was killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"it was killed by signal {-code}"


# In the process that tries the answer


def _main():
    number, folder, began, until, *tracker = sys.argv[1:]
    folder, until = Path(folder), float(until)
    slowness = load.slowness(float(began))
    multiprocessing.set_start_method("spawn", force=True)
    session.adopt(folder, *map(int, tracker))
    _limit_memory()
    exercise = find(number)
    sys.path.insert(0, str(folder))
    seen = []
    for case in json.loads((folder / "cases.json").read_text(encoding="utf-8")):
        deadline = deadline_of(exercise.deadline, slowness, until - time.monotonic())
        seen.append(_try(exercise, tuple(case), deadline, slowness))
        report.write(folder / "seen", seen)
        if _failed(seen[-1]):
            break
    # Whatever else the answer has started: a thread of it could keep this process for ever.
    os._exit(0)


def deadline_of(seconds, slowness, left):
    """`seconds` for a case, of those that are left: on a slow computer more, and so for its end."""
    ending = load.stretched(ENDING, slowness, 2 * ENDING)
    return load.stretched(seconds, slowness, left - ending)


def _limit_memory():
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, OSError, ValueError):
        pass  # no such limit on this system


def _try(exercise, case, deadline, slowness):
    seen = Seen(case)
    try:
        watch = load.Watch(deadline)
        with record(deadline=deadline) as seen.run:
            _call(exercise, seen)
        seen.starved = seen.run.stopped and watch.end(slowness)
    except Exception as error:  # noqa: BLE001 - files closed, library changed, and what not
        seen.error = f"it broke what watches it, which then raised {plain.said(error)}"
        seen.run = None
    return seen


def _call(exercise, seen):
    try:
        function = getattr(importlib.import_module(exercise.module), exercise.asks, None)
        seen.error = _misfit(exercise, function)
        if seen.error is None:
            events.note("Q")
            returned = exercise.trial(function, *seen.case)
            seen.returned = plain.of(returned)
    except SystemExit:
        seen.error = "it called sys.exit(), which ends the program of whoever calls it"
    except Exception as error:  # noqa: BLE001 - an answer may raise anything
        seen.error, seen.line = f"it raised {plain.said(error)}", _line(error, exercise.module)


def _misfit(exercise, function):
    if function is None:
        return f"it defines no {exercise.asks}()"
    if not callable(function):
        return f"{exercise.asks} is {type(function).__name__}, not a function"
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        return f"a call of an `async def` such as {exercise.asks} runs none of its lines: write def"
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
            return f"line {frame.lineno}: {plain.cleaned(frame.line or '')}"
    return None
