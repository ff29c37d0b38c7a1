"""What a worker may not do where nobody sees it: each is refused with its line and a reason."""

import functools
import inspect
from contextlib import ExitStack, contextmanager
from queue import Queue
from threading import Lock

import pytest
from programs import Account

from helpers import interleave
from helpers.steps.refused import Refused

ours = Lock()


@contextmanager
def held(lock):
    lock.acquire()
    yield
    lock.release()


def by_a_context_manager(lock, account):
    with held(lock):
        account.balance += 1


def by_an_exit_stack(lock):
    with ExitStack() as stack:
        stack.enter_context(lock)


def in_a_nested_function(lock):
    def acquire():
        lock.acquire()

    acquire()


def by_map(queue):
    return list(map(lambda one: one.put(1), [queue]))  # noqa: C417 - what a learner may write


def in_a_comprehension(queue):
    return [one.empty() for one in [queue]]


def decorated(function):
    @functools.wraps(function)
    def wrapper(*arguments):
        with ours:
            return function(*arguments)

    return wrapper


@decorated
def add(account):
    account.balance += 1


def by_a_decorated_function(account):
    add(account)


class Bank:
    lock = Lock()
    seats = []  # noqa: RUF012 - what a learner writes
    LIMIT = 5

    def __init__(self):
        self.balance = 0

    def add(self):
        with self.lock:
            self.balance += 1

    def sit(self):
        self.seats.append(1)

    def fill(self):
        self.balance = self.LIMIT


def a_lock_of_the_class(bank):
    bank.add()


def a_list_of_the_class(bank):
    bank.sit()


def a_lock_of_its_own(account):
    mine = Lock()
    with mine:
        account.balance += 1


def by_vars(account):
    vars(account)["balance"] = 3


def by_dict(account):
    account.__dict__["balance"] += 1


UNSEEN = "cannot be stepped into and may use a lock"
REFUSED = {
    by_a_context_manager: f"calls held(), which {UNSEEN}",
    by_an_exit_stack: f"calls enter_context(), which {UNSEEN}",
    in_a_nested_function: f"calls acquire(), which {UNSEEN}",
    by_map: f"calls map(), which {UNSEEN}",
    in_a_comprehension: f"has a comprehension, which {UNSEEN}",
    by_a_decorated_function: "calls add(), which cannot be stepped into and may change what is "
    "not copied",
    a_lock_of_the_class: "uses Bank.lock, which belongs to the class",
    a_list_of_the_class: "uses Bank.seats, which belongs to the class",
    a_lock_of_its_own: "uses a lock that was not given to the workers",
    by_vars: "gets at variables by way of a dict",
    by_dict: "gets at variables by way of a dict",
}


@pytest.mark.parametrize("function", REFUSED, ids=lambda one: one.__name__)
def test_what_would_be_done_unseen_is_refused(function):
    things = {"account": Account(), "lock": Lock(), "queue": Queue(), "bank": Bank()}
    arguments = [things[name] for name in inspect.signature(function).parameters]
    with pytest.raises(Refused) as refused:
        interleave((function, *arguments), (function, *arguments))
    assert REFUSED[function] in str(refused.value)
    assert ([], False, False) == (Bank.seats, Bank.lock.locked(), ours.locked())


def fills(bank):
    bank.fill()


def test_a_plain_value_of_the_class_is_read_as_any_other():
    bank = Bank()
    workers = [(fills, bank)] * 2
    lab = interleave(*workers, promise=lambda: bank.balance == 5)
    assert (6, 0) == (lab.found.orders, lab.found.broken)


def sorted_locks(first, second):
    one, other = sorted([first, second], key=id)
    with one, other:
        pass


def test_locks_may_be_sorted():
    first, second = Lock(), Lock()
    found = interleave((sorted_locks, first, second), (sorted_locks, second, first)).found
    assert (2, 0) == (found.orders, found.broken)


class Shelf:
    def __init__(self):
        self._books = 0

    @property
    def books(self):
        return self._books

    @books.setter
    def books(self, number):
        self._books = number


def add_book(shelf):
    shelf.books += 1


def test_a_property_is_stepped_into_both_ways():
    shelf = Shelf()
    lab = interleave(*[(add_book, shelf)] * 2, promise=lambda: shelf.books == 2)
    assert (6, 4) == (lab.found.orders, lab.found.broken)
