"""Whatever an answer does, the check says so in a sentence."""

import sys
from dataclasses import replace

import pytest
from answering import answer
from double import DOUBLE

from helpers.course.checking import examine, hint, judging
from helpers.course.checking.check import check
from helpers.course.checking.verdict import Verdict
from helpers.course.exercises import found
from helpers.course.exercises.exercise import Seen
from helpers.runs.run import Run


def test_a_right_answer_passes():
    answer("return 2 * number")
    verdict = check("99.1")
    assert "99.1: passed.\nChecked: two numbers\nTry next: three numbers" == verdict.words()
    assert verdict.passed


def test_a_wrong_answer_is_told_what_was_expected_and_what_happened():
    answer("return 6")
    assert ("99.1: not yet.\nexpected: double(5) is 10\nhappened: double(5) is 6") == check(
        "99.1"
    ).words()


def test_no_answer_at_all():
    assert "99.1: run the cell `%%workers answer_99_1` first." == check("99.1").words()


def test_an_untouched_stub():
    answer(DOUBLE.stub)
    assert "99.1: not attempted yet." == check("99.1").words()


def test_an_exercise_that_is_not_there():
    with pytest.raises(ValueError, match=r"There is no exercise '99.2'; there are 99.1."):
        check("99.2")


BROKEN = {
    "a syntax error": ("def double(number)\n    pass", "Line 2 is no Python: "),
    "no such function": (
        "def double_it(number):\n    pass",
        "does not work: it defines no double()",
    ),
    "no function": ("double = 3  # def double", "does not work: double is int, not a function"),
    "another signature": (
        "def double():\n    pass",
        "it has to be called as double(number), and yours cannot be",
    ),
    "an exception": (
        "raise KeyError('boom')",
        "it raised KeyError: 'boom', in line 4: raise KeyError('boom')",
    ),
    "an exception that follows from that of a thread": (
        "t = threading.Thread(target=int, args=('tea',), name='clumsy'); t.start(); t.join()\n"
        "    raise KeyError('tea')",
        "raise KeyError('tea').\nMainProcess / clumsy died of ValueError: invalid literal for int",
    ),
    "an exception while it is imported": (
        "boom\ndef double(number): ...",
        "it raised NameError: name",
    ),
    "sys.exit()": ("sys.exit()", "it called sys.exit(), which ends the program of whoever calls"),
    "os._exit()": ("os._exit(3)", "did not come to its end: it ended with exit code 3"),
    "an async def": (
        "async def double(number):\n    return 2 * number",
        "a call of an `async def` such as double runs none of its lines: write def",
    ),
    "an object": ("return object()", "happened: double(3) is <object object"),
    "an endless loop": (
        "while True: pass",
        "Where it stood:\n  MainProcess was at line 4 in",
    ),
    "a deadlock": (
        "p = multiprocessing.Process(target=time.sleep, args=(60,)); p.start(); p.join()",
        "MainProcess waited in child 1.join(), line 4 in double() of answer_99_1",
    ),
    "all the memory": ("return len(bytearray(10**13))", "it raised MemoryError"),
    "a process left behind": (
        "multiprocessing.Process(target=time.sleep, args=(60,)).start(); return 2 * number",
        "It left child 1 running. Join every process that you start.",
    ),
    "a hundred processes left behind": (
        "[multiprocessing.Process(target=time.sleep, args=(60,)).start() for _ in range(100)]\n"
        "    time.sleep(60)",
        "did not end within 1 s",
    ),
    "an imitated pass": (
        "print('99.1: passed.'); os._exit(0)",
        "did not come to its end: it ended with exit code 0",
    ),
    "a changed library": (
        "multiprocessing.process.BaseProcess.start = None; "
        "multiprocessing.Process(target=print).start()",
        "it raised TypeError: 'NoneType' object is not callable",
    ),
    "no end at all": ("return 2 * number if number == 3 else os._exit(0)", "exit code 0"),
    "a flood": ("[print(line) for line in range(10**8)]", "MainProcess was at line 4 in"),
}


POSIX = {
    "an alarm": ("signal.alarm(1); time.sleep(5)", "it was killed by SIGALRM"),
    "a child deaf to SIGTERM": (
        "p = multiprocessing.get_context('fork').Process(target=signal.sigwait, args=([15],)); "
        "signal.signal(15, signal.SIG_IGN); p.start(); p.terminate(); p.join()",
        "MainProcess waited in child 1.join(), line 4",
    ),
    "a process deaf to the interrupt": (
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n    while True: pass",
        "did not come to its end: it was still busy after 3 s",
    ),
}


if sys.platform != "win32":
    BROKEN |= POSIX


