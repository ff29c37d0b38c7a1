"""Answers to puzzle P.3."""

_ORDER = 'def order():\n    return "{}"\n'

WRONG = [
    (
        "one after the other",
        _ORDER.format("111111222222"),
        "This order keeps the promise.",
    ),
    (
        "the second one first",
        _ORDER.format("222222111111"),
        "This order keeps the promise.",
    ),
    (
        "not at their end",
        _ORDER.format("11"),
        "they are not at their end yet, and nothing is broken so far.",
    ),
    (
        "one who waits",
        _ORDER.format("112"),
        "Step 3 of the order '112' cannot be taken: worker 2 waits for pot, which paint holds.",
    ),
    (
        "one who cannot go on",
        _ORDER.format("121"),
        "cannot be taken: worker 1 waits for pot, which touch_up holds.",
    ),
]

RIGHT = [
    (
        "each takes one thing",
        _ORDER.format("12"),
    ),
    (
        "the other one first",
        _ORDER.format("21"),
    ),
]

REAL = {"not at their end", "one who cannot go on", "each takes one thing"}
