"""The methods of `Process` and `Thread` during a run, and what others have put in their place."""

import threading
from multiprocessing import Process
from multiprocessing.process import BaseProcess

import scenes

from helpers import record


def counting(calls, called):
    """What a debugger or coverage puts in the place of the method that it calls."""

    def start(self):
        calls.append(self.name)
        called(self)

    return start


def started_in_a_run():
    with record() as run:
        p = Process(target=scenes.greet, args=("Ada",), name="greeter")
        p.start()
        p.join()
    return run.lanes[0].started


def test_what_stood_there_before_a_run_is_called_in_it_and_stands_there_after_it(monkeypatch):
    calls = []
    theirs = counting(calls, BaseProcess.start)
    monkeypatch.setattr(BaseProcess, "start", theirs)
    assert ["greeter"] == started_in_a_run()
    assert (["greeter"], theirs) == (calls, BaseProcess.start)


def test_what_is_put_over_a_method_during_a_run_stays_and_later_runs_go_on(monkeypatch):
    calls = []
    monkeypatch.setattr(BaseProcess, "start", BaseProcess.start)  # put back after the test
    with record():
        BaseProcess.start = theirs = counting(calls, BaseProcess.start)
    assert theirs is BaseProcess.start
    assert ["greeter"] == started_in_a_run()
    assert (["greeter"], theirs) == (calls, BaseProcess.start)


def test_every_method_that_is_replaced_is_put_back():
    names = [(BaseProcess, name) for name in ("start", "join", "_bootstrap")]
    names += [(threading.Thread, name) for name in ("start", "join")]
    before = [vars(owner)[name] for owner, name in names]
    with record():
        during = [vars(owner)[name] for owner, name in names]
    assert before == [vars(owner)[name] for owner, name in names]
    assert not set(before) & set(during)
