"""What a run has started past multiprocessing is ended with it and named, however it was left."""

import os
import subprocess
import sys
from multiprocessing import Process
from pathlib import Path

import psutil
import pytest
import scenes

from helpers import record
from helpers.runs import survivors

PROGRAM = f"{Path(sys.executable).name} -c '{scenes.SLEEPING}'"
FORK = "an os.fork() of child"
unix = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


def sleepers():
    """The IDs of the processes of this test that still run."""
    found = []
    for process in psutil.process_iter():
        try:
            if scenes.SLEEPING in process.cmdline() and process.environ().get("TESTED") == ours():
                found.append(process.pid)
        except psutil.Error:
            pass
    return found


def ours():
    return str(os.getpid())


@pytest.fixture(autouse=True)
def nothing_is_left(monkeypatch):
    monkeypatch.setenv("TESTED", ours())
    yield
    assert [] == sleepers()


def recorded(target, **options):
    with record() as run:
        p = Process(target=target, kwargs=options, name="child")
        p.start()
        p.join()
    return run


def test_a_program_that_a_child_leaves(start_method):
    run = recorded(scenes.leave_a_program)
    assert ([PROGRAM], 0) == (run.survivors, run.lane("child").exitcode)
    assert f"Without a lane, still alive at the end, and ended: {PROGRAM}." in run.words()


@unix
@pytest.mark.parametrize("target", [scenes.leave_a_fork, scenes.leave_a_daemon])
def test_a_fork_that_a_child_leaves(target, start_method):
    assert [FORK] == recorded(target).survivors


def test_a_program_with_an_environment_of_its_own_whose_parent_is_ended_at_the_deadline():
    environment = {"TESTED": ours(), "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")}
    with record(deadline=1) as run:
        p = Process(
            target=scenes.leave_a_program,
            kwargs={"stay": True, "env": environment, "start_new_session": True},
            name="child",
        )
        p.start()
        p.join()
    assert (True, [PROGRAM]) == (run.stopped, run.survivors)


def test_a_program_of_this_process_and_what_that_leaves():
    starts_another = f"import subprocess, sys; {START}; {scenes.SLEEPING}"
    with record() as run:
        p = subprocess.Popen([sys.executable, "-c", starts_another], stdout=subprocess.PIPE)
        p.stdout.readline()
    p.stdout.close()
    p.wait()
    assert PROGRAM == run.survivors[-1]
    assert 2 == len(run.survivors)


START = f"subprocess.Popen([sys.executable, '-c', {scenes.SLEEPING!r}]); print(flush=True)"


def test_a_program_that_was_there_before_lives_on():
    p = subprocess.Popen([sys.executable, "-c", scenes.SLEEPING])
    try:
        run = recorded(scenes.exit_with, code=0)
        assert ([], None) == (run.survivors, p.poll())
    finally:
        p.kill()
        p.wait()


@pytest.mark.parametrize(("exe", "expected"), [("", 0), (sys.executable, 1)])
def test_a_program_whose_memory_is_gone_has_ended(exe, expected, monkeypatch, tmp_path):
    before = survivors.pids()
    with subprocess.Popen([sys.executable, "-c", scenes.SLEEPING]) as program:
        monkeypatch.setattr(psutil.Process, "cmdline", lambda self: [])
        monkeypatch.setattr(psutil.Process, "exe", lambda self: exe)
        found = survivors.find(tmp_path, before - {program.pid}, {os.getpid()})
        program.kill()
    assert expected == [process.pid for process in found].count(program.pid)


def test_the_environment_is_as_before():
    before = dict(os.environ)
    recorded(scenes.exit_with, code=0)
    assert before == dict(os.environ)
