"""What may not be called or used without being seen: it would do its work outside of all steps."""

import enum
import inspect
from types import FunctionType, MethodType, ModuleType

from helpers.note.learners import is_learners
from helpers.steps.standins.making import stand_in_for
from helpers.steps.standins.standin import StandIn
from helpers.steps.twins import CONTAINERS, PLAIN

__all__ = ["COMPREHENSION", "stands_in_class", "why_not_unseen"]

COMPREHENSION = "a comprehension"
# Built-ins that call what they are given, at once or at each turn.
_CALLERS = (map, filter)


def why_not_unseen(called, arguments, spaces) -> str:
    """Why `called` cannot be called with `arguments` as one unseen step, or "".

    called:  or COMPREHENSION, which calls something
    spaces:  the `Spaces` of the stage

    Example: a lock's steps are lost where a nested function acquires it.
    """
    runs_code = [one for one in (called, *arguments) if _is_of_python(one)]
    if called is not COMPREHENSION and not runs_code and called not in _CALLERS:
        return ""
    name = getattr(called, "__name__", type(called).__name__)
    what = "has a comprehension" if called is COMPREHENSION else f"calls {name}()"
    reached = list(_reached((called, *arguments), spaces))
    if any(isinstance(one, StandIn) for one in reached):
        return (
            f"{what}, which cannot be stepped into and may use a lock, a queue or the "
            "like. Use that in the worker itself, or in a plain function that it calls."
        )
    if any(stand_in_for(type(one)) or _is_an_original(one) for one in reached):
        return (
            f"{what}, which cannot be stepped into and may change what is not copied. "
            "Write it as a plain function, without a decorator."
        )
    return ""


def _is_of_python(thing):
    if isinstance(thing, MethodType):
        return True
    if isinstance(thing, type):
        return isinstance(thing.__init__, FunctionType)
    return isinstance(thing, FunctionType) or hasattr(type(thing), "__wrapped__")


def _is_an_original(thing):
    return isinstance(thing, _Original)


class _Original:
    """In the place of what a function of no space of ours can reach."""


def _reached(things, spaces):
    """All that `things` lead to."""
    seen, left = {}, list(things)
    while left:
        thing = left.pop()
        if isinstance(thing, (*PLAIN, type, ModuleType)) or id(thing) in seen:
            continue
        seen[id(thing)] = thing
        yield thing
        if isinstance(thing, StandIn):
            continue
        if isinstance(thing, dict):
            left += thing.values()
        elif isinstance(thing, tuple | list | set | frozenset):
            left += thing
        elif isinstance(thing, MethodType):
            left += (thing.__self__, thing.__func__)
        elif isinstance(thing, FunctionType):
            left += _used(thing, spaces)
        elif hasattr(thing, "__dict__"):
            left += vars(thing).values()
            left += [
                one
                for kind in type(thing).__mro__
                for one in vars(kind).values()
                if _is_learners(one)
            ]


def _is_learners(thing):
    return isinstance(thing, FunctionType) and is_learners(thing.__code__.co_filename)


def _used(function, spaces):
    """What a learner's function uses of its module and of the functions around it."""
    if not _is_learners(function):
        return [cell.cell_contents for cell in function.__closure__ or ()]
    found = inspect.getclosurevars(function)
    used = [*found.globals.values(), *found.nonlocals.values()]
    if not spaces.is_one(function.__globals__) and any(_can_change(one) for one in used):
        used.append(_Original())
    return used


def _can_change(thing):
    return isinstance(thing, CONTAINERS) or (
        hasattr(thing, "__dict__") and not callable(thing) and not isinstance(thing, ModuleType)
    )


def stands_in_class(thing, name, value) -> bool:
    """Whether `value` is the attribute `name` of the class of `thing`, and can change."""
    if type(value) in PLAIN or isinstance(thing, ModuleType) or isinstance(value, enum.Enum):
        return False
    if not isinstance(thing, type) and name in getattr(thing, "__dict__", ()):
        return False
    kind = thing if isinstance(thing, type) else type(thing)
    if inspect.getattr_static(kind, name, None) is not value:
        return False
    return bool(isinstance(value, CONTAINERS) or stand_in_for(type(value))) or _can_change(value)
