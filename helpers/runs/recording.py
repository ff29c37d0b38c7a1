"""`record()`: opens a run, watches its processes live and die, ends what hangs.

Processes are followed by handles that become ready when they end, without reaping them: what
`join()`, `exitcode` and the system show a learner stays true.
"""

import contextlib
import linecache
import os
import re
import select
import shutil
import signal
import sys
import tempfile
import threading
import time
from concurrent.futures import Executor
from multiprocessing import Pipe, connection, util
from pathlib import Path
from time import perf_counter_ns

from helpers.kernel import session
from helpers.kernel.learners import is_learners, is_ours
from helpers.note import events, follow
from helpers.runs import assemble, awaiting, lives, slices, survivors
from helpers.runs.run import Run, Stand

__all__ = ["record"]

TELLING = 0.5  # seconds that children get to tell where they stand when the deadline passes
INSISTING = 0.2  # seconds between interrupts of a block that goes on after the deadline
TRIES = 20  # interrupts that such a block gets
POLITE = 0.5  # seconds between SIGTERM and SIGKILL at the end of the block
PATIENCE = 1  # seconds that a child which came up late has for its work, at most
LATE = 3  # seconds by which late children can put the deadline off, all of them together
COMING_UP = 20_000_000  # nanoseconds between two looks at a child that is not up yet

_open = None  # the recording of this process, of which there is at most one


def record(deadline=10):
    """Record what processes and threads do in the `with` block, and end what hangs.

    deadline:  seconds, greater than 0. When they have passed, every process of the run is killed,
               the block is interrupted, and the run says where each process and thread stood.
               A child that comes up in the second half of that time, as on a busy computer, puts
               it off: the child gets as long again, a second at most. All together, 3 s at most.

    As `run` you get a `Run`; after the block it holds lanes, messages, waits and ends. A run
    leaves no process behind: what still lives at the end of the block is ended and named, programs
    and forks of the run too (see `survivors` for the one that cannot be found). An
    exception in the block goes through, and so does the interrupt of the stop button, after which
    the run says who stood where. A block that awaits is cancelled (`asyncio.CancelledError`), in
    any thread; any other can be interrupted in the main thread alone. One that no interrupt ends,
    because it swallows them or waits where none is noticed, says so in its cell and is left alone.

    What a run does not see: an error that stays in an `AsyncResult` or a future until somebody asks
    for the result; changes of what a manager holds, of a list in its list for instance; a segment
    of shared memory that nobody unlinks; updates of a `Value`, an `Array` or shared memory.

    Raises ValueError for a deadline that is no number of seconds above 0, and RuntimeError where
    another recording is open already.

    Example:
        with record(deadline=2) as run:
            p = Process(target=greeters.greet, args=("Ada",), name="greeter")
            p.start()
            p.join()
        run
    """
    if isinstance(deadline, bool) or not isinstance(deadline, int | float) or not deadline > 0:
        raise ValueError(
            f"A deadline is a number of seconds above 0, such as 2 or 0.5; got {deadline!r}."
        )
    return _Recording(deadline)


class _DeadlinePassed(KeyboardInterrupt):
    """Ends the block. No Exception: a learner's `except Exception` must not catch it."""


