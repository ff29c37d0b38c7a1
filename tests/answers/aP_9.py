"""Answers to puzzle P.9."""

_DINE = "def dine(kitchen, dish, eaten, lock):\n"

WRONG = [
    (
        "asked once",
        _DINE + "    if kitchen.pot is None:\n"
        "        with lock:\n"
        "            kitchen.pot = [dish]\n"
        "    eaten.append(kitchen.pot[0])\n",
        "the promise does not hold: all_eat_the_same.",
    ),
    (
        "no lock",
        _DINE + "    if kitchen.pot is None:\n"
        "        pot = []\n"
        "        pot.append(dish)\n"
        "        kitchen.pot = pot\n"
        "    eaten.append(kitchen.pot[0])\n",
        "the promise does not hold: all_eat_the_same.",
    ),
    (
        "shown before it is full",
        _DINE + "    if kitchen.pot is None:\n"
        "        with lock:\n"
        "            if kitchen.pot is None:\n"
        "                kitchen.pot = pot = []\n"
        "                pot.append(dish)\n"
        "    eaten.append(kitchen.pot[0])\n",
        "IndexError: list index out of range",
    ),
    (
        "each has its own",
        _DINE + "    eaten.append(dish)\n",
        "the promise does not hold: all_eat_the_same.",
    ),
    (
        "nobody eats",
        _DINE + "    pass\n",
        "the promise does not hold: all_eat_the_same.",
    ),
    (
        "always the same dish",
        _DINE + '    eaten.append("soup")\n',
        "the promise does not hold: all_eat_the_same.",
    ),
    (
        "the lock is kept",
        _DINE + "    lock.acquire()\n"
        "    if kitchen.pot is None:\n"
        "        kitchen.pot = [dish]\n"
        "    eaten.append(kitchen.pot[0])\n",
        "Nobody can go on: ",
    ),
]

RIGHT = [
    (
        "full before it is shown",
        _DINE + "    if kitchen.pot is None:\n"
        "        with lock:\n"
        "            if kitchen.pot is None:\n"
        "                pot = [dish]\n"
        "                kitchen.pot = pot\n"
        "    eaten.append(kitchen.pot[0])\n",
    ),
    (
        "always with the lock",
        _DINE + "    with lock:\n"
        "        if kitchen.pot is None:\n"
        "            kitchen.pot = []\n"
        "            kitchen.pot.append(dish)\n"
        "    eaten.append(kitchen.pot[0])\n",
    ),
    (
        "eaten under the lock",
        _DINE + "    with lock:\n"
        "        if kitchen.pot is None:\n"
        "            kitchen.pot = [dish]\n"
        "        eaten.append(kitchen.pot[0])\n",
    ),
]

REAL = {"asked once", "the lock is kept", "full before it is shown"}
