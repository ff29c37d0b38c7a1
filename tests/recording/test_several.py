"""Who waits for several connections or processes at once is seen to wait."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Pipe, Process, connection

import pytest
import scenes

from helpers import record
from helpers.kernel.several import follow_wait


@pytest.fixture(autouse=True)
def _wait(monkeypatch):
    monkeypatch.setattr(connection, "wait", connection.wait)  # put back after the test
    follow_wait()


def collect(pipe):
    connection.wait([pipe])


def waits_of(run):
    return [wait.on for wait in run.lanes[0].waits]


def test_a_wait_for_connections_is_noted():
    ours, theirs = Pipe()
    theirs.send(1)
    with record() as run:
        assert [ours] == connection.wait([ours])
    assert ["wait()"] == waits_of(run)


def test_a_wait_for_processes_is_noted():
    with record() as run:
        p = Process(target=scenes.sleep, args=(0,), name="sleeper")
        p.start()
        assert [p.sentinel] == connection.wait([p.sentinel])
        p.join()
    assert "wait()" == waits_of(run)[0]


def test_a_join_and_a_poll_are_not_taken_for_it():
    ours, theirs = Pipe()
    theirs.send(1)
    with record() as run:
        ours.poll(1)
        p = Process(target=scenes.sleep, args=(0,), name="sleeper")
        p.start()
        p.join()
    assert ["sleeper.join()"] == waits_of(run)


def test_an_executor_of_its_own_is_not_seen_to_wait():
    with record() as run, ProcessPoolExecutor(1) as executor:
        assert 9 == executor.submit(scenes.square, 3).result()
    assert "wait()" not in [wait.on for lane in run.lanes for wait in lane.waits]


def test_a_time_limit_is_given_on():
    ours, _theirs = Pipe()
    with record() as run:
        assert [] == connection.wait([ours], 0.01)
        assert [] == connection.wait([ours], timeout=0.01)
    assert ["wait()"] * 2 == waits_of(run)


def test_a_hang_in_it_says_its_line():
    ours, _theirs = Pipe()
    with record(deadline=0.3) as run:
        connection.wait([ours])
    assert "waited in wait(), line" in run.words()


def test_outside_of_a_run_nothing_is_noted():
    ours, theirs = Pipe()
    theirs.send(1)
    assert [ours] == connection.wait([ours])


def test_it_is_followed_once():
    followed = connection.wait
    follow_wait()
    assert followed is connection.wait


def test_a_child_is_not_followed_whatever_the_start_method(start_method):
    ours, theirs = Pipe()
    theirs.send(1)
    with record() as run:
        p = Process(target=collect, args=(ours,), name="collector")
        p.start()
        p.join()
    collector = run.lane("collector")
    assert 0 == collector.exitcode
    assert "wait()" not in [wait.on for wait in collector.waits]
