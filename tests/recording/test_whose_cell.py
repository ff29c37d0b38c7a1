"""A line is said to be of this cell, of another cell, or of a file by its name."""

import gc
import time
import weakref

import pytest

from helpers import record
from helpers.runs.stands import place_at

CELL, OTHER = "/tmp/ipykernel_1/7.py", "/tmp/ipykernel_1/8.py"


def seen_from(cell, file):
    """As what a line of `file` is known while the code of `cell` runs."""
    names = {"place_at": place_at, "file": file}
    exec(compile("known_as = place_at(file, 1).file", cell, "exec"), names)
    return names["known_as"]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (CELL, "this cell"),
        (OTHER, "another cell"),
        ("/tmp/helpers-x/workers/greeters.py", "greeters"),
    ],
)
def test_a_line_is_of_the_cell_that_runs_or_of_another(file, expected):
    assert expected == seen_from(CELL, file)


def test_the_cell_that_runs_is_the_outermost():
    names = {"place_at": place_at, "CELL": CELL}
    exec(compile("def find():\n    return place_at(CELL, 1).file", OTHER, "exec"), names)
    exec(compile("known_as = find()", CELL, "exec"), names)
    assert "this cell" == names["known_as"]


def test_where_no_cell_runs_a_cell_is_this_one():
    assert "this cell" == place_at(CELL, 1).file


class Thing:
    """What a weak reference can point to."""


HOLDS = """
def hold_for_ever():
    thing = Thing()
    held.append(weakref.ref(thing))
    time.sleep(600)

with record(deadline=0.3) as run:
    hold_for_ever()
"""


def test_what_a_call_held_is_let_go_when_the_deadline_ends_it():
    """Without waiting for the garbage: that is collected in another cell, and may print there."""
    names = {"Thing": Thing, "record": record, "time": time, "weakref": weakref, "held": []}
    gc.disable()
    try:
        exec(compile(HOLDS, CELL, "exec"), names)
        assert [None] == [thing() for thing in names["held"]]
    finally:
        gc.enable()
