"""Names for workers, and for what they share."""

from collections import Counter

from helpers.steps.twins import PLAIN, is_kept_as_it_is

__all__ = ["names_in", "worker_names"]


def worker_names(functions) -> list[str]:
    """The functions' names; where one comes twice, "deposit 1" and "deposit 2"."""
    often, seen = Counter(one.__name__ for one in functions), Counter()
    found = []
    for function in functions:
        name = function.__name__
        seen[name] += 1
        found.append(f"{name} {seen[name]}" if often[name] > 1 else name)
    return found


def names_in(variables) -> dict:
    """{id of an object: the name of the variable that holds it}, or of the list that does."""
    found = {}
    known = [(name, value) for name, value in variables.items() if not name.startswith("_")]
    for name, value in known:
        if not (isinstance(value, PLAIN) or is_kept_as_it_is(value)):
            found.setdefault(id(value), name)
    for name, value in known:
        if isinstance(value, list | tuple):
            for number, one in enumerate(value):
                if not (isinstance(one, PLAIN) or is_kept_as_it_is(one)):
                    found.setdefault(id(one), f"{name}[{number}]")
    return found
