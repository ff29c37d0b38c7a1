"""A watched object does what it did before, and its traffic is noted."""

import multiprocessing
import pickle
import queue
import re
import threading
from itertools import pairwise
from multiprocessing import Pipe, Process, get_context
from multiprocessing.connection import Connection

import pytest
import scenes

from helpers import record, watch

QUEUES = {
    "multiprocessing.Queue": multiprocessing.Queue,
    "multiprocessing.JoinableQueue": multiprocessing.JoinableQueue,
    "multiprocessing.SimpleQueue": multiprocessing.SimpleQueue,
    "queue.Queue": queue.Queue,
    "queue.LifoQueue": queue.LifoQueue,
    "queue.PriorityQueue": queue.PriorityQueue,
    "queue.SimpleQueue": queue.SimpleQueue,
}
LOCKS = {
    "multiprocessing.Lock": multiprocessing.Lock,
    "multiprocessing.RLock": multiprocessing.RLock,
    "multiprocessing.Semaphore": multiprocessing.Semaphore,
    "multiprocessing.BoundedSemaphore": multiprocessing.BoundedSemaphore,
    "threading.Lock": threading.Lock,
    "threading.RLock": threading.RLock,
    "threading.Semaphore": threading.Semaphore,
    "threading.BoundedSemaphore": threading.BoundedSemaphore,
}


@pytest.mark.parametrize("kind", QUEUES)
def test_a_watched_queue_hands_on_what_was_put(kind):
    with record() as run:
        tasks = watch(QUEUES[kind](), "tasks")
        tasks.put("item")
        assert "item" == tasks.get()
        assert tasks.empty()
    assert [("tasks", "'item'", 0, 0)] == [
        (message.channel, message.label, message.sender, message.receiver)
        for message in run.messages
    ]


@pytest.mark.parametrize("kind", [kind for kind in QUEUES if "SimpleQueue" not in kind])
def test_a_watched_queue_is_full_and_empty_as_before(kind):
    tasks = watch(QUEUES[kind](1), "tasks")
    tasks.put(1)
    with pytest.raises(queue.Full):
        tasks.put_nowait(2)
    with pytest.raises(queue.Full):
        tasks.put(2, timeout=0.01)
    assert 1 == tasks.get(timeout=10)
    with pytest.raises(queue.Empty):
        tasks.get_nowait()
    with pytest.raises(queue.Empty):
        tasks.get(True, 0.01)


def test_a_watched_priority_queue_keeps_its_order():
    tasks = watch(queue.PriorityQueue(), "tasks")
    for number in (3, 1, 2):
        tasks.put(number)
    assert [1, 2, 3] == [tasks.get() for _ in range(3)]


THREAD_QUEUES = {"Queue": [3, 1, 2], "LifoQueue": [3, 1, 2], "PriorityQueue": [1, 3, 2]}


@pytest.mark.parametrize(("kind", "expected"), THREAD_QUEUES.items())
def test_a_look_into_a_watched_queue_shows_the_items_themselves(kind, expected):
    tasks = watch(getattr(queue, kind)(), "tasks")
    for number in (3, 1, 2):
        tasks.put(number)
    with tasks.mutex:
        assert expected == list(tasks.queue)


@pytest.mark.parametrize("kind", THREAD_QUEUES)
def test_messages_are_matched_in_the_order_in_which_a_queue_hands_them_on(kind):
    with record() as run:
        tasks = watch(getattr(queue, kind)(), "tasks")
        for item in ("b", "a", "c", "b"):
            tasks.put(item)
        got = [repr(tasks.get()) for _ in range(4)]
    assert got == [message.label for message in sorted(run.messages, key=lambda m: m.received)]


def test_equal_sentinels_are_matched_in_their_order():
    with record() as run:
        tasks = watch(queue.Queue(), "tasks")
        for _ in range(3):
            tasks.put(None)
        for _ in range(3):
            tasks.get()
    received = [message.received for message in run.messages]
    assert sorted(received) == received


