"""The progress bar of work that proves long, and who never sees it."""

from contextlib import suppress

import nbformat
import pytest

from helpers.measure.timing import compare
from tools.refresh import run


def test_short_work_shows_no_bar(taking, slots):
    compare({"a": taking(*[0.0625] * 7)})
    assert [] == slots


def test_long_work_shows_a_bar_as_soon_as_it_is_known_to_be_long(taking, slots):
    compare({"a": taking(*[0.125] * 7), "b": taking(*[0.125] * 7)})
    assert (
        '<progress max="14" value="1">1 of 14</progress> 1 of 14' == slots[0].shown[1]["text/html"]
    )


def test_there_is_one_bar(taking, slots):
    compare({"a": taking(*[1] * 7)})
    assert 1 == len(slots)


def test_the_bar_is_drawn_twenty_times_at_most(taking, slots):
    compare({"a": taking(*[1] * 200)}, repeat=200)
    assert 20 == sum("text/html" in data for data in slots[0].shown)


@pytest.mark.parametrize("kind", [None, KeyboardInterrupt])
def test_the_bar_is_gone_at_the_end(clock, slots, kind):
    def work():
        clock.now += 1
        if kind and clock.now > 66:
            raise kind

    with suppress(KeyboardInterrupt):
        compare({"a": work})
    assert {} == slots[0].shown[-1]


@pytest.fixture
def notebook():
    """A notebook that was run, and whose one cell worked long enough for a bar."""
    source = (
        "import time; from helpers import compare\nfound = compare({'a': lambda: time.sleep(0.3)})"
    )
    cell = nbformat.v4.new_code_cell(source, execution_count=1)
    return nbformat.v4.new_notebook(cells=[cell])


def test_a_notebook_stores_no_bar(notebook, tmp_path):
    run(notebook, tmp_path)
    assert [{}] == [output.data for output in notebook.cells[0].outputs]
