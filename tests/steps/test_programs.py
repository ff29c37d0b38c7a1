"""What must come out of small programs: written by hand, and held against plain search."""

import pytest

from helpers.steps.lab import Lab
from tests.steps import programs as p
from tests.steps.plain import plain_search


def holds(text):
    """A promise about the things of `programs.shared_things`: "account.balance == 2"."""
    return text


# name: (workers, promise at the end, promise always,
#        orders, of them broken, how the shortest breaks, the shortest)
PROGRAMS = {
    "lost update": (
        [(p.deposit, "account")] * 2,
        "account.balance == 2",
        None,
        6,
        4,
        "end",
        "1221",
    ),
}