class _Recording:
    def __init__(self, deadline):
        self.run = Run(deadline)
        self.followed = {}  # pid: popen, of the processes that this process started
        self.handles = {}  # what becomes ready at the end of a process: its pid
        self.endings = {}  # pid: lives.Ending
        self.survivors = {}  # pid: what it runs, of processes that multiprocessing did not start
        self.stands = {}  # (pid, thread ident): (Stand, in a call that is noted)
        self.tries = 0  # interrupts that the block got since the deadline
        self.pools = []  # what each pool of the run that we end was to be ended with
        self.inside = False  # the block, where an interrupt may be raised
        self.interrupting = False  # the next interrupt is ours, not the learner's
        self.repeating = False  # the next interrupt is the learner's, once more
        self.interrupted_late = False  # the learner's interrupt came while we cleaned up
        self.cancelled = 0  # times that we cancelled the task that runs the block
        self.awaited = None  # the number of processes whose start had begun at the deadline
        self.spare = []  # descriptors
        self.previous = None  # the handler of interrupts that stood there before ours

    def __enter__(self):
        global _open
        if _open is not None:
            raise RuntimeError(
                "A recording is open already, and two cannot overlap. "
                "Let its `with record()` block end first."
            )
        folder = session.folder()
        _open = self
        with contextlib.ExitStack() as undo:
            try:
                self._begin(folder, undo)
            except OSError as error:
                raise session.unwritable("record() could not begin", error) from None
            self.undo = undo.pop_all()
        self.inside = True
        return self.run

    def _begin(self, folder, undo):
        self.thread = threading.current_thread()
        self.task = awaiting.current_task()
        self.pid = os.getpid()
        undo.callback(self._close)
        self._take_interrupts()
        self.folder = tempfile.mkdtemp(prefix="run-", dir=folder)
        undo.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.news, self.tell = map(undo.enter_context, Pipe(duplex=False))
        self.before = {*threading.enumerate(), *util._finalizer_registry.values()}
        self.pids_before = survivors.pids()
        undo.callback(self._free_descriptors)
        for _ in range(4):  # the block may use up all descriptors, and we need some to end it
            self.spare.append(os.open(os.devnull, os.O_RDONLY))
        self.opened = perf_counter_ns()
        self.limit = self.deadline = self.opened + int(self.run.deadline * 1e9)
        undo.callback(events.close)
        events.open_in(self.folder)
        events.note("O")
        self.watcher = threading.Thread(target=self._watch, name="watcher", daemon=True)
        self.watcher.start()
        # From here on nothing can fail.
        undo.callback(slices.finish)
        slices.begin()
        undo.callback(follow.finish)
        patience = int(min(self.run.deadline, PATIENCE) * 1e9)
        follow.begin(follow.Tag(self.folder, self.deadline, patience), self._follow)

    def _close(self):
        global _open
        self._give_interrupts_back()
        self.run.closed = True
        _open = None

    def __exit__(self, kind, exception, traceback):
        self.inside = False
        closed = perf_counter_ns()
        events.close()
        try:
            self._free_descriptors()
            self._tell("close")
            self.watcher.join()
            if self.run.stopped or not (
                kind is KeyboardInterrupt or awaiting.is_cancellation(exception)
            ):
                self.run.interrupted = None
            if self.run.interrupted is not None:
                self._await_the_interrupted()
                closed = perf_counter_ns()
            self._end("the end of the block", polite=True)
            follow.finish()
            self._read_exit_codes()
            assemble.fill(self.run, self.folder, self.opened, closed, self.endings, self.stands)
            lanes = {lane.pid: lane.name for lane in self.run.lanes if lane.thread is None}
            self.run.survivors = survivors.names(self.survivors, self.folder, lanes)
        finally:
            for handle in self.handles:
                _close(handle)
            self.undo.close()
        if self.interrupted_late:
            raise KeyboardInterrupt
        if kind is KeyboardInterrupt and self.run.interrupted is not None and self._cancels():
            raise awaiting.cancellation()
        return isinstance(exception, _DeadlinePassed) or self._is_our_cancellation(exception)

    # Following the processes that this process starts

    def _follow(self, process):
        popen = process._popen
        self.followed[popen.pid] = popen
        self.endings[popen.pid] = lives.Ending()
        self.handles[_exit_handle(popen)] = popen.pid
        self._tell("started")

    def _tell(self, news):
        self.tell.send_bytes(news.encode())

    def _watch(self):
        while True:
            if self._note_ends(self._pause()) == "close":
                self._note_ends(0)
                self._forget_the_ended()
                return
            if self.run.stopped:
                self._insist()
            elif self._is_late():
                self._stop()
            elif self.run.interrupted is not None:
                self._interrupt_again()

    def _pause(self):
        """Seconds until the watcher has something to do, unless there is news; None for never."""
        if self.run.stopped:
            return INSISTING if self.tries < TRIES else None
        left = max((self.limit - perf_counter_ns()) / 1e9, 0)
        return left if self.run.interrupted is None else min(INSISTING, left)

    def _note_ends(self, timeout):
        """Note when processes end, for `timeout` seconds at most; return the news, if any.

        With None for `timeout`, until one of the two happens.
        """
        news = None
        for ready in connection.wait([self.news, *self.handles], timeout):
            if ready is self.news:
                news = ready.recv_bytes().decode()
            else:
                self.endings[self.handles.pop(ready)].ended = perf_counter_ns()
                _close(ready)
        return news

    def _forget_the_ended(self):
        """What has ended is over, even where its handle does not say so yet.

        `join()` takes the exit code out of the pipe that a fork server's child has for a sentinel.
        And where only a sentinel can be waited for, a living grandchild keeps it.
        """
        for handle, pid in list(self.handles.items()):
            joined = self.followed[pid].returncode is not None
            if not joined and _is_zombie(pid):
                self.endings[pid].ended = perf_counter_ns()  # or a little before
            elif not joined:
                continue
            _close(handle)
            del self.handles[handle]

    def _free_descriptors(self):
        while self.spare:
            os.close(self.spare.pop())

    # When the deadline passes

    def _is_late(self):
        """True where the block goes on past its limit; one that has ended meanwhile does not."""
        return perf_counter_ns() >= self.limit and not self._puts_off() and self.inside

    def _puts_off(self):
        """Put the deadline off for children that come up late; True where there are some.

        Those are awaited whose start had begun before: not all that a block starts for ever.
        """
        starting = len(follow.starting)
        children = list(self.followed)
        if self.awaited is None:
            self.awaited = starting + len(children)
        limits = [self._limit_of(pid) for pid in children[: self.awaited]]
        if starting and len(children) < self.awaited:
            limits.append(perf_counter_ns() + COMING_UP)
        self.limit = min(max([self.limit, *limits]), self.deadline + int(LATE * 1e9))
        return perf_counter_ns() < self.limit

    def _limit_of(self, pid):
        """When the child `pid` tells where it stands; if it is not up yet, when to look again."""
        with contextlib.suppress(FileNotFoundError):
            limit, end, _ = self._dump_of(pid).partition("\n")
            if end:
                return int(limit)
        # What has ended before it was up is not waited for.
        return perf_counter_ns() + COMING_UP if pid in self.handles.values() else self.limit

    def _stop(self):
        self._free_descriptors()
        self.run.stopped = True
        self.run.put_off = (self.limit - self.deadline) / 1e9
        self._note_stands(sys._current_frames())
        self._read_stands()
        self._insist()

    def _note_stands(self, frames):
        """Where the threads of this process stand, but for the one that watches."""
        for ident, frame in frames.items():
            if ident != self.watcher.ident:
                self.stands[self.pid, f"{ident:x}"] = _stand(_frames_of(frame))
        if self._awaits() and not awaiting.in_a_step(frames[self.thread.ident], is_learners):
            stand = _stand(map(_place, awaiting.frames_of(self.task)))
            self.stands[self.pid, f"{self.thread.ident:x}"] = stand

    def _insist(self):
        self._take_pools()
        if self.inside and self.tries < TRIES:
            self.tries += 1
            self._interrupt()
        self._end("the deadline", polite=False)
        if self.inside and self.tries == TRIES:
            self.tries += 1
            self._give_up()

    def _give_up(self):
        """Say that nothing here can end the block. What it still starts is ended all the same."""
        stand, _ = self.stands.get((self.pid, f"{self.thread.ident:x}"), (None, False))
        where = f"line {stand.line} in {stand.file}: {stand.source}" if stand else "what it does"
        print(
            f"The deadline of {self.run.deadline:g} s has passed, and the processes of this run "
            f"are ended. Its block goes on all the same: {TRIES} interrupts did not end {where}\n"
            "It ends when that does. If that never happens, restart the kernel.",
            file=sys.stderr,
            flush=True,
        )

    def _interrupt(self):
        """Interrupt the block, and see it interrupted before anything is killed.

        No line of the block may run on the strength of the kill. And a `join()` that is interrupted
        in the instant in which its child ends would lose the exit code.
        """
        frame = sys._current_frames().get(self.thread.ident)
        if self._awaits() and not awaiting.in_a_step(frame, is_learners):
            self.interrupting = self._call_in_loop(self._be_cancelled)
        elif self.thread is threading.main_thread():
            self.interrupting = True
            _send_interrupt(self.thread)
        until = time.monotonic() + INSISTING
        while self.interrupting and time.monotonic() < until:
            time.sleep(0.001)

    def _awaits(self):
        """True while code of the learner awaits in the task that opened the recording.

        A cell without an `await` is run by a task too, which is the kernel's own.
        """
        return awaiting.is_suspended(self.task) and any(
            is_learners(frame.f_code.co_filename) for frame in awaiting.frames_of(self.task)
        )

    def _call_in_loop(self, call):
        try:
            self.task.get_loop().call_soon_threadsafe(call)
        except RuntimeError:  # somebody has closed the loop, and the block will never go on
            return False
        return True

    def _be_cancelled(self):
        self.interrupting = False
        self._cancel()

    def _cancel(self):
        """End the `await` in which the block is. Runs in the event loop."""
        if self.inside and self._awaits():
            self.cancelled += 1
            self.task.cancel()

    def _is_our_cancellation(self, exception):
        """Take back what we cancelled; True where nobody else did, and so it ends here.

        As a timeout does it (Python documentation, "asyncio.Task.uncancel").
        """
        for _ in range(self.cancelled):
            self.task.uncancel()
        ours = self.cancelled > 0 and awaiting.is_cancellation(exception)
        return ours and self.task.cancelling() == 0

    def _read_stands(self):
        """Where the threads of the children stand, as they themselves write it at the deadline."""
        until = time.monotonic() + TELLING
        before = None
        while time.monotonic() < until:
            texts = {pid: self._told_by(pid) for pid in self._pids("stood-*.txt")}
            if texts == before and all(texts.values()):
                break
            before = texts
            time.sleep(0.02)
        self._take_stands(before)

    def _told_by(self, pid):
        return self._dump_of(pid).partition("\n")[2]

    def _dump_of(self, pid):
        path = Path(self.folder, follow.DUMP.format(pid=pid))
        return path.read_text(encoding="utf-8", errors="replace")

    def _take_stands(self, texts):
        for pid, text in texts.items():
            for ident, frames in _parse_dump(text):
                self.stands[pid, ident] = _stand(frames)

    def _writers(self, pattern):
        return {int(re.search(r"\d+", path.name)[0]) for path in Path(self.folder).glob(pattern)}

    def _pids(self, pattern, others=False):
        """The living processes of the run that have written a file like `pattern`.

        With `others`, only those that this process did not start itself: grandchildren.
        """
        pids = self._writers(pattern)
        further = {pid for pid in pids - {self.pid, *self.followed} if _lives(pid, self.folder)}
        return sorted(further if others else further | pids & set(self.handles.values()))

    # When the learner presses the stop button

    def _await_the_interrupted(self):
        """Most children got the interrupt too, and say where that was before they end.

        The stop button goes to the kernel's whole process group (jupyter_client,
        provisioning/local_provisioner.py, `send_signal`).
        """
        self._end_pools()
        self._wait_for_ends(POLITE)
        self._take_stands({pid: self._told_by(pid) for pid in self._writers("stood-*.txt")})

    def _interrupt_again(self):
        """Interrupt a block that has been interrupted, and waits for an executor as it is left.

        `with ProcessPoolExecutor()` ends with the last of its tasks, whatever ends the block
        (CPython, Lib/concurrent/futures/_base.py, `Executor.__exit__`). Who presses the stop button
        does not want to wait for them.
        """
        frame = sys._current_frames().get(self.thread.ident)
        if self.inside and self.thread is threading.main_thread() and _leaves_an_executor(frame):
            self.repeating = True
            _send_interrupt(self.thread)

    # Ending processes

    def _end(self, by, polite):
        left = self._find_survivors()
        self._end_pools()
        self._forget_the_ended()
        for pid in list(self.handles.values()):
            self.endings[pid].ended_by = by
            (self.followed[pid].terminate if polite else self.followed[pid].kill)()
        if polite and self.handles:
            self._wait_for_ends(POLITE)
        for pid in list(self.handles.values()):
            self.followed[pid].kill()
        for pid in self._pids("*.events", others=True):
            self.endings[pid] = lives.Ending(perf_counter_ns(), None, by)
            _kill(pid, self.folder)
        self._end_survivors(left, by)
        self._wait_for_ends(5)

    def _find_survivors(self):
        known = {self.pid, *self.followed, *self._writers("*.events")}
        return survivors.find(self.folder, self.pids_before, known)

    def _end_survivors(self, left, by):
        """End `left`, which was found while its parents lived, and what it starts meanwhile."""
        until = time.monotonic() + POLITE
        while left:
            for process in left:
                self.survivors[process.pid] = survivors.command(process, self.folder)
                self.endings[process.pid] = lives.Ending(perf_counter_ns(), None, by)
            survivors.kill(left, 5)
            left = self._find_survivors() if time.monotonic() < until else []

    def _take_pools(self):
        """Keep pools of the run from ending themselves while we end their workers.

        Their own way to end would hang: a worker that is killed while it waits for a task holds the
        lock of the task queue (CPython, Lib/multiprocessing/pool.py, `_help_stuff_finish`). Or it
        would fail, over the thread that we have ended (`_terminate_pool`). Once its finalizer is
        cancelled, `terminate()` does nothing, and nor does the end of `with Pool()`.
        """
        for finalizer in set(util._finalizer_registry.values()) - self.before:
            if getattr(finalizer._callback, "__name__", "") == "_terminate_pool":
                self.pools.append(finalizer._args)
                finalizer.cancel()

    def _end_pools(self):
        """Keep pools of the run from starting new workers for those that are about to end."""
        self._take_pools()
        for thread in set(threading.enumerate()) - self.before:
            if follow.is_internal(thread) and hasattr(thread, "_state"):
                thread._state = "TERMINATE"
        while self.pools:
            notifier, starter = self.pools.pop()[4:6]
            # It may have looked at its state before, and be about to start a worker.
            notifier.put(None)
            starter.join(POLITE)

    def _wait_for_ends(self, seconds):
        until = time.monotonic() + seconds
        while self.handles and (left := until - time.monotonic()) > 0:
            for ready in connection.wait([*self.handles], left):
                self.endings[self.handles.pop(ready)].ended = perf_counter_ns()
                _close(ready)

    def _read_exit_codes(self):
        for pid, popen in self.followed.items():
            until = time.monotonic() + 1
            while popen.poll() is None and time.monotonic() < until:
                time.sleep(0.001)
            self.endings[pid].exitcode = popen.returncode

    # Interrupts: ours end the block at the deadline, the learner's go through

    def _take_interrupts(self):
        if self.thread is threading.main_thread():
            self.previous = signal.getsignal(signal.SIGINT)
            signal.signal(signal.SIGINT, self._on_interrupt)

    def _give_interrupts_back(self):
        # A block that awaits may outlive its cell, after which ipykernel has put back its own.
        if self.previous is not None and signal.getsignal(signal.SIGINT) == self._on_interrupt:
            signal.signal(signal.SIGINT, self.previous)

    def _cancels(self):
        """True where an interrupt cancels a task, as ipykernel and `asyncio.run` have it.

        A KeyboardInterrupt that comes out of a task ends the event loop, and with it the kernel.
        """
        own = signal.default_int_handler
        return self.task is not None and callable(self.previous) and self.previous is not own

    def _on_interrupt(self, number, frame):
        if os.getpid() != self.pid:  # in a forked child, which inherited this handler
            raise KeyboardInterrupt
        ours, self.interrupting = self.interrupting, False
        # The block may have ended in the instant before, when the first line of __exit__ waits.
        inside = self.inside and frame.f_code is not _Recording.__exit__.__code__
        awaits = self._awaits()
        again, self.repeating = self.repeating, False
        if again:
            if inside and _leaves_an_executor(frame):
                raise KeyboardInterrupt
            return
        if ours and inside and awaits:
            self._call_in_loop(self._cancel)
        elif ours and inside:
            raise _DeadlinePassed
        elif not ours:
            self._take_the_learners(number, frame, inside, awaits)
        if inside and awaits and awaiting.in_a_step(frame, is_learners):
            raise awaiting.cancellation()  # of another task, which keeps the loop from going on

    def _take_the_learners(self, number, frame, inside, awaits):
        if inside:
            self.run.interrupted = (perf_counter_ns() - self.opened) / 1e9
            self._note_stands({**sys._current_frames(), self.thread.ident: frame})
            self._tell("interrupted")
        if self._cancels():
            self.previous(number, frame)
            # ipykernel's leaves an event loop that waits asleep: a signal does not end its
            # `select()`, which goes on after the handler (PEP 475).
            self._call_in_loop(lambda: None)
        elif not inside:
            self.interrupted_late = True
        if inside and not (awaits and self._cancels()):
            raise KeyboardInterrupt


