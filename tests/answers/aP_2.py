"""Answers to puzzle P.2."""

_ORDER = 'def order():\n    return "{}"\n'

WRONG = [
    (
        "one after the other",
        _ORDER.format("1112"),
        "This order keeps the promise.",
    ),
    (
        "both ask and one takes",
        _ORDER.format("1211"),
        "they are not at their end yet, and nothing is broken so far.",
    ),
    (
        "each reads before the other writes",
        _ORDER.format("121212"),
        "This order keeps the promise.",
    ),
    (
        "a step too many",
        _ORDER.format("111122"),
        "Step 4 of the order '111122' cannot be taken: worker 1 has ended.",
    ),
    (
        "one says nothing",
        "def order():\n    pass\n",
        "and yours is None.",
    ),
]

RIGHT = [
    (
        "both ask first",
        _ORDER.format("121122"),
    ),
    (
        "the second takes first",
        _ORDER.format("122211"),
    ),
    (
        "the first takes first",
        _ORDER.format("211122"),
    ),
]

REAL = {"one says nothing", "both ask and one takes", "the second takes first"}
