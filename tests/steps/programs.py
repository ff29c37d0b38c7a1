"""Small programs that share something, as a learner writes them."""

from queue import Queue
from threading import Barrier, Condition, Event, Lock, RLock, Semaphore


class Account:
    def __init__(self, balance=0):
        self.balance = balance
        self.log = []

    def deposit(self, amount):
        self.balance += amount

    @property
    def is_empty(self):
        return self.balance == 0


def deposit(account):
    account.balance += 1


def deposit_by_method(account):
    account.deposit(1)


def deposit_twice(account):
    for _ in range(2):
        account.balance += 1


def deposit_locked(account, lock):
    with lock:
        account.balance += 1


def withdraw(account, amount):
    if account.balance >= amount:
        account.balance -= amount


def withdraw_locked(account, amount, lock):
    with lock:
        if account.balance >= amount:
            account.balance -= amount


def look_outside(account, amount, lock):
    if account.balance >= amount:
        with lock:
            account.balance -= amount


def cross(first, second):
    with first:
        with second:
            pass


def move(account, other, amount):
    account.balance -= amount
    other.balance += amount


def sell(seats, sold, name):
    if seats:
        sold.append((name, seats.pop()))


counter = 0


def count():
    global counter
    counter += 1


def put_one(queue):
    queue.put("item")


def get_one(queue):
    return queue.get()


def put_then_get(mine, theirs):
    mine.put("hello")
    theirs.get()


def put_two_then_get(mine, theirs):
    mine.put(1)
    mine.put(2)
    theirs.get()
    theirs.get()


def take_if_there(queue):
    if not queue.empty():
        queue.get_nowait()


def release_a_strangers(lock):
    lock.release()


def acquire_and_add(lock, account):
    lock.acquire()
    account.balance += 1
    lock.release()


def announce(event, account):
    account.balance = 1
    event.set()


def announce_too_early(event, account):
    event.set()
    account.balance = 1


def wait_and_look(event, account):
    event.wait()
    assert account.balance == 1


def wait_for_one(condition, account):
    with condition:
        while not account.balance:
            condition.wait()
        account.balance -= 1


def wait_until(condition, account):
    with condition:
        condition.wait_for(lambda: account.balance)
        account.balance -= 1


def wait_once(condition, account):
    with condition:
        condition.wait()
        account.balance -= 1


def give_one(condition, account):
    with condition:
        account.balance += 1
        condition.notify()


class Box:
    def __init__(self):
        self.thing = None
        self.made = 0


class Thing:
    def __init__(self):
        self.is_ready = False


def create(box):
    if box.thing is None:
        box.thing = Thing()
        box.made += 1


def create_checked_twice(box, lock):
    if box.thing is None:
        with lock:
            if box.thing is None:
                box.thing = Thing()
                box.made += 1


def create_half(box, lock):
    if box.thing is None:
        with lock:
            if box.thing is None:
                box.thing = Thing()
                box.thing.is_ready = True
    assert box.thing.is_ready


def enter_twice(lock, account):
    with lock:
        with lock:
            account.balance += 1


def at_most_two(semaphore, account):
    with semaphore:
        account.balance += 1
        assert account.balance <= 2
        account.balance -= 1


def meet(barrier, account):
    account.balance += 1
    barrier.wait()
    assert account.balance >= 1


def spin(account):
    while not account.balance:
        pass


def in_finally(account):
    try:
        if account.balance:
            return
        account.balance += 1
    finally:
        account.balance += 10


def shared_things():
    """Fresh ones for each test."""
    return {
        "account": Account(),
        "full": Account(100),
        "other": Account(),
        "lock": Lock(),
        "second": Lock(),
        "third": Lock(),
        "rlock": RLock(),
        "event": Event(),
        "condition": Condition(),
        "semaphore": Semaphore(2),
        "barrier": Barrier(2),
        "queue": Queue(),
        "one_place": Queue(1),
        "another": Queue(1),
        "seats": ["4A"],
        "sold": [],
        "box": Box(),
    }


class Hidden:
    def __init__(self):
        self.__count = 0

    def add(self):
        self.__count += 1

    def count(self):
        return self.__count


def add_hidden(hidden):
    hidden.add()


def acquire_by_name(lock, account):
    acquire, release = lock.acquire, lock.release
    acquire()
    account.balance += 1
    release()


def deposit_locked_by_both(account, lock):
    with lock:
        account.balance += 1


def deposit_beside_a_lock(account, lock):
    with lock:
        balance = account.balance
    account.balance = balance + 1


def deposit_behind_a_lock(account, lock):
    lock.acquire()
    account.balance += 1


def deposit_within_a_second(account, lock):
    if lock.acquire(timeout=1):
        account.balance += 1
        lock.release()


def deposit_by_spinning(account, lock):
    while not lock.acquire(blocking=False):
        pass
    account.balance += 1
    lock.release()