def _send_interrupt(thread):
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(thread.ident, signal.SIGINT)
    else:
        signal.raise_signal(signal.SIGINT)


def _leaves_an_executor(frame):
    """True where `frame` is in the end of `with` an executor that an interrupt has ended."""
    while frame is not None:
        if frame.f_code is Executor.__exit__.__code__:
            return isinstance(frame.f_locals["exc_val"], KeyboardInterrupt)
        frame = frame.f_back
    return False


def _exit_handle(popen):
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


def _is_zombie(pid):
    """True for a child that has ended and that nobody has reaped. Does not reap it either."""
    if not hasattr(os, "waitid"):  # Windows, and macOS up to Python 3.12
        return False
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:  # of a fork server, or reaped meanwhile
        return False


def _close(handle):
    if sys.platform == "win32":
        import _winapi

        _winapi.CloseHandle(handle)
    else:
        os.close(handle)


def _lives(pid, folder):
    """True while the process that wrote into `folder` lives, and not another with its number."""
    import psutil

    try:
        process = psutil.Process(pid)
        return (
            process.status() != psutil.STATUS_ZOMBIE
            and process.create_time() >= Path(folder).stat().st_ctime - 3600
        )
    except psutil.Error:
        return False


def _kill(pid, folder):
    """Kill a process that is nobody's child here, and see it dead; reaping is up to the system."""
    import psutil

    try:
        psutil.Process(pid).kill()
    except psutil.Error:
        return  # ended by itself meanwhile
    until = time.monotonic() + 5
    while _lives(pid, folder) and time.monotonic() < until:
        time.sleep(0.002)


