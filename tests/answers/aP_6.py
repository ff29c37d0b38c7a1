"""Answers to puzzle P.6."""

_ENTER = "def enter(shop, lock):\n"

WRONG = [
    (
        "a lock around the opening alone",
        _ENTER + "    if not shop.is_open:\n"
        "        with lock:\n"
        "            shop.openings += 1\n"
        "            shop.is_open = True\n"
        "    with lock:\n"
        "        shop.inside += 1\n",
        "the promise does not hold: shop.is_open and shop.openings == openings + 1",
    ),
    (
        "no lock",
        _ENTER + "    if not shop.is_open:\n"
        "        shop.is_open = True\n"
        "        shop.openings += 1\n"
        "    shop.inside += 1\n",
        "break it.",
    ),
    (
        "nobody comes",
        _ENTER + "    pass\n",
        "The one order tried: none keeps the promise",
    ),
    (
        "the numbers are written down",
        _ENTER + "    shop.is_open = True\n    shop.openings = 1\n    shop.inside = 2\n",
        "shop.inside is 2",
    ),
    (
        "opened as on the first day",
        _ENTER + "    with lock:\n"
        "        shop.is_open = True\n"
        "        shop.openings = 1\n"
        "        shop.inside += 1\n",
        "shop.openings is 1",
    ),
    (
        "the lock is kept",
        _ENTER + "    lock.acquire()\n"
        "    if not shop.is_open:\n"
        "        shop.is_open = True\n"
        "        shop.openings += 1\n"
        "    shop.inside += 1\n",
        "Nobody can go on: ",
    ),
    (
        "asked under one lock and opened under the next",
        _ENTER + "    with lock:\n"
        "        is_open = shop.is_open\n"
        "    if not is_open:\n"
        "        with lock:\n"
        "            shop.is_open = True\n"
        "            shop.openings += 1\n"
        "    with lock:\n"
        "        shop.inside += 1\n",
        "shop.openings is",
    ),
]

RIGHT = [
    (
        "all under one lock",
        _ENTER + "    with lock:\n"
        "        if not shop.is_open:\n"
        "            shop.is_open = True\n"
        "            shop.openings += 1\n"
        "        shop.inside += 1\n",
    ),
    (
        "asked twice",
        _ENTER + "    if not shop.is_open:\n"
        "        with lock:\n"
        "            if not shop.is_open:\n"
        "                shop.is_open = True\n"
        "                shop.openings += 1\n"
        "    with lock:\n"
        "        shop.inside += 1\n",
    ),
    (
        "acquire and release",
        _ENTER + "    lock.acquire()\n"
        "    try:\n"
        "        if not shop.is_open:\n"
        "            shop.openings += 1\n"
        "            shop.is_open = True\n"
        "    finally:\n"
        "        lock.release()\n"
        "    with lock:\n"
        "        shop.inside += 1\n",
    ),
]

REAL = {"no lock", "the lock is kept", "all under one lock"}
