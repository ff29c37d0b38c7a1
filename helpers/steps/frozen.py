"""The state of twins and of local variables, as something to compare, and how it is put back."""

import array
from collections import deque
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType

from helpers.steps.each import Each
from helpers.steps.standins.standin import StandIn
from helpers.steps.twins import CONTAINERS, PLAIN

__all__ = ["contents", "frozen", "put_back"]

_NAMED = (FunctionType, BuiltinFunctionType, ModuleType, type)
_serial = iter(range(1 << 62))


def frozen(value, places):
    """`value` as something that is equal where the value is, and hashable.

    places:  {id of a shared object: its name}; such an object is its name, whatever is in it

    What nobody can look into, such as a running generator, is equal to nothing else: no two states
    are then taken for one that may differ.
    """
    kind = type(value)
    if kind in PLAIN:
        # 1, 1.0 and True are equal, and -0.0 and 0.0
        return value if kind is int or kind is str else (kind.__name__, repr(value))
    if id(value) in places:
        return ("shared", places[id(value)])
    if kind is tuple or kind is frozenset:
        return (kind.__name__, tuple([frozen(one, places) for one in value]))
    if isinstance(value, _NAMED):
        return ("named", getattr(value, "__qualname__", value.__name__))
    if kind is MethodType:
        return ("method", value.__func__.__qualname__, frozen(value.__self__, places))
    if kind is Each:
        return ("each", frozen(value.source, places), value.count)
    if isinstance(value, BaseException):
        return (kind.__name__, str(value))
    if isinstance(value, StandIn) or kind in CONTAINERS or hasattr(value, "__dict__"):
        return (kind.__qualname__, contents(value, places))
    try:
        return (kind.__name__, frozen(value.__reduce__(), places))
    except (TypeError, RecursionError):
        return ("nobody sees", next(_serial))


def contents(thing, places):
    """What stands in a shared object, to compare."""
    if isinstance(thing, StandIn):
        return frozen(thing.frozen(), places)
    if isinstance(thing, dict):
        return tuple([(frozen(key, places), frozen(one, places)) for key, one in thing.items()])
    if isinstance(thing, set):
        return frozenset([frozen(one, places) for one in thing])
    if isinstance(thing, bytearray | array.array):
        return bytes(thing)
    if isinstance(thing, list | deque):
        return tuple([frozen(one, places) for one in thing])
    return tuple([(key, frozen(one, places)) for key, one in vars(thing).items()])


def saved(thing):
    """What `put_back` needs to put `thing` back to what it is now."""
    if isinstance(thing, StandIn):
        return thing.frozen()
    return (
        thing.copy()
        if isinstance(thing, dict)
        else (list(thing) if isinstance(thing, CONTAINERS) else vars(thing).copy())
    )


def put_back(thing, state):
    """Put `state`, which `saved` gave, back into `thing`."""
    if isinstance(thing, StandIn):
        thing.restore(state)
    elif isinstance(thing, dict | set):
        thing.clear()
        thing.update(state)
    elif isinstance(thing, bytearray | array.array):
        thing[:] = (
            type(thing)(state)
            if isinstance(thing, bytearray)
            else array.array(thing.typecode, state)
        )
    elif isinstance(thing, list | deque):
        thing.clear()
        thing.extend(state)
    else:
        thing.__dict__.clear()
        thing.__dict__.update(state)
