"""The acts of loops and blocks: one more turn, entering and leaving a `with`, a `finally`."""

import sys
from collections.abc import Iterator

from helpers.steps.each import Each, Entered
from helpers.steps.refused import Refused
from helpers.steps.standins.standin import StandIn
from helpers.steps.twins import CONTAINERS
from helpers.steps.unseen import why_not_unseen

__all__ = ["TURNS", "Blocks"]

TURNS = 10_000  # of loops, without a step in between


class Blocks:
    """The acts of loops and blocks, beside `acts`, the others of the same stage."""

    def __init__(self, acts):
        self.acts, self.stage, self.shared = acts, acts.stage, acts.shared

    def space(self):
        """What rewritten code finds under names that begin with "@"."""
        names = ("each", "more", "enter", "leave", "leave_once", "turn", "open", "raised")
        return {f"@{name}": getattr(self, name) for name in names}

    def each(self, site, source):
        return Each(source)
        yield

    def more(self, site, each):
        if id(each.source) in self.shared:
            if isinstance(each.source, (StandIn, *CONTAINERS)):
                yield site, each.source, "read"
            else:
                yield from self.acts.unseen(site)
        elif isinstance(each.source, Iterator) and self.acts.holds(each.source):
            # `enumerate(items)` looks into the items at each turn.
            yield from self.acts.unseen(site)
        goes_on = each.goes_on()
        if goes_on and id(each.source) in self.shared:
            self.stage.see(each.value)
        return goes_on

    def enter(self, site, manager):
        if isinstance(manager, StandIn):
            return Entered(manager, (yield from manager.enter(site)))
        if own := self.stage.own_method(manager, "__enter__"):
            return Entered(manager, (yield from own(manager)))
        self.acts.no_real_lock(site, manager)
        if reason := why_not_unseen(type(manager).__enter__, (manager,), self.stage.spaces):
            raise Refused(f"Line {self.stage.line(site)} {reason}")
        return Entered(manager, type(manager).__enter__(manager))

    def leave(self, site, entered, error):
        if entered.is_left:
            return False
        entered.is_left = True
        if isinstance(entered.manager, StandIn):
            yield from entered.manager.leave(site)
            return False
        about = (type(error), error, error and error.__traceback__)
        if own := self.stage.own_method(entered.manager, "__exit__"):
            return (yield from own(entered.manager, *(about if error else (None,) * 3)))
        return type(entered.manager).__exit__(entered.manager, *(about if error else (None,) * 3))

    def leave_once(self, site, entered):
        return (yield from self.leave(site, entered, None))

    def turn(self, site):
        self.stage.turns += 1
        if self.stage.turns > TURNS:
            raise Refused(
                f"Line {self.stage.line(site)} turns round more than {TURNS:,} times without "
                "touching anything that is shared, so no other worker can ever come in between."
            )

    def open(self):
        """Whether the worker still runs, and is not thrown away unfinished."""
        return not isinstance(sys.exception(), GeneratorExit)

    def raised(self):
        """The error on its way through a `finally`, in words."""
        error = sys.exception()
        return error and f"{type(error).__name__}: {error}"
