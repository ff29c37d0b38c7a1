"""calibrate and compare: what is called, how often, and what is refused."""

import math

import pytest

from helpers.measure.timing import calibrate, compare

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
