"""What still lives at the end of a block is ended and named."""

import os
import select
import types
from multiprocessing import Event, Process, connection, get_context

import pytest
import scenes

from helpers import record
from helpers.runs import handles


def test_what_lives_at_the_end_of_the_block_is_ended_and_named(start_method):
    with record() as run:
        up = Event()
        p = Process(target=scenes.report_and_sleep, args=(up,), name="sleeper")
        p.start()
        up.wait()
    assert "the end of the block" == run.lane("sleeper").ended_by
    assert -15 == p.exitcode


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no SIGTERM that could be ignored")
def test_a_child_that_ignores_sigterm_is_ended_too(start_method):
    with record() as run:
        up = Event()
        p = Process(target=scenes.ignore_sigterm, args=(up,), name="deaf")
        p.start()
        up.wait()
    assert -9 == run.lane("deaf").exitcode


def test_an_orphan_is_ended_and_named(start_method):
    with record() as run:
        up = Event()
        p = Process(target=scenes.leave_a_child, args=(up,), name="child")
        p.start()
        p.join()
    assert 7 == run.lane("child").exitcode
    assert "the end of the block" == run.lane("orphan").ended_by


@pytest.mark.skipif(not hasattr(os, "waitid"), reason="no such call on this system")
def test_a_dead_child_is_not_ended_though_a_grandchild_keeps_its_sentinel(monkeypatch):
    monkeypatch.delattr(os, "pidfd_open", raising=False)
    monkeypatch.delattr(select, "kqueue", raising=False)
    with record() as run:
        context = get_context("fork")
        up = context.Event()
        p = context.Process(target=scenes.leave_a_fork_process, args=(up,), name="child")
        p.start()
        os.waitid(os.P_PID, p.pid, os.WEXITED | os.WNOWAIT)
    assert "child: started orphan; exit code 7." in run.words()
    assert "the end of the block" == run.lane("orphan").ended_by


class KernelQueue:
    """As much of `select.kqueue` as a recording needs, for a system that has none."""

    def __init__(self, living=True):
        self.living = living
        self.asked = []
        self.ready, self.writer = os.pipe()

    def control(self, changes, max_events):
        if not self.living:
            raise ProcessLookupError
        self.asked += changes

    def fileno(self):
        return self.ready

    def close(self):
        os.close(self.ready)


@pytest.mark.skipif(os.name == "nt", reason="Windows has handles of processes")
@pytest.mark.parametrize("living", [True, False])
def test_the_end_of_a_process_comes_from_a_queue_where_there_are_no_pidfds(living, monkeypatch):
    queue = KernelQueue(living)
    names = ["KQ_FILTER_PROC", "KQ_EV_ADD", "KQ_NOTE_EXIT"]
    for name in names:
        monkeypatch.setattr(select, name, name, raising=False)
    monkeypatch.setattr(select, "kevent", lambda *a, fflags: (*a, fflags), raising=False)
    monkeypatch.setattr(select, "kqueue", lambda: queue, raising=False)
    monkeypatch.delattr(os, "pidfd_open", raising=False)
    popen = types.SimpleNamespace(pid=7, method="fork", sentinel=None)
    handle = handles.exit_handle(popen)
    assert ([(7, *names)] if living else []) == queue.asked
    assert ([] if living else [handle]) == connection.wait([handle], 0)
    os.close(queue.writer)  # the system has noticed the end
    assert [handle] == connection.wait([handle], 0)
    os.close(handle)
