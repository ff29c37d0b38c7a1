"""What a worker does and what stands in a shared thing, in words."""

import enum

from helpers.steps.standins.standin import StandIn
from helpers.steps.twins import CONTAINERS, PLAIN

__all__ = ["about_to", "done", "rows", "short"]

LONGEST = 40  # characters of a value
# What a stand-in yields as its kind: what its worker does then.
_VERBS = {
    "acquire": "acquires {name}",
    "try to acquire": "tries to acquire {name}",
    "release": "releases {name}",
    "wait": "waits for {name}",
    "set": "sets {name}",
    "clear": "clears {name}",
    "notify": "notifies {name}",
    "arrive": "arrives at {name}",
    "go on": "goes on after {name}",
    "put": "puts into {name}",
    "try to put": "tries to put into {name}",
    "get": "gets from {name}",
    "try to get": "tries to get from {name}",
    "task_done": "calls {name}.task_done()",
    "join": "joins {name}",
}
_TOUCHES = {"read": "reads {piece}", "write": "writes {piece}", "delete": "deletes {piece}"}
# What these come to is said with the step.
_WITH_RESULT = ("read", "get", "try to get", "try to acquire", "try to put")


def about_to(piece, kind, thing, name) -> str:
    """What a worker does next: "reads account.balance", "acquires lock"."""
    if isinstance(thing, StandIn) and kind in _VERBS:
        return _VERBS[kind].format(name=name)
    return _TOUCHES.get(kind, "calls {piece}").format(piece=piece)


def done(text, kind, thing, seen) -> str:
    """What a worker did: `text`, and what came of it: the value in the list `seen`, if any."""
    if (
        not seen
        or (seen == ["None"] and kind not in _TOUCHES)
        or (isinstance(thing, StandIn) and kind not in _WITH_RESULT and kind != "write")
    ):
        return text
    return f"{text}: {seen[0]}"


def short(value, names) -> str:
    """`value` as a learner would write it; a shared object by its name.

    names:  {id of a shared object: its name}
    """
    text = _text(value, names, 3)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _text(value, names, depth):
    if isinstance(value, enum.Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, PLAIN):
        return repr(value)
    if names.get(id(value)):
        return names[id(value)]
    if isinstance(value, type) or (callable(value) and hasattr(value, "__name__")):
        return value.__name__
    if not depth:
        return "…"
    if isinstance(value, dict):
        inside = [f"{key!r}: {_text(one, names, depth - 1)}" for key, one in value.items()]
        return f"{{{', '.join(inside)}}}"
    if isinstance(value, tuple):
        inside = [_text(one, names, depth - 1) for one in value]
        return f"({', '.join(inside)}{',' * (len(inside) == 1)})"
    if isinstance(value, set | frozenset):
        inside = sorted(_text(one, names, depth - 1) for one in value)
        return f"{{{', '.join(inside)}}}" if inside else f"{type(value).__name__}()"
    if isinstance(value, BaseException):
        return f"{type(value).__name__}({str(value)!r})"
    if type(value) in CONTAINERS:
        inside = [_text(one, names, depth - 1) for one in value]
        return f"[{', '.join(inside)}]"
    if hasattr(value, "__dict__"):
        inside = [f"{key}={_text(one, names, depth - 1)}" for key, one in vars(value).items()]
        return f"{type(value).__name__}({', '.join(inside)})"
    return f"a {type(value).__name__}"


def rows(name, thing, names, workers) -> list[tuple[str, str]]:
    """[(name, text), ...] of what stands in a shared thing.

    names:    as in `short`
    workers:  the names of the workers
    """
    if not name:
        variables = thing.frozen()  # the global variables of a module
        return [(key, short(value, names)) for key, value in variables]
    if isinstance(thing, StandIn):
        return [(name, thing.shown(workers))]
    if type(thing) in CONTAINERS or isinstance(thing, dict):
        others = {key: text for key, text in names.items() if key != id(thing)}
        return [(name, short(thing, others))]
    return [
        (f"{name}.{key}", short(value, names))
        for key, value in _attributes(thing).items()
        if id(value) not in names
    ]


def _attributes(thing):
    """Its own, and before them those that it has from its class until it writes its own."""
    of_class = {
        key: value
        for one in reversed(type(thing).__mro__)
        for key, value in vars(one).items()
        if isinstance(value, PLAIN) and not key.startswith("_")
    }
    return {**of_class, **vars(thing)}
