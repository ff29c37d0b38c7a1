"""`interleave()`: what it shows, what it says, and what it refuses."""

import random
import threading
import time
from multiprocessing import Process
from threading import Lock
from types import ModuleType

import programs
import pytest
from programs import Account

from helpers import interleave
from helpers.note import sleeping
from helpers.steps.refused import Refused

account = Account(100)
left, right = Lock(), Lock()


def withdrawn_twice():
    workers = [(programs.withdraw, account, 100)] * 2
    return interleave(*workers, promise=lambda: account.balance >= 0)


def test_a_lab_says_what_comes_first():
    expected = """\
Before the first step:
withdraw 1  reads account.balance
withdraw 2  reads account.balance
Shared: account.balance is 100."""
    assert expected == withdrawn_twice().words()


def test_all_orders_say_how_many_keep_the_promise_and_show_the_shortest_that_breaks_it():
    expected = """\
All 20 orders tried: 14 keep the promise, 6 break it.

With 2 switches, the fewest that break it:
  1  withdraw 1  reads account.balance: 100
  2  withdraw 2  reads account.balance: 100
  3  withdraw 2  reads account.balance: 100
  4  withdraw 2  writes account.balance: 0
  5  withdraw 1  reads account.balance: 0
  6  withdraw 1  writes account.balance: -100
At the end the promise does not hold: account.balance >= 0. There account.balance is -100."""
    assert expected == withdrawn_twice().all_orders().words()


def test_a_deadlock_says_who_waits_for_whom():
    lab = interleave((programs.cross, left, right), (programs.cross, right, left))
    expected = """\
All 6 orders tried: 4 keep the promise that all come to their end, 2 break it.

With 1 switch, the fewest that break it:
  1  cross 1  acquires left
  2  cross 2  acquires right
Nobody can go on: cross 1 waits for right, which cross 2 holds; cross 2 waits for left, which \
cross 1 holds."""
    assert expected == lab.all_orders().words()


def test_where_no_order_breaks_it_that_is_all_that_is_said():
    workers = [(programs.deposit_locked, account, left)] * 2
    lab = interleave(*workers, promise=lambda: account.balance == 102)
    assert "All 2 orders tried: no order breaks the promise." == lab.all_orders().words()


def largest(items):
    items.append(max(items) + 1)


def test_what_nobody_sees_inside_is_said():
    items = [1]
    words = interleave((largest, items), (largest, items)).all_orders().words()
    line = largest.__code__.co_firstlineno + 1
    assert words.endswith(
        f"Not seen inside: line {line}, `max(items)`. It counts as one step; real threads may "
        "switch in the middle of it."
    )


def test_names_come_from_the_variables_of_the_caller():
    mine = Account(5)
    assert interleave((programs.deposit, mine)).words().endswith("Shared: mine.balance is 5.")


def test_workers_in_a_list_are_called_by_their_place():
    forks = [Lock(), Lock()]
    lab = interleave((programs.cross, forks[0], forks[1]))
    assert "cross  acquires forks[0]" == lab.words().splitlines()[1]


def sleeps(account):
    time.sleep(1_000)
    print("not said")
    account.balance += 1


def test_what_sleeps_or_says_something_takes_no_step(capsys):
    lab = interleave((sleeps, account), (sleeps, account))
    assert (6, "") == (lab.all_orders().found.orders, capsys.readouterr().out)


def test_nor_does_a_sleep_that_runs_have_begun_to_follow(monkeypatch):
    monkeypatch.setattr(time, "sleep", sleeping._follow)
    assert 6 == interleave((sleeps, account), (sleeps, account)).all_orders().found.orders


# --- what is refused ------------------------------------------------------------------------------


def waits_a_while(lock):
    lock.acquire(timeout=1)


def tosses(items):
    items.append(random.random())


def turns(items):
    while items:
        for _ in range(10**9):
            pass


def yields(items):
    yield items


async def awaits(items):
    items.append(1)


class Counter:
    count = 0


def counts_in_the_class():
    Counter.count += 1


def makes_a_lock(account):
    account.lock = Lock()


def with_outer():
    n = 0

    def count():
        nonlocal n
        n += 1

    return count


