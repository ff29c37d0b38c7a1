"""How a busy computer is told from an answer that hangs."""

import os
import threading

import pytest

from helpers.course.checking import load
from helpers.course.checking.load import is_at_work, is_starved, stretched

IDLE, WAITS = [False] * 20, [True] * 20


def test_a_deadline_stays_where_a_start_took_little_longer_than_it_computes():
    assert 4.0 == stretched(4.0, 1.5, 10.0)


def test_a_deadline_grows_with_the_time_that_a_start_took():
    assert 12.0 == stretched(4.0, 3.0, 20.0)


def test_a_deadline_ends_with_the_exam():
    assert 7.5 == stretched(4.0, 3.0, 7.5)


def test_the_last_case_of_a_slow_exam_gets_a_little_all_the_same():
    assert load.LEAST == stretched(4.0, 3.0, -1.0)


def test_a_start_without_others_takes_as_long_as_it_computes(monkeypatch):
    monkeypatch.setattr(load.time, "monotonic", lambda: 13.0)
    monkeypatch.setattr(load.time, "process_time", lambda: 0.5)
    assert 6.0 == load.slowness(10.0)


@pytest.mark.parametrize(
    ("expected", "after", "looks"),
    [
        pytest.param(False, {1: 0.5, 2: 0.01}, IDLE, id="all are blocked"),
        pytest.param(True, {1: 0.5, 2: 0.11}, IDLE, id="one computes"),
        pytest.param(True, {1: 0.5, 2: 0.01}, WAITS, id="one waits for a processor"),
        pytest.param(False, {1: 0.5, 2: 0.01}, [True, *IDLE], id="one polls now and then"),
        pytest.param(True, {1: 0.5}, IDLE, id="one has ended"),
        pytest.param(True, {1: 0.5, 2: 0.01, 3: 0.0}, IDLE, id="one was started"),
    ],
)
def test_who_is_at_work(expected, after, looks):
    assert expected == is_at_work({1: 0.5, 2: 0.01}, after, looks, window=1.0)


def test_who_came_to_look_only_after_the_end_says_nothing(monkeypatch):
    asked, late = [], threading.Event()

    def computed():
        asked.append(True)
        if len(asked) == 2:
            late.set()
            watch._ended.wait()
        return {os.getpid(): 0.5}

    monkeypatch.setattr(load, "_computed", computed)
    watch = load.Watch(0.2)
    assert late.wait(60)
    assert watch.end(slowness=9.0)


@pytest.mark.parametrize(
    ("expected", "computed", "waits"),
    [
        pytest.param(True, 1.0, True, id="others compute"),
        pytest.param(False, 11.0, True, id="it computes itself"),
        pytest.param(False, 1.0, False, id="it is blocked"),
    ],
)
def test_who_is_starved(expected, computed, waits):
    assert expected == is_starved(computed, 12.0, waits)
