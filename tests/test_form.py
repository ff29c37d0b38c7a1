"""Every notebook has the form that `form` describes, and is stored as `make refresh` stores it."""

from pathlib import Path

import form
import pytest
from rules.book import IGNORE, Book, tags

from tools.tidy import digest, file_text, tidy

ROOT = Path(__file__).parents[1]
NOTEBOOKS = form.notebooks(ROOT)
EACH = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@EACH
def test_the_form_of_a_notebook(path):
    assert [] == form.problems(path, ROOT)


def test_the_form_of_the_course():
    assert [] == form.course_problems(NOTEBOOKS, ROOT)


@EACH
def test_a_notebook_is_stored_as_refresh_stores_it(path):
    nb = Book.read(path, ROOT).nb
    tidy(nb)
    assert file_text(nb) == path.read_text(encoding="utf-8"), "`make refresh` would change it"


@EACH
def test_an_ignored_output_was_made_by_the_source_that_stands_there(path):
    for _, cell in Book.read(path, ROOT).code:
        if IGNORE in tags(cell):
            assert digest(cell.source) == cell.metadata.get("outputs_of"), cell.source


@pytest.mark.parametrize("rule", form.RULES + form.COURSE_RULES, ids=lambda rule: rule.__name__)
def test_every_rule_says_itself_in_words(rule):
    assert rule.__doc__
