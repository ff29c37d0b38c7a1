"""What a child prints, line by line as it prints it: an event, in the file of its thread.

A child's own streams would reach the page late and in pieces, or not at all. Those that stand here
in their place can do what others can: they have a number, a buffer below them, and follow where
`os.dup2()` sends them. They keep nothing back, so neither threads nor a sudden end lose anything.

Only the standard library is imported: every child pays for it.
"""

import io
import os
import sys
from contextlib import suppress

from helpers.note import events

__all__ = ["STDERR", "keep"]

STDERR = "stderr-{pid}.txt"  # in the run's folder: what is written to the descriptor itself

_kept = []  # a stream that nobody holds any more would close what was built upon it


def keep(folder):
    """Note what this process prints; what goes to descriptor 2 is kept in `folder`.

    That is where faulthandler and the system's own libraries write.
    """
    before = sys.stdout, sys.stderr
    _keep_descriptor(os.path.join(folder, STDERR.format(pid=os.getpid())))
    sys.stdout = _text(_Output("p", "<stdout>", 1, before[0]), before[0], "strict")
    sys.stderr = _text(_Output("e", "<stderr>", 2, before[1]), before[1], "backslashreplace")
    _kept.extend([sys.stdout, sys.stderr])


def _keep_descriptor(path):
    # Without a standard error of its own, as under pythonw.exe, the number may be another file's.
    if sys.stderr is not None:
        with suppress(OSError):
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            os.dup2(file, 2)
            os.close(file)


def _text(output, before, errors):
    # What comes through ends in "\n" on every system.
    return _Text(
        output,
        encoding=output.encoding,
        errors=getattr(before, "errors", None) or errors,
        newline="\n",
        line_buffering=True,
        write_through=True,
    )


class _Text(io.TextIOWrapper):
    def reconfigure(self, **settings):
        super().reconfigure(**settings)
        self.buffer.encoding = self.encoding


# A program that asks for its kind is told what it is told elsewhere.
_Text.__module__, _Text.__name__, _Text.__qualname__ = "_io", "TextIOWrapper", "TextIOWrapper"


class _Output(io.RawIOBase):
    """Takes what a child writes to a stream that had the descriptor `number`.

    kind:    of the events that it makes
    before:  the stream in whose place this one stands, or None
    """

    mode = "wb"
    encoding = "utf-8"  # of the bytes that come

    def __init__(self, kind, name, number, before):
        self.name = name
        self._kind = kind
        self._number = number
        self._is_terminal = False
        with suppress(AttributeError, ValueError):  # None, or closed
            self._is_terminal = before.isatty()
        self._file = None if before is None else _file_of(number)

    @property
    def raw(self):
        return self

    def writable(self):
        return True

    def fileno(self):
        return self._number

    def isatty(self):
        return self._is_terminal

    def write(self, data):
        data = memoryview(data).tobytes()
        # One character may come in several pieces: put together again by `complaints.lines`.
        utf_8 = self.encoding.lower() in ("utf-8", "utf8")
        text = data.decode(self.encoding, "surrogateescape" if utf_8 else "replace")
        if text:
            events.note(self._kind, text)
        if self._file is not None and _file_of(self._number) not in (self._file, None):
            self._pass_on(data)
        return len(data)

    def _pass_on(self, data):
        """The program has put a file of its own where this stream leads to."""
        while data:
            data = data[os.write(self._number, data) :]


def _file_of(number):
    """What tells the open file `number` from others, or None where it is closed."""
    try:
        found = os.fstat(number)
    except OSError:
        return None
    return found.st_dev, found.st_ino
