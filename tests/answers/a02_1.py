"""Answers to exercise 02.1."""

_DEPOSIT = "def deposit(account, amount, lock):\n"
_READ = "    balance = account.balance\n"
_WRITE = "    account.balance = balance + amount\n"
_ACQUIRE, _RELEASE = "    lock.acquire()\n", "    lock.release()\n"

WRONG = [
    (
        "no lock",
        _DEPOSIT + "    account.balance += amount\n",
        "Nobody took the lock, and both read before either wrote.",
    ),
    (
        "the lock only for the writing",
        _DEPOSIT + _READ + _ACQUIRE + _WRITE + _RELEASE,
        "The balance was read without the lock: it was out of date",
    ),
    (
        "the lock only for the reading",
        _DEPOSIT + _ACQUIRE + _READ + _RELEASE + _WRITE,
        "The lock was released before the new balance was written",
    ),
    (
        "no release",
        _DEPOSIT + _ACQUIRE + _READ + _WRITE,
        " has taken the lock and never released it.\nYour answer did not end",
    ),
    (
        "release before acquire",
        _DEPOSIT + _READ + _RELEASE + _WRITE + _ACQUIRE,
        "died of RuntimeError: release unlocked lock",
    ),
    (
        "write before read",
        _DEPOSIT + _ACQUIRE + _WRITE + _READ + _RELEASE,
        "died of UnboundLocalError",
    ),
    (
        "a lock of its own for each call",
        "from threading import Lock\n"
        + _DEPOSIT
        + "    with Lock():\n        account.balance += amount\n",
        "Nobody took the lock, and both read before either wrote.",
    ),
    (
        "who does not get the lock goes on without it",
        _DEPOSIT + "    lock.acquire(blocking=False)\n" + _READ + _WRITE,
        "expected: ",
    ),
    ("nothing is written", _DEPOSIT + _ACQUIRE + _READ + _RELEASE, "Nobody wrote the new"),
    (
        "two critical sections",
        _DEPOSIT + _ACQUIRE + _READ + _RELEASE + _ACQUIRE + _WRITE + _RELEASE,
        "taken again to write it: meanwhile the other read.",
    ),
    (
        "the lock twice",
        _DEPOSIT + _ACQUIRE * 2 + _READ + _WRITE + _RELEASE * 2,
        "has the lock and asks for it a second time: so it waits for itself.",
    ),
]

RIGHT = [
    ("with", _DEPOSIT + "    with lock:\n        account.balance += amount\n"),
    (
        "try and finally",
        _DEPOSIT
        + _ACQUIRE
        + "    try:\n    "
        + _READ
        + "    "
        + _WRITE
        + "    finally:\n    "
        + _RELEASE,
    ),
    (
        "a lock of its own for all calls",
        "from threading import Lock\nmine = Lock()\n"
        + _DEPOSIT
        + "    with mine:\n        account.balance += amount\n",
    ),
]

REAL = {
    "with",
    "no release",
    "release before acquire",
}
