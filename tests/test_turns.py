"""Who computed when, from spans that we make up."""

import pytest

from helpers.measure import turns as turns_module
from helpers.measure.turns import Turns

ALTERNATING = [([(1.0, 1.5), (2.0, 2.5)], 1.0), ([(1.5, 2.0)], 0.5)]
OVERLAPPING = [([(5.0, 6.0)], 1.0), ([(4.0, 5.25)], 1.25)]


@pytest.fixture(autouse=True)
def looks(monkeypatch):
    """How many cores were wanted each time that somebody looked: they are always free."""
    looks = []

    def look(wanted):
        looks.append(wanted)
        return float(wanted)

    monkeypatch.setattr(turns_module, "spare_cores", look)
    return looks


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


def test_it_looks_once_whether_the_cores_are_free(looks, turns):
    assert ([2], 2.0) == (looks, turns.free)


def test_one_worker_after_the_other_needs_no_look(looks):
    assert None is Turns({"alone": ALTERNATING[:1]}).free
    assert [] == looks


def test_where_the_cores_are_known_to_be_free_nobody_looks(looks):
    Turns({"two": OVERLAPPING}, free=1.5)
    assert [] == looks
