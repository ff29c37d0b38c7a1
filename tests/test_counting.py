"""Counting what comes out of many tries."""

import pytest

from helpers.measure.tallies import Tally, tally


def test_outcomes_are_counted_and_sorted():
    outcomes = iter([True, False, True, True])
    assert [(False, 1), (True, 3)] == [*tally(lambda: next(outcomes), 4).counts.items()]


@pytest.mark.parametrize("tries", [0, -1, 1.5, True, "3"])
def test_tries_are_a_count(tries):
    with pytest.raises(ValueError, match=r"`tries` is how many times to call, 1 or more; got"):
        tally(int, tries)


def test_what_was_called_already_cannot_be_counted():
    with pytest.raises(TypeError, match=r"needs a function, and 0 cannot be called. Give the fun"):
        tally(0, 3)


def test_what_a_try_raises_goes_through():
    with pytest.raises(ZeroDivisionError):
        tally(lambda: 1 // 0, 3)


def test_a_tally_in_words():
    assert (
        "Updates: 1,000 in all, a bar for each outcome.\n"
        "measured here: how often (kept: 900, lost: 100)"
    ) == Tally({"kept": 900, "lost": 100}, "Updates").words()


def test_all_words_but_the_last_line_are_the_same_with_other_numbers():
    first, second = ({"kept": kept, "lost": 10 - kept} for kept in (3, 7))
    assert Tally(first).words().splitlines()[:-1] == Tally(second).words().splitlines()[:-1]


def test_a_tally_of_nothing():
    with pytest.raises(ValueError, match=r"There is nothing to show: `counts` is empty."):
        Tally({})
