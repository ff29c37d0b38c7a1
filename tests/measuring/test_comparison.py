"""What a comparison says of its samples."""

import pytest

from helpers.measure.timing import Comparison


def test_best_median_and_speedup():
    found = Comparison({"a": [8, 4, 6], "b": [3, 1, 9]})
    assert (1, 3, 2.0) == (found.best("b"), found.median("b"), found.speedup("b"))


def test_another_baseline():
    assert 0.5 == Comparison({"a": [6.0], "b": [3.0]}, baseline="b").speedup("a")


def verdict(base, other, **more):
    return Comparison({"base": base, "other": other}, **more).verdict("other")


LEVEL = [10.0] * 7


@pytest.mark.parametrize(
    ("base", "other", "expected"),
    [
        (LEVEL, [5.5] * 7, "1.8 times as fast"),
        (LEVEL, [0.5] * 7, "20 times as fast"),
        (LEVEL, [13.0] * 7, "1.3 times as slow"),
        (LEVEL, LEVEL, "no faster"),
        (LEVEL, [11, 10, 9.5, 10.5, 10, 9.8, 11], "no faster"),
        (LEVEL, [9.5] * 7, "hardly faster"),
        (LEVEL, [10.5] * 7, "no faster"),
        (LEVEL, [9, 11, 9, 11, 9, 11, 9], "cannot tell: the times overlap"),
        (LEVEL, [5, 5, 5, 5, 5, 5, 20], "2.0 times as fast"),
        (LEVEL, [5, 5, 5, 5, 5, 20, 20], "cannot tell: the times overlap"),
        (LEVEL, [20, 20, 20, 20, 20, 20, 5], "2.0 times as slow"),
        (LEVEL, [12, 12, 12, 12, 12, 5, 5], "cannot tell: the times overlap"),
        ([10] * 12, [5] * 10 + [20, 20], "cannot tell: the times overlap"),
        ([10, 20, 40], [5, 10, 20], "2.0 times as fast"),
        ([10, 10, 10], [5, 5, 20], "cannot tell: the times overlap"),
    ],
    ids=[
        "faster",
        "much faster",
        "slower",
        "the same",
        "around the same",
        "faster by less than a tenth",
        "slower by less than a tenth",
        "now faster, now slower",
        "faster but for one round of seven",
        "faster but for two rounds of seven",
        "slower but for one round of seven",
        "slower but for two rounds of seven",
        "faster but for two rounds of twelve",
        "faster on a machine that gets slower and slower",
        "faster but for one round of three",
    ],
)
def test_the_verdict_goes_by_the_rounds(base, other, expected):
    assert expected == verdict(base, other)


def test_the_verdict_of_the_baseline():
    assert "the baseline" == Comparison({"a": [1.0], "b": [2.0]}).verdict("a")


def test_one_core_cannot_tell_what_two_would_do(cores):
    cores(1)
    assert "cannot tell on this machine: 1 core" == verdict(LEVEL, LEVEL, ideal={"other": 2})


def test_one_core_can_tell_of_work_that_is_not_parallel(cores):
    cores(1)
    assert "2.0 times as fast" == verdict(LEVEL, [5.0] * 7, ideal={"base": 2})


@pytest.mark.parametrize(("number", "expected"), [(1, 1), (2, 2), (64, 3)])
def test_the_ideal_is_clipped_to_the_cores(cores, number, expected):
    cores(number)
    assert expected == Comparison({"a": [1.0], "b": [1.0]}, ideal={"b": 3}).ideal_here("b")


def test_a_comparison_in_words(cores):
    found = Comparison(
        {"in a row": [0.2] * 7, "two threads": [0.25] * 7, "two processes": [0.1] * 7},
        ideal={"two processes": 2},
        title="Counting down",
    )
    assert (
        "Counting down: in a row, two threads, two processes.\n"
        "Each was timed 7 times, in turn: a dot for each time, a bar at the median.\n"
        "Dashed: the ideal of two processes, 2 times as fast as in a row where there are cores "
        "enough.\n"
        "measured here: in a row 200 ms, the baseline; two threads 250 ms (1.2 times as slow); "
        "two processes 100 ms (2.0 times as fast)"
    ) == found.words()


def test_all_words_but_the_last_line_are_the_same_with_other_times_and_cores(cores):
    def words(*times):
        samples = {"a": [1.0, 2.0], "b": [*times]}
        return Comparison(samples, ideal={"b": 2}).words().rpartition("\n")[0]

    many = words(0.1, 0.2)
    cores(1)
    assert many == words(3.0, 0.4)


def test_a_comparison_shows_its_words_at_a_prompt(cores):
    found = Comparison({"a": [1.0]})
    assert found.words() == repr(found)
