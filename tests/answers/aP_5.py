"""Answers to puzzle P.5."""

_ORDER = 'def order():\n    return "{}"\n'

WRONG = [
    (
        "sold before it comes back",
        _ORDER.format("111222"),
        "This order keeps the promise.",
    ),
    (
        "given back before it is sold",
        _ORDER.format("222111"),
        "This order keeps the promise.",
    ),
    (
        "not at their end",
        _ORDER.format("22"),
        "they are not at their end yet, and nothing is broken so far.",
    ),
    (
        "the other seat",
        _ORDER.format("211122"),
        "This order keeps the promise.",
    ),
    (
        "a step too many",
        _ORDER.format("1111"),
        "Step 4 of the order '1111' cannot be taken: worker 1 has ended.",
    ),
]

RIGHT = [
    (
        "in one moment",
        _ORDER.format("22111"),
    ),
    (
        "asked before",
        _ORDER.format("12211"),
    ),
    (
        "asked first of all",
        _ORDER.format("21211"),
    ),
]

REAL = {"not at their end", "a step too many", "in one moment"}
