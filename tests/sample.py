"""A small notebook that keeps every rule, for tests that break one of them."""

import json

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools import pace

PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
    "WjR9awAAAABJRU5ErkJggg=="
)

OPENING = """\
# Start a process

**You will do** one thing: start a process and look at what it did.
**You will learn** that a process is a program of its own, with a beginning and an end.
**You will need** nothing but this page.
**Time:** 5 minutes."""

MIDDLE = """\
## A greeting

A worker is a function that another process calls. It stands in a cell of its own, since the new
process has to find it, and a cell is nothing that it could find. What the worker says goes to
`log`, and from there into the lane of its process. Before you run the next cell, say what you
expect: how many lanes, how many messages, and which of the two processes ends first. [See how
it ends](#What-you-have-seen)."""

ENDING = """\
## What you have seen

Two lanes, one start, one message. A process began, said a word and ended, and its parent waited
for it all the while. Go on with [the next page](02_next.ipynb), where there are two of them."""

WORDS = '2 processes: MainProcess, greeter.\ngreeter: logged "hello"; exit code 0.'


def notebook():
    """A notebook of eight cells that keeps every rule; cell 5 shows a picture, cell 7 fails."""
    cells = [
        new_markdown_cell(OPENING),
        new_code_cell("%load_ext helpers\nfrom helpers import record"),
        new_markdown_cell(MIDDLE),
        new_code_cell(
            "%%workers greeters\nfrom helpers import log\n\ndef greet():\n    log('hello')"
        ),
        new_code_cell("show()", outputs=[picture(), words()]),
        new_code_cell("6 * 7", outputs=[new_output("execute_result", {"text/plain": "42"})]),
        new_code_cell("1 / 0", outputs=[error()], metadata={"tags": ["raises-exception"]}),
        new_markdown_cell(ENDING),
    ]
    for number, cell in enumerate(cells, start=1):
        cell.id = f"cell-{number}"
    number_in_order(cells)
    return new_notebook(cells=cells)


def timed(nb):
    """Let the first cell say the time that is counted."""
    said = pace.said(pace.pace_of(nb.cells))
    nb.cells[0].source = nb.cells[0].source.replace("5 minutes.", said)


def number_in_order(cells):
    """Count the code cells as a fresh kernel does."""
    code = [cell for cell in cells if cell.cell_type == "code"]
    for count, cell in enumerate(code, start=1):
        cell.execution_count = count


def picture():
    return new_output("display_data", {"image/png": PNG, "text/plain": "the picture:"})


def words(text=WORDS):
    return new_output("display_data", {"text/plain": text})


TRACEBACK = f"""\
{"-" * 75}
ZeroDivisionError                         Traceback (most recent call last)
Cell In[5], line 1
----> 1 1 / 0

ZeroDivisionError: division by zero"""


def error():
    return new_output(
        "error",
        ename="ZeroDivisionError",
        evalue="division by zero",
        traceback=TRACEBACK.split("\n"),
    )


def write(nb, root, name="01_sample.ipynb"):
    """Put `nb` into the notebooks of a small repository at `root`, and return its path."""
    (root / "environment.yml").write_text("dependencies:\n  - matplotlib >=3.10\n  - pip\n")
    folder = root / "notebooks"
    folder.mkdir(exist_ok=True)
    nbformat.write(new_notebook(), folder / "02_next.ipynb")
    # Not nbformat.write, which repairs in silence.
    (folder / name).write_text(json.dumps(nb), encoding="utf-8")
    return folder / name