def test_what_was_cleared_by_hand_was_never_received():
    with record() as run:
        tasks = watch(queue.Queue(), "tasks")
        tasks.put("same")
        with tasks.mutex:
            tasks.queue.clear()
        tasks.put("same")
        tasks.get()
    assert [False, True] == [message.received is not None for message in run.messages]


def test_items_that_cannot_be_compared_fail_as_they_always_do():
    tasks, plain = watch(queue.PriorityQueue(), "tasks"), queue.PriorityQueue()
    errors = []
    for each in tasks, plain:
        each.put({})
        with pytest.raises(TypeError) as caught:
            each.put({})
        errors.append(str(caught.value))
    assert errors[0] == errors[1]


class Loud(queue.Queue):
    def _put(self, item):
        super()._put(f"{item}!")

    def put(self, item, block=True, timeout=None):
        super().put(item.upper(), block, timeout)

    def _get(self):
        return super()._get().removesuffix("!")


def test_a_queue_of_ones_own_can_be_watched():
    with record():
        tasks = watch(Loud(), "tasks")
        tasks.put("tea")
        inside, got = list(tasks.queue), tasks.get()
    assert (["TEA!"], "TEA", True) == (inside, got, isinstance(tasks, Loud))


@pytest.mark.parametrize("kind", [*QUEUES, *LOCKS])
def test_a_watched_object_is_called_what_it_was_called(kind):
    make = {**QUEUES, **LOCKS}[kind]
    plain, watched = make(), watch(make(), "thing")

    def called(thing):
        return (
            type(thing).__module__,
            type(thing).__qualname__,
            re.sub(r"0x\w+", "", repr(thing)),
        )

    assert called(plain) == called(watched)


@pytest.mark.parametrize("kind", ["Lock", "Queue", "Condition", "Event"])
def test_an_error_about_a_watched_object_is_the_one_about_a_plain_one(kind):
    errors = []
    for thing in (
        getattr(multiprocessing, kind)(),
        watch(getattr(multiprocessing, kind)(), "thing"),
    ):
        with pytest.raises(RuntimeError) as caught:
            pickle.dumps(thing)
        errors.append(str(caught.value))
    assert errors[0] == errors[1]


@pytest.mark.parametrize("kind", [kind for kind in QUEUES if "SimpleQueue" not in kind])
def test_a_put_waits_only_where_the_queue_has_a_limit(kind):
    with record() as run:
        for size in 0, 3:
            tasks = watch(QUEUES[kind](size), f"limit {size}")
            tasks.put("item")
            tasks.get()
    assert ["limit 0.get()", "limit 3.put()", "limit 3.get()"] == [
        wait.on for wait in run.lanes[0].waits
    ]


def test_a_refused_put_is_no_message():
    with record() as run:
        tasks = watch(queue.Queue(1), "tasks")
        tasks.put(1)
        with pytest.raises(queue.Full):
            tasks.put_nowait(2)
    assert ["1"] == [message.label for message in run.messages]


def test_a_watched_joinable_queue_counts_its_tasks(start_method):
    tasks = watch(multiprocessing.JoinableQueue(), "tasks")
    tasks.put(1)
    tasks.get()
    tasks.task_done()
    tasks.join()
    with pytest.raises(ValueError, match="too many times"):
        tasks.task_done()


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


@pytest.mark.parametrize("module", [multiprocessing, threading])
def test_event_condition_and_barrier_work_as_before(module):
    event = watch(module.Event(), "event")
    assert not event.wait(0.01)
    event.set()
    assert event.wait(10)
    condition = watch(module.Condition(), "condition")
    with condition:
        assert not condition.wait(0.01)
        condition.notify()
        assert condition.wait_for(lambda: True)
    assert 0 == watch(module.Barrier(1), "barrier").wait(10)


