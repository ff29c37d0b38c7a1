"""`watch(thing, "name")`: the same object, with its traffic noted.

The object stays what it is: only its class is exchanged for a subclass that notes what is done with
it, and then does what the standard library does. So `isinstance`, `with`, passing it to a `Process`
and handing it to the rest of the standard library work as before.

What can be watched stands in two tables. A new kind of object is an entry there and a small class
in a file beside this one. That file is imported when the first such object is watched, or comes out
of a pickle: a child pays for what it was handed.
"""

from functools import cache
from importlib import import_module

__all__ = ["Watched", "Wrapper", "exchange_class", "watch"]

# Kind of object: the class that notes what is done with it, a subclass of `Watched`.
WATCHED = {
    "multiprocessing.queues.Queue": "queues.Queue",
    "multiprocessing.queues.JoinableQueue": "queues.JoinableQueue",
    "multiprocessing.queues.SimpleQueue": "queues.SimpleQueue",
    "queue.Queue": "thread_queues.ThreadQueue",
    "queue.LifoQueue": "thread_queues.ThreadQueue",
    "queue.PriorityQueue": "thread_queues.ThreadQueue",
    "multiprocessing.connection.Connection": "connections.Connection",
    "multiprocessing.connection.PipeConnection": "connections.Connection",  # Windows
    "multiprocessing.synchronize.Lock": "locks.Lock",
    "multiprocessing.synchronize.RLock": "locks.Lock",
    "multiprocessing.synchronize.Semaphore": "locks.Semaphore",
    "multiprocessing.synchronize.BoundedSemaphore": "locks.Semaphore",
    "threading.Semaphore": "locks.ThreadSemaphore",
    "threading.BoundedSemaphore": "locks.ThreadSemaphore",
    "multiprocessing.synchronize.Event": "signals.Event",
    "multiprocessing.synchronize.Condition": "signals.Condition",
    "multiprocessing.synchronize.Barrier": "signals.Barrier",
    "threading.Event": "signals.Event",
    "threading.Condition": "signals.Condition",
    "threading.Barrier": "signals.Barrier",
    "multiprocessing.sharedctypes.Synchronized": "memory.Value",
    "multiprocessing.sharedctypes.SynchronizedArray": "memory.Array",
    "multiprocessing.sharedctypes.SynchronizedString": "memory.String",
    "multiprocessing.shared_memory.SharedMemory": "memory.Block",
    "multiprocessing.managers.BaseProxy": "proxies.Proxy",
    "concurrent.futures.process.ProcessPoolExecutor": "futures.Executor",
    "concurrent.futures.thread.ThreadPoolExecutor": "futures.Executor",
    "concurrent.futures._base.Future": "futures.Future",
}
# The class of these cannot be exchanged: a `Wrapper` stands in for them.
WRAPPED = {
    "_thread.lock": "locks.ThreadLock",
    "_thread.RLock": "locks.ThreadRLock",
    "_queue.SimpleQueue": "thread_queues.ThreadSimpleQueue",
}
# Kinds that are subclasses of one above, and hand what they are given to somebody who cannot note.
UNSEEN = {"concurrent.futures.interpreter.InterpreterPoolExecutor"}


