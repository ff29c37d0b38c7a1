"""What held in all orders of events."""

from helpers.measure.always import across_lanes, of_lanes

A1, A2, B1, B2 = ("A", "1"), ("A", "2"), ("B", "1"), ("B", "2")


def test_a_lane_that_did_the_same_each_time_is_named():
    orders = [(A1, B1, A2, B2), (A1, A2, B2, B1)]
    assert {"A": ["1", "2"]} == of_lanes(orders)


def test_a_lane_that_was_not_there_each_time_is_not_named():
    assert {"A": ["1"]} == of_lanes([(A1, B1), (A1,)])


def test_what_went_before_what_of_another_lane_each_time():
    assert [(A1, B1)] == across_lanes([(A1, A2, B1, B2), (A1, B1, A2, B2), (A1, B1, B2, A2)])


def test_what_follows_from_the_rest_is_left_out():
    c1 = ("C", "1")
    assert [(A1, B1), (B1, c1)] == across_lanes([(A1, B1, c1)])


def test_an_event_that_comes_again_is_another_one():
    assert [(A1, B1), (B1, A1)] == across_lanes([(A1, B1, A1)])


def test_an_event_that_was_not_there_each_time_is_left_out():
    assert [] == across_lanes([(A1, B1), (A1,)])


def test_of_very_many_events_nothing_is_said():
    assert [] == across_lanes([tuple((f"lane {number}", "1") for number in range(50))])
