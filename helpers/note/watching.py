"""`watch(queue_or_pipe_or_lock, "name")`: the same object, with its traffic noted.

The object stays what it is: only its class is exchanged for a subclass that notes each send,
receive, wait, acquire and release, and then does what the standard library does. So `isinstance`,
`with`, passing it to a `Process` and handing it to the rest of the standard library work as before.
"""

import itertools
import multiprocessing.connection
import multiprocessing.queues
import multiprocessing.synchronize
import os
import queue
import sys
import threading
from collections import deque
from contextlib import contextmanager
from functools import cache
from multiprocessing import reduction
from multiprocessing.synchronize import SEM_VALUE_MAX

from helpers.note.events import note, waiting

__all__ = ["watch"]

LABEL = 24  # characters of a message's label; what is longer is cut

_numbers = itertools.count(1)


def watch(thing, name):
    """Note the traffic of `thing` under `name`, and return `thing`.

    Takes a queue (`Queue`, `JoinableQueue`, `SimpleQueue`, those of the module `queue`), one
    connection or both ends of a pipe as `Pipe()` returns them, a lock, semaphore, event,
    condition or barrier (those of `multiprocessing` and of `threading`). Each message is matched
    from its sender to its receiver, with any number of both.

    Watch an object before you hand it to a process or thread. The same object comes back, save
    for `threading.Lock()`, `threading.RLock()` and `queue.SimpleQueue()`: they cannot be changed
    and come back in a wrapper that does what they do.

    The price: 2 to 6 µs for each operation, and an item in a watched queue of `multiprocessing`
    travels in an envelope with its number, some 60 bytes more. What a connection sends is not
    changed by a single byte.

    A semaphore that a thread releases which had not acquired it is a signal, and held by nobody.

    Raises TypeError for anything else, and where `name` is no str.

    Example:
        tasks = watch(Queue(), "tasks")
        ours, theirs = watch(Pipe(), "pipe")
    """
    if not isinstance(name, str) or not name:
        raise TypeError(f'watch() needs a name for the picture, such as "tasks"; got {name!r}.')
    if isinstance(thing, tuple) and len(thing) == 2 and all(map(_is_connection, thing)):
        for end, connection in enumerate(thing):
            _exchange_class(connection, name, str(end))
        return thing
    if type(thing) in _WRAPPERS:
        return _WRAPPERS[type(thing)](thing, name)
    if isinstance(thing, _Watched | _Wrapper):
        thing.watched = name
    elif _watched_kind(type(thing)):
        _exchange_class(thing, name, f"{os.getpid()}.{next(_numbers)}")
    else:
        kind = type(thing).__name__
        raise TypeError(
            f"watch() cannot see what goes through an object of type {kind}. Give it a queue, "
            "a connection or both of Pipe(), a lock, semaphore, event, condition or barrier."
        )
    return thing


def _is_connection(thing):
    return isinstance(thing, _CONNECTIONS)


def _exchange_class(thing, name, end):
    if not isinstance(thing, _Watched):
        thing.__class__ = _watched_kind(type(thing))
    thing.watched = name
    thing.end = end
    if isinstance(thing, _ThreadQueue):
        thing._watched_numbers = {}  # id of an item: its number, or several in their order
        thing._watched_here = threading.local()
    if isinstance(thing, _Lock | _Condition):
        # The standard library stores these two on the object, where they would hide ours.
        for method in "acquire", "release":
            thing.__dict__.pop(method, None)


def label_of(thing):
    """A few characters that tell one message from another; never runs slow or foreign code."""
    kind = type(thing)
    if kind in (bytes, bytearray, str) and len(thing) > LABEL:
        return f"{kind.__name__} of {len(thing):,}"
    if kind in (int, float, bool, str, bytes, type(None)):
        text = repr(thing)
    elif kind is tuple and len(thing) <= 3:
        text = f"({', '.join(map(label_of, thing))})"
    else:
        text = kind.__name__
    return text if len(text) <= LABEL else text[: LABEL - 1] + "…"


@contextmanager
def _releasing(lock):
    note("U", lock)  # before it is free: the next holder may be faster than this line
    try:
        yield
    except BaseException:
        note("u", lock)
        raise


