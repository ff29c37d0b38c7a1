"""What a recording sees, what it ends, and what it leaves: under every start method."""

import _thread
import io
import multiprocessing.managers
import multiprocessing.pool
import os
import queue
import select
import signal
import sys
import threading
import time
import types
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import (
    Event,
    JoinableQueue,
    Lock,
    Pipe,
    Pool,
    Process,
    Queue,
    active_children,
    connection,
    get_context,
    popen_fork,
)
from pathlib import Path

import psutil
import pytest
import scenes

from helpers import log, record, watch
from helpers.note import follow
from helpers.runs import deadline, handles, recording


@pytest.fixture(autouse=True)
def nothing_is_left():
    """After a run there is no process, no handler and no folder that was not there before."""
    handler = signal.getsignal(signal.SIGINT)
    yield
    assert [] == active_children()
    assert handler == signal.getsignal(signal.SIGINT)
    assert [] == [words for words in map(words_of, psutil.Process().children()) if words]


def words_of(child):
    """The command line of a child that should not be there; "" for the library's own helpers."""
    if child.status() == psutil.STATUS_ZOMBIE:
        return "a zombie"
    words = " ".join(child.cmdline())
    own = ("resource_tracker", "forkserver", "warden")
    return "" if any(kept in words for kept in own) else words


def texts(lane):
    return [mark.text for mark in lane.marks]


def test_a_child_and_its_lines(start_method):
    with record() as run:
        p = Process(target=scenes.greet, args=("Ada",), name="greeter")
        p.start()
        p.join()
    assert ["MainProcess", "greeter"] == [lane.name for lane in run.lanes]
    greeter = run.lane("greeter")
    assert (["hello, Ada"], 0, 0) == (texts(greeter), greeter.exitcode, greeter.parent)
    assert 0 < greeter.born < greeter.ready < greeter.marks[0].time < greeter.ended < run.length


def test_a_run_in_which_nothing_happens():
    with record() as run:
        pass
    assert "1 process: MainProcess." == run.words()


def test_what_was_killed_before_its_first_line_leaves_no_trace():
    with record() as run:
        Path(recording._open.folder, f"{os.getpid()}-000099-7f+0000.events").write_bytes(bytes(99))
    assert ["MainProcess"] == [lane.name for lane in run.lanes]


def test_a_killed_child_keeps_its_lines_and_ends_where_it_died(start_method):
    with record() as run:
        p = Process(target=scenes.say_and_die, args=("one", "two"), name="victim")
        p.start()
        p.join()
        time.sleep(0.05)
    victim = run.lane("victim")
    killed = -signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM
    assert (["one", "two"], killed) == (texts(victim), victim.exitcode)
    assert victim.ended < run.length - 0.04


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
def test_a_process_whose_parent_dies_in_start_has_that_parent():
    with record() as run:
        up = Event()
        p = Process(target=scenes.die_while_starting, args=(up,), name="boss")
        p.start()
        up.wait()
        p.join()
    assert ("boss", ["orphan"]) == (
        run.lanes[run.lane("orphan").parent].name,
        run.lane("boss").started,
    )


def test_grandchildren_are_followed(start_method):
    with record() as run:
        p = Process(target=scenes.have_a_child, name="child")
        p.start()
        p.join()
    grandchild = run.lane("grandchild")
    assert ["hello, grandparent"] == texts(grandchild)
    assert ("child", 0) == (run.lanes[grandchild.parent].name, grandchild.exitcode)


def test_the_exit_code_of_a_daemon_that_its_parent_ends_on_its_way_out(start_method):
    with record() as run:
        up = Event()
        p = Process(target=scenes.have_a_daemon, args=(up,), name="boss")
        p.start()
        p.join()
    assert (["daemon"], -15) == (run.lane("boss").joined, run.lane("daemon").exitcode)


def test_daemons_that_their_parent_ends_on_its_way_out_are_named_in_the_order_of_their_start():
    with record() as run:
        p = Process(target=scenes.have_daemons, args=(6,), name="boss")
        p.start()
        p.join()
    assert run.lane("boss").started == run.lane("boss").joined


def test_a_process_started_by_a_thread(start_method):
    def start_and_join():
        p = Process(target=scenes.greet, args=("thread",), name="greeter")
        p.start()
        p.join()

    with record() as run:
        t = threading.Thread(target=start_and_join, name="starter")
        t.start()
        t.join()
    assert ["MainProcess", "MainProcess / starter", "greeter"] == [lane.name for lane in run.lanes]
    assert 1 == run.lane("greeter").parent


def test_sixty_four_processes():
    with record(deadline=60) as run:
        processes = [Process(target=scenes.greet, args=(n,), name=f"p{n}") for n in range(64)]
        for p in processes:
            p.start()
        for p in processes:
            p.join()
    assert 65 == len(run.lanes)
    assert [f"hello, {n}" for n in range(64)] == [texts(lane)[0] for lane in run.lanes[1:]]


