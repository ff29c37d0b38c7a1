"""Answers to exercise 02.7."""

_VERDICTS = 'def verdicts():\n    return {{"door": {}, "wall": {}, "numbers": {}}}\n'
_SHORTEST = '"111122222211"'

WRONG = [
    (
        "all safe",
        _VERDICTS.format(None, None, None),
        "numbers: All 56 orders tried: 36 keep the promise, 20 break it.",
    ),
    (
        "an order against the door",
        _VERDICTS.format('"111122"', None, _SHORTEST),
        "door: This order keeps the promise.",
    ),
    (
        "an order that keeps the promise",
        _VERDICTS.format(None, None, '"111111222222"'),
        "numbers: This order keeps the promise.",
    ),
    (
        "an order against the wall that cannot be",
        _VERDICTS.format(None, '"1212"', _SHORTEST),
        "wall: Step 4 of the order '1212' cannot be taken: worker 2 waits for lock",
    ),
    ("a name is missing", 'def verdicts():\n    return {"door": None}\n', "an entry 'wall'"),
    ("no dict", "def verdicts():\n    return None\n", "an entry 'door', and yours is None."),
    ("a bare yes", _VERDICTS.format(None, None, True), "numbers: The order is a text such as"),
]

RIGHT = [
    ("the shortest order", _VERDICTS.format(None, None, _SHORTEST)),
    ("the other one first", _VERDICTS.format(None, None, '"222211111122"')),
]

REAL = {"all safe", "no dict", "the shortest order"}
