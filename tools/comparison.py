"""nbval's own comparison of outputs, without running a notebook.

What `make nbval` calls equal is decided in one place, nbval. `make refresh` must agree with it to
the letter, and so must the tests that say what it notices.
"""

import copy
import os
import tempfile
from functools import cache
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbval.plugin import IPyNbFile, coalesce_streams

__all__ = ["SANITIZE", "Comparison"]

SANITIZE = Path(__file__).parents[1] / "tests" / "sanitize.cfg"


class Comparison:
    """What a strict nbval run with tests/sanitize.cfg says of outputs.

    Example:
        Comparison().equal(new_outputs, stored_outputs)
    """

    def __init__(self, sanitize=SANITIZE):
        with tempfile.TemporaryDirectory() as folder:
            notebook = Path(folder, "any.ipynb")
            nbformat.write(new_notebook(cells=[new_code_cell("1", execution_count=1)]), notebook)
            [self._cell] = _collect(notebook, sanitize)
        self._cell.parent.setup_sanitize_files()
        # What is stored is compared with many others, and each time nbval would sanitize it anew.
        self._cell.sanitize = cache(self._cell.sanitize)
        # How outputs differ in words is asked of nobody here, and takes longer than to see it.
        self._cell.format_output_compare = lambda *_: None

    def equal(self, new, stored) -> bool:
        """Whether nbval calls the outputs `new` of a cell equal to the `stored` ones."""
        # Joining streams changes the outputs it is given.
        new, stored = copy.deepcopy([new, stored])
        return self._cell.compare_outputs(coalesce_streams(new), coalesce_streams(stored))

    def sanitized(self, text) -> str:
        """What nbval compares instead of `text`."""
        return self._cell.sanitize(text)

    def skips(self, key) -> bool:
        """Whether nbval leaves out what an output holds under `key`, such as "image/png"."""
        return key in self._cell.parent.skip_compare


def _collect(notebook, sanitize):
    options = ["--nbval", f"--nbval-sanitize-with={sanitize}", f"--rootdir={notebook.parent}"]
    # None of the project's settings, and nothing that stays behind in a pytest that calls this.
    alone = ["-c", os.devnull, "--noconftest", "--assert=plain", "--capture=no"]
    alone += ["--disable-plugin-autoload", "-p", "nbval.plugin"]
    config = pytest.Config.fromdictargs({}, [*options, *alone])
    session = pytest.Session.from_config(config)
    return list(IPyNbFile.from_parent(session, path=notebook).collect())
