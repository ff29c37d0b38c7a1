"""Memory that processes share: who reads and writes a `Value` or an `Array`, and who has a block.

Each use takes the lock of the object, as always, and is noted while the lock is held: so the notes
of two processes stand in the order in which the memory was used. What goes past the lock, or
through the `buf` of a block, cannot be seen.
"""

from contextlib import suppress
from multiprocessing.sharedctypes import synchronized

from helpers.note.events import note
from helpers.note.watch.labels import label_of
from helpers.note.watch.registry import Watched, exchange_class, watched_kind

__all__ = ["Array", "Block", "String", "Value"]


class Synchronized(Watched):
    """A ctypes object with its lock (CPython, Lib/multiprocessing/sharedctypes.py,
    `SynchronizedBase`, which keeps them as `_obj` and `_lock`)."""

    def begin_watching(self):
        lock = self._lock
        if not isinstance(lock, Watched) and watched_kind(type(lock)):
            exchange_class(lock, f"{self.watched}.get_lock()")
        self.acquire, self.release = lock.acquire, lock.release

    def __reduce__(self):
        _, parts = super(Watched, self).__reduce__()
        return _rebuild, (parts, self.watched)

    def _read(self, read, where=""):
        with self._lock:
            value = read()
            note("a", self.watched, "read", where, label_of(value))
        return value

    def _write(self, write, value, where=""):
        with self._lock:
            write()
            note("a", self.watched, "write", where, label_of(value))


def _rebuild(parts, name):
    thing = synchronized(*parts)
    exchange_class(thing, name)
    return thing


class Value(Synchronized):
    """One number."""

    @property
    def value(self):
        """What it holds; reading it takes the lock, and so does writing it."""
        return self._read(lambda: self._obj.value)

    @value.setter
    def value(self, value):
        self._write(lambda: setattr(self._obj, "value", value), value)


class Array(Synchronized):
    """Several of one kind, of which one is used, or a slice."""

    def __getitem__(self, index):
        return self._read(lambda: self._obj[index], _where(index))

    def __setitem__(self, index, value):
        self._write(lambda: self._obj.__setitem__(index, value), value, _where(index))


def _where(index):
    if isinstance(index, slice):
        ends = (index.start, index.stop, *([index.step] if index.step is not None else []))
        return f"[{':'.join('' if end is None else str(end) for end in ends)}]"
    return f"[{index}]"


class String(Value, Array):
    """An array of bytes, which is one text too: up to the first NUL, or all of it."""

    @property
    def raw(self):
        """All of the bytes."""
        return self._read(lambda: self._obj.raw)

    @raw.setter
    def raw(self, value):
        self._write(lambda: setattr(self._obj, "raw", value), value)


class Block(Watched):
    """A block of shared memory: who has it, who closes it, and who unlinks it."""

    def begin_watching(self):
        note("a", self.watched, "attach", "", f"{self.size:,} bytes")

    def close(self):
        if self.buf is not None:
            note("a", self.watched, "close", "", "")
        super().close()

    def unlink(self):
        note("a", self.watched, "unlink", "", "")
        super().unlink()

    def __del__(self):
        # Without a note: it was not the program that closed it.
        with suppress(OSError):
            type(self).unwatched.close(self)

    def __reduce__(self):
        _, arguments = super(Watched, self).__reduce__()
        return _attach, (type(self).unwatched, arguments, self.watched)


def _attach(kind, arguments, name):
    block = kind(*arguments)
    exchange_class(block, name)
    return block
