"""Exercises that are judged by all orders: an order, and a mend."""

from threading import Lock
from types import SimpleNamespace

import programs
import pytest

from helpers.course.exercises import orders


def judge_of_an_order(answer, program):
    seen = SimpleNamespace(returned=orders._try_an_order(program, lambda: answer))
    return orders._judge_an_order(seen), seen


def judge_of_a_mend(function):
    seen = SimpleNamespace(returned=orders._try_a_mend(mended, function))
    return orders._judge_a_mend(seen), seen


def race():
    account = programs.Account()
    workers = [(programs.deposit, (account,))] * 2
    return workers, {"account": account}, lambda: account.balance == 2, None


def ring():
    left, right = Lock(), Lock()
    workers = [(programs.cross, (left, right)), (programs.cross, (right, left))]
    return workers, {"left": left, "right": right}, None, None


def mended(function):
    account, lock = programs.Account(), Lock()
    workers = [(function, (account, lock))] * 2
    return workers, {"account": account, "lock": lock}, lambda: account.balance == 2, None


@pytest.mark.parametrize("order", ["1221", "2112", "1212"])
def test_an_order_that_breaks_it_is_right(order):
    assert judge_of_an_order(order, race)[0] is None


def test_a_deadlock_breaks_it_too():
    assert judge_of_an_order("12", ring)[0] is None


@pytest.mark.parametrize("order", ["1122", "2211"])
def test_an_order_that_keeps_it_is_wrong(order):
    assert judge_of_an_order(order, race)[0].startswith("This order keeps the promise.")


@pytest.mark.parametrize("order", ["1", "122"])
def test_an_order_that_stops_early_is_not_over(order):
    assert judge_of_an_order(order, race)[0].startswith("After this order they are not at their")


@pytest.mark.parametrize("order", [None, 1221, [1, 2, 2, 1], "abc", ""])
def test_what_is_no_order_is_said(order):
    assert judge_of_an_order(order, race)[0].startswith('The order is a text such as "1221"')


def test_a_step_that_cannot_be_taken_is_said_and_has_no_picture():
    said, seen = judge_of_an_order("112", ring)
    expected = "Step 3 of the order '112' cannot be taken: worker 2 waits for right, which cross 1"
    assert said.startswith(expected)
    assert orders.draw(seen) is None


@pytest.mark.parametrize(("order", "reason"), [("13", "is none of 1 to 2"), ("11221", "has ended")])
def test_an_order_goes_no_further_than_its_workers(order, reason):
    assert reason in judge_of_an_order(order, race)[0]


def test_the_picture_of_an_order_ends_where_it_breaks():
    _, seen = judge_of_an_order("1221", race)
    workers, steps, _, ending, _, is_broken = seen.returned["order"]
    assert (["deposit 1", "deposit 2"], 4, True) == (workers, len(steps), is_broken)
    assert ending.startswith("At the end the promise does not hold")


def test_a_mend_that_no_order_breaks_is_right_and_says_how_many_were_tried():
    said, seen = judge_of_a_mend(programs.deposit_locked_by_both)
    assert said is None
    assert ["All 2 orders were tried: none breaks it."] == orders._orders_tried([seen])


def test_the_picture_of_a_mend_that_no_order_breaks_is_that_of_all_orders():
    _, seen = judge_of_a_mend(programs.deposit_locked_by_both)
    drawn = texts(orders.draw(seen))
    assert {
        "All 2 orders tried: no order breaks the promise.",
        "→ deposit_locked_by_both 1",
    } <= set(drawn)


def texts(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_a_mend_that_an_order_breaks_shows_the_shortest_one():
    said, seen = judge_of_a_mend(programs.deposit_beside_a_lock)
    assert "With 2 switches, the fewest that break it:" in said
    assert seen.returned["order"][-1]


def test_a_mend_that_never_comes_to_its_end_is_wrong():
    assert "deposit_behind_a_lock" in judge_of_a_mend(programs.deposit_behind_a_lock)[0]


def test_a_mend_that_cannot_be_stepped_says_why():
    said, seen = judge_of_a_mend(programs.deposit_within_a_second)
    assert said.startswith("A wait with a timeout cannot be stepped")
    assert orders.draw(seen) is None


def test_a_mend_whose_orders_cannot_be_counted_is_not_right():
    assert "The orders cannot be counted" in judge_of_a_mend(programs.deposit_by_spinning)[0]
