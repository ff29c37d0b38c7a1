"""Connections, the ends of a pipe: what goes through them is not changed by a single byte."""

import multiprocessing.connection
from contextlib import contextmanager
from multiprocessing import reduction

from helpers.note.events import note, waiting
from helpers.note.watch.labels import label_of
from helpers.note.watch.numbers import new_number
from helpers.note.watch.registry import Watched, exchange_class, watched_kind

__all__ = ["Connection"]


class Connection(Watched):
    """Messages of a pipe keep their order, so they are matched by it and travel unchanged."""

    def begin_watching(self):
        # One end is told from the other, and both from the ends of other pipes.
        self.end = new_number()

    def send(self, obj):
        with self._sending("send", label_of(obj)):
            super().send(obj)

    def send_bytes(self, buf, *args, **kwargs):
        with self._sending("send_bytes", f"{memoryview(buf).nbytes:,} bytes"):
            super().send_bytes(buf, *args, **kwargs)

    def recv(self):
        with self._receiving("recv"):
            return super().recv()

    def recv_bytes(self, maxlength=None):
        with self._receiving("recv_bytes"):
            return super().recv_bytes(maxlength)

    def recv_bytes_into(self, buf, offset=0):
        with self._receiving("recv_bytes_into"):
            return super().recv_bytes_into(buf, offset)

    def poll(self, timeout=0.0):
        if timeout == 0:
            return super().poll(timeout)
        with waiting(f"{self.watched}.poll()"):
            return super().poll(timeout)

    @contextmanager
    def _sending(self, method, label):
        note("C", self.watched, self.end, label)
        try:
            with waiting(f"{self.watched}.{method}()"):
                yield
        except BaseException:
            note("c", self.watched, self.end)
            raise

    @contextmanager
    def _receiving(self, method):
        note("G", self.watched, self.end)
        with waiting(f"{self.watched}.{method}()"):
            yield
        note("P", self.watched, self.end)


_KINDS = [
    getattr(multiprocessing.connection, name)
    for name in ("Connection", "PipeConnection")  # the second one on Windows
    if hasattr(multiprocessing.connection, name)
]


def _reduce(connection):
    base = next(kind for kind in _KINDS if isinstance(connection, kind))
    rebuild, arguments = reduction.ForkingPickler._extra_reducers[base](connection)
    return _rebuild, (rebuild, arguments, connection.watched, connection.end)


def _rebuild(rebuild, arguments, name, end):
    connection = rebuild(*arguments)
    exchange_class(connection, name)
    connection.end = end
    return connection


for kind in _KINDS:
    reduction.register(watched_kind(kind), _reduce)
