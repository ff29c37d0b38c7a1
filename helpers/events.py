"""`log()`: any process, any thread, writes what happens to its own event file.

An event is one line of text, `time kind fields`, in a memory-mapped file of its thread: no lock is
taken, no other thread is waited for, and what was written is still there when the process is
killed the next moment. The time is `time.perf_counter_ns()`, one clock for all processes of a
machine (Python documentation, "time": perf_counter is system-wide).

Only what the standard library has and loads quickly is imported here: every child pays for it.
"""

import itertools
import mmap
import os
import sys
import threading
from contextlib import contextmanager
from time import perf_counter_ns

__all__ = [
    "Writer",
    "close",
    "escape",
    "is_open",
    "log",
    "mark",
    "note",
    "open_in",
    "read",
    "unescape",
    "waiting",
]

PAGE = 1 << 16  # bytes of a thread's first event file; each further one has eight times as many
LARGEST_PAGE = 1 << 22
LIMIT = 32 << 20  # bytes of events that one thread may write; then it says so and stops

_folder = None  # where the open recording wants its event files; None outside a recording
_writers = threading.local()
_numbers = itertools.count()


def log(text):
    """Add the line `text` to the lane of this process and thread.

    Outside a recording it prints `[process-name] text`, so a worker that logs also runs in a
    plain script. Anything that is not a str is shown as `str()` shows it. Costs about 0.5 µs.

    Example:
        log("hello, Ada")
    """
    if _folder is None:
        from multiprocessing import current_process

        print(f"[{current_process().name}] {text}", flush=True)
        return
    if type(text) is not str:
        text = str(text)
    try:
        writer = _writers.writer
    except AttributeError:
        writer = _open_writer()
    if text.isprintable():
        writer.write(f"{perf_counter_ns()} L {text}\n".encode())
    else:
        writer.write(b"%d l %b\n" % (perf_counter_ns(), escape(text)))


def note(kind, *fields):
    """Write an event of `kind` (one letter) with `fields`; outside a recording do nothing."""
    if _folder is None:
        return
    try:
        writer = _writers.writer
    except AttributeError:
        writer = _open_writer()
    writer.write(
        b"%d %b %b\n" % (perf_counter_ns(), kind.encode(), b"\t".join(map(escape, fields)))
    )


def mark(text):
    """Note `text` for the check of an exercise, from a function of the check's own.

    It is shown as a log is, and no `log()` or `print()` of an answer is ever taken for it.
    """
    note("m", text)


@contextmanager
def waiting(on):
    """Note that this thread waits on `on`, until when, and whether an interrupt ended that."""
    note("W", on)
    how = ""
    try:
        yield
    except KeyboardInterrupt:
        how = "interrupted"
        raise
    finally:
        note("E", how)


def escape(field):
    """`field` as bytes without tab, newline or NUL. Undone by `unescape`."""
    text = str(field)
    if text.isprintable() and "\\" not in text:
        return text.encode()
    return text.encode("unicode_escape")


def unescape(field):
    """The text that `escape` made the bytes `field` of."""
    if b"\\" in field:
        return field.decode("unicode_escape")
    return field.decode()


def is_open():
    """True while events of this process go to a recording."""
    return _folder is not None


def open_in(folder):
    """From now on, events of this process go to files in `folder`."""
    global _folder, _writers
    _writers = threading.local()
    _folder = folder


def close():
    """From now on, events of this process go nowhere."""
    global _folder, _writers
    _folder = None
    _writers = threading.local()


def read(folder):
    """The events in `folder`: a list of `(events, dropped)`, one for each thread.

    `events` is a list of `(nanoseconds, kind, rest)`, in the order written; the first one has kind
    "I" and says whose they are. `dropped` is True where the thread wrote more than LIMIT.
    """
    threads = {}
    for name in sorted(name for name in os.listdir(folder) if name.endswith(".events")):
        owner, _, _ = name.partition("+")
        with open(os.path.join(folder, name), "rb") as file:
            threads.setdefault(owner, []).append(file.read())
    return [_parse(b"".join(page.rstrip(b"\0") for page in pages)) for pages in threads.values()]


def _parse(data):
    lines = data.split(b"\n")
    # A process killed in the middle of a line leaves its beginning: that is not an event.
    lines.pop()
    events = []
    for line in lines:
        time, kind, rest = line.split(b" ", 2)
        events.append((int(time), kind.decode(), rest))
    dropped = bool(events) and events[-1][1] == "D"
    if dropped:
        events.pop()
    return events, dropped


def _open_writer():
    writer = _writers.writer = Writer(_folder)
    return writer


class Writer:
    """The event file of one thread.

    A signal handler, or a finaliser, may log in the middle of a line of its own thread: such a
    line is kept and written after the one that it interrupted.
    """

    __slots__ = ("_busy", "_end", "_kept", "_page", "_pages", "_path", "_size", "_written")

    def __init__(self, folder):
        thread = threading.current_thread()
        process = sys.modules.get("multiprocessing.process")
        name = process.current_process().name if process else "MainProcess"
        number = next(_numbers)
        self._path = f"{folder}{os.sep}{os.getpid()}-{number:06}-{thread.ident:x}"
        self._busy, self._kept = False, []
        self._pages, self._written = 0, 0
        self._turn_page(PAGE)
        main = thread is threading.main_thread()
        fields = name, thread.name, os.getpid(), os.getppid(), f"{thread.ident:x}", int(main)
        # A thread that nobody named is called after this (CPython, Lib/threading.py, `Thread`).
        fields += (getattr(getattr(thread, "_target", None), "__name__", ""),)
        self.write(b"%d I %b\n" % (perf_counter_ns(), b"\t".join(map(escape, fields))))

    def write(self, line):
        """Append `line`, bytes with a newline at the end."""
        if self._busy:
            self._kept.append(line)
            return
        try:
            self._busy = True
            end = self._end + len(line)
            if end > self._size:
                line = self._make_room(line)
                end = self._end + len(line)
            self._page[self._end : end] = line
            self._end = end
        finally:
            self._busy = False
        if self._kept:
            self.write(self._kept.pop(0))

    def _make_room(self, line):
        if self._written > LIMIT:
            return b""
        self._written += self._end
        if self._written > LIMIT:
            line = b"%d D \n" % perf_counter_ns()
            self._turn_page(len(line))
        else:
            self._turn_page(max(len(line), min(self._size * 8, LARGEST_PAGE)))
        return line

    def _turn_page(self, size):
        self._size = size
        path = f"{self._path}+{self._pages:04}.events"
        self._pages += 1
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        try:
            # Real zeros, not a hole: a full disk is then an OSError here and no SIGBUS later.
            os.write(file, bytes(self._size))
            self._page = mmap.mmap(file, self._size)
        finally:
            os.close(file)
        self._end = 0


def _forget_writers():
    # A forked child must not write into its parent's files.
    global _writers
    _writers = threading.local()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_writers)