def test_a_condition_may_be_built_on_a_watched_lock():
    for lock, make in (
        (multiprocessing.RLock(), multiprocessing.Condition),
        (threading.RLock(), threading.Condition),
        (threading.Lock(), threading.Condition),
    ):
        condition = make(watch(lock, "door"))
        with condition:
            assert not condition.wait(0.01)


def sleepers(thing):
    """How many wait for an event, condition, barrier or semaphore at this moment."""
    if isinstance(thing, multiprocessing.synchronize.Semaphore):
        return 0
    condition = getattr(thing, "_cond", thing)
    if hasattr(condition, "_waiters"):
        return len(condition._waiters)
    woken = condition._woken_count.get_value()
    return condition._sleeping_count.get_value() - woken


def start_sleepers(thing, target, *names):
    """Threads that wait for `thing`, each started when the one before waits."""
    threads = []
    for number, name in enumerate(names, start=1):
        threads.append(threading.Thread(target=target, name=name))
        threads[-1].start()
        while sleepers(thing) < number:
            pass
    return threads


def woken(run):
    return [(run.lanes[wake.by].name, run.lanes[wake.woken].thread) for wake in run.wakes]


def held(run, name):
    """(held from where to where it waited, and again) of the lane called `name`."""
    return [(hold.again, hold.end is None) for hold in run.lane(f"MainProcess / {name}").holds]


MODULES = pytest.mark.parametrize("module", [multiprocessing, threading])


@MODULES
def test_who_sets_an_event_wakes_all_who_wait(module):
    with record() as run:
        go = watch(module.Event(), "go")
        threads = start_sleepers(go, go.wait, "B", "C")
        go.set()
        for thread in threads:
            thread.join()
    assert [("MainProcess", "B"), ("MainProcess", "C")] == sorted(woken(run))
    assert (
        "'go' was set by MainProcess once, which let MainProcess / B and MainProcess / C go on."
        in run.words()
    )


@MODULES
def test_who_comes_after_the_set_goes_on_but_is_not_woken(module):
    with record() as run:
        go = watch(module.Event(), "go")
        go.set()
        go.wait()
    assert (
        "'go' was set by MainProcess once, which let MainProcess go on.\n"
        "measured here: woken through 'go' (nobody)"
    ) == run.words().partition("\n")[2]


@MODULES
def test_a_wait_that_ran_into_its_time_limit_was_not_woken(module):
    with record() as run:
        go = watch(module.Event(), "go")
        go.wait(0.001)
        go.set()
    assert [] == run.lanes[0].passes + run.wakes


@MODULES
def test_a_condition_is_not_held_while_it_waits(module):
    with record() as run:
        ready = watch(module.Condition(), "ready")

        def wait():
            with ready:
                ready.wait()

        [thread] = start_sleepers(ready, wait, "B")
        with ready:
            ready.notify()
        thread.join()
    first, second = run.lane("MainProcess / B").holds
    [wait] = [wait for wait in run.lane("MainProcess / B").waits if wait.on == "ready.wait()"]
    assert first.end <= wait.start <= run.lanes[0].holds[0].start
    assert wait.end <= second.start
    assert [(False, False), (True, False)] == held(run, "B")
    # The words count blocks, not pieces: whether one has to wait is up to the schedule.
    assert "'ready' was held by MainProcess once and MainProcess / B once." in run.words()


@MODULES
def test_notify_wakes_one_and_notify_all_the_others(module):
    with record() as run:
        ready = watch(module.Condition(), "ready")

        def wait():
            with ready:
                ready.wait()

        threads = start_sleepers(ready, wait, "B", "C", "D")
        with ready:
            ready.notify()
        while all(thread.is_alive() for thread in threads):
            pass
        with ready:
            ready.notify_all()
        for thread in threads:
            thread.join()
    first = run.wakes[0].at
    assert [True, False, False] == [wake.at == first for wake in run.wakes]
    assert {"B", "C", "D"} == {name for _, name in woken(run)}
    assert "'ready' was notified by MainProcess twice." in run.words()


