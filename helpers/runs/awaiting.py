"""A block that awaits: whose task runs it, where it awaits, and what runs in its place.

While a task awaits, the thread that runs it is in the event loop. An interrupt that is raised there
ends the loop, and in a notebook the loop is the kernel's own. So who awaits is cancelled instead
(Python documentation, "asyncio", "Task Cancellation").
"""

import sys

__all__ = [
    "cancellation",
    "current_task",
    "frames_of",
    "in_a_step",
    "is_cancellation",
    "is_suspended",
]

_NEXT = ("cr_await", "gi_yieldfrom")  # what a coroutine, or a generator, waits for in turn
_FRAME = ("cr_frame", "gi_frame")


def current_task():
    """The task that runs in this thread, or None. Who has a task has imported asyncio."""
    asyncio = sys.modules.get("asyncio")
    try:
        return asyncio.current_task() if asyncio else None
    except RuntimeError:  # no event loop runs in this thread
        return None


def is_suspended(task):
    """True while `task` awaits; False where it runs, and for None.

    Which task its event loop calls the current one does not tell: a loop that is run inside of a
    task, in a cell without an `await`, has no current task, or another one.
    """
    return task is not None and not getattr(task.get_coro(), "cr_running", True)


def frames_of(task):
    """The frames in which the suspended `task` awaits, the innermost first."""
    frames = []
    waits = task.get_coro()
    while waits is not None:
        frames.append(next(filter(None, (getattr(waits, name, None) for name in _FRAME)), None))
        waits = next(filter(None, (getattr(waits, name, None) for name in _NEXT)), None)
    return [frame for frame in reversed(frames) if frame is not None]


def in_a_step(frame, is_theirs):
    """True where `frame` is, or was called by, a step of an event loop in code that `is_theirs`.

    is_theirs:  takes a file name
    """
    while frame is not None:
        # One turn of the loop (CPython, Lib/asyncio/base_events.py): below are those who run it.
        if frame.f_code.co_name == "_run_once":
            return False
        if is_theirs(frame.f_code.co_filename):
            return True
        frame = frame.f_back
    return False


def cancellation():
    """A new CancelledError, for where a task runs."""
    return sys.modules["asyncio"].CancelledError()


def is_cancellation(exception):
    """True for a CancelledError."""
    asyncio = sys.modules.get("asyncio")
    return asyncio is not None and isinstance(exception, asyncio.CancelledError)
