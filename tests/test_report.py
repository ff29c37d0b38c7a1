"""What an answer's process reports is data that was looked at, or nothing at all."""

import json
import os

import pytest

from helpers.course.checking import plain, report
from helpers.course.exercises.exercise import Seen
from helpers.runs.lane import Hold, Lane, Mark, Pass, Signal, Stand, Wait
from helpers.runs.run import Message, Run, Wake

CASES = [(3,), (5,)]


def run():
    parent = Lane(
        "MainProcess",
        "MainProcess",
        None,
        7,
        None,
        0.0,
        waits=[Wait(0.1, None, "q.get()")],
        passes=[Pass(0.1, 0.4, "go", "wait")],
    )
    child = Lane(
        "worker",
        "worker",
        None,
        8,
        0,
        0.25,
        ready=0.5,
        returned=0.7,
        ended=0.75,
        exitcode=-9,
        error="ValueError: boom",
        ended_by="the deadline",
        marks=[Mark(0.5, "bread 🍞")],
        holds=[Hold(0.5, 0.6, "lock")],
        signals=[Signal(0.4, "go", "set")],
        stand=Stand("work", "answer_99_1", 3, "q.get()", "q.get()"),
    )
    messages = [Message("q", "1", 0, 0.5, 1, 0.6, pickled=0.5), Message("q", "2", 0, 0.5)]
    return Run(
        1.0,
        [parent, child],
        messages,
        wakes=[Wake("go", 1, 0.4, 0, 0.4)],
        receivers={"q": [[0, 1]]},
        limits={"q": 2},
        done={"q": [0.7]},
        length=1.5,
        stopped=True,
        survivors=["sleep 41"],
        called=0.1,
        closed=True,
    )


def data(**changes):
    """A report of one trial as data, with `changes` in its run."""
    trial = report.as_data(Seen((3,), 6, run=run()))
    trial["run"].update(changes)
    return [trial]


def lane(**changes):
    first, second = data()[0]["run"]["lanes"]
    return [{**first, **changes}, second]


def message(**changes):
    return [{**data()[0]["run"]["messages"][0], **changes}]


def wake(**changes):
    return [{**data()[0]["run"]["wakes"][0], **changes}]


def written(tmp_path, text):
    path = tmp_path / "seen"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("ascii"))
    return path


def test_what_was_written_is_read(tmp_path):
    seen = [
        Seen((3,), [6, {"a": None}], run=run()),
        Seen((5,), error="it raised", line="line 3: x"),
    ]
    report.write(tmp_path / "seen", seen)
    assert seen == report.read(tmp_path / "seen", CASES)


def test_nothing_written_is_nothing_seen(tmp_path):
    assert [] == report.read(tmp_path / "seen", CASES)


REFUSED = {
    "a pickle": (b"\x80\x04\x95\x0b\x00\x00\x00", "it is not in ASCII"),
    "no JSON": ("[", "it is no JSON"),
    "too deep": ("[" * 100_000 + "]" * 100_000, "it is too deep"),
    "too long": (b" " * (report.SIZE + 1), "it is too large"),
    "too many": (json.dumps([0] * report.PARTS + [0]), "it is too large"),
    "a huge number": ("[" + "9" * 5_000 + "]", "it is no JSON"),
    "not a number": ("[NaN]", "it is no JSON: ValueError: NaN is no number"),
    "a key twice": ('[{"error": 1, "error": 2}]', "a key stands there twice"),
    "no list": ("{}", "it is no list of at most 2 trials"),
    "more than was tried": ("[0, 0, 0]", "it is no list of at most 2 trials"),
    "no trial": ("[0]", "a trial is not what it should be"),
    "no run": (
        '[{"returned": 6, "error": null, "line": null, "run": null, "starved": false}]',
        "a trial has no run",
    ),
    "another field": (data(more=1), "run has other fields than a Run"),
    "no lanes": (data(lanes=[], messages=[], receivers={}), "it has 0 lanes"),
    "too many lanes": (data(lanes=lane() * 1_001), "it has 2,002 lanes"),
    "a text for a time": (data(lanes=lane(born="now")), "run.lanes[0].born is 'now'"),
    "a truth for a number": (data(lanes=lane(pid=True)), "run.lanes[0].pid is True"),
    "a fraction for a number": (data(lanes=lane(pid=1.5)), "run.lanes[0].pid is 1.5"),
    "a huge pid": (data(lanes=lane(pid=2**64)), "run.lanes[0].pid is 18446744073709551616"),
    "an endless text": (data(lanes=lane(name="x" * 1_001)), "run.lanes[0].name is 'xxx"),
    "an infinite time": (json.dumps(data(length=1)).replace("0.1,", "1e999,"), ".start is inf"),
    "a time after the end": (data(lanes=lane(born=9)), "something happened before or after it"),
    "a time before": (data(lanes=lane(ended=-1)), "something happened before or after it"),
    "no length": (data(length=0, stopped=False), "its length is impossible"),
    "a parent that is not there": (data(lanes=lane(parent=2)), "a lane that is not there"),
    "a negative sender": (data(messages=message(sender=-1)), "a lane that is not there"),
    "somebody unknown woken": (data(wakes=wake(woken=2)), "a lane that is not there"),
    "an unknown receiver": (data(receivers={"q": [[5]]}), "a lane that is not there"),
    "received by nobody": (data(messages=message(receiver=None)), "received by nobody"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_anything_else_is_refused_with_a_reason(name, tmp_path):
    text, why = REFUSED[name]
    text = text if isinstance(text, str | bytes) else json.dumps(text)
    with pytest.raises(ValueError) as refused:
        report.read(written(tmp_path, text), CASES)
    assert why in str(refused.value)


def test_a_text_of_a_run_comes_without_control_characters(tmp_path):
    text = json.dumps(data(lanes=lane(name="\x1b[31m \ud83e")))
    [seen] = report.read(written(tmp_path, text), [(3,)])
    assert r"\x1b[31m \ud83e" == seen.run.lanes[0].name


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
@pytest.mark.parametrize("make", [os.mkdir, getattr(os, "mkfifo", None)])
def test_what_is_no_file_keeps_nobody_waiting(make, tmp_path):
    make(tmp_path / "seen")
    with pytest.raises(ValueError):
        report.read(tmp_path / "seen", CASES)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="links need a right on Windows")
def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "seen").symlink_to("/dev/zero")
    with pytest.raises(ValueError, match="it cannot be opened"):
        report.read(tmp_path / "seen", CASES)


