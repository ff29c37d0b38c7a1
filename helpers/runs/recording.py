"""`record()`: opens a run, watches its processes live and die, ends what hangs.

Processes are followed by handles that become ready when they end, without reaping them: what
`join()`, `exitcode` and the system show a learner stays true.
"""

import contextlib
import os
import shutil
import sys
import tempfile
import threading
from multiprocessing import Pipe
from time import perf_counter_ns

from helpers.kernel import session
from helpers.note import events, follow, slices
from helpers.runs import assemble, awaiting, survivors
from helpers.runs.block import Block, DeadlinePassed
from helpers.runs.deadline import Deadline
from helpers.runs.pools import Pools
from helpers.runs.processes import Processes
from helpers.runs.run import Run
from helpers.runs.stands import Stands, frames_of

__all__ = ["record"]

INSISTING = 0.2  # seconds between interrupts of a block that goes on after the deadline
TRIES = 20  # interrupts that such a block gets

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
    the run shows itself, and says who stood where. A block that awaits is cancelled
    (`asyncio.CancelledError`), in any thread; any other can be interrupted in the main thread
    alone. One that no interrupt ends, because it swallows them or waits where none is noticed, says
    so in its cell and is left alone.

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


class _Recording:
    def __init__(self, deadline):
        self.run = Run(deadline)
        self.tries = 0  # interrupts that the block got since the deadline
        self.spare = []  # descriptors

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
        self.block.inside = True
        return self.run

    def _begin(self, folder, undo):
        self.block = Block(self._note_interrupt, _Recording.__exit__.__code__)
        undo.callback(self._close)
        self.block.take_interrupts()
        self.folder = tempfile.mkdtemp(prefix="run-", dir=folder)
        undo.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.news, self.tell = map(undo.enter_context, Pipe(duplex=False))
        self.pools = Pools()
        self.processes = Processes(self.block.pid, self.folder)
        self.stands = Stands(self.folder)
        undo.callback(self._free_descriptors)
        for _ in range(4):  # the block may use up all descriptors, and we need some to end it
            self.spare.append(os.open(os.devnull, os.O_RDONLY))
        self.opened = perf_counter_ns()
        self.deadline = Deadline(self.run.deadline, self.opened)
        undo.callback(events.close)
        events.open_in(self.folder)
        events.note("O")
        self.watcher = threading.Thread(target=self._watch, name="watcher", daemon=True)
        self.watcher.start()
        # From here on nothing can fail.
        undo.callback(slices.finish)
        slices.begin()
        undo.callback(follow.finish)
        tag = follow.Tag(self.folder, self.deadline.at, self.deadline.patience)
        follow.begin(tag, self._follow)

    def _close(self):
        global _open
        self.block.give_interrupts_back()
        self.run.closed = True
        _open = None

    def __exit__(self, kind, exception, traceback):
        self.block.inside = False
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
            self.processes.end("the end of the block", True, self.pools)
            follow.finish()
            self.processes.read_exit_codes()
            self._fill(closed)
        finally:
            self.processes.close()
            self.undo.close()
        if self.block.interrupted_late:
            raise KeyboardInterrupt
        if self.run.interrupted is not None:
            exception.run = self.run  # for who shows the interrupt
            if kind is KeyboardInterrupt and self.block.cancels():
                cancellation = awaiting.cancellation()
                cancellation.run = self.run
                raise cancellation
        return isinstance(exception, DeadlinePassed) or self.block.is_our_cancellation(exception)

    def _fill(self, closed):
        run, processes = self.run, self.processes
        assemble.fill(run, self.folder, self.opened, closed, processes.endings, self.stands.found)
        lanes = {lane.pid: lane.name for lane in run.lanes if lane.thread is None}
        run.survivors = survivors.names(processes.survivors, self.folder, lanes)

    def _follow(self, popen):
        self.processes.follow(popen)
        self._tell("started")

    def _tell(self, news):
        self.tell.send_bytes(news.encode())

    def _free_descriptors(self):
        while self.spare:
            os.close(self.spare.pop())

    # In the thread that watches

    def _watch(self):
        while True:
            if self.processes.note_ends(self.news, self._pause()) == "close":
                self.processes.note_ends(self.news, 0)
                self.processes.forget_the_ended()
                return
            if self.run.stopped:
                self._insist()
            elif self._is_late():
                self._stop()
            elif self.run.interrupted is not None:
                self.block.interrupt_again()

    def _pause(self):
        """Seconds until the watcher has something to do, unless there is news; None for never."""
        if self.run.stopped:
            return INSISTING if self.tries < TRIES else None
        left = self.deadline.left()
        return left if self.run.interrupted is None else min(INSISTING, left)

    def _is_late(self):
        """True where the block goes on past its deadline; one that has ended meanwhile does not."""
        return self.deadline.has_passed(self.processes, self.stands) and self.block.inside

    def _stop(self):
        self._free_descriptors()
        self.run.stopped = True
        self.run.put_off = self.deadline.put_off()
        self._note_stands(sys._current_frames())
        self.stands.await_told(lambda: self.processes.living_writers("stood-*.txt"))
        self._insist()

    def _note_stands(self, frames):
        """Where the threads of this process stand, but for the one that watches."""
        pid, block = self.block.pid, self.block.thread.ident
        for ident, frame in frames.items():
            if ident != self.watcher.ident:
                self.stands.take(pid, ident, frames_of(frame))
        if awaited := self.block.awaited_frames(frames.get(block)):
            self.stands.take(pid, block, awaited)

    def _insist(self):
        self.pools.take()
        if self.block.inside and self.tries < TRIES:
            self.tries += 1
            self.block.interrupt()
        self.processes.end("the deadline", False, self.pools)
        if self.block.inside and self.tries == TRIES:
            self.tries += 1
            self._give_up()

    def _give_up(self):
        """Say that nothing here can end the block. What it still starts is ended all the same."""
        stand = self.stands.of(self.block.pid, self.block.thread.ident)
        where = f"line {stand.line} in {stand.file}: {stand.source}" if stand else "what it does"
        print(
            f"The deadline of {self.run.deadline:g} s has passed, and the processes of this run "
            f"are ended. Its block goes on all the same: {TRIES} interrupts did not end {where}\n"
            "It ends when that does. If that never happens, restart the kernel.",
            file=sys.stderr,
            flush=True,
        )

    # When the learner presses the stop button

    def _note_interrupt(self, frame):
        self.run.interrupted = (perf_counter_ns() - self.opened) / 1e9
        self._note_stands({**sys._current_frames(), self.block.thread.ident: frame})
        self._tell("interrupted")

    def _await_the_interrupted(self):
        """Most children got the interrupt too, and say where that was before they end.

        The stop button goes to the kernel's whole process group (jupyter_client,
        provisioning/local_provisioner.py, `send_signal`).
        """
        self.pools.end()
        self.processes.wait_for_ends()
        self.stands.read_told(self.processes.writers("stood-*.txt"))
