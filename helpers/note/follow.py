"""What the processes and threads of a run note of themselves: birth, start, join and end.

While a recording is open, `Process.start`, `Process.join`, `Thread.start` and `Thread.join` note
when they are called, and every child process goes on doing so: the tag that rides along in each
started process installs the same in the child, before its first line runs, under every start
method. So grandchildren are followed too, and no worker has to help.

Only the standard library is imported: every child pays for it.
"""

import faulthandler
import multiprocessing.process
import multiprocessing.util
import os
import sys
import threading
from contextlib import suppress
from functools import partial
from time import perf_counter_ns
from weakref import WeakSet

from helpers.note import events, numbering, output
from helpers.note.replacements import Replacements
from helpers.note.sleeping import follow_sleep

__all__ = ["DUMP", "FORKED", "VARIABLE", "Tag", "begin", "finish", "is_internal", "starting"]

# In the run's folder: when a child tells where it stands, and then where each thread of it stood.
DUMP = "stood-{pid}.txt"
FORKED = "forked-{pid}-{parent}"  # in the run's folder: an empty file for each fork
VARIABLE = "HELPERS_RUN"  # names the run's folder in each program that the run starts

_Process = multiprocessing.process.BaseProcess
_Thread = threading.Thread
_replaced = Replacements()
# In tracebacks, lines of this room say nothing to a learner. `work` is code that a learner runs.
_ROOM = os.path.dirname(__file__) + os.sep
_WORK = f"{_ROOM}work.py"
_tag = None  # of the run that this process belongs to
_dump = None  # kept open for faulthandler, which holds no reference of its own
_limit = 0  # when this child tells where it stands
_entered = None  # the ID of this process, once it has become a child of the run
_followed = WeakSet()  # threads that were started in the run
_started = []  # the handles of what this child has started itself
starting = []  # the processes whose `start()` is under way here
_on_start = None  # what the recording process does with each process it has started


class Tag:
    """Rides along in a starting process; unpickled in the child, it makes the child note events.

    folder:    where the event files go
    deadline:  when the children tell where they stand, in nanoseconds of `perf_counter_ns()`
    patience:  nanoseconds that a child which came up late has before it tells; it did so where
               less than half of that was left
    """

    def __init__(self, folder, deadline, patience):
        self.folder = folder
        self.deadline = deadline
        self.patience = patience

    def __reduce__(self):
        return _join_run, (self.folder, self.deadline, self.patience)


def begin(tag, on_start):
    """Follow what this process starts from now on; call `on_start(popen)` after each start."""
    global _tag, _on_start
    _tag, _on_start = tag, on_start
    os.environ[VARIABLE] = tag.folder
    numbering.begin()
    _replace_methods()


def finish():
    """Stop following; `Process` and `Thread` are again as they were before."""
    global _tag, _on_start
    _tag = _on_start = None
    os.environ.pop(VARIABLE, None)
    numbering.finish()
    _replaced.take_back()


def _replace_methods():
    _replaced.put(_Process, "start", _start_process)
    _replaced.put(_Process, "join", _join_process)
    _replaced.put(_Process, "_bootstrap", _bootstrap)
    _replaced.put(_Thread, "start", _start_thread)
    _replaced.put(_Thread, "join", _join_thread)
    follow_sleep()


def _join_run(folder, deadline, patience):
    tag = Tag(folder, deadline, patience)
    if _tag is None:
        _enter_child(tag)
    return tag


def _enter_child(tag):
    global _tag, _on_start, _entered, _limit
    _tag, _on_start, _entered = tag, None, os.getpid()
    now = perf_counter_ns()
    is_late = now + tag.patience / 2 > tag.deadline
    _limit = now + tag.patience if is_late else tag.deadline
    _started.clear()
    starting.clear()
    numbering.begin()
    events.open_in(tag.folder)
    os.environ[VARIABLE] = tag.folder  # a fork server's child has the environment of the server
    _replace_methods()
    _arm()
    output.keep(tag.folder)
    # What kills a child before its target is even found: it cannot be imported, for instance.
    sys.excepthook = partial(_note_error, sys.excepthook)


def _note_error(hook, kind, error, traceback):
    events.note("Z", kind.__name__, error)
    hook(kind, error, traceback)


def _arm():
    """Let this child tell where each of its threads stands when the deadline passes.

    faulthandler does so from a thread of its own that needs no GIL, on every system
    (Python documentation, "faulthandler.dump_traceback_later").
    """
    global _dump
    seconds = (_limit - perf_counter_ns()) / 1e9
    if seconds > 0:
        path = os.path.join(_tag.folder, DUMP.format(pid=os.getpid()))
        with suppress(OSError):  # a recording that cannot write lets the program go on
            _dump = open(path, "w", encoding="utf-8")
            print(_limit, file=_dump, flush=True)
            faulthandler.dump_traceback_later(seconds, file=_dump)


def _tell_stand(traceback):
    """Write where this thread was interrupted, in the form that faulthandler has."""
    frames = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        frames.append(f'  File "{code.co_filename}", line {traceback.tb_lineno} in {code.co_name}')
        traceback = traceback.tb_next
    if _dump is not None:
        with suppress(OSError):
            print(f"Thread 0x{threading.get_ident():x}:", *reversed(frames), sep="\n", file=_dump)
            _dump.flush()


def _disarm():
    # Armed by whomever: a forked child would wait for ever for the watching thread, which it did
    # not inherit, as soon as it arms its own.
    if _tag is not None:
        faulthandler.cancel_dump_traceback_later()


