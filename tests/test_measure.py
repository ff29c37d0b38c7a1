"""Timing by a clock of our own, which stands still but for what the functions under test take."""

import math
import subprocess
import sys
from contextlib import suppress

import nbformat
import pytest

from helpers.measure import bar, rounds, timing
from helpers.measure.sweeps import Sweep, sweep
from helpers.measure.timing import Comparison, calibrate, compare
from helpers.units import amount, duration
from tools.refresh import run


class Clock:
    now = 64.0  # sums of a few halves, quarters ... are exact in floats

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(rounds, "perf_counter", clock)
    monkeypatch.setattr(bar, "perf_counter", clock)
    return clock


@pytest.fixture
def taking(clock):
    """`taking(1, 2)`: a function whose first call takes 1 s and whose second takes 2 s."""

    def taking(*seconds):
        left = iter(seconds)

        def function(*_):
            clock.now += next(left)

        return function

    return taking


@pytest.fixture
def cores(monkeypatch):
    def have(number):
        monkeypatch.setattr(timing, "usable_cores", lambda: number)

    have(4)
    return have


class Slot:
    def __init__(self):
        self.shown = [{}]

    def update(self, data, raw):
        self.shown.append(data)


@pytest.fixture
def slots(monkeypatch):
    slots = []

    def slot():
        slots.append(Slot())
        return slots[-1]

    monkeypatch.setattr(bar, "_slot", slot)
    return slots


# calibrate


def calls_at_cost(clock, cost):
    def function(n):
        clock.now += cost(n)

    return function


@pytest.mark.parametrize(
    ("cost", "expected"),
    [(lambda n: n / 1024, 256), (lambda n: n * n / 1024, 16), (lambda n: 3.0, 1)],
    ids=["in proportion", "squared", "too long for n = 1"],
)
def test_calibrate_finds_the_n_that_takes_so_long(clock, cost, expected):
    assert expected == calibrate(calls_at_cost(clock, cost), 0.25)


def test_calibrate_gives_more_for_more_seconds(clock):
    found = [calibrate(calls_at_cost(clock, lambda n: n / 3000), k / 20) for k in range(1, 21)]
    assert sorted(set(found)) == found


def test_calibrate_goes_by_the_shortest_call(taking):
    assert 4 == calibrate(taking(0.5, 0.5, 0.25, 1.0), 1.0)


def test_calibrate_refuses_work_that_does_not_grow(clock):
    with pytest.raises(ValueError, match=r"seems not to depend on n. Let it do n times some work."):
        calibrate(lambda n: None, 0.25)


@pytest.mark.parametrize("seconds", [0, -1, True, "1", None, math.nan, math.inf])
def test_calibrate_refuses_what_is_no_duration(clock, seconds):
    with pytest.raises(ValueError, match=r"`seconds` is a number above 0, such as 0.1; got"):
        calibrate(lambda n: None, seconds)


def test_calibrate_refuses_what_cannot_be_called():
    with pytest.raises(TypeError, match=r"Give the function itself, without"):
        calibrate(None, 0.1)


# compare


def test_every_sample_is_kept_in_seconds(taking):
    found = compare({"a": taking(1, 2, 3), "b": taking(0.5, 0.25, 4)}, repeat=3)
    assert {"a": [1, 2, 3], "b": [0.5, 0.25, 4]} == found.samples


def test_the_variants_take_turns_and_each_round_begins_with_another(clock):
    called = []
    compare({name: lambda name=name: called.append(name) for name in "abc"}, repeat=5)
    assert "abc bca cab abc bca".replace(" ", "") == "".join(called)


def test_seven_rounds_are_the_default(clock):
    assert 7 == len(compare({"a": lambda: None}).samples["a"])


def test_a_call_shorter_than_a_tick_of_the_clock_takes_more_than_nothing(clock):
    assert 1.0 == compare({"a": lambda: None, "b": lambda: None}).speedup("b")


@pytest.mark.parametrize("kind", [ZeroDivisionError, KeyboardInterrupt])
def test_what_a_variant_raises_goes_through_at_once(clock, kind):
    called = []

    def fail():
        called.append("fail")
        raise kind

    with pytest.raises(kind):
        compare({"fail": fail, "other": lambda: called.append("other")})
    assert ["fail"] == called


