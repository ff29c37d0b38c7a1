"""Each section of a notebook runs alone, after the first two cells: a teacher starts anywhere.

That is shown by the names that a section uses. That names tell is shown by a run of one section of
each chapter.
"""

import copy
from functools import cache
from pathlib import Path

import nbformat
import pytest
from form import notebooks
from nbformat.v4 import new_code_cell, new_markdown_cell
from sections import lacking, sections

from tools.comparison import Comparison
from tools.refresh import run
from tools.tidy import IGNORE, tidy

ROOT = Path(__file__).parents[1]
NOTEBOOKS = notebooks(ROOT)
CHAPTERS = [path for path in NOTEBOOKS if path.parent.name == "notebooks"]


@cache
def cells_of(path):
    return nbformat.read(path, as_version=4).cells


ALL = [
    pytest.param(path, indices, id=f"{path.stem}-{heading.replace(' ', '-')}")
    for path in NOTEBOOKS
    for heading, indices in sections(cells_of(path))
]


def test_there_are_sections():
    assert len(ALL) >= 2 * len(NOTEBOOKS) > 2 * len(CHAPTERS) > 0


@pytest.mark.parametrize(("path", "indices"), ALL)
def test_a_section_needs_no_other_one(path, indices):
    assert [] == lacking(cells_of(path), indices)


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_section_runs_alone(path):
    found = sections(cells_of(path))
    _, indices = found[len(found) // 2]
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


EARLIER = [
    "%%workers greeters\ndef greet(): ...",
    "%%workers answer_01_1\ndef add(): ...",
    "lock, count = Lock(), 0",
    "def add(): ...",
]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["print(count)"], ["count"]),
        (["count += 1"], ["count"]),
        (["p = Process(target=greeters.greet)"], ["greeters"]),
        (["import greeters"], ["greeters"]),
        (["%%workers others\nfrom greeters import greet"], ["greeters"]),
        (['check("01.1")'], ["answer_01_1"]),
        (["def twice():\n    return 2 * count", "twice()"], ["count"]),
        (["[n + count for n in range(3)]"], ["count"]),
        (["class Half:\n    of = count / 2"], ["count"]),
        (["print(count)", "count = 2"], ["count"]),
        (["if count:\n    add()"], ["add", "count"]),
        (["await lock"], ["lock"]),
        (["%timeit -n 1 pass", "with lock:\n    pass"], ["lock"]),
        (["class Half:\n    count = 2", "print(count)"], ["count"]),
        (["[lambda: [n * count for n in range(3)]]"], ["count"]),
        (["def twice():\n    return 2 * count", "count = 2", "twice()"], []),
        (["count = 2", "print([count for n in range(3) if (lock := n)], lock)"], []),
        (["%%workers others\ndef greet(): ...", "import others", "others.greet()"], []),
        (["%%workers answer_01_1\ndef add(): ...", 'check("01.1")'], []),
        (["def set_count():\n    global count\n    count = 2", "set_count()", "count"], []),
        (["import json\nfor lock in [1, 2]:\n    display(json, Process)"], []),
    ],
)
def test_the_names_tell_what_a_section_lacks(cells, expected):
    imports = (
        "%load_ext helpers\nfrom helpers import check\nfrom multiprocessing import Lock, Process"
    )
    book = [new_markdown_cell("# Title"), new_code_cell(imports)]
    book += [new_markdown_cell("## Before"), *map(new_code_cell, EARLIER)]
    book += [new_markdown_cell("## Now"), *map(new_code_cell, cells)]
    (_, before), (_, now) = sections(book)
    assert ([], expected) == (lacking(book, before), lacking(book, now))


def test_without_its_workers_a_section_lacks_them():
    cut, noticed = 0, 0
    for param in ALL:
        path, indices = param.values
        cells = cells_of(path)
        workers = [index for index in indices if cells[index].source.startswith("%%workers ")]
        for index in workers:
            cut += 1
            noticed += bool(lacking(cells, [other for other in indices if other != index]))
    assert (True, cut) == (cut > 50, noticed)