@contextmanager
def _signalling(kind, name, *fields):
    note(kind, name, *fields)  # before anyone is woken
    try:
        yield
    except BaseException:
        note("u", name)
        raise


class _Watched:
    """Carries `watched`, the name, and `end`, the end of a pipe, along to other processes."""

    def __reduce__(self):
        # The class is called like the learner's own, so pickle would look for that one.
        return _new, (type(self).unwatched,), self.__getstate__()

    def __getstate__(self):
        return super().__getstate__(), self.watched, self.end

    def __setstate__(self, state):
        state, self.watched, self.end = state
        if hasattr(super(), "__setstate__"):
            super().__setstate__(state)
        else:
            self.__dict__.update(state)


def _new(kind):
    watched = _watched_kind(kind)
    return watched.__new__(watched)


class _Envelope:
    """An item on its way through a queue, with the number that tells it from all others."""

    __slots__ = ("item", "number")

    def __init__(self, number, item):
        self.number = number
        self.item = item

    def __reduce__(self):
        return _Envelope, (self.number, self.item), None, self._pickled()

    def _pickled(self):
        # pickle asks for elements to append when it is done with the item, and finds none.
        note("F", self.number)
        yield from ()


def _seal(item):
    return _Envelope(f"{os.getpid()}.{next(_numbers)}", item)


def _open(envelope, name):
    if type(envelope) is not _Envelope:  # put before the queue was watched
        return envelope
    note("R", name, envelope.number)
    return envelope.item


class _Queue(_Watched):
    def put(self, obj, block=True, timeout=None):
        envelope = _seal(obj)
        # Without a limit, put() waits for nobody: starting the feeder thread is work.
        limit = getattr(self, "maxsize", 0) or getattr(self, "_maxsize", 0)
        limited = 0 < limit < SEM_VALUE_MAX
        if block and limited:
            with waiting(f"{self.watched}.put()"):
                super().put(envelope, block, timeout)
        else:
            super().put(envelope, block, timeout)
        note("M", self.watched, envelope.number, label_of(obj), limit if limited else 0)

    @staticmethod
    def _on_queue_feeder_error(error, envelope):
        # The feeder thread drops the item (CPython, Lib/multiprocessing/queues.py, `Queue._feed`).
        if type(envelope) is _Envelope:
            note("r", envelope.number, f"{type(error).__name__}: {error}")
        multiprocessing.queues.Queue._on_queue_feeder_error(error, envelope)

    def get(self, block=True, timeout=None):
        note("G", self.watched)
        if not block:
            return _open(super().get(block, timeout), self.watched)
        with waiting(f"{self.watched}.get()"):
            envelope = super().get(block, timeout)
        return _open(envelope, self.watched)


class _Tasks(_Watched):
    def task_done(self):
        note("K", self.watched)  # before join() comes back: this process may end in that instant
        try:
            super().task_done()
        except BaseException:
            note("k", self.watched)
            raise

    def join(self):
        with waiting(f"{self.watched}.join()"):
            super().join()


class _JoinableQueue(_Tasks, _Queue):
    pass


class _ThreadQueue(_Tasks):
    """Holds the items as they are, in any order, for a learner may look at `queue`.

    Which number an item has is known by its identity, which nothing else can have while it is in
    the queue. `_put` and `_get` hold the queue's mutex (Python documentation, "queue").
    """

    def put(self, item, block=True, timeout=None):
        here, limit = self._watched_here, max(self.maxsize, 0)
        here.number = None
        if block and limit:
            with waiting(f"{self.watched}.put()"):
                super().put(item, block, timeout)
        else:
            super().put(item, block, timeout)
        if here.number is not None:
            note("M", self.watched, here.number, label_of(item), limit)

    def get(self, block=True, timeout=None):
        note("G", self.watched)
        here = self._watched_here
        here.number = None
        if block:
            with waiting(f"{self.watched}.get()"):
                item = super().get(block, timeout)
        else:
            item = super().get(block, timeout)
        if here.number is not None:
            note("R", self.watched, here.number)
        return item

    def _put(self, item):
        numbers, key = self._watched_numbers, id(item)
        if numbers and not self._qsize():
            numbers.clear()  # of what somebody took out of `queue` by hand
        super()._put(item)
        self._watched_here.number = number = f"{os.getpid()}.{next(_numbers)}"
        before = numbers.setdefault(key, number)
        if type(before) is deque:
            before.append(number)
        elif before is not number:  # the same object is in the queue twice, such as a sentinel
            numbers[key] = deque([before, number])

    def _get(self):
        item = super()._get()
        number = self._watched_numbers.pop(id(item), None)
        if type(number) is deque:
            same, number = number, number.popleft()
            if same:
                self._watched_numbers[id(item)] = same
        self._watched_here.number = number
        return item