@pytest.mark.parametrize("name", BROKEN)
def test_an_answer_that_is_broken(name, monkeypatch):
    monkeypatch.setattr(examine, "LIMIT", 3 if "deaf to the interrupt" in name else 11)
    body, said = BROKEN[name]
    answer(body)
    verdict = check("99.1")
    assert said in verdict.words()
    assert not verdict.passed


def test_an_exercise_may_say_why_an_answer_hangs():
    answer("p = multiprocessing.Process(target=time.sleep, args=(60,)); p.start(); p.join()")
    assert "99.1: not yet.\nIt waits for a child.\nYour answer did not end" in check("99.1").words()


def test_a_hang_outside_of_the_answer_has_no_line_to_show():
    seen = Seen((3,), run=Run(deadline=1, stopped=True))
    assert "Your answer did not end within 1 s." == judging.wrong(DOUBLE, seen)


UNREADABLE = {
    "too deep": "return " + "-" * 5_000 + "1",
    "a zero byte": "return '\0'",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_text_that_python_cannot_read(name):
    answer(UNREADABLE[name])
    words = check("99.1").words()
    assert words.startswith("99.1: not yet.\n")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (r"raise ValueError('\ud83e')", r"it raised ValueError: \ud83e, in line 4"),
        (r"raise ValueError('\x1b[31m\u202e')", r"it raised ValueError: \x1b[31m\u202e, in line 4"),
        ("raise ValueError('x' * 10**8)", f"it raised ValueError: {'x' * 200}"),
        ("return {*range(10**5)}", "double(3) is {0, 1, 2, 3, 4"),
        (r"return '\x1b]0;title\x07'", r"double(3) is \x1b]0;title\x07"),
        ("return 'x' * 10**7", f"double(3) is {'x' * 200}"),
        ("return 10**5000", "double(3) is <int, whose repr() raises ValueError>"),
    ],
)
def test_what_is_said_of_an_answer_is_bounded_and_escaped(body, said):
    answer(body)
    words = check("99.1").words()
    assert said in words
    assert len(words) < 3_000
    assert words.replace("\n", "").isprintable()


def fail(*arguments):
    raise RecursionError("puzzled")


def test_a_judge_that_is_puzzled_says_what_it_got(monkeypatch):
    monkeypatch.setattr(found, "_all", lambda: [replace(DOUBLE, judge=fail, measured=fail)])
    answer("return {number}")
    said = "99.1: not yet.\nYour answer gave back {3}, which the check cannot read."
    assert said == check("99.1").words()


def test_who_cannot_say_why_an_answer_hangs_says_that_it_does():
    seen = Seen((3,), run=Run(deadline=1, stopped=True))
    said = judging.wrong(replace(DOUBLE, stuck=fail), seen)
    assert "Your answer did not end within 1 s." == said


def test_a_verdict_has_a_length():
    lines = Verdict(False, "\n".join(map(str, range(1_000)))).words().split("\n")
    assert (["58", "59", "… and 940 more lines"], 61) == (lines[-3:], len(lines))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
def test_what_was_forked_by_hand_is_ended():
    answer("if os.fork() == 0:\n        os.setsid(); time.sleep(600)\n    return 2 * number")
    assert check("99.1").passed


def test_closed_files_are_no_pass():
    answer("os.closerange(3, 1000); return 2 * number")
    assert not check("99.1").passed


def test_the_run_of_an_answer_that_has_started_something_is_shown():
    answer(
        "p = multiprocessing.Process(target=time.sleep, args=(0,), name='worker'); "
        "p.start(); p.join(); return 2 * number"
    )
    assert ["MainProcess", "worker"] == [lane.name for lane in check("99.1").run.lanes]


def test_the_run_of_an_answer_that_has_started_nothing_is_not_shown():
    answer("return 2 * number")
    assert not check("99.1").has_figure()


@pytest.mark.parametrize("body", ["return 2 * number", "return 6", "raise ValueError"])
def test_what_was_measured_is_said_to_all(body, monkeypatch):
    measuring = replace(DOUBLE, measured=lambda all_seen: [f"{len(all_seen)} s"])
    monkeypatch.setattr(found, "_all", lambda: [measuring])
    answer(body)
    count = 1 if body.startswith("raise") else 2
    assert f"\nmeasured here: {count} s" in check("99.1").words()


def test_hints_come_in_steps_and_the_last_one_stays(capsys, monkeypatch):
    monkeypatch.setattr(hint, "_given", {})
    for _ in range(3):
        hint.hint("99.1")
    first, last = "Hint 1 of 2: Add it to itself.\n", "Hint 2 of 2: number + number\n"
    assert first + last + last == capsys.readouterr().out