def watch(thing, name):
    """Note what is done with `thing` under `name`, and return `thing`.

    Takes a queue (`Queue`, `JoinableQueue`, `SimpleQueue`, those of the module `queue`), one
    connection or both ends of a pipe as `Pipe()` returns them, a lock, semaphore, event, condition
    or barrier (those of `multiprocessing` and of `threading`), a `Value`, an `Array` or a block of
    `SharedMemory`, a proxy of a manager, and an executor of threads or processes. Each message is
    matched from its sender to its receiver, with any number of both.

    Watch an object before you hand it to a process or thread. The same object comes back, save
    for `threading.Lock()`, `threading.RLock()` and `queue.SimpleQueue()`: they cannot be changed
    and come back in a wrapper that does what they do.

    The price: 2 to 6 µs for each operation, and an item in a watched queue of `multiprocessing`
    travels in an envelope with its number, some 60 bytes more; so do the arguments of a call of a
    proxy, and a task of an executor of processes. What a connection sends is not changed by a
    single byte. Each use of a `Value` or an `Array` takes its lock, as always, and notes that too,
    so it costs 10 to 20 µs.

    What it does not see: what is read and written through the `buf` of `SharedMemory`, or past the
    lock of a `Value` (`get_obj()`); what a proxy's object does by itself; a `Value` of a structure,
    or one without a lock; an executor of interpreters. A semaphore that a thread releases which had
    not acquired it is a signal, and held by nobody.

    Raises TypeError for anything else, and where `name` is no str.

    Example:
        tasks = watch(Queue(), "tasks")
        ours, theirs = watch(Pipe(), "pipe")
    """
    if not isinstance(name, str) or not name:
        raise TypeError(f'watch() needs a name for the picture, such as "tasks"; got {name!r}.')
    if isinstance(thing, tuple) and len(thing) == 2 and all(map(_is_connection, thing)):
        for end, connection in enumerate(thing):
            exchange_class(connection, name)
            connection.end = str(end)
        return thing
    if wrapper := WRAPPED.get(_name_of(type(thing))):
        return _called_like(_class(wrapper), type(thing))(thing, name)
    if isinstance(thing, Watched | Wrapper):
        object.__setattr__(thing, "watched", name)
    elif watched_kind(type(thing)):
        exchange_class(thing, name)
    else:
        kind = type(thing).__name__
        raise TypeError(
            f"watch() cannot see what goes through an object of type {kind}. Give it a queue, "
            "a connection or both of Pipe(), a lock, semaphore, event, condition or barrier, "
            "a Value, an Array or SharedMemory, a manager's proxy, or an executor."
        )
    return thing


def exchange_class(thing, name):
    """Make `thing` one that notes what is done with it, under `name`."""
    if not isinstance(thing, Watched):
        thing.__class__ = watched_kind(type(thing))
    object.__setattr__(thing, "watched", name)  # the proxy of a namespace would send it away
    thing.begin_watching()


class Watched:
    """Notes what is done with an object, under the name `watched`, which goes to other processes
    with it. Comes before the object's own class in the order of classes."""

    def begin_watching(self):
        """Called when the object has got its class and its name: here, and in other processes."""

    def __reduce__(self):
        # The class is called like the learner's own, so pickle would look for that one.
        return _new, (type(self).unwatched,), self.__getstate__()

    def __getstate__(self):
        return super().__getstate__(), self.watched

    def __setstate__(self, state):
        state, name = state
        object.__setattr__(self, "watched", name)
        if hasattr(super(), "__setstate__"):
            super().__setstate__(state)
        else:
            self.__dict__.update(state)
        self.begin_watching()


def _new(kind):
    watched = watched_kind(kind)
    return watched.__new__(watched)


class Wrapper:
    """Stands in for an object whose class cannot be exchanged."""

    def __init__(self, thing, name):
        self._thing = thing
        self.watched = name

    def __getattr__(self, name):
        return getattr(self._thing, name)

    def __repr__(self):
        return repr(self._thing)


@cache
def watched_kind(kind):
    """The subclass of `kind` that notes what is done with it, or None where nothing can be seen."""
    behaviour = _behaviour(kind)
    return _called_like(_class(behaviour), kind, kind) if behaviour else None


def _behaviour(kind):
    """What the table has for `kind`, or for the first of its bases that stands there, or None."""
    names = [_name_of(base) for base in kind.__mro__]
    if UNSEEN.intersection(names):
        return None
    return next((WATCHED[name] for name in names if name in WATCHED), None)


@cache
def _called_like(behaviour, kind, *bases):
    """A class that behaves as `behaviour`, and is called what `kind` is called: an error names what
    a learner can look up."""
    names = {"__module__": kind.__module__, "__qualname__": kind.__qualname__}
    return type(
        kind.__name__, (behaviour, *bases), {**names, "unwatched": kind, "__doc__": kind.__doc__}
    )


def _is_connection(thing):
    return _behaviour(type(thing)) == "connections.Connection"


def _name_of(kind):
    return f"{kind.__module__}.{kind.__qualname__}"


def _class(path):
    file, _, name = path.partition(".")
    return getattr(import_module(f"helpers.note.watch.{file}"), name)
