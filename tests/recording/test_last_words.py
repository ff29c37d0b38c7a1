"""What a child prints is kept, and so is the traceback it dies with."""

import io
import queue
import sys
import threading
import types
from multiprocessing import Process, Queue, get_context
from pathlib import Path

import scenes

from helpers import record, watch
from helpers.note import follow


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