def test_threads_are_in_the_order_of_their_starts_whoever_runs_first(monkeypatch):
    bob_runs = threading.Event()
    run_thread = follow._run_thread

    def run_late(run):
        if threading.current_thread().name == "Ada":
            bob_runs.wait(10)
        run_thread(run)

    monkeypatch.setattr(follow, "_run_thread", run_late)
    with record() as run:
        ada = threading.Thread(target=log, args=("here",), name="Ada")
        bob = threading.Thread(target=lambda: (log("here"), bob_runs.set()), name="Bob")
        ada.start(), bob.start()
        ada.join(), bob.join()
    assert ["Ada", "Bob"] == [lane.thread for lane in run.lanes[1:]]


def test_a_thread_of_the_kernel_has_no_lane():
    from ipykernel.thread import BaseThread

    thread = BaseThread(name="subshell-1", daemon=True)
    with record() as run:
        thread.start()
        log("here")
    thread.stop()
    thread.join()
    assert ["MainProcess"] == [lane.name for lane in run.lanes]


def test_threads_of_a_child_have_lanes_of_their_own(start_method):
    with record() as run:
        p = Process(target=scenes.log_from_threads, args=(3,), name="child")
        p.start()
        p.join()
    assert [["from 0"], ["from 1"], ["from 2"]] == [
        texts(run.lane(f"child / talker-{n}")) for n in range(3)
    ]


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="no such signal on this system")
def test_a_signal_handler_may_log_in_the_middle_of_a_line():
    with record() as run:
        p = Process(target=scenes.log_in_a_handler, name="logger")
        p.start()
        p.join()
    lines = [text for text in texts(run.lane("logger")) if text != "tick"]
    assert [f"line {number}" for number in range(3000)] == lines


def test_many_producers_and_consumers_every_message_matched(start_method):
    with record() as run:
        tasks, results = watch(Queue(), "tasks"), Queue()
        producers = [
            Process(target=scenes.produce, args=(tasks, range(n, n + 5)), name=f"producer-{n}")
            for n in (10, 20, 30)
        ]
        consumers = [
            Process(target=scenes.consume, args=(tasks, results), name=f"consumer-{n}")
            for n in (1, 2)
        ]
        for p in producers + consumers:
            p.start()
        for p in producers:
            p.join()
        for _ in consumers:
            tasks.put(None)
        received = sorted(results.get() for _ in range(15))
        for p in consumers:
            p.join()
    items = [message for message in run.messages if message.label != "None"]
    assert received == sorted(int(message.label) for message in items)
    assert [int(message.label) // 10 * 10 for message in items] == [
        int(run.lanes[message.sender].name.split("-")[1]) for message in items
    ]
    assert {"consumer-1", "consumer-2"} >= {run.lanes[message.receiver].name for message in items}
    assert all(message.sent <= message.received for message in items)


def test_messages_of_a_pipe_are_matched_in_both_directions(start_method):
    with record() as run:
        ours, theirs = watch(Pipe(), "pipe")
        p = Process(target=scenes.echo, args=(theirs,), name="echo")
        p.start()
        ours.send("ping")
        assert "ping" == ours.recv()
        p.join()
    assert [("'ping'", 0, 1), ("'ping'", 1, 0)] == [
        (message.label, message.sender, message.receiver) for message in run.messages
    ]


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
    assert "test_recording" == run.lanes[0].stand.file


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


def test_an_exception_goes_through():
    with pytest.raises(ZeroDivisionError), record() as run:
        Process(target=scenes.sleep, name="sleeper").start()
        1 / 0  # noqa: B018
    assert "the end of the block" == run.lane("sleeper").ended_by


def test_the_learners_interrupt_goes_through():
    interrupt = threading.Timer(
        0.3, signal.pthread_kill, (threading.main_thread().ident, signal.SIGINT)
    )
    with pytest.raises(KeyboardInterrupt), record() as run:
        interrupt.start()
        p = Process(target=scenes.sleep, name="sleeper")
        p.start()
        p.join()
    interrupt.join()
    assert (False, "the interrupt") == (run.stopped, run.lane("sleeper").ended_by)
    assert "sleeper.join()" == run.lanes[0].stand.waiting_on


@pytest.mark.parametrize("kind", [ProcessPoolExecutor, ThreadPoolExecutor])
def test_the_interrupt_of_a_block_that_waits_for_an_executor_goes_through(kind):
    work = (scenes.sleep,) if kind is ProcessPoolExecutor else (threading.Event().wait, 3)
    interrupt = threading.Timer(
        0.3, signal.pthread_kill, (threading.main_thread().ident, signal.SIGINT)
    )
    with pytest.raises(KeyboardInterrupt), record(deadline=2.5) as run:
        interrupt.start()
        with kind(1) as executor:
            executor.submit(*work).result()
    interrupt.join()
    assert (False, "executor.submit(*work).result()") == (
        run.stopped,
        run.lanes[0].stand.source,
    )


