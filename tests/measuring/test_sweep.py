"""What a sweep keeps and says."""

import pytest

from helpers.measure.sweeps import Sweep, sweep


def test_a_sweep_keeps_every_sample(taking):
    found = sweep({"a": taking(1, 2, 3, 4), "b": taking(5, 6, 7, 8)}, iter([10, 20]), repeat=2)
    # The second round begins with the second of the four.
    assert {"a": {10: [1, 4], 20: [2, 3]}, "b": {10: [5, 7], 20: [6, 8]}} == found.samples


def test_a_sweep_calls_with_its_numbers(clock):
    called = []
    sweep({"a": called.append}, [3, 1, 2], repeat=1)
    assert [3, 1, 2] == called


def test_a_sweep_over_nothing():
    with pytest.raises(ValueError, match=r"There is nothing to go through: `xs` is empty."):
        sweep({"a": abs}, [])


def test_a_sweep_refuses_a_repeat_that_is_no_count():
    with pytest.raises(ValueError, match=r"`repeat` is how many times to call, 1 or more; got 0"):
        sweep({"a": abs}, [1], repeat=0)


def test_a_sweep_refuses_what_cannot_be_called():
    with pytest.raises(TypeError, match=r"'a' is None, which cannot be called. Give the function"):
        sweep({"a": None}, [1])


def test_a_sweep_in_words():
    found = Sweep(
        {"threads": {1: [0.1], 1024: [0.3]}, "processes": {1: [0.2], 1024: [2.0]}}, "bytes"
    )
    assert (
        "Wall time: threads, processes, for bytes = 1, 1,024.\n"
        "Each was timed once: a line through the medians, a band from the least to the "
        "greatest.\n"
        "measured here: threads 100 ms to 300 ms; processes 200 ms to 2.0 s"
    ) == found.words()


def test_a_sweep_may_show_what_was_done_per_second():
    found = Sweep({"send": {10: [0.1], 1000: [0.5]}}, rate=("bytes", lambda size: 5 * size))
    assert (
        "Bytes per second: send, for x = 10, 1,000.\n"
        "Each was timed once: a line through the medians, a band from the least to the "
        "greatest.\n"
        "measured here: send 500 bytes/s to 10 k bytes/s"
    ) == found.words()


def test_a_sweep_may_show_times_of_another_kind():
    words = Sweep({"5 ms": {0: [0.1]}}, x="busy threads", y="delay").words()
    assert "Delay: 5 ms, for busy threads = 0." == words.partition("\n")[0]


def test_the_mark_of_a_sweep_is_named_without_its_number():
    """Where it lies is found on each machine anew."""
    words = Sweep({"a": {1: [0.1]}}, mark=(65_532, "the largest that fits")).words()
    assert "Dashed, from top to bottom: the largest that fits." == words.splitlines()[-2]


def test_a_sweep_names_its_limit():
    words = Sweep({"a": {1: [0.1]}, "b": {1: [0.1]}}, limit="b").words()
    assert "Dashed: the limit, b." == words.splitlines()[2]


def test_a_sweep_refuses_an_unknown_limit_before_it_calls_anything(clock):
    called = []
    with pytest.raises(ValueError, match=r"There is no variant 'b'; the variants are 'a'."):
        sweep({"a": called.append}, [1], limit="b")
    assert [] == called


def test_a_sweep_of_one_number_in_words():
    assert Sweep({"a": {4: [0.1]}}).words().endswith("measured here: a 100 ms to 100 ms")
