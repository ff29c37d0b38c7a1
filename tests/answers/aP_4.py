"""Answers to puzzle P.4."""

_EAT = "def eat(table, seat, left, right):\n"

WRONG = [
    (
        "all take the left fork first",
        _EAT + "    left.acquire()\n"
        "    right.acquire()\n"
        "    table.meals += 1\n"
        "    right.release()\n"
        "    left.release()\n",
        "Nobody can go on: ",
    ),
    (
        "all take the right fork first",
        _EAT + "    with right:\n        with left:\n            table.meals += 1\n",
        "Nobody can go on: ",
    ),
    (
        "without forks",
        _EAT + "    table.meals += 1\n",
        "the promise does not hold: table.meals == guests. There table.meals is 1",
    ),
    (
        "one fork",
        _EAT + "    with left:\n        table.meals += 1\n",
        "the promise does not hold: table.meals == guests. There table.meals is 1",
    ),
    (
        "nobody eats",
        _EAT + "    pass\n",
        "the promise does not hold: table.meals == guests.",
    ),
    (
        "one eats for all",
        _EAT + "    if seat == 0:\n        table.meals = 3\n",
        "the promise does not hold: table.meals == guests.",
    ),
    (
        "all write the last number",
        _EAT + "    table.meals = 3\n",
        "There table.meals is 3",
    ),
    (
        "the left fork is kept",
        _EAT + "    if seat == 2:\n"
        "        left, right = right, left\n"
        "    left.acquire()\n"
        "    with right:\n"
        "        table.meals += 1\n",
        "Nobody can go on: ",
    ),
]

RIGHT = [
    (
        "seat 2 the other way round",
        _EAT + "    if seat == 2:\n"
        "        left, right = right, left\n"
        "    with left, right:\n"
        "        table.meals += 1\n",
    ),
    (
        "odd seats the other way round",
        _EAT + "    first, second = (right, left) if seat % 2 else (left, right)\n"
        "    with first:\n"
        "        with second:\n"
        "            table.meals += 1\n",
    ),
    (
        "one lock for all",
        "from threading import Lock\n"
        "waiter = Lock()\n"
        "\n" + _EAT + "    with waiter:\n"
        "        with left:\n"
        "            with right:\n"
        "                table.meals += 1\n",
    ),
]

REAL = {"without forks", "one eats for all", "seat 2 the other way round"}
