"""Who computed when, from spans that we make up."""

import pytest

from helpers.measure.turns import Turns

ALTERNATING = [([(1.0, 1.5), (2.0, 2.5)], 1.0), ([(1.5, 2.0)], 0.5)]
OVERLAPPING = [([(5.0, 6.0)], 1.0), ([(4.0, 5.25)], 1.25)]


@pytest.fixture
def turns():
    return Turns({"two threads": ALTERNATING, "two processes": OVERLAPPING}, title="Counting")


def test_the_rows_begin_at_0_and_the_first_is_on_top(turns):
    assert [[(0.0, 1.25)], [(1.0, 2.0)]] == turns.rows("two processes")


@pytest.mark.parametrize(("label", "expected"), [("two threads", 1.5), ("two processes", 2.0)])
def test_the_wall_time_is_that_from_the_first_start_to_the_last_end(turns, label, expected):
    assert expected == turns.wall(label)


def test_the_cpu_time_is_that_of_all_workers(turns):
    assert 2.25 == turns.cpu("two processes")


@pytest.mark.parametrize(("label", "expected"), [("two threads", 0.0), ("two processes", 0.25)])
def test_the_time_side_by_side(turns, label, expected):
    assert expected == turns.side_by_side(label)


def test_three_at_a_time_count_once():
    assert 1.0 == Turns({"three": [([(0.0, 1.0)], 1.0)] * 3}).side_by_side("three")


def test_the_words(turns):
    expected = [
        "Counting: two threads, two processes.",
        "A row for each worker, a bar where it computed, a gap where it was kept waiting.",
        "measured here: two threads 1.5 s of wall time, 1.5 s of CPU time (never side by side); "
        "two processes 2.0 s of wall time, 2.2 s of CPU time (250 ms side by side)",
    ]
    assert expected == turns.words().splitlines()


def test_what_was_predicted_is_said():
    found = Turns({"a": ALTERNATING}, expected={"a": 1.0}).words().splitlines()
    assert "Dashed: the wall time that was predicted." == found[2]


@pytest.mark.parametrize(
    ("work", "message"),
    [({}, "`work` is empty"), ({"a": []}, "'a' has no worker"), ({"a": [([], 0.0)]}, "'a' has no")],
)
def test_nothing_to_show_is_refused(work, message):
    with pytest.raises(ValueError, match=message):
        Turns(work)