def test_an_interrupt_that_the_block_answers_itself_does_not_end_the_run():
    with record() as run:
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        Process(target=scenes.sleep, name="sleeper").start()
    assert (None, "the end of the block") == (run.stopped_at, run.lane("sleeper").ended_by)


def test_what_the_block_waits_for_after_the_interrupt_is_not_where_it_stood():
    with pytest.raises(KeyboardInterrupt), record() as run:
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            p = Process(target=scenes.exit_with, args=(0,))
            p.start()
            p.join()
    assert None is run.lanes[0].stand.waiting_on
    assert "signal.raise_signal(signal.SIGINT)" == run.lanes[0].stand.source


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to a child")
def test_a_child_that_the_interrupt_ended_before_its_parent_got_it(start_method):
    with pytest.raises(KeyboardInterrupt), record() as run:
        up = Event()
        p = Process(target=scenes.report_and_sleep, args=(up,), name="sleeper")
        p.start()
        up.wait()
        os.kill(p.pid, signal.SIGINT)
        p.join()
        signal.raise_signal(signal.SIGINT)
    sleeper = run.lane("sleeper")
    assert ("the interrupt", None) == (sleeper.ended_by, sleeper.error)
    assert ("report_and_sleep", None) == (sleeper.stand.function, sleeper.stand.waiting_on)


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no SIGTERM that could be ignored")
def test_a_child_that_ignores_the_interrupt_is_ended_too(start_method):
    with pytest.raises(KeyboardInterrupt), record() as run:
        up = Event()
        p = Process(target=scenes.ignore_sigterm, args=(up,), name="deaf")
        p.start()
        up.wait()
        signal.raise_signal(signal.SIGINT)
    assert ("the interrupt", -signal.SIGKILL) == (
        run.lane("deaf").ended_by,
        run.lane("deaf").exitcode,
    )


@pytest.fixture
def come_up(monkeypatch):
    """An event for which a forked child waits before it follows the run, as on a busy computer."""
    come_up = get_context("fork").Event()
    enter = follow._enter_child

    def enter_late(tag):
        come_up.wait()
        enter(tag)

    monkeypatch.setattr(follow, "_enter_child", enter_late)
    return come_up


def never_come_up(tag):
    time.sleep(600)


def start_sleeper():
    p = get_context("fork").Process(target=scenes.sleep, name="sleeper")
    p.start()
    return p


def wait_for_the_deadline():
    while recording._open.deadline._awaited is None:
        time.sleep(0.001)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork")