@pytest.mark.parametrize("variants", [{}, [len], None])
def test_compare_refuses_what_is_no_dict_of_variants(variants):
    with pytest.raises(ValueError, match=r"Give a dict {label: function} with what to time; got"):
        compare(variants)


def test_compare_refuses_a_variant_that_was_called_already():
    with pytest.raises(TypeError, match=r"'a' is None, which cannot be called. Give the function"):
        compare({"a": None})


@pytest.mark.parametrize("repeat", [0, -1, 1.5, True, None])
def test_compare_refuses_a_repeat_that_is_no_count(repeat):
    with pytest.raises(ValueError, match=r"`repeat` is how many times to call, 1 or more; got"):
        compare({"a": int}, repeat=repeat)


@pytest.mark.parametrize("more", [{"baseline": "c"}, {"ideal": {"c": 2}}])
def test_compare_refuses_an_unknown_label_before_it_calls_anything(more):
    called = []
    with pytest.raises(ValueError, match=r"There is no variant 'c'; the variants are 'a', 'b'."):
        compare({"a": lambda: called.append("a"), "b": int}, **more)
    assert [] == called


def test_compare_refuses_an_ideal_that_is_no_speed_up():
    with pytest.raises(ValueError, match=r"The ideal of 'b' is a speed-up above 0; got 0."):
        compare({"a": int, "b": int}, ideal={"b": 0})


# Comparison


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


# sweep


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


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "0"),
        (0.52, "0.5"),
        (7, "7"),
        (48.4, "48"),
        (994, "994"),
        (996, "1 k"),
        (5_240_000, "5.2 M"),
        (12e9, "12 G"),
    ],
)
def test_amounts_have_a_prefix_that_suits(number, expected):
    assert expected == amount(number)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (72, "72 s"),
        (0.9999, "1.0 s"),
        (0.21, "210 ms"),
        (0.0032, "3.2 ms"),
        (0.00994, "9.9 ms"),
        (0.00996, "10 ms"),
        (85e-6, "85 µs"),
        (4e-9, "4.0 ns"),
    ],
)
def test_durations_have_a_unit_that_suits(seconds, expected):
    assert expected == duration(seconds)


# The progress bar


def test_short_work_shows_no_bar(taking, slots):
    compare({"a": taking(*[0.0625] * 7)})
    assert [] == slots


def test_long_work_shows_a_bar_as_soon_as_it_is_known_to_be_long(taking, slots):
    compare({"a": taking(*[0.125] * 7), "b": taking(*[0.125] * 7)})
    assert (
        '<progress max="14" value="1">1 of 14</progress> 1 of 14' == slots[0].shown[1]["text/html"]
    )


def test_there_is_one_bar(taking, slots):
    compare({"a": taking(*[1] * 7)})
    assert 1 == len(slots)


def test_the_bar_is_drawn_twenty_times_at_most(taking, slots):
    compare({"a": taking(*[1] * 200)}, repeat=200)
    assert 20 == sum("text/html" in data for data in slots[0].shown)


@pytest.mark.parametrize("kind", [None, KeyboardInterrupt])
def test_the_bar_is_gone_at_the_end(clock, slots, kind):
    def work():
        clock.now += 1
        if kind and clock.now > 66:
            raise kind

    with suppress(KeyboardInterrupt):
        compare({"a": work})
    assert {} == slots[0].shown[-1]


@pytest.fixture
def notebook():
    """A notebook that was run, and whose one cell worked long enough for a bar."""
    source = (
        "import time; from helpers import compare\nfound = compare({'a': lambda: time.sleep(0.3)})"
    )
    cell = nbformat.v4.new_code_cell(source, execution_count=1)
    return nbformat.v4.new_notebook(cells=[cell])


def test_a_notebook_stores_no_bar(notebook, tmp_path):
    run(notebook, tmp_path)
    assert [{}] == [output.data for output in notebook.cells[0].outputs]


def test_nbval_sees_no_bar(notebook, tmp_path):
    nbformat.write(notebook, tmp_path / "long.ipynb")
    strict = [sys.executable, "-m", "pytest", "-p", "tools.kernels", "--nbval"]
    strict += ["--rootdir", tmp_path, tmp_path]
    found = subprocess.run(strict, capture_output=True, text=True, cwd=tmp_path, timeout=100)
    assert (0, True) == (found.returncode, "1 passed" in found.stdout), found.stdout
