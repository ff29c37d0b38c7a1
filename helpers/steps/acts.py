"""What rewritten code calls in place of its expressions: acts, which stop before each step.

An act is a generator. Where it is about to touch something shared it yields (number of the site,
the shared object, what it is about to do), and does it at once when it goes on. Everything else
it does without a stop, as the code did that the learner wrote. `ALL` in place of the object says
that nobody can see what is touched.
"""

import concurrent.futures
import copy
import inspect
import multiprocessing
import os
import random
import threading
import time
from collections.abc import Iterator
from functools import cache
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType

from helpers.note.events import log
from helpers.note.learners import is_learners
from helpers.steps.blocks import Blocks
from helpers.steps.refused import Refused
from helpers.steps.standins.making import stand_in_for
from helpers.steps.standins.standin import StandIn
from helpers.steps.twins import CONTAINERS, PLAIN
from helpers.steps.unseen import COMPREHENSION, stands_in_class, why_not_unseen

__all__ = ["ALL", "Acts"]

ALL = "all that is shared"
# What says something, or lasts: in no order does it change what is shared.
SILENT = (print, log, inspect.unwrap(time.sleep))  # runs put one around it, which notes it
ONLY_WHO = (isinstance, issubclass, type, id, callable, repr.__class__)
LAZY = (enumerate, zip, iter, reversed)  # these look into nothing before their first turn
# One step under the GIL: Python FAQ, "What kinds of global value mutation are thread-safe?"
ONE_STEP = (len, bool)
CLOCKS = (time.time, time.time_ns, time.monotonic, time.perf_counter, time.perf_counter_ns)
WHO = (threading.current_thread, multiprocessing.current_process, threading.get_ident, os.getpid)
STARTERS = (threading.Thread, multiprocessing.Process, concurrent.futures.Executor)
DICTS = (vars, locals, globals, exec, eval)
BEHIND = (
    "gets at variables by way of a dict, where nobody sees which one is touched. Name the "
    "attribute or the variable."
)
KEEPING = ("append", "appendleft", "add", "insert", "setdefault", "extend", "update", "put")


@cache
def _of_class(kind, name):
    """The type of what the class `kind` has under `name`: `property`, a function's, or another."""
    return type(inspect.getattr_static(kind, name, None))


