"""A line is said to be of this cell, of another cell, or of a file by its name."""

import pytest

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
