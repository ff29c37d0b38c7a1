"""`log()`: any process, any thread, writes what happens to its own event file.

An event is one line of text, `time kind fields`, in a memory-mapped file of its thread: no lock is
taken, no other thread is waited for, and what was written is still there when the process is
killed the next moment. Where it cannot be written (the disk is full, say) the program goes on
without, and `unwritten` tells so. The time is `time.perf_counter_ns()`, one clock for all
processes of a machine (Python documentation, "time": perf_counter is system-wide).

Only what the standard library has and loads quickly is imported here: every child pays for it.
"""

import codecs
import itertools
import mmap
import os
import sys
import threading
from contextlib import contextmanager, suppress
from sys import _getframe
from time import perf_counter_ns

from helpers.note.places import forget, place_of

__all__ = [
    "Writer",
    "close",
    "escape",
    "has_noted",
    "is_open",
    "log",
    "mark",
    "note",
    "note_here",
    "open_in",
    "read",
    "unescape",
    "unwritten",
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


def note_here(kind, *fields):
    """`note`, and as the last field which line of the learner's this comes from."""
    if _folder is not None:
        note(kind, *fields, place_of(_getframe(1), _tell_place))


def _tell_place(number, file, line):
    note("f", number, file, line)


def mark(text):
    """Note `text` for the check of an exercise, from a function of the check's own.

    It is shown as a log is, and no `log()` or `print()` of an answer is ever taken for it.
    """
    note("m", text)


@contextmanager
def waiting(on):
    """Note that this thread waits on `on`, until when, and whether an interrupt ended that."""
    note_here("W", on)
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
    # Not `text.encode`, which imports this codec when it is first needed: no file may be left then.
    return codecs.unicode_escape_encode(text)[0]


def unescape(field):
    """The text that `escape` made the bytes `field` of."""
    if b"\\" in field:
        return field.decode("unicode_escape")
    return field.decode()


def is_open():
    """True while events of this process go to a recording."""
    return _folder is not None


def has_noted():
    """True where this thread has noted something in the recording that is open."""
    return _folder is not None and hasattr(_writers, "writer")


def open_in(folder):
    """From now on, events of this process go to files in `folder`."""
    global _folder, _writers
    _writers = threading.local()
    forget()
    _folder = folder


def close():
    """From now on, events of this process go nowhere."""
    global _folder, _writers
    _folder = None
    _writers = threading.local()


def read(folder):
    """The events in `folder`: a list for each thread, in the order written.

    An event is `(nanoseconds, kind, rest)`; the first one has kind "I" and says whose they are. See
    `kinds`.
    """
    threads = {}
    for name in _names(folder, ".events"):
        owner, _, _ = name.partition("+")
        with open(os.path.join(folder, name), "rb") as file:
            threads.setdefault(owner, []).append(file.read())
    return [_parse(b"".join(page.rstrip(b"\0") for page in pages)) for pages in threads.values()]


def unwritten(folder):
    """Which processes could not write all of their events to `folder`, and why.

    A dict of process IDs; what is wrong is said in the words of the system.
    """
    found = {}
    for name in _names(folder, ".unwritten"):
        owner, _, number = name.removesuffix(".unwritten").partition("+")
        found.setdefault(int(owner.partition("-")[0]), os.strerror(int(number)))
    return found


def _names(folder, ending):
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith(ending))
    except FileNotFoundError:  # the program has deleted it
        return []


def _parse(data):
    lines = data.split(b"\n")
    # A process killed in the middle of a line leaves its beginning: that is not an event.
    lines.pop()
    events = []
    for line in lines:
        time, kind, rest = line.split(b" ", 2)
        events.append((int(time), kind.decode(), rest))
    return events


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
        self._page, self._size, self._end = bytearray(), 0, 0  # until the first one is turned
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
            turned = self._turn_page(len(line))
        else:
            turned = self._turn_page(max(len(line), min(self._size * 8, LARGEST_PAGE)))
        return line if turned else b""

    def _turn_page(self, size):
        """Begin a page of `size` bytes, and return True; False where that cannot be."""
        path = f"{self._path}+{self._pages:04}.events"
        self._pages += 1
        try:
            self._page = _new_page(path, size)
        except OSError as error:
            # No error of ours may end the learner's program: what it does is not noted any more.
            self._written, self._size = LIMIT + 1, self._end
            _tell_unwritten(f"{self._path}+{error.errno or 0}.unwritten")
            return False
        self._size, self._end = size, 0
        return True


def _new_page(path, size):
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        # Real zeros, not a hole: a full disk is then an OSError here and no SIGBUS later. The last
        # room of a disk takes a part of them, and the next try says that it is full.
        left = size
        while left:
            left -= os.write(file, bytes(left))
        return mmap.mmap(file, size)
    except OSError:
        with suppress(OSError):
            os.unlink(path)
        raise
    finally:
        os.close(file)


def _tell_unwritten(path):
    # A folder needs no descriptor and, on most systems, no room; an empty file needs no room.
    for make in (os.mkdir, _make_file):
        with suppress(OSError):
            make(path)
            return


def _make_file(path):
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))


def _forget_writers():
    # A forked child must not write into its parent's files.
    global _writers
    _writers = threading.local()
    forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_writers)
