"""The checks check: what is broken on purpose, on copies, is noticed by strict nbval.

The same for the form of notebooks is in test_form_canaries.py.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import form
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from rules.tracebacks import tracebacks

from tools.comparison import SANITIZE, Comparison
from tools.mutate import COMPARED, GOAL, changes, share_noticed
from tools.refresh import refresh

ROOT = Path(__file__).parents[1]

RECORDED = [
    # The helpers beside the notebook, where there are any, come before those that are installed.
    "import os, sys\nsys.path.insert(0, os.getcwd())\n%load_ext helpers\n"
    "from multiprocessing import Process, Queue\nfrom helpers import record, watch",
    "%%workers askers\ndef ask(questions):\n    questions.put('six times nine?')",
    "with record() as run:\n"
    "    questions = watch(Queue(), 'questions')\n"
    "    p = Process(target=askers.ask, args=(questions,), name='asker')\n"
    "    p.start(), questions.get(), p.join()\n"
    "run",
]

# A helper that forgets one message, and one that takes the sender for the receiver.
FORGETS = """
def of_run(run, _all=of_run):
    return _all(dataclasses.replace(run, messages=run.messages[1:]))
"""
SWAPS = """
def of_run(run, _all=of_run):
    turned = [
        dataclasses.replace(message, sender=message.receiver, receiver=message.sender)
        for message in run.messages
    ]
    return _all(dataclasses.replace(run, messages=turned))