def test_a_run_that_is_too_much_is_no_pass(tmp_path):
    many = run()
    many.lanes[0].marks = [Mark(0.1, "x" * 900)] * 19_000
    report.write(tmp_path / "seen", [Seen((3,), 6, run=many)])
    assert [Seen((3,), error=report.TOO_MUCH)] == report.read(tmp_path / "seen", CASES)


# Plain data and texts


class Odd:
    def __init__(self, result):
        self.result = result

    def __repr__(self):
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


def cycle():
    loop = []
    loop += [loop, loop]
    return loop


PLAIN = {
    "a tuple": ((1, "a", None, True, 0.5), [1, "a", None, True, 0.5]),
    "a set": ({2, 1}, "{1, 2}"),
    "an address": (object(), "<object object>"),
    "bytes": (b"\x00", r"b'\x00'"),
    "keys": ({1: 2, "a": {None: ()}}, {"1": 2, "a": {"None": []}}),
    "no number": (float("nan"), "nan"),
    "a huge number": (10**5_000, "<int, whose repr() raises ValueError>"),
    "a surrogate": ("\ud83e", r"\ud83e"),
    "a failing repr": (Odd(KeyError()), "<Odd, whose repr() raises KeyError>"),
    "a repr without end": (Odd(RecursionError()), "<Odd, whose repr() raises RecursionError>"),
    "a repr of another type": (Odd(7), "<Odd, whose repr() raises TypeError>"),
    "a control character": (Odd("\x1b[31m"), r"\x1b[31m"),
}


@pytest.mark.parametrize("name", PLAIN)
def test_any_value_becomes_data(name):
    value, expected = PLAIN[name]
    assert expected == plain.of(value)


@pytest.mark.parametrize(
    "value",
    [cycle(), [[0] * 1_000] * 1_000, "x" * 10**8, {n: n for n in range(10**6)}, Odd("x" * 10**8)],
    ids=["a cycle", "many", "long", "a large dict", "a large repr"],
)
def test_data_have_a_size(value):
    assert len(json.dumps(plain.of(value))) < report.SIZE


CLEANED = {
    "a terminal's colour": ("\x1b[31mred", r"\x1b[31mred"),
    "C1": ("\x9b31m", r"\x9b31m"),
    "a line": ("a\nb\u2028c", r"a\nb\u2028c"),
    "turned round": ("\u202egnp.exe", r"\u202egnp.exe"),
    "unseen": ("a\u200bb", r"a\u200bb"),
    "half a character": ("\ud83e", r"\ud83e"),
    "an emoji": ("👩\u200d🚀 é 漢", "👩\u200d🚀 é 漢"),
    "long": ("x" * 400, "x" * 299 + "…"),
    "long when escaped": ("\0" * 200, (r"\x00" * 75)[:299] + "…"),
}


@pytest.mark.parametrize("name", CLEANED)
def test_what_is_shown_is_escaped_and_bounded(name):
    text, expected = CLEANED[name]
    assert expected == plain.cleaned(text)
    assert expected == plain.cleaned(expected)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ValueError(), "ValueError"),
        (ValueError("\n\nboom\nbang"), "ValueError: boom"),
        (ValueError("\ud83e"), r"ValueError: \ud83e"),
        (KeyError(Odd(KeyError())), "KeyError: (and its str() raises KeyError)"),
    ],
)
def test_an_error_is_said_in_a_line(error, expected):
    assert expected == plain.said(error)
