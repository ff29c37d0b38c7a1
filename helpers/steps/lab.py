"""`interleave(...)`: you are the scheduler of your own workers, and all orders are tried."""

import inspect
from types import FunctionType

from helpers.shown import Shown
from helpers.steps import account
from helpers.steps.graph import Graph
from helpers.steps.naming import names_in, worker_names
from helpers.steps.promise import Promises
from helpers.steps.refused import Refused
from helpers.steps.search import Search, search
from helpers.steps.stage import Stage

__all__ = ["Lab", "interleave"]


def interleave(*workers, promise=None, always=None) -> "Lab":
    """Try all orders in which `workers` can take their steps.

    workers:  functions of yours, or tuples of a function and its arguments. They are executed on
              copies of what they share: nothing outside is changed
    promise:  a function without parameters that must be true when all have ended
    always:   the same, for after each step

    A step is one use of something shared: an attribute, an item or a global variable is read or
    written, a list or dict is called, a lock is acquired, an item is put. `counter.value += 1` is
    two. A deadlock and an exception of a worker break every promise.

    Gives a `Lab`, which a notebook shows as the order with the fewest switches that breaks the
    promise, to be stepped by yourself.

    Raises ValueError where there are no workers, TypeError for what is no function, and Refused for
    what cannot be stepped, which says why.

    Example:
        interleave((bank.withdraw, account, 100), (bank.withdraw, account, 100),
                   promise=lambda: account.balance >= 0)
    """
    if not workers:
        raise ValueError("interleave() needs workers: functions, or tuples (function, arguments).")
    pairs = [one if isinstance(one, tuple) else (one,) for one in workers]
    for function, *_ in pairs:
        _check(function, "A worker")
    for one in (promise, always):
        if one is not None:
            _check(one, "A promise")
    caller = inspect.currentframe().f_back
    names = names_in({**caller.f_globals, **caller.f_locals})
    return Lab([(function, tuple(arguments)) for function, *arguments in pairs], promise, always,
               names)


def _check(function, what):
    if not isinstance(function, FunctionType):
        raise TypeError(
            f"{what} is a function that you define, and {function!r} is none. "
            "Give the function itself, without () after its name."
        )


class Lab(Shown):
    """The workers, all their states, and what came of trying all orders.

    workers:  their names
    found:    a `Search`
    """

    def __init__(self, workers, promise, always, names):
        self.functions = workers
        self.workers = worker_names([function for function, _ in workers])
        asked = [one for one in (promise, always) if one]
        self.stage = Stage(workers, asked, names)
        twins = dict(zip(asked, self.stage.promises, strict=True))
        self.graph = Graph(self.stage, self.workers)
        self.promises = Promises(self.graph, twins.get(promise), twins.get(always))
        self.asked = {"end": promise, "always": always}
        self.found: Search = search(self.graph, self.promises.broken)

    def words(self) -> str:
        """What came out, and the shortest order that breaks the promise, step by step."""
        return account.words(self)

    def figure(self):
        """That order as a picture."""
        from helpers.steps.picture import draw

        return draw(self)
