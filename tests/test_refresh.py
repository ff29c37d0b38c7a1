"""`make refresh` stores what is new, keeps what is equal, and leaves no trace of the machine."""

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools.refresh import main, refresh
from tools.tidy import file_text, tidy

RAISES = {"tags": ["raises-exception"]}
IGNORED = {"tags": ["nbval-ignore-output"]}


def write(path, *cells):
    nbformat.write(new_notebook(cells=cells), path)
    return path


def tidied(*outputs):
    nb = new_notebook(cells=[new_code_cell("pass", outputs=list(outputs), execution_count=3)])
    tidy(nb)
    return nb.cells[0].outputs


def traceback_of(*parts):
    [output] = tidied(new_output("error", ename="E", evalue="e", traceback=list(parts)))
    return output.traceback


def printed(text, name="stdout"):
    return new_output("stream", name=name, text=text)


def test_a_second_refresh_changes_nothing(tmp_path):
    path = write(
        tmp_path / "a.ipynb",
        new_markdown_cell("# A title"),
        new_code_cell(
            "import os\nprint(f'pid {os.getpid()}')\nprint('measured here:', os.times())"
        ),
        new_code_cell("object()"),
        new_code_cell("os.urandom(8)", metadata=IGNORED),
        new_code_cell("import json\njson.loads('{')", metadata=RAISES),
        new_code_cell("import warnings\nwarnings.warn('careful')"),
        new_code_cell("import ipywidgets\nipywidgets.IntSlider()"),
    )
    assert refresh(path) == "6 cells changed: 2, 3, 4, 5, 6, 7"
    first = path.read_bytes()
    assert refresh(path) == "unchanged"
    assert first == path.read_bytes()


def test_equal_outputs_are_kept_and_others_replaced(tmp_path):
    # The width is something that nbval does not compare, so it tells a kept output.
    def shows(source, text, **more):
        output = new_output("display_data", {"text/plain": text}, metadata={"width": 7})
        return new_code_cell(source, outputs=[output], **more)

    path = write(
        tmp_path / "a.ipynb",
        new_code_cell("def show(x): display({'text/plain': x}, raw=True)", execution_count=1),
        shows("show('equal')", "equal", execution_count=2),
        shows("show('new')", "old", execution_count=3),
        shows("show('equal')", "equal"),
        shows("show('ignored')", "old", execution_count=5, metadata=IGNORED),
    )
    refresh(path)
    cells = nbformat.read(path, as_version=4).cells[1:]
    found = [
        (cell.outputs[0].data["text/plain"], "width" in cell.outputs[0].metadata) for cell in cells
    ]
    assert [("equal", True), ("new", False), ("equal", False), ("ignored", False)] == found


def test_what_a_child_prints_is_not_stored_for_nbval_does_not_see_it(tmp_path, monkeypatch):
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    path = write(
        tmp_path / "a.ipynb",
        new_code_cell("import os, time\n_ = os.system('echo heard')\ntime.sleep(0.2)"),
    )
    refresh(path)
    assert [] == nbformat.read(path, as_version=4).cells[0].outputs


def test_a_cell_that_fails_leaves_the_file_as_it_is(tmp_path, capsys):
    path = write(tmp_path / "a.ipynb", new_code_cell("6 * 7"), new_code_cell("1 / 0"))
    before = path.read_bytes()
    assert main([str(path)]) == 1
    assert "ZeroDivisionError" in capsys.readouterr().out
    assert before == path.read_bytes()


def test_tidying_twice_changes_nothing_more():
    nb = new_notebook(
        metadata={"widgets": {}, "language_info": {"name": "python", "version": "3.11.7"}},
        cells=[
            new_code_cell("1", metadata={"execution": {}, "tags": []}, outputs=[printed("a")]),
            new_markdown_cell("A", metadata={"collapsed": True}),
        ],
    )
    tidy(nb)
    once = file_text(nb)
    tidy(nb)
    assert once == file_text(nb)
    assert [{}, {}] == [cell.metadata for cell in nb.cells]
    assert {"kernelspec", "language_info"} == {*nb.metadata}
    assert "version" not in nb.metadata.language_info


