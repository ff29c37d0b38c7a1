"""Who wakes whom: events, conditions, barriers and semaphores."""

import multiprocessing
import threading

import pytest

from helpers import record, watch


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


@MODULES
def test_a_refused_notify_is_no_signal(module):
    with record() as run:
        ready = watch(module.Condition(), "ready")
        with pytest.raises((RuntimeError, AssertionError)):
            ready.notify()
    assert [] == run.lanes[0].signals