def test_the_deadline_waits_for_a_child_that_comes_up_late(come_up):
    with record(deadline=0.2) as run:
        p = start_sleeper()
        wait_for_the_deadline()
        come_up.set()
        p.join()
    sleeper = run.lane("sleeper")
    assert (True, "sleep", "killed at the deadline") == (
        run.put_off > 0,
        sleeper.stand and sleeper.stand.function,
        run.words().splitlines()[-1].partition(": ")[2].rstrip("."),
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork")
def test_the_deadline_does_not_wait_for_ever_for_a_child_to_come_up(come_up, monkeypatch):
    monkeypatch.setattr(deadline, "LATE", 0.1)
    with record(deadline=0.2) as run:
        start_sleeper().join()
    assert 0.1 == run.put_off


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork")
def test_the_deadline_waits_for_a_child_whose_start_has_begun(monkeypatch):
    begin = popen_fork.Popen.__init__

    def begin_late(self, process):
        wait_for_the_deadline()
        begin(self, process)

    monkeypatch.setattr(popen_fork.Popen, "__init__", begin_late)
    with record(deadline=0.2) as run:
        start_sleeper().join()
    assert (True, "sleep") == (run.put_off > 0, run.lane("sleeper").stand.function)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork")
def test_the_deadline_does_not_wait_for_a_child_that_is_started_after_it(come_up, monkeypatch):
    with record(deadline=0.2) as run:
        start_sleeper()
        wait_for_the_deadline()
        monkeypatch.setattr(follow, "_enter_child", never_come_up)
        p = start_sleeper()
        come_up.set()
        p.join()
    assert run.stopped
    assert run.put_off < deadline.LATE


def test_a_block_that_ends_while_its_deadline_is_put_off_is_not_stopped(monkeypatch):
    def put_off_until_the_block_has_ended(*_):
        while recording._open.block.inside:
            time.sleep(0.001)
        return False

    monkeypatch.setattr(deadline.Deadline, "_is_put_off", put_off_until_the_block_has_ended)
    with record(deadline=0.1) as run:
        time.sleep(0.2)
    assert (False, 0.0) == (run.stopped, run.put_off)


def test_except_exception_does_not_catch_the_deadline():
    with record(deadline=0.3) as run:
        try:
            time.sleep(60)
        except Exception:
            log("caught")
    assert (True, []) == (run.stopped, texts(run.lanes[0]))


def test_a_block_that_swallows_the_interrupt_is_interrupted_again():
    with record(deadline=0.3) as run:
        try:
            time.sleep(60)
        except BaseException:
            time.sleep(60)
    assert run.stopped


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no such call on this system")
def test_a_block_that_no_interrupt_reaches_is_given_up_and_says_so(monkeypatch):
    said = []
    given_up = threading.Event()

    class Said(io.StringIO):
        def write(self, text):
            said.append(text)
            given_up.set()

    monkeypatch.setattr(recording, "TRIES", 2)
    monkeypatch.setattr(recording, "INSISTING", 0.05)
    monkeypatch.setattr(sys, "stderr", Said())
    with record(deadline=0.2) as run:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        given_up.wait(60)
        log("goes on")
        p = Process(target=scenes.sleep, name="sleeper")
        p.start()
        p.join()  # what it starts is ended all the same
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        log("never reached")
    assert (True, ["goes on"]) == (run.stopped, texts(run.lanes[0]))
    assert "2 interrupts did not end line" in "".join(said)
    assert "test_recording: given_up.wait(60)" in "".join(said)
    assert "the deadline" == run.lane("sleeper").ended_by


def test_two_recordings_at_once_are_refused():
    with record() as run:
        with pytest.raises(RuntimeError, match="A recording is open already"):
            record().__enter__()
    assert run.closed


@pytest.mark.parametrize("deadline", [-1, 0, "soon", None, True, float("nan")])
def test_a_deadline_is_a_number_of_seconds(deadline):
    with pytest.raises(ValueError, match="A deadline is a number of seconds above 0"):
        record(deadline=deadline)


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


def test_process_and_thread_are_the_standard_librarys_again():
    before = Process.start, Process.join, threading.Thread.start
    with record():
        pass
    assert before == (Process.start, Process.join, threading.Thread.start)


def test_log_outside_a_recording_prints(capsys):
    log("alone")
    assert "[MainProcess] alone\n" == capsys.readouterr().out


def test_what_a_child_prints_is_kept_and_so_is_its_error(start_method):
    with record() as run:
        p = Process(target=scenes.print_and_fail, args=("hello",), name="child")
        p.start()
        p.join()
    child = run.lane("child")
    assert [("hello", "print")] == [(mark.text, mark.kind) for mark in child.marks]
    assert ("ValueError: boom", 1) == (child.error, child.exitcode)
    assert "ValueError: boom" == child.stderr[-1]
    assert 'child: printed "hello"; died of ValueError: boom; exit code 1.' in run.words()


def test_the_traceback_of_a_child_has_no_line_of_what_follows_it(start_method):
    q = watch(Queue(), "q")
    with record() as run:
        p = Process(target=scenes.get_in_vain, args=(q,), name="child")
        p.start()
        p.join()
    child = run.lane("child")
    assert ["Process child:", "Traceback (most recent call last):"] == child.stderr[:2]
    assert ("_queue.Empty", 1) == (child.stderr[-1], child.exitcode)
    assert [] == [line for line in child.stderr if str(Path(follow.__file__).parent) in line]


def test_the_traceback_of_a_thread_has_no_line_of_what_follows_it(monkeypatch):
    said = io.StringIO()
    monkeypatch.setattr(threading, "excepthook", threading.__excepthook__)
    monkeypatch.setattr(sys, "stderr", said)
    q = watch(queue.Queue(), "q")
    with record() as run:
        t = threading.Thread(target=scenes.get_in_vain, args=(q,), name="reader")
        t.start()
        t.join()
    lines = said.getvalue().splitlines()
    assert ("Exception in thread reader:", "_queue.Empty") == (lines[0], lines[-1])
    assert any("in get_in_vain" in line for line in lines)
    assert [] == [line for line in lines if str(Path(follow.__file__).parent) in line]
    assert "Empty" == run.lane("MainProcess / reader").error


def test_a_child_whose_target_cannot_be_found_says_so(monkeypatch):
    vanishing = types.FunctionType(scenes.greet.__code__, {})
    vanishing.__module__, vanishing.__qualname__ = "scenes", "vanishing"
    monkeypatch.setattr(scenes, "vanishing", vanishing, raising=False)
    with record() as run:
        p = get_context("spawn").Process(target=vanishing, name="child")
        p.start()
        p.join()
    assert "child: died of AttributeError: " in run.words()
    assert 1 == run.lane("child").exitcode
