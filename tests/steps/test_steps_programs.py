"""What must come out of small programs, written by hand, and the same from plain search."""

from itertools import pairwise

import programs
import pytest
from plain import plain_search

from helpers.steps.lab import Lab

# name: (workers, each a function and what of `programs.shared_things` it gets, the promise,
#        orders, of them broken, how the shortest failure breaks it, the shortest failure)
AT_THE_END = {
    "lost update": ("deposit account", 2, "account.balance == 2", 6, 4, "end", "1221"),
    "lost by three": ("deposit account", 3, "account.balance == 3", 90, 84, "end", "112332"),
    "in a method": ("deposit_by_method account", 2, "account.balance == 2", 6, 4, "end", "1221"),
    "in loops": ("deposit_twice account", 2, "account.balance == 4", 70, 64, "end", "11122221"),
    "at least two": ("deposit_twice account", 2, "account.balance >= 2", 70, 0, None, None),
    "with a lock": ("deposit_locked account lock", 3, "account.balance == 3", 6, 0, None, None),
    "global": ("count", 2, "programs.counter == 2", 6, 4, "end", "1221"),
    "check then act": ("withdraw full 100", 2, "full.balance >= 0", 20, 6, "end", "122211"),
    "checked with a lock": (
        "withdraw_locked full 100 lock",
        2,
        "full.balance >= 0",
        2,
        0,
        None,
        None,
    ),
    "checked outside": (
        "look_outside full 100 lock",
        2,
        "full.balance >= 0",
        12,
        8,
        "end",
        "1222221111",
    ),
    "one lock each": (
        "deposit_locked account lock; deposit_locked account second",
        1,
        "account.balance == 2",
        70,
        36,
        "end",
        "11222211",
    ),
    "half locked": (
        "deposit_locked account lock; deposit account",
        1,
        "account.balance == 2",
        15,
        9,
        "end",
        "211112",
    ),
    "two that belong together": (
        "move full other 30; move other full 10",
        1,
        "full.balance + other.balance == 100",
        70,
        32,
        "end",
        "11122221",
    ),
    "two locks": ("cross lock second; cross second lock", 1, "", 6, 2, "deadlock", "12"),
    "two locks in one order": ("cross lock second", 2, "", 2, 0, None, None),
    "three philosophers": (
        "cross lock second; cross second third; cross third lock",
        1,
        "",
        168,
        6,
        "deadlock",
        "123",
    ),
    "mended philosophers": (
        "cross lock second; cross second third; cross lock third",
        1,
        "",
        142,
        0,
        None,
        None,
    ),
    "one ticket": ("sell seats sold Ann; sell seats sold Ben", 1, "", 12, 8, "error", "1221"),
    "put and get": ("put_one queue; get_one queue", 1, "", 1, 0, None, None),
    "nothing to get": ("get_one queue", 1, "", 1, 1, "deadlock", ""),
    "two items each way": (
        "put_two_then_get one_place another; put_two_then_get another one_place",
        1,
        "",
        2,
        2,
        "deadlock",
        "12",
    ),
    "one item each way": (
        "put_then_get one_place another; put_then_get another one_place",
        1,
        "",
        4,
        0,
        None,
        None,
    ),
    "empty, then get": (
        "put_one queue; take_if_there queue; take_if_there queue",
        1,
        "",
        10,
        4,
        "error",
        "12332",
    ),
    "released by a stranger": (
        "deposit_locked account lock; release_a_strangers lock",
        1,
        "",
        5,
        5,
        "error",
        "2",
    ),
    "event": ("announce event account; wait_and_look event account", 1, "", 1, 0, None, None),
    "event too early": (
        "announce_too_early event account; wait_and_look event account",
        1,
        "",
        3,
        1,
        "error",
        "122",
    ),
    "condition": (
        "wait_for_one condition account; give_one condition account",
        1,
        "",
        2,
        0,
        None,
        None,
    ),
    "condition, with a predicate": (
        "wait_until condition account; give_one condition account",
        1,
        "",
        2,
        0,
        None,
        None,
    ),
    "notified before it waits": (
        "wait_once condition account; give_one condition account",
        1,
        "",
        2,
        1,
        "deadlock",
        "2222211",
    ),
    "two wait, one is notified": (
        "wait_for_one condition account; wait_for_one condition account; "
        "give_one condition account",
        1,
        "",
        8,
        8,
        "deadlock",
        "3333311111222",
    ),
    "created twice": ("create box", 2, "box.made == 1", 46, 16, "end", "12222111"),
    "created once": ("create_checked_twice box lock", 2, "box.made == 1", 16, 0, None, None),
    "half created": ("create_half box lock", 2, "", 280, 8, "error", "1111222"),
    "RLock": ("enter_twice rlock account", 2, "account.balance == 2", 2, 0, None, None),
    "Lock, twice": ("enter_twice lock account", 1, "", 1, 1, "deadlock", "1"),
    "at most two": ("at_most_two semaphore account", 2, "", 3432, 0, None, None),
    "barrier": ("meet barrier account", 2, "account.balance == 2", 120, 72, "end", "1222111122"),
    "finally": ("in_finally account", 2, "account.balance == 21", 230, 174, "end", "11112221"),
}


def workers_of(text, times, things):
    found = []
    for one in text.split("; ") * times:
        name, *arguments = one.split()
        values = [things.get(each, int(each) if each.isdigit() else each) for each in arguments]
        found.append((getattr(programs, name), tuple(values)))
    return found


def promise_of(text, things):
    return eval(f"lambda: {text}", {**things, "programs": programs}) if text else None


@pytest.mark.parametrize("name", AT_THE_END)
def test_what_comes_out(name):
    text, times, promise, *expected = AT_THE_END[name]
    things = programs.shared_things()
    found = Lab(workers_of(text, times, things), promise_of(promise, things), None, {}).found
    failure = found.failure
    order = failure and "".join(str(worker + 1) for worker in failure.schedule)
    assert expected == [found.orders, found.broken, failure and failure.kind, order]


@pytest.mark.parametrize("name", AT_THE_END)
def test_plain_search_finds_the_same(name):
    text, times, promise, orders, broken, _, order = AT_THE_END[name]
    things = programs.shared_things()
    plain = plain_search(workers_of(text, times, things), promise_of(promise, things))
    switches = order and sum(one != other for one, other in pairwise(order))
    shortest = plain.failure and (plain.failure[0], plain.failure[1])
    assert (orders, broken) == (plain.orders, plain.broken)
    assert (None if order is None else (switches or 0, len(order))) == shortest


def test_a_promise_for_after_each_step_is_asked_in_the_middle():
    things = programs.shared_things()
    always = promise_of("full.balance + other.balance == 100", things)
    found = Lab(workers_of("move full other 30", 1, things), None, always, {}).found
    assert ("always", (0, 0)) == (found.failure.kind, found.failure.schedule)


def test_orders_without_end_cannot_be_counted():
    things = programs.shared_things()
    found = Lab(workers_of("spin account; deposit account", 1, things), None, None, {}).found
    assert (None, None) == (found.orders, found.failure)


def test_who_never_comes_to_an_end_breaks_the_promise():
    things = programs.shared_things()
    found = Lab(workers_of("spin account", 1, things), None, None, {}).found
    assert "for ever" == found.failure.kind


def test_nothing_of_the_learners_is_changed():
    things = programs.shared_things()
    Lab(workers_of("sell seats sold Ann; deposit account", 1, things), None, None, {})
    assert (["4A"], [], 0) == (things["seats"], things["sold"], things["account"].balance)
