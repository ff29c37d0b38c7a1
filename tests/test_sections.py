"""Each section of a notebook runs alone, after the first two cells: a teacher starts anywhere."""

import copy
from itertools import groupby
from pathlib import Path

import nbformat
import pytest
from form import notebooks

from tools.comparison import Comparison
from tools.refresh import run
from tools.tidy import IGNORE, tidy

ROOT = Path(__file__).parents[1]
NOTEBOOKS = notebooks(ROOT)


def sections():
    """(notebook, heading, the indices of the section's cells), for each section with code."""
    for path in NOTEBOOKS:
        cells = nbformat.read(path, as_version=4).cells
        heading = ""
        places = []
        for index, cell in enumerate(cells):
            # A heading may stand in the middle of a cell: its section begins with the next one.
            headings = [line for line in cell.source.splitlines() if line.startswith("## ")]
            if cell.cell_type == "markdown" and headings:
                heading = headings[-1].strip("# ")
            elif cell.cell_type == "code" and heading:
                places.append((heading, index))
        for heading, group in groupby(places, key=lambda place: place[0]):
            yield pytest.param(
                path, [index for _, index in group], id=f"{path.stem}-{heading.replace(' ', '-')}"
            )


def test_there_are_sections():
    assert len(list(sections())) >= 2 * len(NOTEBOOKS)


@pytest.mark.parametrize(("path", "indices"), list(sections()))
def test_a_section_runs_alone(path, indices):
    stored = nbformat.read(path, as_version=4)
    alone = copy.deepcopy(stored)
    alone.cells = [alone.cells[1], *(alone.cells[index] for index in indices)]
    run(alone, path.parent)
    tidy(alone)
    compare = Comparison()
    assert [] == [
        index
        for index, cell in zip(indices, alone.cells[1:], strict=True)
        if IGNORE not in cell.metadata.get("tags", [])
        and not compare.equal(cell.outputs, stored.cells[index].outputs)
    ]
