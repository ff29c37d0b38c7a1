"""On a busy computer an answer is judged for what it does, or not at all."""

import signal

import pytest
from answering import answer, linux, make_known

from helpers.course.checking import examine
from helpers.course.checking.check import check
from helpers.course.checking.load import BUSY

SPINNING = "while True: pass"


ASLEEP = "time.sleep(60)"


STILL_AT_WORK = (
    "99.1: not yet.\nYour answer was still at work after {} s. That need not be its fault. " + BUSY
)


HUNG = "Your answer did not end within {} s. Where it stood:\n  MainProcess slept, line 4 in"


@pytest.mark.parametrize(("load", "seconds"), [("others=0.9", 1), ("slowness=3.0", 3)])
def test_an_answer_that_is_at_work_on_a_busy_computer_is_not_judged(load, seconds, monkeypatch):
    make_known(monkeypatch, load)
    answer(SPINNING)
    assert STILL_AT_WORK.format(seconds) == check("99.1").words()


@linux
@pytest.mark.parametrize(("load", "seconds"), [("others=0.9", 1), ("slowness=3.0", 3)])
def test_an_answer_that_hangs_is_told_so_on_a_busy_computer_too(load, seconds, monkeypatch):
    make_known(monkeypatch, load)
    answer(ASLEEP)
    assert HUNG.format(seconds) in check("99.1").words()


def test_an_answer_that_needs_longer_passes_on_a_slow_computer(monkeypatch):
    make_known(monkeypatch, "slowness=4.0")
    answer("time.sleep(1.5); return 2 * number")
    assert check("99.1").passed


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="POSIX")
def test_an_answer_that_stops_itself_is_told_so(monkeypatch):
    monkeypatch.setattr(examine, "LIMIT", 3)
    answer("os.kill(0, signal.SIGSTOP)")
    said = "it was stopped, as SIGSTOP does it, and nobody let it go on."
    assert said in check("99.1").words()


def test_an_exam_that_never_gets_its_turn_says_so():
    assert f"after 12 s it still waited for its turn. {BUSY}" == examine._how("starved")


@pytest.mark.parametrize(
    ("slowness", "left", "expected"), [(1, 12, 4), (1, 5, 3.5), (2.5, 12, 9), (9, 12, 9), (9, 6, 3)]
)
def test_of_the_seconds_that_are_left_some_are_kept_for_the_end(slowness, left, expected):
    assert expected == examine.deadline_of(4, slowness, left)