@pytest.mark.parametrize(
    ("lock", "condition"),
    [
        (multiprocessing.RLock, multiprocessing.Condition),
        (threading.RLock, threading.Condition),
        (threading.Lock, threading.Condition),
    ],
)
@pytest.mark.parametrize("depth", [1, 2])
def test_a_watched_lock_is_not_held_while_its_condition_waits(lock, condition, depth):
    with record() as run:
        door = watch(lock(), "door")
        ready = condition(door)
        for _ in range(depth if lock is not threading.Lock else 1):
            door.acquire()
        ready.wait(0.001)
        for _ in range(depth if lock is not threading.Lock else 1):
            door.release()
    assert [True, True] == [hold.end is not None for hold in run.lanes[0].holds]


@MODULES
def test_the_last_to_come_lets_the_others_pass_a_barrier(module):
    with record() as run:
        start = watch(module.Barrier(3), "start")
        threads = start_sleepers(start, start.wait, "B", "C")
        start.wait()
        for thread in threads:
            thread.join()
    assert [("MainProcess", "B"), ("MainProcess", "C")] == sorted(woken(run))
    assert ["wait"] == [signal.call for signal in run.lanes[0].signals]
    assert "'start' let MainProcess, MainProcess / B and MainProcess / C go on." in run.words()


@pytest.mark.parametrize("kind", ["Semaphore", "BoundedSemaphore"])
@MODULES
def test_a_semaphore_that_another_releases_is_a_signal_and_held_by_nobody(module, kind):
    with record() as run:
        full = watch(getattr(module, kind)(1), "full")
        full.acquire()
        thread = threading.Thread(target=full.release, name="B")
        thread.start()
        full.acquire()
        thread.join()
    assert [] == run.lanes[0].holds
    assert (
        "'full' was released by MainProcess / B once and acquired by MainProcess twice."
        in run.words()
    )


def test_several_units_of_a_semaphore_wake_as_many():
    with record() as run:
        full = watch(threading.Semaphore(0), "full")
        threads = start_sleepers(full, full.acquire, "B", "C")
        full.release(2)
        for thread in threads:
            thread.join()
    assert [("MainProcess", "B"), ("MainProcess", "C")] == sorted(woken(run))


@pytest.mark.parametrize("kind", [kind for kind in LOCKS if not kind.endswith(".Semaphore")])
def test_a_refused_release_is_no_hold(kind):
    with record() as run:
        door = watch(LOCKS[kind](), "door")
        with pytest.raises((RuntimeError, ValueError, AssertionError)):
            door.release()
        with door:
            pass
    assert [False] == [hold.end is None for hold in run.lanes[0].holds]


@MODULES
def test_a_refused_notify_is_no_signal(module):
    with record() as run:
        ready = watch(module.Condition(), "ready")
        with pytest.raises((RuntimeError, AssertionError)):
            ready.notify()
    assert [] == run.lanes[0].signals


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


@pytest.mark.parametrize(
    "kind", ["Semaphore", "BoundedSemaphore", "Event", "Condition", "Barrier", "RLock"]
)
def test_everything_watched_can_be_handed_to_a_process(kind, start_method):
    arguments = (1,) if kind == "Barrier" else ()
    thing = watch(getattr(multiprocessing, kind)(*arguments), "thing")
    with record() as run:
        p = Process(target=scenes.tell_name, args=(thing,), name="child")
        p.start()
        p.join()
    assert ["thing"] == [mark.text for mark in run.lane("child").marks]


def test_a_watched_connection_is_a_connection_and_its_bytes_are_unchanged():
    plain = Pipe()
    plain[0].send({"a": 1})
    expected = plain[1].recv_bytes()
    ours, theirs = watch(Pipe(), "pipe")
    assert isinstance(ours, Connection)
    ours.send({"a": 1})
    assert expected == theirs.recv_bytes()


