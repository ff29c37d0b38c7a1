"""`%%workers` in a real kernel: what a learner types, and what comes back."""

import pytest


@pytest.fixture(scope="module")
def kernel(new_kernel):
    with new_kernel() as kernel:
        kernel.run("%load_ext helpers")
        kernel.run("from multiprocessing import Process\nfrom helpers import log, record, watch")
        yield kernel


def workers(name, body):
    return f"%%workers {name}\nfrom helpers import log\n\n{body}\n"


RUN = """
with record() as run:
    p = Process(target={}, name="child")
    p.start()
    p.join()
print([mark.text for mark in run.lane("child").marks])
"""


def test_a_workers_cell_prints_nothing_and_binds_its_name(kernel):
    assert "" == kernel.run(workers("greeters", "def greet():\n    log('hello')"))
    assert "['hello']\n" == kernel.run(RUN.format("greeters.greet"))


def test_running_an_edited_cell_reaches_new_children(kernel):
    for text in ("one", "two", "six"):  # of equal length, within one second
        kernel.run(workers("edited", f"def say():\n    log('{text}')"))
        assert f"['{text}']\n" == kernel.run(RUN.format("edited.say"))
        assert text in kernel.run("edited.say()")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("json", "%%workers json would hide the module 'json'"),
        ("sys", "%%workers sys would hide the module 'sys'"),
        ("helpers", "%%workers helpers would hide the module 'helpers'"),
        ("xmlrpc", "%%workers xmlrpc would hide the module 'xmlrpc'"),
        ("two words", "needs a name that Python can import"),
        ("3d", "needs a name that Python can import"),
        ("class", "needs a name that Python can import"),
        ("", "needs a name that Python can import"),
    ],
)
def test_a_name_that_cannot_be_is_refused_in_one_line(kernel, name, message):
    error = kernel.run(f"%%workers {name}\nx = 1")
    assert error.startswith("UsageError: ")
    assert (1, True) == (len(error.splitlines()), message in error)


def test_a_syntax_error_names_the_line_of_the_cell(kernel):
    error = kernel.run("%%workers broken\nx = 1\ny = (\n")
    assert "broken.py:3\n    y = (\n" in error
    assert "SyntaxError: '(' was never closed\n" == error.splitlines(keepends=True)[-1]


def test_a_childs_error_names_the_line_of_the_cell(kernel):
    kernel.run(workers("failing", "def fail():\n    return 1 / 0"))
    kernel.run(RUN.format("failing.fail"))
    assert "'ZeroDivisionError: division by zero'\n" == kernel.run("run.lane('child').error")


def test_a_hang_in_a_worker_names_the_line_of_the_cell(kernel):
    kernel.run(workers("sleepy", "import time\n\ndef nap():\n    time.sleep(60)"))
    kernel.run(RUN.replace("record()", "record(deadline=1)").format("sleepy.nap"))
    assert "(7, 'time.sleep(60)')\n" == kernel.run(
        "run.lane('child').stand.line, run.lane('child').stand.source"
    )


def test_the_start_method_is_spawn(kernel):
    assert "'spawn'\n" == kernel.run("import multiprocessing; multiprocessing.get_start_method()")


def test_an_unknown_start_method_is_refused(new_kernel):
    with new_kernel(HELPERS_START_METHOD="vfork") as kernel:
        error = kernel.run("%load_ext helpers")
    assert "HELPERS_START_METHOD is 'vfork', but this system starts processes with" in error


def test_workers_go_on_after_the_folder_of_the_session_was_deleted(kernel):
    kernel.run("import shutil\nfrom helpers import session\nshutil.rmtree(session.folder())")
    assert "" == kernel.run(workers("survivors", "def greet():\n    log('hello')"))
    assert "['hello']\n" == kernel.run(RUN.format("survivors.greet"))


def test_half_a_character_in_a_cell_is_an_error_in_a_line(kernel):
    said = kernel.run("get_ipython().run_cell_magic('workers', 'halves', 'x = \"\\ud83e\"')")
    assert "the cell holds '\\ud83e', which is half of a character" in said