class _SimpleQueue(_Watched):
    def put(self, obj):
        envelope = _seal(obj)
        with waiting(f"{self.watched}.put()"):
            super().put(envelope)
        note("M", self.watched, envelope.number, label_of(obj), 0)

    def get(self):
        note("G", self.watched)
        with waiting(f"{self.watched}.get()"):
            envelope = super().get()
        return _open(envelope, self.watched)


class _Connection(_Watched):
    """Messages of a pipe keep their order, so they are matched by it and travel unchanged."""

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


class _Lock(_Watched):
    def _make_methods(self):
        """Leave `acquire` and `release` to this class; see `_exchange_class`."""

    def acquire(self, block=True, timeout=None):
        with waiting(f"{self.watched}.acquire()"):
            got = self._semlock.acquire(block, timeout)
        if got:
            note("H", self.watched)
        return got

    def release(self):
        with _releasing(self.watched):
            self._semlock.release()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()


class _Semaphore(_Lock):
    """Whether it locks or signals is seen in what was done with it: no lock, so other kinds."""

    def acquire(self, block=True, timeout=None):
        with waiting(f"{self.watched}.acquire()"):
            got = self._semlock.acquire(block, timeout)
        if got:
            note("q", self.watched)
        return got

    def release(self):
        with _signalling("v", self.watched):
            self._semlock.release()


class _ThreadSemaphore(_Watched):
    def acquire(self, blocking=True, timeout=None):
        with waiting(f"{self.watched}.acquire()"):
            got = super().acquire(blocking, timeout)
        if got:
            note("q", self.watched)
        return got

    __enter__ = acquire

    def release(self, n=1):
        with _signalling("v", self.watched, *([n] if n != 1 else [])):
            super().release(n)


class _Event(_Watched):
    def set(self):
        with _signalling("V", self.watched, "set", "all"):
            super().set()

    def wait(self, timeout=None):
        with waiting(f"{self.watched}.wait()"):
            done = super().wait(timeout)
        if done:
            note("Y", self.watched, "set")
        return done


class _Condition(_Watched):
    """Holds its lock, and lets go of it while it waits.

    `_lock` is the lock of both kinds (CPython, Lib/threading.py and
    Lib/multiprocessing/synchronize.py).
    """

    def _make_methods(self):
        """Leave `acquire` and `release` to this class; see `_exchange_class`."""

    def acquire(self, *args, **kwargs):
        with waiting(f"{self.watched}.acquire()"):
            got = self._lock.acquire(*args, **kwargs)
        if got:
            note("H", self.watched)
        return got

    def release(self):
        with _releasing(self.watched):
            self._lock.release()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()

    def wait(self, timeout=None):
        note("y", self.watched)
        try:
            with waiting(f"{self.watched}.wait()"):
                woken = super().wait(timeout)
        finally:
            note("h", self.watched)
        if woken:
            note("Y", self.watched, "notify")
        return woken

    def notify(self, n=1):
        with _signalling("V", self.watched, "notify", n):
            super().notify(n)

    def notify_all(self):
        # Both kinds would call `notify` for it, which would be noted too.
        with _signalling("V", self.watched, "notify_all", "all"):
            super().notify(sys.maxsize)


class _Barrier(_Watched):
    def wait(self, timeout=None):
        with waiting(f"{self.watched}.wait()"):
            number = super().wait(timeout)
        # The last to come waits for nobody, and lets all the others go on.
        note("Y", self.watched, "last" if number == self.parties - 1 else "wait")
        return number


