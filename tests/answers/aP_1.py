"""Answers to puzzle P.1."""

_ORDER = 'def order():\n    return "{}"\n'

WRONG = [
    (
        "one after the other",
        _ORDER.format("112233"),
        "This order keeps the promise.",
    ),
    (
        "not at their end",
        _ORDER.format("123"),
        "they are not at their end yet, and nothing is broken so far.",
    ),
    (
        "a fourth guest",
        _ORDER.format("4"),
        "worker 4 is none of 1 to 3.",
    ),
    (
        "a step too many",
        _ORDER.format("111"),
        "Step 3 of the order '111' cannot be taken: worker 1 has ended.",
    ),
    (
        "a list",
        "def order():\n    return [1, 2, 3]\n",
        "and yours is [1, 2, 3].",
    ),
]

RIGHT = [
    (
        "all read first",
        _ORDER.format("123123"),
    ),
    (
        "one comes in between",
        _ORDER.format("112332"),
    ),
    (
        "one writes over two",
        _ORDER.format("122331"),
    ),
]

REAL = {"a fourth guest", "one after the other", "all read first"}
