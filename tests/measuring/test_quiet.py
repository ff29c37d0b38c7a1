"""What is said and drawn where the cores were not free, and what is recorded for it."""

import json

import pytest

from helpers.measure import quiet, timing
from helpers.measure.timing import Comparison, compare
from helpers.measure.turns import Turns
from tools.comparison import Comparison as Nbval

RECORD = {
    "Counts": {"where": "2 cores, 1 May 2026", "data": {"a": [0.4], "b": [0.2]}},
    "Who": {
        "where": "2 cores, 1 May 2026",
        "data": {"a": [[[[0.0, 0.1]], 0.1], [[[0.1, 0.2]], 0.1]]},
    },
}
PAIR = [([(1.0, 1.5)], 0.5), ([(1.25, 2.0)], 0.75)]


@pytest.fixture(autouse=True)
def records(monkeypatch, tmp_path):
    file = tmp_path / "quiet.json"
    file.write_text(json.dumps(RECORD), encoding="utf-8")
    monkeypatch.setattr(quiet, "RECORDS", file)
    have(monkeypatch, 4)


def have(monkeypatch, number):
    monkeypatch.setattr(quiet, "usable_cores", lambda: number)
    monkeypatch.setattr(timing, "usable_cores", lambda: number)


def counts(free, title="Counts", cores=2):
    return Comparison({"a": [1.0], "b": [1.25]}, ideal={"b": cores}, title=title, free=free)


def who(free):
    return Turns({"a": PAIR}, "Who", free=free)


# What is said


@pytest.mark.parametrize("free", [None, 2.0, 1.6])
def test_enough_cores_are_nothing_to_speak_of(free):
    assert "" == counts(free).crowded()


def test_too_few_cores_are_said():
    assert "2 cores are wanted, and 1.5 were free" == counts(1.5).crowded()


def test_cores_that_this_computer_does_not_have_are_not_missed_without_a_record(monkeypatch):
    have(monkeypatch, 2)
    assert "" == counts(1.9, "Other", cores=8).crowded()


def test_cores_that_this_computer_does_not_have_are_missed_where_a_record_shows_them(monkeypatch):
    have(monkeypatch, 1)
    assert "2 cores are wanted, and 1.0 were free" == counts(1.0).crowded()


@pytest.mark.parametrize(
    ("costs", "expected"),
    [
        ((0.2, 0.29), ""),
        ((0.2, 0.4), "the cores shared their strength"),
        ((0.0, 0.4), ""),  # a clock too coarse to tell
    ],
)
def test_cores_that_share_their_strength_are_told_by_what_the_work_cost(costs, expected):
    first, second = ([([(0.0, 0.2)], cost)] for cost in costs)
    assert expected == Turns({"one": first, "other": second}, free=2.0).crowded()


def test_the_words_of_a_comparison_without_a_record():
    assert (
        "measured here: (2 cores are wanted, and 0.6 were free, so this is not what a quiet "
        "computer shows) a 1.0 s, the baseline; b 1.2 s (1.2 times as slow)"
    ) == counts(0.6, "Other").words().splitlines()[-1]


def test_the_words_of_a_comparison_with_its_record():
    assert (
        "measured here: (2 cores are wanted, and 0.6 were free; recorded on a quiet computer, "
        "2 cores, 1 May 2026: a 400 ms, the baseline; b 200 ms, 2.0 times as fast) "
        "a 1.0 s, the baseline; b 1.2 s (1.2 times as slow)"
    ) == counts(0.6).words().splitlines()[-1]


def test_the_words_of_turns_with_their_record():
    assert (
        "measured here: (2 cores are wanted, and 0.6 were free; recorded on a quiet computer, "
        "2 cores, 1 May 2026: a 200 ms of wall time, 200 ms of CPU time, never side by side) "
        "a 1.0 s of wall time, 1.2 s of CPU time (250 ms side by side)"
    ) == who(0.6).words().splitlines()[-1]


@pytest.mark.parametrize("thing", [counts, who])
def test_nbval_finds_the_words_of_a_busy_and_of_a_quiet_computer_equal(thing):
    def sanitized(free):
        return Nbval().sanitized(thing(free).words())

    assert sanitized(2.0) == sanitized(0.6)


def test_other_labels_have_no_record():
    assert None is Comparison({"b": [1.0], "a": [1.0]}, title="Counts").recorded()


def test_one_core_can_tell_of_what_was_recorded_with_two(monkeypatch):
    have(monkeypatch, 1)
    _, twin = counts(1.0).recorded()
    assert ("2.0 times as fast", 2) == (twin.verdict("b"), twin.ideal_here("b"))


# When it is looked


def looked(monkeypatch, *free):
    events, left = [], iter(free)

    def look(wanted):
        events.append(f"look for {wanted}")
        return next(left)

    monkeypatch.setattr(timing, "spare_cores", look)
    return events


def test_it_is_looked_before_and_after_and_the_worse_counts(monkeypatch):
    events = looked(monkeypatch, 1.9, 0.7)
    work = {"a": lambda: events.append("a"), "b": lambda: events.append("b")}
    found = compare(work, ideal={"b": 2}, repeat=1)
    assert (["look for 2", "a", "b", "look for 2"], 0.7) == (events, found.free)


def test_what_is_not_parallel_needs_no_look(monkeypatch):
    events = looked(monkeypatch)
    found = compare({"a": int, "b": int}, repeat=1)
    assert ([], None) == (events, found.free)


# The picture


def texts(figure):
    parts = figure.subfigs or [figure]
    return [[text.get_text() for text in part.texts] for part in parts]


def test_the_picture_of_a_quiet_computer_has_nothing_of_it():
    assert [["Counts"]] == texts(counts(2.0).figure())


def test_the_picture_says_it_and_shows_the_record_below():
    said = "2 cores are wanted, and 0.6 were free: not what a quiet computer shows."
    assert [
        ["Counts", f"{said} See the record below."],
        ["Counts: RECORDED, not run here", "on a quiet computer: 2 cores, 1 May 2026"],
    ] == texts(counts(0.6).figure())


def test_the_picture_without_a_record_says_it():
    said = "2 cores are wanted, and 0.6 were free: not what a quiet computer shows."
    assert [["Other", said]] == texts(counts(0.6, "Other").figure())


def test_below_stand_the_recorded_times_and_above_those_of_here():
    def times(axes):
        return [dots.get_offsets()[0][0] for dots in axes.collections if dots.get_paths()]

    above, below = (part.axes[0] for part in counts(0.6).figure().subfigs)
    assert ([1.0, 1.25], [0.4, 0.2]) == (
        [at for at in times(above) if at in (1.0, 1.25)],
        [at for at in times(below) if at in (0.4, 0.2)],
    )


def test_turns_are_drawn_above_those_of_the_record():
    above, below = (part.axes[0] for part in who(0.6).figure().subfigs)
    assert (1.02, 0.204) == (above.get_xlim()[1], pytest.approx(below.get_xlim()[1]))