def test_the_methods_of_a_watched_connection_work_as_before():
    with record() as run:
        ours, theirs = watch(Pipe(), "pipe")
        ours.send_bytes(b"abcdef", 1, 3)
        assert theirs.poll(10)
        assert b"bcd" == theirs.recv_bytes(10)
        ours.send_bytes(b"xy")
        buffer = bytearray(4)
        assert 2 == theirs.recv_bytes_into(buffer, 1)
        assert b"\0xy\0" == bytes(buffer)
        with ours:
            pass
        assert ours.closed
        with pytest.raises(EOFError):
            theirs.recv()
    assert 2 == len(run.messages)


def test_a_message_that_cannot_be_sent_is_no_message():
    with record() as run:
        ours, theirs = watch(Pipe(), "pipe")
        with pytest.raises((pickle.PicklingError, AttributeError)):
            ours.send(lambda: None)
        ours.send(1)
        theirs.recv()
    assert [("1", 0)] == [(message.label, message.receiver) for message in run.messages]


def test_a_connection_can_be_sent_through_a_connection():
    ours, theirs = Pipe()
    inner = watch(Pipe(), "inner")
    ours.send(inner[0])
    received = theirs.recv()
    received.send("hello")
    assert ("hello", "inner") == (inner[1].recv(), received.watched)


def test_those_who_ask_at_the_two_ends_of_a_pipe_are_told_apart(start_method):
    with record() as run:
        ours, theirs = watch(Pipe(), "pipe")
        p = Process(target=scenes.echo, args=(theirs,), name="child")
        p.start()
        ours.send("hello")
        ours.recv()
        p.join()
    assert [[0], [1]] == sorted(run.receivers["pipe"])


def test_an_item_put_before_the_queue_was_watched_arrives():
    tasks = queue.Queue()
    tasks.put("early")
    assert "early" == watch(tasks, "tasks").get()


def test_watching_again_renames():
    assert "second" == watch(watch(multiprocessing.Lock(), "first"), "second").watched


def test_threads_share_a_watched_queue():
    with record() as run:
        tasks = watch(queue.Queue(), "tasks")
        thread = threading.Thread(target=lambda: tasks.put(tasks.get()), name="echo")
        thread.start()
        tasks.put("ping")
        thread.join()
        tasks.get()
    assert "MainProcess / echo" in [lane.name for lane in run.lanes]
    assert {"MainProcess", "MainProcess / echo"} == {
        run.lanes[message.sender].name for message in run.messages
    }


@pytest.mark.parametrize("thing", [3, "text", [], print, (1, 2), Process, None])
def test_what_carries_no_traffic_cannot_be_watched(thing):
    with pytest.raises(TypeError, match=r"watch\(\) cannot see what goes through an object of"):
        watch(thing, "thing")


@pytest.mark.parametrize("name", [None, 3, ""])
def test_a_watched_object_needs_a_name(name):
    with pytest.raises(TypeError, match=r"watch\(\) needs a name for the picture"):
        watch(queue.Queue(), name)


@pytest.mark.parametrize(
    ("item", "label"),
    [
        (42, "42"),
        ("short", "'short'"),
        (b"x" * 1000, "bytes of 1,000"),
        ((1, "a"), "(1, 'a')"),
        (None, "None"),
        ([1, 2], "list"),
        (2**200, "16069380442589902755419…"),
        (object(), "object"),
    ],
)
def test_the_label_of_a_message_is_short_and_runs_no_foreign_code(item, label):
    from helpers.note.watch.labels import label_of

    assert label == label_of(item)


def test_fork_context_objects_can_be_watched():
    context = get_context("fork") if "fork" in multiprocessing.get_all_start_methods() else None
    if context is None:
        pytest.skip("this system has no fork")
    with record() as run:
        tasks = watch(context.Queue(), "tasks")
        p = context.Process(target=scenes.produce, args=(tasks, ["one"]), name="producer")
        p.start()
        assert "one" == tasks.get()
        p.join()
    assert [("producer", "MainProcess")] == [
        (run.lanes[m.sender].name, run.lanes[m.receiver].name) for m in run.messages
    ]
