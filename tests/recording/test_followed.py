"""A recording follows children, threads and messages, under every start method."""

import os
import signal
import sys
import threading
import time
from multiprocessing import Event, Pipe, Process, Queue
from pathlib import Path

import pytest
import scenes
from lanes import texts

from helpers import log, record, watch
from helpers.note import follow
from helpers.runs import recording


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


def test_two_recordings_at_once_are_refused():
    with record() as run:
        with pytest.raises(RuntimeError, match="A recording is open already"):
            record().__enter__()
    assert run.closed


def test_process_and_thread_are_the_standard_librarys_again():
    before = Process.start, Process.join, threading.Thread.start
    with record():
        pass
    assert before == (Process.start, Process.join, threading.Thread.start)


def test_log_outside_a_recording_prints(capsys):
    log("alone")
    assert "[MainProcess] alone\n" == capsys.readouterr().out


@pytest.fixture
def waiter():
    """A thread that was started in a run which is over, and how to let it go on."""
    begun, gate = threading.Event(), threading.Event()

    def wait(then):
        begun.set()
        gate.wait()
        then()

    def start(then):
        thread = threading.Thread(target=wait, args=(then,), daemon=True)
        with record():
            thread.start()
            begun.wait()
        return thread

    return start, gate


def test_a_thread_of_an_earlier_run_that_only_ends_in_this_one_has_no_lane(waiter):
    start, gate = waiter
    thread = start(lambda: None)
    with record() as run:
        gate.set()
        thread.join()
    assert ["MainProcess"] == [lane.name for lane in run.lanes]


def test_a_thread_of_an_earlier_run_that_logs_in_this_one_has_a_lane(waiter):
    start, gate = waiter
    thread = start(lambda: log("let go"))
    with record() as run:
        gate.set()
        thread.join()
    assert ["let go"] == texts(run.lanes[1])
