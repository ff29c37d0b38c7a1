"""Answers to puzzle P.7."""

_POST = "def post_if_free(desk, lock):\n"

WRONG = [
    (
        "a finally that comes too early",
        _POST + "    try:\n"
        "        if lock.acquire(blocking=False):\n"
        "            desk.posted += 1\n"
        "        else:\n"
        "            desk.kept += 1\n"
        "    finally:\n"
        "        lock.release()\n",
        "RuntimeError: release unlocked lock",
    ),
    (
        "released if it is locked",
        _POST + "    if lock.acquire(blocking=False):\n"
        "        desk.posted += 1\n"
        "    else:\n"
        "        desk.kept += 1\n"
        "    if lock.locked():\n"
        "        lock.release()\n",
        "RuntimeError: release unlocked lock",
    ),
    (
        "never released",
        _POST + "    if lock.acquire(blocking=False):\n"
        "        desk.posted += 1\n"
        "    else:\n"
        "        desk.kept += 1\n",
        "Nobody can go on: ",
    ),
    (
        "always kept",
        _POST + "    desk.kept += 1\n",
        "desk.kept is 1",
    ),
    (
        "nothing",
        _POST + "    pass\n",
        "the promise does not hold",
    ),
    (
        "asked and then acquired without waiting",
        _POST + "    if lock.locked():\n"
        "        desk.kept += 1\n"
        "    else:\n"
        "        desk.posted += 1\n",
        "desk.posted is",
    ),
    (
        "the others' letters too",
        _POST + "    with lock:\n        desk.posted = 3\n",
        "the promise does not hold",
    ),
]

RIGHT = [
    (
        "released where it was acquired",
        _POST + "    if lock.acquire(blocking=False):\n"
        "        desk.posted += 1\n"
        "        lock.release()\n"
        "    else:\n"
        "        desk.kept += 1\n",
    ),
    (
        "remembered",
        _POST + "    mine = lock.acquire(blocking=False)\n"
        "    if mine:\n"
        "        desk.posted += 1\n"
        "    else:\n"
        "        desk.kept += 1\n"
        "    if mine:\n"
        "        lock.release()\n",
    ),
    (
        "a finally in the right place",
        _POST + "    if not lock.acquire(False):\n"
        "        desk.kept += 1\n"
        "        return\n"
        "    try:\n"
        "        desk.posted += 1\n"
        "    finally:\n"
        "        lock.release()\n",
    ),
]

REAL = {"always kept", "never released", "released where it was acquired"}
