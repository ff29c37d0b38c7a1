"""A number tells one message from all others, of any process."""

import itertools
import os

__all__ = ["new_number"]

_numbers = itertools.count(1)


def new_number() -> str:
    """A number that no other message has: that of this process comes before the dot."""
    return f"{os.getpid()}.{next(_numbers)}"
