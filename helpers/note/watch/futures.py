"""Executors: a task on its way to a worker, and its result on the way back."""

from functools import partial

from helpers.note.events import note, waiting
from helpers.note.watch.labels import label_of, label_of_call
from helpers.note.watch.numbers import new_number
from helpers.note.watch.registry import Watched, exchange_class

__all__ = ["Executor", "Future"]


class Executor(Watched):
    """Each task is a message through "pool.submit()", each result one through "pool.result()"."""

    def submit(self, fn, /, *args, **kwargs):
        number = new_number()
        future = super().submit(_Task(self.watched, number, fn), *args, **kwargs)
        note("M", f"{self.watched}.submit()", number, label_of_call(_name_of(fn), args), 0)
        future.number = number
        exchange_class(future, self.watched)
        return future


def _name_of(function):
    # `map()` of processes submits chunks (CPython, Lib/concurrent/futures/process.py,
    # `_process_chunk`), whose first argument is what to call.
    if isinstance(function, partial):
        inner = function.func, *function.args[:1]
        function = next((one for one in reversed(inner) if callable(one)), function)
    return getattr(function, "__name__", type(function).__name__)


class _Task:
    """What a worker calls: the learner's function, with a note before and after."""

    def __init__(self, name, number, function):
        self.name, self.number, self.function = name, number, function

    def __call__(self, *args, **kwargs):
        note("G", f"{self.name}.submit()")
        note("R", f"{self.name}.submit()", self.number)
        try:
            result = self.function(*args, **kwargs)
        except BaseException as error:
            self._note_end(type(error).__name__)
            raise
        self._note_end(label_of(result))
        return result

    def _note_end(self, label):
        note("M", f"{self.name}.result()", self.number, label, 0)


class Future(Watched):
    """Somebody waits for the result, and gets it, or the error that was kept in its place."""

    number = None  # of its task, where an executor that is watched has it

    def result(self, timeout=None):
        return self._ask("result", super().result, timeout)

    def exception(self, timeout=None):
        return self._ask("exception", super().exception, timeout)

    def _ask(self, method, ask, timeout):
        note("G", f"{self.watched}.result()")
        try:
            with waiting(f"{self.watched}.{method}()"):
                return ask(timeout)
        finally:
            if self.number is not None and self.done() and not self.cancelled():
                note("R", f"{self.watched}.result()", self.number)
                self.number = None
