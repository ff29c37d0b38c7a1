"""Answers to puzzle P.10."""

_ORDER = 'def order():\n    return "{}"\n'

WRONG = [
    (
        "one after the other",
        _ORDER.format("1" * 14 + "2" * 14 + "3" * 4),
        "This order keeps the promise.",
    ),
    (
        "the writer first",
        _ORDER.format("3" * 4 + "1" * 14 + "2" * 14),
        "This order keeps the promise.",
    ),
    (
        "not at their end",
        _ORDER.format("1111112222"),
        "they are not at their end yet, and nothing is broken so far.",
    ),
    (
        "the writer in between",
        _ORDER.format("1111113"),
        "cannot be taken: worker 3 waits for room, which read 1 holds.",
    ),
    (
        "the second at the door",
        _ORDER.format("12"),
        "worker 2 waits for door, which read 1 holds.",
    ),
]

RIGHT = [
    (
        "the next comes in as the last goes",
        _ORDER.format("1" * 12 + "2" * 4 + "1"),
    ),
    (
        "the second reader is the last",
        _ORDER.format("2" * 12 + "1" * 4 + "2"),
    ),
    (
        "both think they are the last",
        _ORDER.format("1" * 6 + "2" * 11 + "1" * 6 + "12" * 2),
    ),
]

REAL = {"the writer in between", "not at their end", "the next comes in as the last goes"}
