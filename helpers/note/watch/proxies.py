"""Proxies of a manager: each call is a request to the manager's process, and a reply."""

from helpers.note.events import note, waiting
from helpers.note.watch.labels import label_of, label_of_call
from helpers.note.watch.numbers import new_number
from helpers.note.watch.registry import Watched, exchange_class

__all__ = ["Proxy"]


class Proxy(Watched):
    """Notes its calls. The manager's process notes when a request arrives, if it was started in
    this program: it unpickles the arguments, and with them a note.

    CPython, Lib/multiprocessing/managers.py: `BaseProxy._callmethod` sends the name of the method
    and its arguments, `BaseManager._process` is the process of a manager that was started here.
    """

    _served_here = False  # by a process of this program

    def begin_watching(self):
        process = getattr(self._manager, "_process", None)
        if process is not None:
            object.__setattr__(self, "_served_here", True)

    def _callmethod(self, methodname, args=(), kwds={}):  # noqa: B006 - as in the standard library
        name, number = self.watched, new_number()
        note("M", name, number, label_of_call(methodname, args), 0)
        if self._served_here:
            args = _Request(name, number, args)
        label = ""
        try:
            with waiting(f"{name}.{methodname}()"):
                result = super()._callmethod(methodname, args, kwds)
            label = label_of(result)
        except Exception as error:
            label = type(error).__name__
            raise
        finally:
            note("o", name, number, label)
        return result

    def __reduce__(self):
        rebuild, (kind, *rest) = super(Watched, self).__reduce__()
        kind = getattr(kind, "unwatched", kind)
        return _rebuild, (rebuild, (kind, *rest), self.watched, self._served_here)


def _rebuild(rebuild, arguments, name, served_here):
    proxy = rebuild(*arguments)
    # In the manager's own process this is the object itself (CPython, `RebuildProxy`).
    if hasattr(proxy, "_callmethod"):
        exchange_class(proxy, name)
        object.__setattr__(proxy, "_served_here", served_here)
    return proxy


class _Request:
    """The arguments of a call on their way; whoever unpickles them notes that they have arrived."""

    def __init__(self, name, number, arguments):
        self.parts = name, number, tuple(arguments)

    def __reduce__(self):
        return _arrive, self.parts


def _arrive(name, number, arguments):
    note("i", name, number)
    return arguments
