"""The same work under another Python: one that we make up, or what was recorded."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.measure import freethreading
from helpers.measure.freethreading import RECORDED, LostUpdates, lost_without_gil, without_gil

NOT_HERE = pytest.mark.skipif(sys.platform == "win32", reason="the made-up Python is a script")
FUNCTIONS = "def serial(n): pass\ndef threads(n): pass\n"


@pytest.fixture
def pairs(monkeypatch, tmp_path):
    """A module of workers with `serial` and `threads`."""
    (tmp_path / "pairs_of_work.py").write_text(FUNCTIONS)
    monkeypatch.syspath_prepend(tmp_path)
    import pairs_of_work

    yield pairs_of_work
    del sys.modules["pairs_of_work"]


@pytest.fixture
def python(monkeypatch, tmp_path):
    """`python(text)`: a program python3.13t, a script of the shell, is all that PATH holds."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("HELPERS_FREE_THREADED", raising=False)
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: True, raising=False)

    def put(text):
        path = folder / "python3.13t"
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
        return str(path)

    return put


def saying(has_gil):
    return f"""echo '["3.13.5", {json.dumps(has_gil)}, [0.5, 0.25]]'"""


def times(found, build):
    return found.builds[build][1].samples


def test_where_there_is_none_the_recorded_figures_are_shown(pairs, python):
    found = without_gil(pairs.serial, pairs.threads, 1)
    record = json.loads(RECORDED.read_text())["builds"]["3.13.5t"]
    assert record["count/threads/2"] == times(found, "without a GIL")["two threads"]


def test_recorded_figures_are_said_to_be_recorded(pairs, python):
    last = without_gil(pairs.serial, pairs.threads, 1).words().splitlines()[-1]
    expected = (
        "measured here: (nothing, since no free-threaded Python was found; "
        "recorded: 2 virtual cores, x86-64, Linux 6.18, Debian 12; "
    )
    assert expected == last[: len(expected)]


def test_recorded_figures_are_marked_in_the_picture(pairs, python):
    figure = without_gil(pairs.serial, pairs.threads, 1).figure()
    assert [True, True] == [
        "RECORDED, not run here" in figure.texts[0].get_text(),
        "recorded 2026-11-23" in figure.texts[1].get_text(),
    ]


@NOT_HERE
def test_one_that_is_found_is_run(pairs, python):
    python(saying(has_gil=False))
    found = without_gil(pairs.serial, pairs.threads, 1, repeat=2)
    expected = {"one after the other": [0.5, 0.5], "two threads": [0.25, 0.25]}
    assert (None, expected) == (found.recorded, times(found, "without a GIL"))


@NOT_HERE
def test_this_python_does_the_same_work(pairs, python):
    python(saying(has_gil=False))
    found = without_gil(pairs.serial, pairs.threads, 1, repeat=2)
    assert (sys.version.split()[0], 2) == (
        found.builds["with a GIL"][0],
        len(times(found, "with a GIL")["two threads"]),
    )


@NOT_HERE
def test_what_is_compared_is_the_same_whether_it_was_run_or_recorded(pairs, python):
    recorded = without_gil(pairs.serial, pairs.threads, 1).words()
    python(saying(has_gil=False))
    live = without_gil(pairs.serial, pairs.threads, 1, repeat=1).words()
    assert recorded.splitlines()[:-1] == live.splitlines()[:-1]


@NOT_HERE
@pytest.mark.parametrize("text", ["exit 3", "echo nonsense", saying(has_gil=True)])
def test_one_on_the_path_that_does_not_work_counts_as_none(pairs, python, text):
    python(text)
    found = without_gil(pairs.serial, pairs.threads, 1, repeat=1)
    assert "python3.13t was found and did not work" == found.because


@NOT_HERE
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("echo oops >&2; exit 3", "did not do the work: oops"),
        ("exit 3", "did not do the work: it said nothing"),
        (saying(has_gil=True), "has a GIL. Name a free-threaded Python, or unset it."),
    ],
)
def test_a_named_one_that_does_not_work_is_an_error_of_one_sentence(
    pairs, python, monkeypatch, text, expected
):
    path = python(text)
    monkeypatch.setenv("HELPERS_FREE_THREADED", path)
    with pytest.raises(RuntimeError) as error:
        without_gil(pairs.serial, pairs.threads, 1, repeat=1)
    assert f"HELPERS_FREE_THREADED is {path!r}, which {expected}" == str(error.value)


