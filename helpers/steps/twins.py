"""Twins of what the learner's workers share: the same things, which can be put back to the start.

An object twin has the class of its original. For a lock, a queue and the like it is a stand-in.
Twins keep the web of references: what two names share, their twins share.
"""

import array
from collections import OrderedDict, defaultdict, deque
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType

from helpers.note.watch.registry import Watched, Wrapper
from helpers.steps.refused import Refused
from helpers.steps.standins.standin import StandIn

__all__ = ["CONTAINERS", "PLAIN", "Twins", "is_kept_as_it_is"]

PLAIN = (int, float, complex, str, bytes, bool, type(None), type(...), range, slice)
CONTAINERS = (list, dict, set, deque, bytearray, array.array)
_AS_IT_IS = (FunctionType, BuiltinFunctionType, MethodType, ModuleType, type)


class _Plain:
    """A class as learners write them."""


class Twins:
    """Twins, and the names by which a learner knows them.

    make_for:  gives for a type what makes the twin of such an object, called with these twins, the
               object and its name; or None

    parts:  the shared objects, in the order in which they were found: [(name, twin), ...]
    """

    def __init__(self, now, make_for):
        self.now = now
        self.make_for = make_for
        self.parts = []
        self._made = {}  # {id of the original: (original, twin)}
        self._states = {}

    def of(self, thing, name):
        """The twin of `thing`, which the learner knows as `name`.

        Raises Refused for what cannot be put back to its beginning, such as an open file.
        """
        if isinstance(thing, (*PLAIN, *_AS_IT_IS)):
            return thing
        if id(thing) in self._made:
            return self._made[id(thing)][1]
        if isinstance(thing, tuple | frozenset):
            return self._made.setdefault(id(thing), (thing, type(thing)(self._items(thing, name))))[
                1
            ]
        kind = type(thing)
        kind = getattr(kind, "unwatched", kind) if isinstance(thing, Watched | Wrapper) else kind
        if isinstance(thing, StandIn):  # in another process, to which it was sent
            return self._add(thing, thing.name, thing)
        if make := self.make_for(kind):
            if isinstance(thing, Wrapper):
                thing = thing._thing
            return self._add(thing, name, make(self, thing, name))
        if kind in CONTAINERS or kind in (OrderedDict, defaultdict):
            return self._container(thing, name)
        if (
            hasattr(thing, "__dict__")
            and kind.__reduce_ex__ is object.__reduce_ex__
            and kind.__new__ is object.__new__
            and kind.__basicsize__ == _Plain.__basicsize__  # all that it has is in its __dict__
        ):
            return self._instance(thing, name)
        raise Refused(
            f"{name} is of type {kind.__name__}, which cannot be put back to its beginning, so no "
            "second order could be tried. Share plain objects, lists, dicts, locks and queues."
        )

    def add_globals(self, variables):
        """Count the global variables that workers bind anew among what is shared."""
        self.parts.append(("", variables))

    def _add(self, thing, name, twin):
        self._made[id(thing)] = thing, twin
        self.parts.append((name, twin))
        return twin

    def _items(self, things, name):
        return [self.of(one, f"{name}[{number}]") for number, one in enumerate(things)]

    def _container(self, thing, name):
        twin = self._add(thing, name, thing.copy() if hasattr(thing, "copy") else thing[:])
        if isinstance(thing, dict):
            twin.clear()
            for key, value in thing.items():
                twin[key] = self.of(value, f"{name}[{key!r}]")
        elif isinstance(thing, list | deque):
            items = self._items(thing, name)
            twin.clear()
            twin.extend(items)
        return twin

    def _instance(self, thing, name):
        twin = self._add(thing, name, object.__new__(type(thing)))
        for key, value in vars(thing).items():
            twin.__dict__[key] = self.of(value, f"{name}.{key}")
        return twin


def is_kept_as_it_is(thing) -> bool:
    """True for functions, classes and modules."""
    return isinstance(thing, _AS_IT_IS)
