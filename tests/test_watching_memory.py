"""`watch()` of what processes share in memory, of proxies, and of executors."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import Array, Manager, Process, Value
from multiprocessing.shared_memory import SharedMemory

import pytest
import scenes

from helpers import record, watch


def in_a_child(function, *args):
    p = Process(target=function, args=args, name="worker")
    p.start()
    p.join()


def used(lane):
    return [(access.call, access.where, access.label) for access in lane.accesses]


def test_a_value_is_read_and_written_under_its_lock(start_method):
    with record() as run:
        counter = watch(Value("i", 3), "counter")
        in_a_child(scenes.add_one, counter)
    assert 4 == counter.value
    assert [("read", "", "3"), ("write", "", "4")] == used(run.lane("worker"))
    assert ["counter.get_lock()"] == [hold.lock for hold in run.lane("worker").holds]
    assert "'counter' was read by worker once and written by worker once." in run.words()


def test_a_place_or_a_slice_of_an_array_is_told(start_method):
    with record() as run:
        cells = watch(Array("i", 3), "cells")
        in_a_child(scenes.write_cells, cells)
    assert [0, 5, 0] == cells[:]
    assert [("write", "[1]", "5"), ("read", "[0:2]", "list")] == used(run.lane("worker"))


def test_an_array_of_bytes_is_one_text_too():
    with record() as run:
        name = watch(Array("c", 8), "name")
        name.value = b"Ada"
        assert b"Ada" == name.value
        assert b"Ada\0\0\0\0\0" == name.raw
    assert ["write", "read", "read"] == [access.call for access in run.lanes[0].accesses]


def test_a_lock_that_the_learner_watches_keeps_its_name():
    from multiprocessing import RLock

    with record() as run:
        lock = watch(RLock(), "lock")
        counter = watch(Value("i", 0, lock=lock), "counter")
        counter.value = 1
    assert ["lock"] == [hold.lock for hold in run.lanes[0].holds]


def test_a_block_of_shared_memory_is_closed_and_unlinked(start_method):
    with record() as run:
        block = watch(SharedMemory(create=True, size=16), "block")
        in_a_child(scenes.write_block, block)
        assert 7 == block.buf[0]
        block.close()
        block.unlink()
    assert "'block' was closed by MainProcess once and worker once and unlinked by " in run.words()


@pytest.mark.parametrize("lock", [False])
def test_a_value_without_a_lock_cannot_be_watched(lock):
    with pytest.raises(TypeError, match="cannot see what goes through an object of type c_int"):
        watch(Value("i", 0, lock=lock), "counter")


def test_a_call_of_a_proxy_is_a_request_and_a_reply(start_method):
    with record() as run, Manager() as manager:
        shopping = watch(manager.list(), "shopping")
        in_a_child(scenes.append_milk, shopping)
        assert ["milk"] == shopping[:]
    names = [lane.name for lane in run.lanes]
    assert [
        ("append('milk')", "worker", "SyncManager-1"),
        ("None", "SyncManager-1", "worker"),
        ("__getitem__(slice)", "MainProcess", "SyncManager-1"),
        ("list", "SyncManager-1", "MainProcess"),
    ] == [
        (message.label, names[message.sender], names[message.receiver]) for message in run.messages
    ]


def test_a_request_that_fails_has_a_reply_too():
    with record() as run, Manager() as manager:
        shopping = watch(manager.list(), "shopping")
        with pytest.raises(ValueError, match="not in list"):
            shopping.remove("tea")
    assert ["remove('tea')", "ValueError"] == [message.label for message in run.messages]


def test_the_proxy_of_a_namespace_keeps_our_name_for_itself():
    with Manager() as manager:
        space = watch(manager.Namespace(), "space")
        space.x = 3
        assert (3, "Namespace(x=3)") == (space.x, str(space))


@pytest.mark.parametrize("kind", [ProcessPoolExecutor, ThreadPoolExecutor])
def test_a_task_of_an_executor_goes_to_a_worker_and_its_result_comes_back(kind):
    with record() as run, watch(kind(1), "pool") as pool:
        assert 9 == pool.submit(scenes.square, 3).result()
    task, result = run.messages
    assert ("pool.submit()", "square(3)", 0) == (task.channel, task.label, task.sender)
    assert ("pool.result()", "9", 0) == (result.channel, result.label, result.receiver)
    assert task.receiver == result.sender > 0


def test_a_result_that_nobody_asks_for_is_never_received():
    with record() as run, watch(ThreadPoolExecutor(1), "pool") as pool:
        pool.submit(scenes.square, 3).result()
        pool.submit(int, "no number")
    assert ["9", "ValueError"] == [m.label for m in run.messages if m.channel == "pool.result()"]
    assert "MainProcess received 1; 1 never received." in run.words()


def test_a_result_that_is_asked_for_twice_is_received_once():
    with record() as run, watch(ThreadPoolExecutor(1), "pool") as pool:
        future = pool.submit(scenes.square, 3)
        assert (9, 9, None) == (future.result(), future.result(), future.exception())
    assert 2 == len(run.messages)