REFUSED = {
    "a wait with a timeout": (waits_a_while, left, "A wait with a timeout cannot be stepped"),
    "chance": (tosses, [], "asks for chance"),
    "a loop without a step": (turns, [1], "turns round more than 10,000 times"),
    "a generator": (yields, [], "it yields by itself"),
    "async": (awaits, [], "it is async"),
    "a class variable": (counts_in_the_class, None, "writes into Counter"),
    "a lock made by a worker": (makes_a_lock, account, "Make it before the workers start"),
    "an outer variable": (with_outer(), None, "variables of the function around it"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_stepped_is_refused_with_a_reason(name):
    function, argument, reason = REFUSED[name]
    worker = (function,) if argument is None else (function, argument)
    with pytest.raises(Refused, match=reason):
        interleave(worker, worker)


def test_what_cannot_be_put_back_is_refused(tmp_path):
    with (tmp_path / "file").open("w") as file, pytest.raises(Refused, match="cannot be put back"):
        interleave((largest, file))


def test_a_lock_that_is_held_is_refused():
    with left, pytest.raises(Refused, match="left is held already"):
        interleave((programs.cross, left, right))


@pytest.mark.parametrize("worker", [len, "deposit", programs.deposit(Account())])
def test_a_worker_is_a_function_of_the_learners(worker):
    with pytest.raises(TypeError, match="A worker is a function that you define"):
        interleave(worker)


def test_no_workers_are_a_mistake():
    with pytest.raises(ValueError, match="needs workers"):
        interleave()


def test_a_promise_is_a_function():
    with pytest.raises(TypeError, match="A promise is a function"):
        interleave((programs.deposit, account), promise=account.balance == 1)


def test_a_mistake_in_a_worker_is_a_broken_promise():
    found = interleave((programs.deposit, ModuleType("empty"))).all_orders()
    assert found.words().endswith(
        "ends with AttributeError: module 'empty' has no attribute 'balance'"
    )


# --- forced ---------------------------------------------------------------------------------------


def logged(run):
    return {lane.thread or lane.name: [mark.text for mark in lane.marks] for lane in run.lanes[1:]}


def test_the_order_that_was_found_comes_out_on_real_threads_each_time():
    orders = withdrawn_twice().all_orders()
    expected = {
        "withdraw 1": [
            "reads account.balance: 100",
            "reads account.balance: 0",
            "writes account.balance: -100",
        ],
        "withdraw 2": [
            "reads account.balance: 100",
            "reads account.balance: 100",
            "writes account.balance: 0",
        ],
    }
    assert [expected] * 3 == [logged(orders.force()) for _ in range(3)]


def test_a_forced_deadlock_is_one():
    lab = interleave((programs.cross, left, right), (programs.cross, right, left))
    run = lab.all_orders().force(deadline=0.5)
    assert run.stopped
    assert ["right.acquire()", "left.acquire()"] == [lane.waits[-1].on for lane in run.lanes[1:]]


def test_an_order_of_ones_own_can_be_forced():
    run = withdrawn_twice().force("1112")
    assert ["reads account.balance: 0"] == logged(run)["withdraw 2"]


def test_an_order_that_cannot_be_taken_says_where():
    with pytest.raises(
        ValueError, match="Step 2 of the order '13' cannot be taken: worker 3 is none"
    ):
        withdrawn_twice().force("13")
    lab = interleave((programs.cross, left, right), (programs.cross, right, left))
    with pytest.raises(ValueError, match="worker 2 waits for right, which cross 1 holds"):
        lab.force("112")


def test_processes_must_share_what_they_share():
    with pytest.raises(Refused, match="Processes do not share account"):
        withdrawn_twice().all_orders().force(Process)


def test_where_nothing_breaks_there_is_nothing_to_force():
    with pytest.raises(ValueError, match="none to force"):
        interleave((programs.deposit, account)).all_orders().force()


def test_threads_that_stay_behind_do_not_keep_python_alive():
    assert all(thread.daemon for thread in threading.enumerate() if thread.name.startswith("cross"))


def test_private_names_of_a_class_are_what_they_are():
    hidden = programs.Hidden()
    orders = interleave(*[(programs.add_hidden, hidden)] * 2).all_orders()
    assert (6, 0) == (orders.found.orders, orders.found.broken)
    assert 2 == hidden.count() + 2


def test_a_method_of_a_lock_that_has_another_name_is_a_step_as_well():
    workers = [(programs.acquire_by_name, left, account)] * 2
    assert 2 == interleave(*workers).all_orders().found.orders


class Till:
    coins = 0


def add_one(till):
    till.coins += 1


def test_a_value_that_an_object_still_has_from_its_class_is_shown():
    till = Till()
    lab = interleave((add_one, till), promise=lambda: till.coins == 1)
    assert "Shared: till.coins is 0." == lab.words().splitlines()[-1]


@pytest.mark.parametrize(
    ("promise", "said"),
    [
        (lambda: not left.locked(), "TypeError: "),
        (lambda: account.balance / 0, "ZeroDivisionError: division by zero."),
    ],
)
def test_a_promise_that_cannot_be_asked_is_refused(promise, said):
    with pytest.raises(Refused, match=f"^Your promise cannot be asked: {said}"):
        interleave((takes, left, account), promise=promise)


def takes(lock, account):
    with lock:
        account.balance += 1