def test_streams_are_joined_where_they_follow_each_other():
    outputs = tidied(printed("a"), printed("b"), printed("c", "stderr"), printed("d"))
    assert [("stdout", "ab"), ("stderr", "c"), ("stdout", "d")] == [
        (output.name, output.text) for output in outputs
    ]


def test_the_empty_place_of_a_progress_bar_is_not_stored():
    outputs = tidied(printed("a"), new_output("display_data", {}), printed("b"))
    assert ["ab"] == [output.text for output in outputs]


def test_of_a_widget_its_text_is_stored():
    view = "application/vnd.jupyter.widget-view+json"
    shown = new_output("execute_result", {view: {"model_id": "1a"}, "text/plain": "a slider"})
    assert [{"text/plain": "a slider"}] == [output.data for output in tidied(shown)]


def test_a_traceback_keeps_the_frames_of_the_learner():
    assert [
        "Error   Traceback (most recent call last)",
        "Cell In[3], line 1\n----> 1 greet()\n",
        "File ask.py:3, in greet()\n----> 3   q.get()\n",
        "...\n",
        "Error: no",
    ] == traceback_of(
        "\x1b[31mError\x1b[39m   Traceback (most recent call last)",
        "\x1b[36mCell\x1b[39m \x1b[32mIn[3]\x1b[39m, line 1\n----> 1 greet()\n",
        "File \x1b[32m/tmp/helpers-a1/workers/ask.py:3\x1b[39m, in greet()\n----> 3   q.get()\n",
        "File ~/lib/python3.11/multiprocessing/queues.py:114, in get(self)\n    113 if a:\n",
        "File <frozen importlib._bootstrap>:1204, in _gcd_import\n",
        "Error: no",
    )


def test_a_traceback_from_a_child_keeps_the_frames_of_the_learner():
    before = (
        '"""\nTraceback (most recent call last):\n'
        '  File "/usr/lib/python3.11/multiprocessing/pool.py", line 125, in worker\n'
        "    result = (True, func(*args, **kwds))\n"
        "                    ^^^^^^^^^^^^^^^^^^^\n"
        '  File "/tmp/helpers-ab12/workers/greeters.py", line 3, in boom\n'
        "    return 1 / x\n"
        "           ~~^~~\n"
        'ZeroDivisionError: division by zero\n"""'
    )
    after = (
        '"""\nTraceback (most recent call last):\n'
        '  File "greeters.py", line 3, in boom\n'
        "    return 1 / x\n"
        'ZeroDivisionError: division by zero\n"""'
    )
    assert [after] == traceback_of(before)


def test_a_stored_traceback_that_quotes_an_older_source_is_replaced(tmp_path):
    outdated = new_output(
        "error",
        ename="ZeroDivisionError",
        evalue="division by zero",
        traceback=["Cell In[1], line 1\n----> 1 2 / 0\n", "ZeroDivisionError: division by zero"],
    )
    cell = new_code_cell("1 / 0", outputs=[outdated], execution_count=1, metadata=RAISES)
    path = write(tmp_path / "a.ipynb", cell)
    refresh(path)
    [output] = nbformat.read(path, as_version=4).cells[0].outputs
    assert "----> 1 1 / 0" in "\n".join(output.traceback)


def test_a_course_without_notebooks_is_no_success(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("tools.refresh.ROOT", tmp_path)
    assert main([]) == 1
    assert "There is no notebook" in capsys.readouterr().out


def test_refresh_says_what_failed(tmp_path):
    with pytest.raises(CellExecutionError):
        refresh(write(tmp_path / "a.ipynb", new_code_cell("undefined")))
