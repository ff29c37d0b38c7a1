"""A pool that a run ends starts no new workers, and ends in peace."""

import multiprocessing.managers
import multiprocessing.pool
import threading
import time
from multiprocessing import Pool, active_children

import pytest
import scenes

from helpers import record


@pytest.mark.parametrize("deadline", [2, 10])
def test_a_pool_that_is_left_open_starts_no_new_workers(deadline, start_method):
    with record(deadline=deadline) as run:
        pool = Pool(2)
        result = pool.map_async(scenes.sleep, [0 if deadline == 10 else 60] * 2)
        result.get()
    assert (deadline != 10, 3) == (run.stopped, len(run.lanes))
    for thread in [pool._worker_handler, pool._task_handler]:
        thread.join(10)
    assert [] == active_children()
    pool.close()


def test_a_pool_that_looks_after_its_workers_at_the_end_starts_no_new_ones(monkeypatch):
    # At each result its thread looks for dead workers. Here that takes as long as they need to die.
    looks = multiprocessing.pool.Pool._join_exited_workers
    slowly = threading.Event()

    def look(workers):
        if slowly.is_set():
            time.sleep(0.3)
        return looks(workers)

    monkeypatch.setattr(multiprocessing.pool.Pool, "_join_exited_workers", staticmethod(look))
    with record() as run:
        pool = Pool(2)
        slowly.set()
        pool.apply(scenes.sleep, (0,))
    assert 3 == len(run.lanes)
    pool._worker_handler.join(10)
    assert [] == active_children()
    pool.close()


def test_a_pool_whose_block_the_deadline_ends_does_not_end_itself(monkeypatch, start_method):
    # It would wait for ever for the lock of a killed worker, or fail over its ended threads.
    def fail(*_):
        raise AssertionError("a pool ends itself")

    monkeypatch.setattr(multiprocessing.pool.Pool, "_help_stuff_finish", staticmethod(fail))
    with record(deadline=1) as run:
        with Pool(2) as pool:
            pool.map(scenes.sleep, [60] * 4)
    assert run.stopped
