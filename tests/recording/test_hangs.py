"""Whatever hangs ends at the deadline, and the run says where it stood."""

import queue
from multiprocessing import JoinableQueue, Lock, Pipe, Process, Queue

import pytest
import scenes
from lanes import texts

from helpers import log, record, watch


def kinds_of_hang():
    def join(_):
        p = Process(target=scenes.sleep, name="sleeper")
        p.start()
        p.join()

    def queue_get(_):
        watch(Queue(), "inbox").get()

    def recv(_):
        ours, _theirs = watch(Pipe(), "pipe")
        ours.recv()

    def acquire(_):
        lock = watch(Lock(), "door")
        lock.acquire()
        lock.acquire()

    def queue_join(_):
        tasks = watch(JoinableQueue(), "tasks")
        tasks.put(1)
        tasks.join()
        tasks.get()

    def thread_queue_get(_):
        watch(queue.Queue(), "jobs").get()

    return {
        "sleeper.join()": join,
        "inbox.get()": queue_get,
        "pipe.recv()": recv,
        "door.acquire()": acquire,
        "tasks.join()": queue_join,
        "jobs.get()": thread_queue_get,
    }


@pytest.mark.parametrize("on", kinds_of_hang())
def test_a_hang_of_the_main_thread_ends_at_the_deadline(on, start_method):
    with record(deadline=1) as run:
        kinds_of_hang()[on](None)
        log("never reached")
    assert (True, on, []) == (
        run.stopped,
        run.lanes[0].stand.waiting_on,
        texts(run.lanes[0]),
    )
    assert "test_hangs" == run.lanes[0].stand.file


@pytest.mark.parametrize(
    ("on", "target", "make"),
    [
        ("inbox.get()", scenes.hang_in_get, lambda: watch(Queue(), "inbox")),
        ("pipe.recv()", scenes.hang_in_recv, lambda: watch(Pipe(), "pipe")),
        ("door.acquire()", scenes.hang_in_acquire, lambda: watch(Lock(), "door")),
        ("tasks.join()", scenes.hang_in_queue_join, lambda: watch(JoinableQueue(), "tasks")),
    ],
)
def test_a_hang_of_a_child_is_located(on, target, make, start_method):
    with record(deadline=1.5) as run:
        thing = made = make()
        if isinstance(made, tuple):
            thing, _other_end = made
        if hasattr(thing, "put"):
            thing.put("item")
        if on == "inbox.get()":
            thing.get()
        if hasattr(thing, "acquire"):
            thing.acquire()
        p = Process(target=target, args=(thing,), name="stuck")
        p.start()
        p.join()
    stand = run.lane("stuck").stand
    assert (on, target.__name__, "scenes") == (stand.waiting_on, stand.function, stand.file)
    assert "killed at the deadline" in run.words()


def test_a_grandchild_hangs(start_method):
    with record(deadline=3) as run:
        p = Process(target=scenes.hang_in_join, name="child")
        p.start()
        p.join()
    assert ["the deadline", "the deadline"] == [lane.ended_by for lane in run.lanes[1:]]
    assert "sleeper.join()" == run.lane("child").stand.waiting_on
    assert "time.sleep(seconds)" == run.lane("sleeper").stand.source


def test_a_hang_that_nobody_watches_is_located_by_its_line():
    with record(deadline=0.3) as run:
        queue.Queue().get()
    assert (None, "queue.Queue().get()") == (
        run.lanes[0].stand.waiting_on,
        run.lanes[0].stand.source,
    )


def test_a_child_that_hangs_in_a_queue_of_threads_is_located(start_method):
    with record(deadline=1.5) as run:
        p = Process(target=scenes.hang_in_thread_queue, name="stuck")
        p.start()
        p.join()
    assert "queue.Queue().get()" == run.lane("stuck").stand.source


def test_a_child_that_hangs_on_its_way_out_is_located(start_method):
    with record(deadline=1.5) as run:
        results = Queue()
        p = Process(target=scenes.put_too_much, args=(results,), name="stuck")
        p.start()
        p.join()
    assert "stuck waited in QueueFeederThread.join(), on its way out." in run.words()