"""


def nbval(folder):
    """How a strict run of the notebooks in `folder` ended: {notebook: whether each cell passed}.

    A notebook that has helpers beside it runs with these.
    """
    command = [sys.executable, "-m", "pytest", "-rA", "-q", "-c", os.devnull]
    command += ["--disable-plugin-autoload", "-p", "tools.startup", "-p", "nbval.plugin"]
    command += [
        "-p",
        "tools.kernels",
        "-p",
        "no:cacheprovider",
        f"--nbval-sanitize-with={SANITIZE}",
    ]
    command += ["--nbval", "--nbval-current-env", f"--rootdir={folder}", folder]
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=100,
    )
    said = re.findall(r"^(PASSED|FAILED) (\w+)/\w+\.ipynb::Cell (\d+)", done.stdout, re.MULTILINE)
    assert said, done.stdout + done.stderr
    found = {}
    for word, name, _ in sorted(said, key=lambda line: int(line[2])):
        found.setdefault(name, []).append(word == "PASSED")
    return found


def stored(source, *outputs):
    return new_code_cell(source, outputs=list(outputs), execution_count=1)


CANNOT = "AttributeError: Can't get attribute 'f' on"  # until 3.13
HAS_NO = "AttributeError: module '__main__' has no attribute 'f'"  # since 3.14


def printed(text):
    return new_output("stream", name="stdout", text=text)


def changed():
    """Cells with what is stored of them, and whether they pass."""
    # The one before the last is why `form` looks at counts.
    unrun = stored("print('seven')")
    unrun.execution_count = None
    failing = stored("1 / 0", new_output("error", ename="ZeroDivisionError", evalue="by one"))
    failing.metadata["tags"] = ["raises-exception"]
    return [
        (stored("print('seven lanes')", printed("seven lanes\n")), True),
        (stored("print('seven lanes')", printed("eight lanes\n")), False),
        (stored("6 * 7", new_output("execute_result", {"text/plain": "43"})), False),
        (stored("print('a\\nb')", printed("a\n")), False),
        (stored("print('seven')"), False),
        (stored("x = 1", printed("seven\n")), False),
        (stored("x = 1"), True),
        (unrun, True),
        (failing, False),
    ]


LONG = "import time; from helpers import compare\nfound = compare({'a': lambda: time.sleep(0.3)})"
HELPERS = {"sound": "", "forgets": FORGETS, "swaps": SWAPS}


@pytest.fixture(scope="module")
def passed(tmp_path_factory):
    """How each cell of these notebooks ended in a strict run. One for all, as nbval starts slowly.

    Of a notebook with a recording that helpers as they are have run, there is a copy for each way
    to break them.
    """
    folder = tmp_path_factory.mktemp("canaries")
    recorded = folder / "recorded.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(source) for source in RECORDED]), recorded)
    refresh(recorded)
    for name, more in HELPERS.items():
        shutil.copytree(ROOT / "helpers", folder / name / "helpers")
        with (folder / name / "helpers" / "show" / "words.py").open("a", encoding="utf-8") as file:
            file.write(f"\n\nimport dataclasses\n{more}")
        shutil.copy(recorded, folder / name)
    recorded.unlink()
    for name, cells in {"changed": [cell for cell, _ in changed()], "long": [stored(LONG)]}.items():
        (folder / name).mkdir()
        nbformat.write(new_notebook(cells=cells), folder / name / f"{name}.ipynb")
    return nbval(folder)


def test_sound_helpers_pass(passed):
    assert [True] * len(RECORDED) == passed["sound"]


@pytest.mark.parametrize("name", ["forgets", "swaps"], ids=["forgets a message", "swaps two ends"])
def test_a_broken_helper_is_noticed(passed, name):
    assert [True, True, False] == passed[name]


def test_a_changed_output_is_noticed_and_an_unrun_cell_is_not(passed):
    assert [passes for _, passes in changed()] == passed["changed"]


def test_nbval_sees_no_bar(passed):
    assert [True] == passed["long"]


def test_of_a_picture_nbval_compares_the_words_alone():
    def shown(png, words):
        return [new_output("display_data", {"image/png": png, "text/plain": words})]

    compare = Comparison()
    assert compare.equal(shown("one", "Two lanes."), shown("another", "Two lanes."))
    assert not compare.equal(shown("one", "Two lanes."), shown("one", "Three lanes."))


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("measured here: 12 ms", "measured here: 13 ms", True),
        ("measured here: 4 at once", "measured here: 5 in a row", False),
        ("measured here: 2 ms (as slow)", "measured here: 1.1 s (2.0 times as fast)", True),
        ("measured here: a 3.4 M B/s to 27 B/s", "measured here: a 7 B/s to 1 k B/s", True),
        ("measured here: a 1 ms, b 2 ms", "measured here: b 1 ms, a 2 ms", False),
        ("two (2)\nmeasured here: 1", "two (3)\nmeasured here: 1", False),
        ("measured here: 1\ntwo", "measured here: 1\ntwo 2", False),
        ("This was measured here: 12 ms", "This was measured here: 13 ms", False),
        ("<object at 0x7f1e2d3c4b5a>", "<object at 0x104a3b2c1>", True),
        ("sent 0x10", "sent 0x11", False),
        ("I am pid 4711.", "I am pid 12.", True),
        ("<P name='a' pid=4711 parent=4700>", "<P name='a' pid=12 parent=11>", True),
        ("rapid 4711", "rapid 12", False),
        ("the parent 3 times", "the parent 4 times", False),
        ('File "/tmp/helpers-a1_b/workers/w.py", line 3', 'File "w.py", line 3', True),
        ('File "/tmp/helpers-a1_b/workers/w.py", line 3', 'File "w.py", line 4', False),
        ("C:\\Temp\\helpers-x\\workers\\w.py:3", "/var/T/helpers-y/workers/w.py:3", True),
        ("/tmp/ipykernel_12/34.py:2: UserWarning: a", "this cell:2: UserWarning: a", True),
        ("/tmp/ipykernel_12/34.py:2: UserWarning: a", "this cell:2: UserWarning: b", False),
        (f"{CANNOT} <module '__main__' (built-in)>; exit code 1", f"{HAS_NO}; exit code 1", True),
        (f"{CANNOT} <module '__main__' (<class 'a.B'>)>", HAS_NO, True),
        (f"{CANNOT} <module '__main__' (built-in)>", HAS_NO.replace("f", "g"), False),
        (f"{CANNOT} <module '__main__' (built-in)>", HAS_NO.replace("main", "mp"), False),
        ("took 12 ms", "took 13 ms", False),
    ],
)
def test_the_sanitizer_hides_what_it_says_and_nothing_more(one, other, equal):
    assert equal == Comparison().equal([printed(one)], [printed(other)])


def test_nearly_every_change_of_a_stored_output_is_noticed():
    assert share_noticed(form.notebooks(ROOT))[COMPARED] >= GOAL


def test_every_change_of_a_stored_traceback_is_refused():
    books = [form.Book.read(path, ROOT) for path in form.notebooks(ROOT)]
    tried, passed = 0, []
    for book in books:
        for number, cell in book.code:
            stored_outputs = cell.outputs
            for index, output in enumerate(stored_outputs):
                ways = changes(stored_outputs, index, "traceback") if "traceback" in output else []
                for cell.outputs in (changed for way in ways for changed in way):
                    tried += 1
                    if not list(tracebacks(book)):
                        passed.append((book.path.name, number, cell.outputs[index].traceback))
            cell.outputs = stored_outputs
    assert (True, []) == (tried > 200, passed)


def test_what_share_of_changes_is_noticed(tmp_path):
    cells = [
        # Three of its five words, and the line; its number is left aside.
        stored("1", printed("measured here: 12 ms (as slow)\n")),
        stored("2", printed("seven\n")),
    ]
    nbformat.write(new_notebook(cells=cells), tmp_path / "some.ipynb")
    assert {COMPARED: ((3 / 5 + 1) / 2 + 1) / 2} == pytest.approx(
        share_noticed([tmp_path / "some.ipynb"])
    )