@NOT_HERE
def test_one_that_is_no_program_is_an_error(pairs, python, monkeypatch):
    path = python("")
    Path(path).write_bytes(b"\x7fELF, or so it says")
    monkeypatch.setenv("HELPERS_FREE_THREADED", path)
    with pytest.raises(RuntimeError, match=r"python3.13t', which cannot be run: "):
        without_gil(pairs.serial, pairs.threads, 1, repeat=1)


@NOT_HERE
def test_one_that_never_ends_is_ended(pairs, python, monkeypatch):
    monkeypatch.setattr(freethreading, "LIMIT", 0.2)
    path = python("while :; do :; done")
    monkeypatch.setenv("HELPERS_FREE_THREADED", path)
    monkeypatch.setattr(freethreading, "_run", _only(path, freethreading._run))
    with pytest.raises(RuntimeError, match=r"did not end within 0.2 s"):
        without_gil(pairs.serial, pairs.threads, 1, repeat=1)


def _only(path, run):
    """This Python itself may take longer than the limit, so it is not really run."""

    def chosen(command, task):
        return run(command, task) if command[0] == path else ["3.11.0", True, [0.5, 0.5]]

    return chosen


@NOT_HERE
def test_an_error_of_the_workers_is_an_error_here(pairs, python):
    Path(pairs.__file__).write_text(f"{FUNCTIONS}import nowhere_at_all\n")
    python(saying(has_gil=False))
    with pytest.raises(RuntimeError, match=r"^This Python did not do the work: .*nowhere_at_all"):
        without_gil(pairs.serial, pairs.threads, 1, repeat=1)


def test_the_settings_of_this_python_do_not_reach_the_other(pairs, python, monkeypatch):
    called = []

    def run(command, **_):
        called.append(command)
        return subprocess.CompletedProcess(command, 0, '["3.13.5", false, [0.5, 0.25]]', "")

    monkeypatch.setattr(freethreading, "free_threaded_python", lambda: "other")
    monkeypatch.setattr(subprocess, "run", run)
    without_gil(pairs.serial, pairs.threads, 1, repeat=1)
    assert [["other", "-I"]] == [command[:2] for command in called[1:]]


def test_a_python_without_a_gil_is_held_against_itself_with_one(pairs, monkeypatch):
    called = []

    def run(command, **_):
        called.append(command)
        gil = json.dumps("gil=1" in command)
        return subprocess.CompletedProcess(command, 0, f'["3.14.0", {gil}, [0.5, 0.25]]', "")

    monkeypatch.setattr(freethreading, "free_threaded_python", lambda: sys.executable)
    monkeypatch.setattr(subprocess, "run", run)
    without_gil(pairs.serial, pairs.threads, 1, repeat=1)
    assert [sys.executable, "-X", "gil=1"] == called[0][:3]


def test_lost_updates_as_a_table():
    lost = {"value += 1": [30, 1_200, 7], "value += 1, with a lock": [0, 0, 0]}
    expected = (
        "Recorded, not run here: Python 3.14.0t, which has no GIL.\n"
        "Where and when: 4 cores, 1 May 2026.\n"
        "Lost of 4,000 updates, 3 runs     least    median      most\n"
        "value += 1                            7        30     1,200\n"
        "value += 1, with a lock               0         0         0"
    )
    assert expected == repr(LostUpdates(lost, 4_000, "3.14.0t", "4 cores, 1 May 2026"))


def test_the_record_shows_that_a_lock_loses_nothing_and_no_lock_does():
    found = lost_without_gil()
    assert {"with a lock": {False}, "without": {True}} == {
        kind: {
            count > 0
            for line, counts in found.lost.items()
            if ("lock" in line) == (kind == "with a lock")
            for count in counts
        }
        for kind in ("with a lock", "without")
    }
