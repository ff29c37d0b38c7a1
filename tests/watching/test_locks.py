"""A watched lock or semaphore works as before, and the run says who held it."""

import multiprocessing
import threading
from itertools import pairwise
from multiprocessing import Process

import pytest
import scenes
from kinds import LOCKS

from helpers import record, watch


@pytest.mark.parametrize("kind", LOCKS)
def test_a_watched_lock_locks(kind):
    with record() as run:
        door = watch(LOCKS[kind](), "door")
        with door:
            pass
        assert door.acquire(timeout=10)
        door.release()
        assert door.acquire(False)
        door.release()
    assert 3 == len(run.lanes[0].holds)
    assert all(hold.start <= hold.end for hold in run.lanes[0].holds)


@pytest.mark.parametrize("make", [multiprocessing.RLock, threading.RLock])
def test_the_inner_holds_of_an_rlock_are_part_of_the_outer_one(make):
    with record() as run:
        door = watch(make(), "door")
        with door, door:
            pass
    assert 1 == len(run.lanes[0].holds)


@pytest.mark.parametrize("kind", [kind for kind in LOCKS if not kind.endswith(".Semaphore")])
def test_a_refused_release_is_no_hold(kind):
    with record() as run:
        door = watch(LOCKS[kind](), "door")
        with pytest.raises((RuntimeError, ValueError, AssertionError)):
            door.release()
        with door:
            pass
    assert [False] == [hold.end is None for hold in run.lanes[0].holds]


def test_what_the_deadline_made_its_holder_release_was_never_released():
    with record(deadline=0.5) as run, watch(threading.Lock(), "door"):
        threading.Event().wait()
    assert "'door' was held by MainProcess once; never released by MainProcess." in run.words()


def test_a_lock_whose_holder_was_killed_was_never_released(start_method):
    with record() as run:
        door = watch(multiprocessing.Lock(), "door")
        p = Process(target=scenes.hold_and_die, args=(door,), name="child")
        p.start()
        p.join()
    assert "'door' was held by child once; never released by child." in run.words()


def test_locks_work_between_processes(start_method):
    with record() as run:
        lock = watch(multiprocessing.Lock(), "door")
        value = multiprocessing.Value("i", 0, lock=False)
        workers = [
            Process(target=scenes.count_up, args=(lock, value, 100), name=f"worker-{n}")
            for n in (1, 2)
        ]
        for p in workers:
            p.start()
        for p in workers:
            p.join()
    assert 200 == value.value
    holds = sorted((h.start, h.end) for lane in run.lanes for h in lane.holds)
    assert 200 == len(holds)
    assert all(end <= start for (_, end), (start, _) in pairwise(holds))
