"""One JupyterLab and one browser for each worker of pytest.

Screenshots of every page stay in artifacts/, and one of every open page when a test fails.
"""

import re

import pytest
from lab import new_lab


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    with new_lab(tmp_path_factory.mktemp("Kurs für alle")) as lab:
        yield lab


@pytest.fixture(autouse=True)
def photographs_of_a_failure(request, lab):
    before = request.session.testsfailed
    yield
    if request.session.testsfailed > before:
        for book in lab.books.values():
            book.photograph(f"failed-{re.sub(r'[^0-9a-z]+', '-', request.node.name)}-{book.name}")
