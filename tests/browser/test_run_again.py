"""A notebook that is run again in its kernel says the same."""

import pytest
from chapters import each_notebook

from tools.comparison import Comparison
from tools.tidy import IGNORE

pytestmark = pytest.mark.browser


# This file comes last of those that look at a chapter: the others look at its first run.


@each_notebook
def test_run_all_cells_again_says_the_same(lab, name):
    book = lab.ran(name)
    first = compared(book)
    book.run_all()
    assert first == compared(book)


def compared(book):
    """What nbval compares of the page's texts, cell by cell.

    Without hints, which go on where they were.
    """
    sanitized = Comparison().sanitized
    return {
        # As one: where work proves long, a progress bar parts what was printed before and after it.
        number: sanitized("".join(book.texts(number)))
        for number, cell in enumerate(book.code)
        if IGNORE not in cell.metadata.get("tags", [])
        if not cell.source.startswith("hint(")
    }
