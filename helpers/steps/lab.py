"""`interleave(...)`: you are the scheduler of your own workers, and all orders are tried."""

import inspect
import threading
from types import FunctionType

from helpers.show import page_script
from helpers.show.display import show_picture, show_words
from helpers.shown import Shown
from helpers.steps import account, story
from helpers.steps.force import force
from helpers.steps.graph import Graph
from helpers.steps.grid import grid_of
from helpers.steps.naming import names_in, worker_names
from helpers.steps.promise import Promises
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

    Gives a `Lab`, which a notebook shows with a button for each worker: you choose who goes on.
    `lab.all_orders()` says what comes of all orders, and shows the one with the fewest switches
    that breaks the promise.

    Raises ValueError where there are no workers, TypeError for what is no function, and Refused for
    what cannot be stepped, which says why.

    Example:
        lab = interleave((bank.withdraw, account, 100), (bank.withdraw, account, 100),
                         promise=lambda: account.balance >= 0)
        lab
        lab.all_orders()
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
    return Lab(
        [(function, tuple(arguments)) for function, *arguments in pairs], promise, always, names
    )


def _check(function, what):
    if not isinstance(function, FunctionType):
        raise TypeError(
            f"{what} is a function that you define, and {function!r} is none. "
            "Give the function itself, without () after its name."
        )


class Lab(Shown):
    """The workers before their first step, to be stepped by whoever looks at the page.

    workers:  their names
    """

    def __init__(self, workers, promise, always, names):
        self.functions, self.names = workers, names
        self.workers = worker_names([function for function, _ in workers])
        asked = [one for one in (promise, always) if one]
        self.stage = Stage(workers, asked, names)
        twins = dict(zip(asked, self.stage.promises, strict=True))
        self.graph = Graph(self.stage, self.workers)
        self.promises = Promises(self.graph, twins.get(promise), twins.get(always))
        self.asked = {"end": promise, "always": always}
        self.found: Search = search(self.graph, self.promises.broken)

    def all_orders(self) -> "Orders":
        """What came of trying all orders."""
        return Orders(self)

    def force(self, order, kind=threading.Thread, deadline=10):
        """Run an order on real threads or processes, on fresh copies, and return the `Run`.

        order:     the worker of each step: "1221", or a list of their numbers from 1
        kind:      `Thread` or `Process`
        deadline:  seconds for the run; after a deadlock it takes as long

        Example: `lab.force("1221")`
        """
        schedule = self.schedule(order)
        return force(self.functions, self.workers, self.names, schedule, kind, deadline)

    def schedule(self, order) -> tuple[int, ...]:
        """The numbers of the workers, from 0, of an order such as "1221".

        Raises ValueError for a step that cannot be taken.
        """
        state, found = 0, []
        for one in order:
            worker = int(one) - 1
            moves = self.graph.look(state)
            if worker not in moves:
                raise ValueError(
                    f"Step {len(found) + 1} of the order {order!r} cannot be taken: "
                    f"worker {one} {self._why_not(state, worker)}."
                )
            found.append(worker)
            state = moves[worker]
        return tuple(found)

    def _why_not(self, state, worker):
        if not 0 <= worker < len(self.workers):
            return f"is none of 1 to {len(self.workers)}"
        waits = [text for one, _, text in account.waits(self, state) if one == worker]
        return waits[0] if waits else "has ended"

    def words(self) -> str:
        """What each worker does first, and what is shared."""
        return account.start(self)

    def figure(self):
        """The same as a picture, which can be stepped."""
        from helpers.steps.strip import draw_start

        figure = draw_start(*account.of_start(self))
        figure.keyword, figure.story = "lab", story.of_lab(self, is_asked=False)
        return figure

    def _ipython_display_(self):
        show_picture(self)
        page_script.put_mark("lab-open")
        show_words(self)


class Orders(Shown):
    """All orders of a lab, tried.

    lab:    the `Lab`
    found:  a `Search`
    """

    def __init__(self, lab):
        self.lab, self.found = lab, lab.found

    def force(self, kind=threading.Thread, deadline=10):
        """The shortest order that breaks the promise, on real threads or processes: a `Run`.

        Raises ValueError where no order breaks it.
        """
        if not self.found.failure:
            raise ValueError("No order breaks the promise, so there is none to force.")
        lab, schedule = self.lab, self.found.failure.schedule
        return force(lab.functions, lab.workers, lab.names, schedule, kind, deadline)

    def words(self) -> str:
        """How many orders keep the promise, and the shortest that breaks it, step by step."""
        return account.words(self.lab)

    def figure(self):
        """That order as a picture; where none breaks it, the verdict and the map of all."""
        from helpers.steps.map import map_of
        from helpers.steps.strip import draw_order, draw_start

        lab, failure = self.lab, self.found.failure
        schedule = failure.schedule if failure else ()
        below = map_of(grid_of(lab, schedule))
        if failure:
            figure = draw_order(*account.of_order(lab, schedule), below)
        else:
            figure = draw_start(*account.of_start(lab), account.verdict(lab), below)
        figure.keyword, figure.story = "lab", story.of_lab(lab, is_asked=True)
        return figure
