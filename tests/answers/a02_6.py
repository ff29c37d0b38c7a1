"""Answers to exercise 02.6."""

_GO = "def go_home(ward, lock):\n"

WRONG = [
    (
        "two critical sections",
        _GO + "    with lock:\n        stays = ward.on_duty - 1\n    if stays > 0:\n"
        "        with lock:\n            ward.on_duty -= 1\n",
        "All 6 orders tried: 2 keep the promise, 4 break it.",
    ),
    (
        "no lock",
        _GO + "    if ward.on_duty > 1:\n        ward.on_duty -= 1\n",
        "All 20 orders tried: 14 keep the promise, 6 break it.",
    ),
    (
        "a lock around the going alone",
        _GO + "    if ward.on_duty > 1:\n        with lock:\n            ward.on_duty -= 1\n",
        "At the end the promise does not hold: ward.on_duty == 1. There ward.on_duty is 0",
    ),
    ("nobody goes", _GO + "    pass\n", "There ward.on_duty is 2"),
    (
        "both go",
        _GO + "    with lock:\n        ward.on_duty -= 1\n",
        "All 2 orders tried: none keeps the promise, 2 break it.",
    ),
    (
        "never released",
        _GO + "    lock.acquire()\n    if ward.on_duty > 1:\n        ward.on_duty -= 1\n",
        "Nobody can go on: go_home 2 waits for lock, which go_home 1 holds.",
    ),
    (
        "released by one who does not have it",
        _GO + "    lock.release()\n",
        "go_home 1 ends with RuntimeError: release unlocked lock",
    ),
    (
        "a lock of its own for each call",
        "from threading import Lock\n"
        + _GO
        + "    with Lock():\n        if ward.on_duty > 1:\n            ward.on_duty -= 1\n",
        "02.6: not yet.\n",
    ),
    (
        "one stays, however many there were",
        _GO + "    ward.on_duty = 1\n",
        "At the end the promise does not hold: ward.on_duty == 2. There ward.on_duty is 1.",
    ),
]

RIGHT = [
    (
        "one critical section",
        _GO + "    with lock:\n        if ward.on_duty > 1:\n            ward.on_duty -= 1\n",
    ),
    (
        "acquire and release",
        _GO + "    lock.acquire()\n    if ward.on_duty > 1:\n        ward.on_duty -= 1\n"
        "    lock.release()\n",
    ),
    (
        "try and finally",
        _GO + "    lock.acquire()\n    try:\n        if ward.on_duty == 1:\n            return\n"
        "        ward.on_duty = ward.on_duty - 1\n    finally:\n        lock.release()\n",
    ),
    (
        "looked at again under the lock",
        _GO + "    if ward.on_duty > 1:\n        with lock:\n            if ward.on_duty > 1:\n"
        "                ward.on_duty -= 1\n",
    ),
]

REAL = {"two critical sections", "never released", "one critical section"}
