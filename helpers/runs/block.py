"""The `with record()` block: which thread and task run it, and how it is interrupted.

Interrupts of ours end the block at the deadline, those of the learner go through.
"""

import os
import signal
import sys
import threading
import time
from concurrent.futures import Executor

from helpers.note.learners import is_learners
from helpers.runs import awaiting
from helpers.runs.stands import place_of

__all__ = ["Block", "DeadlinePassed"]

NOTICED = 0.2  # seconds in which an interrupt is noticed, where one is


class DeadlinePassed(KeyboardInterrupt):
    """Ends the block. No Exception: a learner's `except Exception` must not catch it."""


class Block:
    """The block of a recording, and the handler of interrupts for as long as it runs.

    on_interrupt:  called with the interrupted frame when the learner interrupts the block
    exit_code:     the code object of the recording's `__exit__`, whose first line may be all that
                   has run of the end of the block when an interrupt comes

    inside:            while the block runs, and an interrupt may be raised in it
    interrupted_late:  the learner's interrupt came while we cleaned up
    """

    def __init__(self, on_interrupt, exit_code):
        self.thread = threading.current_thread()
        self.task = awaiting.current_task()
        self.pid = os.getpid()
        self.inside = self.interrupted_late = False
        self._tell, self._exit_code = on_interrupt, exit_code
        self._interrupting = False  # the next interrupt is ours, not the learner's
        self._repeating = False  # the next interrupt is the learner's, once more
        self._cancelled = 0  # times that we cancelled the task that runs the block
        self._previous = None  # the handler of interrupts that stood there before ours

    # In the thread that watches

    def interrupt(self):
        """Interrupt the block, and see it interrupted before anything is killed.

        No line of the block may run on the strength of the kill. And a `join()` that is interrupted
        in the instant in which its child ends would lose the exit code.
        """
        frame = sys._current_frames().get(self.thread.ident)
        if self._waits(frame):
            self._interrupting = self._call_in_loop(self._be_cancelled)
        elif self.thread is threading.main_thread():
            self._interrupting = True
            self._send()
        until = time.monotonic() + NOTICED
        while self._interrupting and time.monotonic() < until:
            time.sleep(0.001)

    def interrupt_again(self):
        """Interrupt a block that has been interrupted, and waits for an executor as it is left.

        `with ProcessPoolExecutor()` ends with the last of its tasks, whatever ends the block
        (CPython, Lib/concurrent/futures/_base.py, `Executor.__exit__`). Who presses the stop button
        does not want to wait for them.
        """
        frame = sys._current_frames().get(self.thread.ident)
        if self.inside and self.thread is threading.main_thread() and _leaves_an_executor(frame):
            self._repeating = True
            self._send()

    def awaited_frames(self, frame):
        """Where the block awaits, innermost first, or None where `frame` says it: it computes."""
        return map(place_of, awaiting.frames_of(self.task)) if self._waits(frame) else None

    def _waits(self, frame):
        return self._awaits() and not awaiting.in_a_step(frame, is_learners)

    def _awaits(self):
        """True while code of the learner awaits in the task that opened the recording.

        A cell without an `await` is run by a task too, which is the kernel's own.
        """
        return awaiting.is_suspended(self.task) and any(
            is_learners(frame.f_code.co_filename) for frame in awaiting.frames_of(self.task)
        )

    def _send(self):
        if hasattr(signal, "pthread_kill"):
            signal.pthread_kill(self.thread.ident, signal.SIGINT)
        else:
            signal.raise_signal(signal.SIGINT)

    def _call_in_loop(self, call):
        try:
            self.task.get_loop().call_soon_threadsafe(call)
        except RuntimeError:  # somebody has closed the loop, and the block will never go on
            return False
        return True

    # In the thread of the block

    def _be_cancelled(self):
        self._interrupting = False
        self._cancel()

    def _cancel(self):
        """End the `await` in which the block is. Runs in the event loop."""
        if self.inside and self._awaits():
            self._cancelled += 1
            self.task.cancel()

    def is_our_cancellation(self, exception):
        """Take back what we cancelled; True where nobody else did, and so it ends here.

        As a timeout does it (Python documentation, "asyncio.Task.uncancel").
        """
        for _ in range(self._cancelled):
            self.task.uncancel()
        ours = self._cancelled > 0 and awaiting.is_cancellation(exception)
        return ours and self.task.cancelling() == 0

    def cancels(self):
        """True where an interrupt cancels a task, as ipykernel and `asyncio.run` have it.

        A KeyboardInterrupt that comes out of a task ends the event loop, and with it the kernel.
        """
        own, previous = signal.default_int_handler, self._previous
        return self.task is not None and callable(previous) and previous is not own

    def take_interrupts(self):
        """From now on interrupts come here, where the block runs in the main thread."""
        if self.thread is threading.main_thread():
            self._previous = signal.getsignal(signal.SIGINT)
            signal.signal(signal.SIGINT, self._on_interrupt)

    def give_interrupts_back(self):
        """Interrupts go again to who had them before."""
        # A block that awaits may outlive its cell, after which ipykernel has put back its own.
        if self._previous is not None and signal.getsignal(signal.SIGINT) == self._on_interrupt:
            signal.signal(signal.SIGINT, self._previous)

    def _on_interrupt(self, number, frame):
        if os.getpid() != self.pid:  # in a forked child, which inherited this handler
            raise KeyboardInterrupt
        ours, self._interrupting = self._interrupting, False
        # The block may have ended in the instant before, when the first line of __exit__ waits.
        inside = self.inside and frame.f_code is not self._exit_code
        awaits = self._awaits()
        again, self._repeating = self._repeating, False
        if again:
            if inside and _leaves_an_executor(frame):
                raise KeyboardInterrupt
            return
        if ours and inside and awaits:
            self._call_in_loop(self._cancel)
        elif ours and inside:
            raise DeadlinePassed
        elif not ours:
            self._take_the_learners(number, frame, inside, awaits)
        if inside and awaits and awaiting.in_a_step(frame, is_learners):
            raise awaiting.cancellation()  # of another task, which keeps the loop from going on

    def _take_the_learners(self, number, frame, inside, awaits):
        if inside:
            self._tell(frame)
        if self.cancels():
            self._previous(number, frame)
            # ipykernel's leaves an event loop that waits asleep: a signal does not end its
            # `select()`, which goes on after the handler (PEP 475).
            self._call_in_loop(lambda: None)
        elif not inside:
            self.interrupted_late = True
        if inside and not (awaits and self.cancels()):
            raise KeyboardInterrupt


def _leaves_an_executor(frame):
    """True where `frame` is in the end of `with` an executor that an interrupt has ended."""
    while frame is not None:
        if frame.f_code is Executor.__exit__.__code__:
            return isinstance(frame.f_locals["exc_val"], KeyboardInterrupt)
        frame = frame.f_back
    return False
