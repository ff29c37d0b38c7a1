"""Every verdict on the pages: what the lab says is what exhaustive search finds."""

from pathlib import Path

import nbformat
import pytest
from pages import lab_of, labs_of
from plain import plain_search, plain_states

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").rglob("*.ipynb"))
FEASIBLE = 3_000  # orders, each executed from its beginning
FOUND_AT_LEAST = 8  # on all pages together; with chapter 02 there are 8

CELLS = [
    "%load_ext helpers\nfrom threading import Lock\nfrom helpers import interleave",
    """%%workers tills
class Till:
    def __init__(self):
        self.sum = 0

def pay(till):
    till.sum += 1

def pay_locked(till, lock):
    with lock:
        till.sum += 1
""",
    """till, lock = tills.Till(), Lock()
interleave((tills.pay, till), (tills.pay, till), promise=lambda: till.sum == 2).all_orders()""",
    """lab = interleave((tills.pay_locked, till, lock), (tills.pay_locked, till, lock),
                 promise=lambda: till.sum == 2)
print(lab.all_orders().words())""",
]


def verdict(found):
    failure = found.failure
    few = failure and (failure.switches, len(failure.schedule), failure.kind)
    return found.orders, found.broken, few


def of_plain(plain):
    return plain.orders, plain.broken, plain.failure and plain.failure[:3]


def check(one):
    """That the verdict on a lab is that of exhaustive search, whether few orders or many."""
    found = lab_of(one).found
    assert found.orders is not None, "its orders cannot be counted, and a page says how many"
    search = plain_search if found.orders <= FEASIBLE else plain_states
    assert of_plain(search(one.workers, one.promise, one.always)) == verdict(found)


def test_the_labs_of_a_page_are_found_and_have_their_verdicts(tmp_path):
    book = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, CELLS)))
    nbformat.write(book, tmp_path / "tills.ipynb")
    found = labs_of(tmp_path / "tills.ipynb", tmp_path)
    assert [2, 3] == [one.cell for one in found]
    verdicts = [verdict(lab_of(one).found) for one in found]
    assert [(6, 4, (2, 4, "end")), (2, 0, None)] == verdicts
    for one in found:
        check(one)


def test_both_ways_of_plain_search_agree(tmp_path):
    book = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, CELLS)))
    nbformat.write(book, tmp_path / "tills.ipynb")
    for one in labs_of(tmp_path / "tills.ipynb", tmp_path):
        asked = one.workers, one.promise, one.always
        assert of_plain(plain_search(*asked)) == of_plain(plain_states(*asked))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_verdict_on_a_page_is_that_of_exhaustive_search(path, tmp_path):
    for one in labs_of(path, tmp_path):
        check(one)


def test_the_pages_have_labs(tmp_path):
    assert len(NOTEBOOKS) > 5
    assert sum(len(labs_of(path, tmp_path)) for path in NOTEBOOKS) >= FOUND_AT_LEAST
