"""After the stop button a notebook shows the run as far as it came, and one line."""

import asyncio
import signal
from types import SimpleNamespace

import pytest

from helpers import record
from helpers.runs.run import Run
from helpers.show import display
from helpers.show.interrupts import is_interrupt, said_of


def raised(code, file, **names):
    """What is raised by `code` as that of the `file`."""
    try:
        exec(compile(code, file, "exec"), names)
    except BaseException as error:
        error.__traceback__ = error.__traceback__.tb_next  # without this file
        return error
    raise AssertionError("nothing was raised")


CELL = "/tmp/ipykernel_1/7.py"


def stop():
    raise KeyboardInterrupt


# Where it was


@pytest.fixture(autouse=True)
def lines(monkeypatch):
    """What stands in the lines of a file that there is not."""
    monkeypatch.setattr("linecache.getline", lambda file, line: f"  {file[-4]} {line}\n")


def test_it_says_the_line_of_the_cell_and_none_of_a_library():
    error = raised("\nimport shutil\nshutil.copyfileobj(source, None)", CELL, source=source())
    assert "Interrupted in line 3: 7 3" == said_of(error)


def test_the_source_that_a_compiled_package_names_is_no_line_of_the_learners():
    package = {"stop": stop}
    exec(compile("def send():\n    stop()", "zmq/backend/cython/_zmq.py", "exec"), package)
    error = raised("\n\nsend()", CELL, send=package["send"])
    assert "Interrupted in line 3: 7 3" == without_this_file(error)


def source():
    return SimpleNamespace(read=lambda _: signal.raise_signal(signal.SIGINT))


def test_the_line_of_a_module_is_said_with_its_name():
    stopper = {"stop": stop}
    exec(compile("def work():\n    stop()", "/tmp/helpers-x/workers/spinners.py", "exec"), stopper)
    error = raised("work()", CELL, work=stopper["work"])
    assert "Interrupted in line 2 of spinners: s 2" == without_this_file(error)


def test_the_line_of_another_cell_is_said_to_be_that():
    other = {"stop": stop}
    exec(compile("def work():\n    stop()", "/tmp/ipykernel_1/8.py", "exec"), other)
    error = raised("work()", CELL, work=other["work"])
    assert "Interrupted in line 2 of another cell: 8 2" == without_this_file(error)


def without_this_file(error):
    """What is said of it, less the line in `stop`, which is the innermost one."""
    last = error.__traceback__
    while last.tb_next.tb_next:
        last = last.tb_next
    last.tb_next = None
    return said_of(error)


def test_of_a_cancellation_that_an_interrupt_became_the_line_of_the_interrupt_is_said():
    cause = raised("\n\nraise KeyboardInterrupt", CELL)
    error = raised("raise error", CELL, error=asyncio.CancelledError())
    error.__context__ = cause
    assert "Interrupted in line 3: 7 3" == said_of(error)


def test_without_a_line_of_the_learners_it_says_as_much():
    assert "Interrupted." == said_of(KeyboardInterrupt())


# What counts as one


def cancelled(**more):
    error = asyncio.CancelledError()
    vars(error).update(more)
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (KeyboardInterrupt(), True),
        (ZeroDivisionError(), False),
        (cancelled(), False),
        (cancelled(run=Run(1)), True),
    ],
    ids=["the button", "a fault", "what the cell cancelled", "a recording that was interrupted"],
)
def test_what_is_an_interrupt(error, expected):
    assert expected == is_interrupt(error)


@pytest.mark.parametrize("asked", [True, False])
def test_a_cancellation_is_one_where_the_cell_itself_was_asked(asked):
    found = []

    async def cell():
        other = asyncio.ensure_future(asyncio.sleep(60))
        other.cancel()
        if asked:
            asyncio.current_task().cancel()
        try:
            await other
        except asyncio.CancelledError as error:
            found.append(is_interrupt(error))

    asyncio.run(cell())
    assert [asked] == found


# What is shown


def shown(monkeypatch, error):
    """What the notebook shows of `error`: the runs, and the lines of the traceback or None."""
    found = []
    monkeypatch.setattr(display, "show", found.append)

    def showtraceback(exc_tuple, tb_offset):
        render = getattr(exc_tuple[1], "_render_traceback_", lambda: None)
        found.append(render())

    shell = SimpleNamespace(showtraceback=showtraceback)
    display._show_error(shell, type(error), error, error.__traceback__)
    return found


def test_the_run_is_shown_first_and_then_one_line(monkeypatch):
    error = raised("raise KeyboardInterrupt", CELL)
    error.run = Run(1)
    assert [error.run, ["Interrupted in line 1: 7 1"]] == shown(monkeypatch, error)


def test_outside_of_a_recording_there_is_one_line(monkeypatch):
    error = raised("raise KeyboardInterrupt", CELL)
    assert [["Interrupted in line 1: 7 1"]] == shown(monkeypatch, error)


def test_a_fault_keeps_its_traceback(monkeypatch):
    assert [None] == shown(monkeypatch, raised("1 / 0", CELL))


def test_who_does_not_want_to_wait_for_the_picture_gets_the_line(monkeypatch):
    error = raised("raise KeyboardInterrupt", CELL)
    error.run = Run(1)
    found = []
    shell = SimpleNamespace(showtraceback=lambda *_, **__: found.append(error._render_traceback_()))
    monkeypatch.setattr(display, "show", lambda _: stop())
    display._show_error(shell, type(error), error, error.__traceback__)
    assert [["Interrupted in line 1: 7 1"]] == found


# Whose run it is


def test_an_interrupt_carries_the_run_that_it_ended():
    with pytest.raises(KeyboardInterrupt) as found, record() as run:
        signal.raise_signal(signal.SIGINT)
    assert run is found.value.run


def test_the_run_of_an_interrupt_that_is_only_passed_on_is_not_shown():
    with pytest.raises(KeyboardInterrupt) as found, record():
        raise KeyboardInterrupt  # by the block itself
    assert not hasattr(found.value, "run")
