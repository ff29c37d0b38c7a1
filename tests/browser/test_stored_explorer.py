"""An explorer while it lives, and what a notebook shows of it that is opened again."""

import copy

import nbformat
import pytest
from waiting import until

from tools.tidy import file_text, tidy

pytestmark = pytest.mark.browser

CELL = """from matplotlib.figure import Figure
from helpers.course.explorers.explorer import Explorer

def experiment():
    figure = Figure((4, 1))
    figure.add_subplot().plot([1, 2, 1])
    return [figure], "as it went"

Explorer("A thing", experiment, {})"""
NAME = "Explorer: A thing. Run the cell to use it."


@pytest.fixture(scope="module")
def saved(lab):
    """The notebook of an explorer that was run and saved, on its page and as its file."""
    lab.write("explorer.ipynb", [CELL, "6 * 7"])
    book = lab.open("explorer.ipynb")
    book.run_cell(0)
    book.wait_until_idle()
    assert until(lambda: "as it went" in book.page.locator(".jp-CodeCell").first.inner_text())
    book.page.keyboard.press("ControlOrMeta+s")
    file = lab.folder / "explorer.ipynb"
    assert until(lambda: nbformat.read(file, as_version=4).cells[0].outputs)
    return book, nbformat.read(file, as_version=4)


def seen(book):
    """How many pictures there are to see."""
    return book.page.locator(".jp-OutputArea img").filter(visible=True).count()


def reopened(lab, name, notebook):
    (lab.folder / name).write_text(file_text(notebook), encoding="utf-8")
    book = lab.open(name)
    assert until(lambda: seen(book))
    return book


def test_an_explorer_that_lives_shows_its_picture_once(saved):
    book, _ = saved
    assert until(lambda: seen(book) == 1)
    book.photograph("explorer-lives")


def test_the_notebook_that_the_course_stores_shows_picture_and_name(lab, saved):
    notebook = copy.deepcopy(saved[1])
    tidy(notebook)
    book = reopened(lab, "explorer_stored.ipynb", notebook)
    book.photograph("explorer-stored")
    assert (1, NAME) == (seen(book), book.texts(0)[-1])


def test_a_notebook_that_a_learner_has_saved_shows_the_picture_again(lab, saved):
    book = reopened(lab, "explorer_again.ipynb", saved[1])
    book.photograph("explorer-again")
    assert 1 == seen(book)
