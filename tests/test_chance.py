"""`make chance` counts the tries that fail, loaded and on one core, and leaves nothing behind."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import psutil
import pytest
from form import notebooks
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools.chance import SCHEDULE, Place, feeds, main, tagged
from tools.tidy import IGNORE

ROOT = Path(__file__).parents[1]
HERE = {"tags": [SCHEDULE]}
PINS = hasattr(os, "sched_setaffinity")
CONDITIONS = 1 + PINS


def code(source, printed="", **more):
    outputs = [new_output("stream", name="stdout", text=printed)] if printed else []
    return new_code_cell(source, outputs=outputs, execution_count=1, **more)


def book(path, second, *cells):
    """A notebook whose last cell is the tagged one of its only section."""
    first = [new_markdown_cell("# Title"), code(second), new_markdown_cell("## The race")]
    nbformat.write(new_notebook(cells=[*first, *cells]), path)
    return path


def rows(printed):
    """(condition, tries, failures, cell) of each line of the table."""
    found = re.findall(r"^(\w[\w ]*?) +(\d+) +(\d+) +\d+ s  (.*)$", printed, re.MULTILINE)
    return [
        (condition, int(tries), int(failures), cell) for condition, tries, failures, cell in found
    ]


@pytest.fixture(autouse=True)
def two_kernels(monkeypatch):
    """So that a kernel has more than one try, though there are few."""
    monkeypatch.setattr("tools.chance.SIDE_BY_SIDE", 2)


def test_each_third_try_fails(tmp_path, capsys):
    source = "tries.append(1)\nprint('lost' if len(tries) % 3 == 0 else 'kept')"
    path = book(tmp_path / "a.ipynb", "tries = []", code(source, "kept\n", metadata=HERE))
    assert 1 == main(["--tries", "7", str(path)])
    printed = capsys.readouterr().out
    cell = "a, The race, cell 4: tries.append(1)"
    expected = [("every core busy", 7, 2, cell), ("one core", 7, 2, cell)]
    assert expected[:CONDITIONS] == rows(printed)
    assert CONDITIONS == printed.count("The first was try 3:\n")
    assert CONDITIONS == printed.count("    -kept\n    +lost\n")


def test_no_try_fails(tmp_path, capsys):
    # Who would not repeat the cell before it would find a longer list each time.
    path = book(
        tmp_path / "a.ipynb",
        "import os",
        code("found = []"),
        code("found.append(1)\nprint('pid', os.getpid(), found)", "pid 12 [1]\n", metadata=HERE),
        code("print('not tagged')", "otherwise\n"),
    )
    assert 0 == main(["--tries", "3", str(path)])
    assert [(3, 0)] * CONDITIONS == [row[1:3] for row in rows(capsys.readouterr().out)]


@pytest.mark.skipif(not PINS, reason="no process can be pinned here")
def test_the_kernel_and_its_threads_run_on_one_core(tmp_path):
    source = "print({len(os.sched_getaffinity(int(t))) for t in os.listdir('/proc/self/task')})"
    path = book(tmp_path / "a.ipynb", "import os", code(source, "{1}\n", metadata=HERE))
    assert 0 == main(["--tries", "1", "--condition", "pinned", str(path)])


def test_as_many_processes_as_cores_keep_them_busy(tmp_path):
    count = len(os.sched_getaffinity(0)) if PINS else os.cpu_count()
    source = (
        "children = psutil.Process().parent().children()\n"
        "print(sum('while True' in str(child.cmdline()) for child in children))"
    )
    path = book(tmp_path / "a.ipynb", "import psutil", code(source, f"{count}\n", metadata=HERE))
    assert 0 == main(["--tries", "1", "--condition", "busy", str(path)])


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("1 / 0", "+ZeroDivisionError: division by zero"),
        ("import os\nos._exit(1)", "Try 1 broke off, and was the last:\n    Kernel died"),
    ],
)
def test_a_cell_that_breaks_has_failed(source, said, tmp_path, capsys):
    path = book(tmp_path / "a.ipynb", "pass", code(source, "fine\n", metadata=HERE))
    assert 1 == main(["--tries", "1", "--condition", "busy", str(path)])
    assert said in capsys.readouterr().out


def test_without_a_tagged_cell_it_is_no_success(tmp_path, capsys):
    assert 1 == main([str(book(tmp_path / "a.ipynb", "pass", code("6 * 7")))])
    assert "No cell is tagged schedule.\n" == capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="no Ctrl-C can be sent to one process there")
def test_an_interrupt_leaves_nothing_behind(tmp_path):
    ready = tmp_path / "ready"
    source = f"open({str(ready)!r}, 'w').close()\ntime.sleep(60)"
    path = book(tmp_path / "a.ipynb", "import time", code(source, metadata=HERE))
    os.mkfifo(ready)
    tool = [sys.executable, "-m", "tools.chance", "--tries", "2", str(path)]
    with subprocess.Popen(tool, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        ready.open().close()  # waits until the cell opens it
        family = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
        printed = process.communicate()[0]
    assert 130 == process.returncode
    assert ["condition", "Stopped before the end."] == [
        line.partition("  ")[0] for line in printed.splitlines()
    ]
    assert [] == psutil.wait_procs(family, timeout=20)[1]


def test_what_feeds_a_cell():
    sources = [
        "%%workers greeters\ndef greet():\n    pass",
        "def look(p):\n    return p.is_alive()",
        "with record() as run:\n    p = Process(target=greeters.greet)",
        "run",
        "look(Process(target=greeters.greet))",
        "with record() as run:\n    p = Process(target=greeters.greet)",
        "p.close()",
        "[look(p), run]",
    ]
    first = [new_markdown_cell("# T"), code("import all"), new_markdown_cell("## S")]
    nb = new_notebook(cells=[*first, *map(code, sources)])
    found = [feeds(Place(Path("a.ipynb"), nb, index)) for index in range(3, len(nb.cells))]
    assert [[], [], [3], [3, 5], [3, 4], [3], [3, 8], [3, 4, 8, 9]] == found


def test_the_course_has_tagged_cells_and_all_are_compared():
    places = tagged(notebooks(ROOT))
    assert places
    assert [] == [str(place) for place in places if IGNORE in place.cell.metadata["tags"]]