# Where a thread stands: frames are (file, line, function), the innermost first


def _frames_of(frame):
    while frame is not None:
        yield _place(frame)
        frame = frame.f_back


def _place(frame):
    return frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name


def _parse_dump(text):
    """`(thread ident in hexadecimal, frames)` for each thread in a dump of faulthandler."""
    for part in re.split(r"^(?=(?:Current t|T)hread 0x)", text, flags=re.MULTILINE)[1:]:
        ident = int(re.search(r"0x([0-9a-f]+)", part)[1], 16)
        frames = re.findall(r'^  File "(.*)", line (\d+) in (.*)$', part, flags=re.MULTILINE)
        yield f"{ident:x}", [(_with_umlauts(file), int(line), name) for file, line, name in frames]


def _with_umlauts(file):
    """`file` with the characters that faulthandler writes as escapes."""
    return re.sub(
        r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})",
        lambda escape: escape[0].encode().decode("unicode_escape"),
        file,
    )


def _stand(frames):
    """The innermost line of the learner's own code, or None where there is none, and whether it
    was in a call that goes through this package, as each wait that is noted does.

    A process on its way out has no line left, but may be stuck: it joins its feeder threads and its
    children (CPython, Lib/multiprocessing/util.py, `_exit_function`). Below that, a forked child
    still has the lines of its parent.
    """
    in_call = False
    for file, line, function in frames:
        in_call = in_call or is_ours(file)
        if function == "_exit_function":
            return Stand("", "its exit", 0, ""), in_call
        if is_learners(file):
            source = linecache.getline(file, line).strip()
            place = "this cell" if "ipykernel" in file else Path(file).stem
            return Stand(function, place, line, source), in_call
    return None, in_call