def _arm_again():
    if _dump is not None:
        _arm()


def _note_fork():
    # `os.fork()` starts no `Process`: no event would tell of a fork that lives on.
    if _tag is not None:
        name = FORKED.format(pid=os.getpid(), parent=os.getppid())
        with suppress(OSError):  # the run is over, and its folder gone
            os.close(os.open(os.path.join(_tag.folder, name), os.O_CREAT | os.O_WRONLY, 0o600))


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_disarm, after_in_parent=_arm_again, after_in_child=_note_fork)


def _start_process(start, self):
    if _tag is None:
        start(self)
        return
    self._config["helpers.tag"] = _tag
    events.note_here("S", self.name, int(_is_unnamed(self)))
    starting.append(self)
    try:
        start(self)
        if _on_start is not None:
            _on_start(self._popen)
        else:
            _started.append(self._popen)
    finally:
        starting.remove(self)
        self._config.pop("helpers.tag", None)
        events.note("s", self.pid or 0)


def _is_unnamed(process):
    """Whether the library made the name, of a number that it counts up (CPython,
    Lib/multiprocessing/process.py, `BaseProcess`; pool.py, `_repopulate_pool`; managers.py,
    `BaseManager.start`)."""
    kind, _, number = process.name.rpartition("-")
    made = type(process).__name__
    return number == ":".join(map(str, process._identity)) and (
        kind in (made, made.replace("Process", "PoolWorker")) or kind.endswith("Manager")
    )


def _join_process(join, self, timeout=None):
    with events.waiting(f"{self.name}.join()"):
        join(self, timeout)
    if events.is_open() and self.exitcode is not None:
        events.note("J", self.pid, self.exitcode)


def _bootstrap(bootstrap, self, *args, **kwargs):
    # Under fork no tag is unpickled: the child finds it in the memory that it inherited.
    if _tag is not None and _entered != os.getpid():
        _enter_child(_tag)
    events.note("B", self.name, self._parent_pid)
    if _made_in(self) == "multiprocessing.managers":
        events.note("N")
    self.run = partial(_run_process, self.run)
    exitcode = bootstrap(self, *args, **kwargs)
    events.note("X", exitcode)
    return exitcode


def _run_process(run):
    # After the last `join()` of multiprocessing's own exit handler
    # (CPython, Lib/multiprocessing/util.py, `_exit_function`).
    multiprocessing.util.Finalize(None, _note_ends, exitpriority=-1000)
    try:
        run()
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001 - it is shown, and ends this process
        if isinstance(error, KeyboardInterrupt):
            _tell_stand(error.__traceback__)
        events.note("Z", type(error).__name__, error)
        # As `_bootstrap` would (CPython, Lib/multiprocessing/process.py), whose traceback would
        # begin with this frame.
        import traceback

        _leave_out_ours(error)
        print(f"Process {multiprocessing.process.current_process().name}:", file=sys.stderr)
        traceback.print_exception(error)
        raise SystemExit(1) from None
    finally:
        events.note("A")


def _leave_out_ours(error):
    """Show the learner no line of what follows and watches: not in what led to `error` either."""
    done = set()
    while error is not None and id(error) not in done:
        done.add(id(error))
        kept, traceback = [], error.__traceback__
        while traceback is not None:
            file = traceback.tb_frame.f_code.co_filename
            if file == _WORK or not file.startswith(_ROOM):
                kept.append(traceback)
            traceback = traceback.tb_next
        for one, following in zip(kept, [*kept[1:], None], strict=True):
            one.tb_next = following
        error.__traceback__ = kept[0] if kept else None
        error = error.__cause__ or error.__context__


def _note_ends():
    """On its way out a process ends its daemons, and nobody else gets to know how they ended."""
    for popen in _started:
        if popen.returncode is not None:
            events.note("J", popen.pid, popen.returncode)


def _start_thread(start, self):
    if _tag is not None and self.ident is None and not is_internal(self):
        self.run = partial(_run_thread, self.run)
        _followed.add(self)
        events.note("T", self.name)
    return start(self)


def is_internal(thread):
    """A feeder thread, one that serves a pool, or one of the kernel: not the learner's."""
    made_by = _made_in(thread)
    kind = type(thread).__module__
    # JupyterLab asks for a subshell when the first widget is shown, and ipykernel starts two
    # threads then (ipykernel/subshell.py): in the middle of the next run, for instance.
    return f"{made_by}.{kind}.".startswith("multiprocessing.") or (
        kind == "concurrent.futures.process" or kind.startswith("ipykernel.")
    )


def _made_in(started):
    """The module of what a process or a thread was started to run."""
    return getattr(getattr(started, "_target", None), "__module__", None) or ""


def _run_thread(run):
    events.note("b")
    try:
        run()
    except Exception as error:  # noqa: BLE001 - it is shown, and ends this thread
        events.note("Z", type(error).__name__, error)
        # As the thread would (CPython, Lib/threading.py, `Thread._bootstrap_inner`), whose
        # traceback would have this frame.
        _leave_out_ours(error)
        thread = threading.current_thread()
        said = type(error), error, error.__traceback__, thread
        threading.excepthook(threading.ExceptHookArgs(said))
    finally:
        events.note("x")


def _join_thread(join, self, timeout=None):
    # A feeder thread is joined at exit, and that can take for ever. Other threads that were not
    # started in the run, such as IPython's, are nobody's business here.
    if self not in _followed and not self.name.startswith("QueueFeederThread"):
        return join(self, timeout)
    with events.waiting(f"{self.name}.join()"):
        return join(self, timeout)
