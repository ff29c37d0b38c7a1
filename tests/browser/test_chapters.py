"""Each notebook after Run All Cells."""

import re

import pytest
from chapters import NAMES, each_notebook

from tools.pace import CLOSER

pytestmark = pytest.mark.browser


def test_there_are_notebooks():
    assert "00_start_here.ipynb" == NAMES[0]


@each_notebook
def test_before_it_is_run_it_shows_no_broken_widget(lab, name):
    assert [] == broken_widgets(lab.ran(name).opened)


@each_notebook
def test_what_looks_closer_is_folded_when_the_page_opens_and_nothing_else(lab, name):
    book, is_closer, expected = lab.ran(name), False, []
    count = 0
    for cell in book.stored.cells:
        if cell.cell_type == "markdown" and (found := re.findall("^## (.*)", cell.source, re.M)):
            is_closer = found[-1].startswith(CLOSER)
        if cell.cell_type == "code":
            expected += [count] * is_closer
            count += 1
    assert expected == book.folded


@each_notebook
def test_run_all_cells_runs_every_cell(lab, name):
    book = lab.ran(name)
    assert list(range(1, len(book.code) + 1)) == book.counts()


@each_notebook
def test_no_error_but_those_that_are_meant(lab, name):
    assert [] == lab.ran(name).unmeant_errors()


@each_notebook
def test_no_widget_is_broken(lab, name):
    assert [] == broken_widgets(lab.ran(name).cells())


def broken_widgets(cells):
    texts = [output["text"] for cell in cells for output in cell["outputs"]]
    return [
        text for text in texts if re.search("error displaying widget|model not found", text, re.I)
    ]


@each_notebook
def test_the_browser_has_nothing_to_complain_of(lab, name):
    assert [] == lab.ran(name).complaints


@each_notebook
def test_the_page_asks_no_other_computer(lab, name):
    assert [] == lab.ran(name).abroad


@each_notebook
def test_each_picture_has_loaded(lab, name):
    pictures = lab.ran(name).pictures()
    assert [True] * max(len(pictures), 1) == [picture["loaded"] for picture in pictures]


@each_notebook
def test_no_picture_is_wider_than_the_page(lab, name):
    assert [] == [shown for shown in lab.ran(name).pictures() if shown["right"] > shown["edge"]]


@pytest.mark.parametrize("name", NAMES[:1])
def test_the_words_under_the_first_run(lab, name):
    book = lab.ran(name)
    number, stored = next(
        (number, cell)
        for number, cell in enumerate(book.code)
        if any("image/png" in output.get("data", {}) for output in cell.outputs)
    )
    assert stored.outputs[-1].data["text/plain"] == book.texts(number)[-1]
