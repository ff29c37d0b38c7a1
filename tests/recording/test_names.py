"""What nobody named is called alike in each run."""

import _thread
import multiprocessing.managers
import multiprocessing.pool
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import Process

import pytest
import scenes

from helpers import log, record


def test_names_that_the_library_counts_are_counted_within_the_run(start_method):
    runs = []
    for _ in range(2):
        with record() as run:
            for _ in range(2):
                p = Process(target=scenes.exit_with, args=(3,))
                p.start()
                p.join()
        runs.append(run.words())
    assert (
        "3 processes: MainProcess, child 1, child 2.\n"
        "MainProcess: started child 1 and child 2; joined child 1 and child 2.\n"
        "child 1: exit code 3.\n"
        "child 2: exit code 3."
    ) == runs[0]
    assert runs[0] == runs[1]


@pytest.mark.parametrize("earlier", [1, 2])
def test_workers_that_nobody_named_are_called_alike_each_time(start_method, earlier):
    for _ in range(earlier):
        Process()  # counts one up
    with record() as run, multiprocessing.Manager(), multiprocessing.Pool(2) as pool:
        pool.map(abs, [1, 2])
    assert ["MainProcess", "SyncManager-1", "PoolWorker-1", "PoolWorker-2"] == [
        lane.name for lane in run.lanes if lane.thread is None
    ]


def test_threads_that_nobody_named_are_called_alike_each_time():
    names = []
    for _ in range(2):
        with record() as run:
            thread = threading.Thread(target=log, args=("hello",))
            timer = threading.Timer(0, log, ["tick"])
            for each in thread, timer:
                each.start()
                each.join()
            for _ in range(2):
                with ThreadPoolExecutor(1) as executor:
                    executor.submit(log, "tack")
            _thread.start_new_thread(log_and_set, (over := threading.Event(),))
            over.wait()
        names.append([lane.thread for lane in run.lanes[1:]])
        joins = [wait.on for wait in run.lanes[0].waits]
        assert ["thread 1.join()", "thread 2.join()"] == joins[:2]
        assert "ThreadPoolExecutor-1_0.join()" == joins[-1]
    assert [
        "thread 1",
        "thread 2",
        "ThreadPoolExecutor-0_0",
        "ThreadPoolExecutor-1_0",
        "Dummy-1",
    ] == names[0]
    assert names[0] == names[1]


def log_and_set(over):
    log("from below")
    over.set()


def test_what_a_worker_says_is_its_name_is_the_same_each_time(start_method):
    said = []
    for _ in range(2):
        with record() as run:
            p = Process(target=scenes.say_who_i_am)
            p.start()
            p.join()
            with ProcessPoolExecutor(1) as executor:
                executor.submit(scenes.say_who_i_am).result()
            with ThreadPoolExecutor(1) as executor:
                executor.submit(scenes.say_who_i_am).result()
        said.append([mark.text for lane in run.lanes for mark in lane.marks])
    assert said[0] == said[1]
    assert {"MainThread", "ThreadPoolExecutor-0_0"} == {text.split()[1] for text in said[0]}


def test_after_a_run_numbers_go_on_where_they_were():
    before = Process(), threading.Thread()
    with record():
        Process(), threading.Thread()
    after = Process(), threading.Thread()
    numbers = [int(made.name.rpartition("-")[2]) for made in (*before, *after)]
    assert [number + 1 for number in numbers[:2]] == numbers[2:]


def test_a_name_that_looks_like_a_counted_one_stays(start_method):
    with record() as run:
        p = Process(target=scenes.greet, args=("Ada",), name="Process-1000")
        p.start()
        p.join()
        thread = threading.Thread(target=log, args=("hello",), name="Thread-1000")
        thread.start()
        thread.join()
    assert ["MainProcess", "MainProcess / Thread-1000", "Process-1000"] == [
        lane.name for lane in run.lanes
    ]
