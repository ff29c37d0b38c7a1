"""What goes into an answer, and what comes back."""

import random
from itertools import islice

__all__ = ["by_value", "first_word", "first_words", "has_none", "listed", "out_of_order"]

MANY = 1000  # things that an answer may return


def listed(returned):
    """`returned` as a list, where it is something else to go through, such as a generator or a set.

    A text, a dict, and what cannot be gone through come back as they are. Longer than any right
    answer, it is cut. Raises what a generator raises.
    """
    if isinstance(returned, str | bytes | bytearray | dict):
        return returned
    try:
        things = iter(returned)
    except TypeError:
        return returned
    return list(islice(things, MANY))


def first_word(text) -> str:
    """The first word of a large text; of anything else the beginning of its `repr`."""
    return text.partition(" ")[0] if isinstance(text, str) else repr(text)[:40]


def first_words(returned):
    """The first word of each of the large texts that were `returned`; the `repr` of no texts."""
    returned = listed(returned)
    return list(map(first_word, returned)) if isinstance(returned, list) else repr(returned)


def has_none(returned) -> bool:
    """Whether an answer returned a list with None in it, such as an exit code read too early."""
    return isinstance(returned, list) and None in returned


def by_value(returned):
    """A list that was `returned` in an order of its own, to compare it with another such list."""
    return sorted(returned, key=repr) if isinstance(returned, list) else returned


def out_of_order(values) -> list:
    """Two or more different `values` in an order that is not the one in which they are sorted.

    Of three or more not the opposite either. So who sorts what should stay in order is found out.
    """
    there = sorted(values)
    wrong = [there, there[::-1]] if len(there) > 2 else [there]
    found = there
    while found in wrong:
        found = random.sample(there, len(there))
    return found