class _Wrapper:
    """Stands in for an object whose class cannot be exchanged."""

    def __init__(self, thing, name):
        self._thing = thing
        self.watched = name

    def __getattr__(self, name):
        return getattr(self._thing, name)

    def __repr__(self):
        return repr(self._thing)


class _ThreadLock(_Wrapper):
    def acquire(self, blocking=True, timeout=-1):
        with waiting(f"{self.watched}.acquire()"):
            got = self._thing.acquire(blocking, timeout)
        if got:
            note("H", self.watched)
        return got

    def release(self):
        with _releasing(self.watched):
            self._thing.release()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()


class _ThreadRLock(_ThreadLock):
    """A condition lets go of all its holds at once (CPython, Lib/threading.py, `Condition`)."""

    def _release_save(self):
        note("y", self.watched)
        return self._thing._release_save()

    def _acquire_restore(self, state):
        self._thing._acquire_restore(state)
        note("h", self.watched)


class _ThreadSimpleQueue(_Wrapper):
    def put(self, item, block=True, timeout=None):
        envelope = _seal(item)
        self._thing.put(envelope)
        note("M", self.watched, envelope.number, label_of(item), 0)

    def put_nowait(self, item):
        self.put(item)

    def get(self, block=True, timeout=None):
        note("G", self.watched)
        with waiting(f"{self.watched}.get()"):
            envelope = self._thing.get(block, timeout)
        return _open(envelope, self.watched)

    def get_nowait(self):
        return self.get(block=False)


_WRAPPERS = {
    kind: type(kind.__name__, (how,), {"__module__": kind.__module__})
    for kind, how in (
        (type(threading.Lock()), _ThreadLock),
        (type(threading.RLock()), _ThreadRLock),
        (queue.SimpleQueue, _ThreadSimpleQueue),
    )
}
_BEHAVIOUR = {
    multiprocessing.queues.Queue: _Queue,
    multiprocessing.queues.JoinableQueue: _JoinableQueue,
    multiprocessing.queues.SimpleQueue: _SimpleQueue,
    multiprocessing.connection.Connection: _Connection,
    multiprocessing.synchronize.Lock: _Lock,
    multiprocessing.synchronize.RLock: _Lock,
    multiprocessing.synchronize.Semaphore: _Semaphore,
    multiprocessing.synchronize.BoundedSemaphore: _Semaphore,
    multiprocessing.synchronize.Event: _Event,
    multiprocessing.synchronize.Condition: _Condition,
    multiprocessing.synchronize.Barrier: _Barrier,
    threading.Semaphore: _ThreadSemaphore,
    threading.BoundedSemaphore: _ThreadSemaphore,
    threading.Event: _Event,
    threading.Condition: _Condition,
    threading.Barrier: _Barrier,
    queue.Queue: _ThreadQueue,
    queue.LifoQueue: _ThreadQueue,
    queue.PriorityQueue: _ThreadQueue,
}
if hasattr(multiprocessing.connection, "PipeConnection"):  # Windows
    _BEHAVIOUR[multiprocessing.connection.PipeConnection] = _Connection


@cache
def _watched_kind(kind):
    """The subclass of `kind` that notes its traffic, or None where there is nothing to note.

    It is called what `kind` is called: an error names what a learner can look up.
    """
    behaviour = next((_BEHAVIOUR[base] for base in kind.__mro__ if base in _BEHAVIOUR), None)
    if behaviour is None:
        return None
    names = {"__module__": kind.__module__, "__qualname__": kind.__qualname__}
    return type(
        kind.__name__, (behaviour, kind), {**names, "unwatched": kind, "__doc__": kind.__doc__}
    )


_CONNECTIONS = tuple(base for base, how in _BEHAVIOUR.items() if how is _Connection)


def _reduce_connection(connection):
    base = next(kind for kind in _CONNECTIONS if isinstance(connection, kind))
    rebuild, arguments = reduction.ForkingPickler._extra_reducers[base](connection)
    return _rebuild_connection, (rebuild, arguments, connection.watched, connection.end)


def _rebuild_connection(rebuild, arguments, name, end):
    connection = rebuild(*arguments)
    _exchange_class(connection, name, end)
    return connection


for base in _CONNECTIONS:
    reduction.register(_watched_kind(base), _reduce_connection)
