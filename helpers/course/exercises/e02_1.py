"""Exercise 02.1: a lock around reading and writing."""

import random
import threading
import time
from contextlib import contextmanager

from helpers.course.exercises.exercise import Exercise
from helpers.course.exercises.lanes import noted
from helpers.course.exercises.saying import unlike
from helpers.course.exercises.threads import deaths_of, own_threads, short_name
from helpers.note.events import mark
from helpers.note.watch.registry import watch

__all__ = ["EXERCISE"]


class _Account:
    """Makes the loss certain: nobody writes before the other has read, save under the lock."""

    def __init__(self, balance):
        self._balance = balance
        self._news = threading.Condition()
        self._readers = set()
        self.asking = set()  # who waits for the lock, and does not go on without it
        self.holder = None  # who has it
        self.last = None  # who had it last, or has it

    @property
    def balance(self):
        with self._news:
            self._note("read")
            self._readers.add(threading.get_ident())
            self._news.notify_all()
            if self.holder == threading.get_ident():
                self._news.wait_for(self._may_write, 1)  # so the lock is asked for when it is free
            balance = self._balance
        time.sleep(0.02)  # for the picture
        return balance

    @balance.setter
    def balance(self, balance):
        with self._news:
            self._news.wait_for(self._may_write, 1)
            self._note("wrote")
            self._balance = balance

    def _may_write(self):
        me = threading.get_ident()
        return self._readers - {me} or (self.holder == me and self.asking - {me})

    def _note(self, what):
        held = self.holder == threading.get_ident()
        mark(f"{what} {'with' if held else 'without'} the lock")

    def let_the_other(self, me):
        """Let the other have the lock before `me` has it once more, if both ask for it."""
        if self.last == me != self.holder:
            self._news.wait_for(lambda: self.last != me or not self.asking - {me}, 1)

    @contextmanager
    def changing(self):
        with self._news:
            yield threading.get_ident()
            self._news.notify_all()


class _Lock:
    """Tells the account who asks for the lock and who has it."""

    def __init__(self, account, lock):
        self._account = account
        self._lock = lock

    def acquire(self, blocking=True, timeout=-1):
        with self._account.changing() as me:
            if blocking and timeout == -1:
                self._account.asking.add(me)
                self._account.let_the_other(me)
        got = self._lock.acquire(blocking, timeout)
        with self._account.changing():
            self._account.asking.discard(me)
            if got:
                self._account.holder = self._account.last = me
        return got

    def release(self):
        with self._account.changing():
            self._account.holder = None
        self._lock.release()

    def locked(self):
        return self._lock.locked()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()


def _deposits():
    return [(random.randrange(100), *random.sample(range(10, 100), 2)) for _ in range(2)]


def _bank(deposit, balance, *amounts):
    account = _Account(balance)
    lock = _Lock(account, watch(threading.Lock(), "lock"))
    threads = [
        threading.Thread(target=deposit, args=(account, amount, lock), name=name)
        for amount, name in zip(amounts, ("Ada", "Bob"), strict=True)
    ]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return account._balance


def _judge_the_account(seen):
    balance, one, two = seen.case
    if deaths := deaths_of(seen):
        return "\n".join(deaths)
    wrong = unlike(
        f"{balance} and deposits of {one} and {two} make {balance + one + two}",
        f"{balance} and deposits of {one} and {two} make {seen.returned}",
    )
    return wrong and f"{wrong}\n{_why_it_was_lost(seen)}"


def _why_it_was_lost(seen):
    lanes = own_threads(seen)
    if not any(noted(lane, "wrote ") for lane in lanes):
        return "Nobody wrote the new balance into the account."
    if not any(lane.holds for lane in lanes):
        return "Nobody took the lock, and both read before either wrote."
    if any(noted(lane, "read without") for lane in lanes):
        return "The balance was read without the lock: it was out of date when it was written back."
    if any(noted(lane, "wrote without") for lane in lanes):
        return "The lock was released before the new balance was written: meanwhile the other read."
    return (
        "The lock was released after the balance was read, and taken again to write it: meanwhile "
        "the other read. Reading and writing belong together."
    )


def _why_a_deposit_hangs(seen):
    for lane in own_threads(seen):
        if any(hold.end is None for hold in lane.holds):
            if lane.stand and lane.stand.waiting_on == "lock.acquire()":
                return (
                    f"{short_name(lane)} has the lock and asks for it a second time: so it waits "
                    "for itself. Acquire it once, release it once."
                )
            died = f"{short_name(lane)} died of {lane.error}.\n" if lane.error else ""
            return f"{died}{short_name(lane)} has taken the lock and never released it."
    return None


EXERCISE = Exercise(
    number="02.1",
    asks="deposit",
    takes=("account", "amount", "lock"),
    stub="""\
def deposit(account, amount, lock):
    account.balance = balance + amount
    lock.release()
    balance = account.balance
    lock.acquire()
""",
    hints=(
        "Which two of the lines must not be torn apart? They are the critical section.",
        "You write back what you have read, with the amount added. So nobody else may read or "
        "write in between: who keeps them out?",
        "Four lines, in this order: acquire the lock, read the balance into a variable, write "
        "the variable with the amount added back into the account, release the lock.",
    ),
    cases=_deposits,
    trial=_bank,
    judge=_judge_the_account,
    stuck=_why_a_deposit_hangs,
    checked="two pairs of deposits, each made by two threads: nobody could write before the "
    "other had read, unless a lock was in the way.",
    further="raise an error in the middle. Who releases the lock then, and who would with "
    "`with lock:`?",
)