class Acts:
    """The acts of one stage. `stage` knows what is shared, and which functions are rewritten."""

    def __init__(self, stage):
        self.stage = stage
        self.shared = stage.shared  # {id: twin}
        self.blocks = Blocks(self)

    def space(self):
        """What rewritten code finds under names that begin with "@"."""
        names = [
            *("look", "change", "get_global", "set_global", "delete_global", "get", "set"),
            *("delete", "item", "set_item", "delete_item", "call", "method", "inside"),
            *("scope", "matched"),
        ]
        builtin = {"@slice": slice, "@BaseException": BaseException}
        return {f"@{name}": getattr(self, name) for name in names} | self.blocks.space() | builtin

    # --- looking --------------------------------------------------------------------------------

    def look(self, site, thing):
        """Looked at as a whole: tested, compared, added, put into a text."""
        if id(thing) in self.shared and not isinstance(thing, StandIn):
            if type(thing) in CONTAINERS or isinstance(thing, dict):
                yield site, thing, "read"
                self.stage.see(copy.copy(thing))
            elif self._has_operators(thing):
                yield from self.unseen(site)
        elif type(thing) not in PLAIN and type(thing) in (tuple, *CONTAINERS) and self.holds(thing):
            yield from self.unseen(site)
        return thing

    def change(self, site, thing):
        """Changed in place, by `+=` and the like."""
        if id(thing) in self.shared:
            if type(thing) not in CONTAINERS and not isinstance(thing, dict):
                return (yield from self.unseen(site))  # `__iadd__` of the learner's
            yield site, thing, "write"

    def matched(self, site, thing):
        """Taken apart by a `match` whose patterns name classes."""
        if type(thing) in CONTAINERS or isinstance(thing, dict):
            return (yield from self.look(site, thing))
        yield from self.inside(site, (thing,))
        return thing

    def scope(self, site, things, calls):
        """A comprehension, which uses `things`, and may call some of them."""
        if calls and (reason := why_not_unseen(COMPREHENSION, things, self.stage.spaces)):
            raise Refused(f"Line {self.stage.line(site)} {reason}")
        yield from self.inside(site, things)

    def inside(self, site, things):
        if any(self.holds(thing) for thing in things):
            yield from self.unseen(site)

    def unseen(self, site):
        """A step that may touch all that is shared: nobody sees what."""
        self.stage.note(site)
        yield site, ALL, "call"

    def holds(self, thing, depth=4):
        """Whether `thing` is shared, or leads to something that is."""
        if type(thing) in PLAIN or isinstance(thing, type | ModuleType | StandIn):
            return False
        if id(thing) in self.shared:
            return True
        if not depth:
            return True  # nobody looks deeper: to say so is safe
        if isinstance(thing, tuple | list | set | frozenset):
            return any(self.holds(one, depth - 1) for one in thing)
        if isinstance(thing, dict):
            return any(self.holds(one, depth - 1) for one in thing.values())
        if isinstance(thing, MethodType):
            return self.holds(thing.__self__, depth - 1)
        if isinstance(thing, FunctionType):
            return is_learners(thing.__code__.co_filename) and self._uses_shared(thing)
        if isinstance(thing, BuiltinFunctionType):
            return False
        if hasattr(thing, "__dict__"):
            return any(self.holds(one, depth - 1) for one in vars(thing).values())
        return isinstance(thing, Iterator) and self._goes_through_shared(thing, depth)

    def _goes_through_shared(self, iterator, depth):
        try:
            return self.holds(iterator.__reduce__(), depth)
        except TypeError:
            return True  # a running generator: nobody looks into it

    def _uses_shared(self, function):
        found = inspect.getclosurevars(function)
        return any(self.holds(one) for one in (*found.globals.values(), *found.nonlocals.values()))

    def _has_operators(self, thing):
        kind = type(thing)
        names = (
            *("__eq__", "__lt__", "__bool__", "__len__", "__str__", "__repr__", "__add__"),
            *("__contains__", "__iter__", "__sub__", "__mul__", "__le__", "__gt__", "__ge__"),
        )
        return any(isinstance(getattr(kind, name, None), FunctionType) for name in names)

    # --- names, attributes, items ---------------------------------------------------------------

    def delete_global(self, site, name):
        space = self.stage.space_of(site)
        yield site, space, "delete"
        space.delete(name)

    def get_global(self, site, name):
        space = self.stage.space_of(site)
        yield site, space, "read"
        return self.stage.see(space.get(name))

    def set_global(self, site, name, value):
        space = self.stage.space_of(site)
        yield site, space, "write"
        self.stage.share(self.stage.see(value))
        space.set(name, value)

    def get(self, site, thing, name):
        if id(thing) in self.shared:
            found = _of_class(type(thing), name)
            if found is property:
                getter = self.stage.own(inspect.getattr_static(type(thing), name).fget)
                if getter:
                    return (yield from getter(thing))
            if found is not FunctionType:
                yield site, thing, "read"
                return self.stage.see(self._own_value(site, thing, name))
        return self._own_value(site, thing, name)

    def _own_value(self, site, thing, name):
        """An attribute. Raises Refused where it is one of the class that can change."""
        if name == "__dict__":
            raise Refused(f"Line {self.stage.line(site)} {BEHIND}")
        found = getattr(thing, name)
        if stands_in_class(thing, name, found):
            kind = thing if isinstance(thing, type) else type(thing)
            raise Refused(
                f"Line {self.stage.line(site)} uses {kind.__name__}.{name}, which belongs to the "
                "class and cannot be put back. Make it in __init__, so that it belongs to an "
                "object."
            )
        return found

    def set(self, site, thing, name, value):
        if _of_class(type(thing), name) is property and (
            setter := self.stage.own(inspect.getattr_static(type(thing), name).fset)
        ):
            return (yield from setter(thing, value))
        if id(thing) in self.shared:
            yield site, thing, "write"
            self.stage.share(self.stage.see(value))
        elif isinstance(thing, type | ModuleType):
            raise Refused(
                f"Line {self.stage.line(site)} writes into {thing.__name__}, which is a class or a "
                "module and cannot be put back. Keep what is shared in an object of the class."
            )
        setattr(thing, name, value)

    def delete(self, site, thing, name):
        if id(thing) in self.shared:
            yield site, thing, "delete"
        delattr(thing, name)

    def item(self, site, thing, index):
        if id(thing) in self.shared:
            if getter := self.stage.own_method(thing, "__getitem__"):
                return (yield from getter(thing, index))
            yield site, thing, "read"
            return self.stage.see(thing[index])
        return thing[index]

    def set_item(self, site, thing, index, value):
        if id(thing) in self.shared:
            if setter := self.stage.own_method(thing, "__setitem__"):
                return (yield from setter(thing, index, value))
            yield site, thing, "write"
            self.stage.share(self.stage.see(value))
        thing[index] = value

    def delete_item(self, site, thing, index):
        if id(thing) in self.shared:
            yield site, thing, "delete"
        del thing[index]

    # --- calls ----------------------------------------------------------------------------------

    def method(self, site, thing, name, *arguments, **keywords):
        if isinstance(thing, StandIn):
            if name == "wait_for":
                return (yield from self._wait_for(site, thing, *arguments, **keywords))
            act = getattr(thing, name)
            return self.stage.see((yield from act(site, *arguments, **keywords)))
        self.no_real_lock(site, thing)
        called = getattr(thing, name)
        if not isinstance(called, BuiltinFunctionType) or isinstance(thing, ModuleType):
            return (yield from self.call(site, called, *arguments, **keywords))
        if id(thing) in self.shared:
            yield site, thing, name
            for argument in (*arguments, *keywords.values()):
                self.stage.share(argument)
            return self.stage.see(called(*arguments, **keywords))
        elif not (name in KEEPING and isinstance(thing, CONTAINERS)):
            yield from self.inside(site, arguments)
        return called(*arguments, **keywords)

    def no_real_lock(self, site, thing):
        """Raise Refused where `thing` is a lock, or the like, of one worker alone."""
        if stand_in_for(type(thing)):
            raise Refused(
                f"Line {self.stage.line(site)} uses a {type(thing).__name__} that was not given to "
                "the workers: nobody else could see it. Make it before, and share it."
            )

    def _wait_for(self, site, condition, predicate, timeout=None):
        """As Lib/threading.py has it: ask, and wait as long as it is not so."""
        while not (answer := (yield from self.call(site, predicate))):
            yield from condition.wait(site, timeout)
        return answer

    def call(self, site, called, *arguments, **keywords):
        if getattr(called, "__wrapped__", called) in SILENT:
            return None
        if reason := self._refused(called):
            raise Refused(f"Line {self.stage.line(site)} {reason}")
        if isinstance(called, MethodType) and isinstance(called.__self__, StandIn):
            return self.stage.see((yield from called(site, *arguments, **keywords)))
        if isinstance(called, MethodType) and (own := self.stage.own(called.__func__)):
            return (yield from own(called.__self__, *arguments, **keywords))
        if isinstance(called, FunctionType) and (own := self.stage.own(called)):
            return (yield from own(*arguments, **keywords))
        if isinstance(called, type) and (own := self.stage.own_method(called, "__init__")):
            made = object.__new__(called)
            yield from own(made, *arguments, **keywords)
            return made
        if not isinstance(called, type) and (own := self.stage.own_method(called, "__call__")):
            return (yield from own(called, *arguments, **keywords))
        if called in ONE_STEP and id(arguments[0]) in self.shared:
            yield site, arguments[0], "read"
            return self.stage.see(called(*arguments))
        elif called is getattr:
            return (yield from self._getattr(site, *arguments))
        elif called is setattr:
            return (yield from self.set(site, *arguments))
        elif called not in (*ONLY_WHO, *LAZY) and not self._only_keeps(called):
            given = (*arguments, *keywords.values())
            if reason := why_not_unseen(called, given, self.stage.spaces):
                raise Refused(f"Line {self.stage.line(site)} {reason}")
            yield from self.inside(site, (called, *given))
        return called(*arguments, **keywords)

    def _refused(self, called):
        """Why a call makes no sense where one order is tried again and again, or ""."""
        if isinstance(getattr(called, "__self__", None), random.Random):
            return (
                "asks for chance: the same order would come out differently each time. Give the "
                "workers their numbers as arguments."
            )
        if called in DICTS:
            return BEHIND
        if called in CLOCKS:
            return "asks for the time, and here only the order counts. Leave it out."
        if called in WHO:
            return "asks who runs it, and here all workers are run by one. Give it a name instead."
        if isinstance(called, type) and issubclass(called, STARTERS):
            return (
                "starts a worker of its own, whose steps nobody would see. Give all workers to "
                "interleave() instead."
            )
        return ""

    def _getattr(self, site, thing, name, *default):
        try:
            return (yield from self.get(site, thing, name))
        except AttributeError:
            if default:
                return default[0]
            raise

    def _only_keeps(self, called):
        """A class of the learner's without an `__init__` of source, such as a dataclass."""
        return isinstance(called, type) and called.__module__ != "builtins"
