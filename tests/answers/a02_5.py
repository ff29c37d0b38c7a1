"""Answers to exercise 02.5."""

_ORDER = 'def order():\n    return "{}"\n'

WRONG = [
    (
        "one after the other",
        _ORDER.format("111111122222"),
        "Step 11 of the order '111111122222' cannot be taken: worker 2 has ended.",
    ),
    (
        "nobody interrupts",
        _ORDER.format("1111111222"),
        "02.5: not yet.\nThis order keeps the promise.",
    ),
    ("not at their end", _ORDER.format("111222"), "they are not at their end yet, and nothing is"),
    (
        "a step that cannot be taken",
        _ORDER.format("12"),
        "Step 2 of the order '12' cannot be taken: worker 2 waits for lock, which go_home 1 holds.",
    ),
    ("no such worker", _ORDER.format("3"), "worker 3 is none of 1 to 2."),
    (
        "a number",
        "def order():\n    return 1122\n",
        'The order is a text such as "1221", and yours is 1122.',
    ),
    ("letters", _ORDER.format("ab"), "and yours is 'ab'."),
    ("nothing", "def order():\n    pass\n", "and yours is None."),
]

RIGHT = [
    ("both look first", _ORDER.format("11122222221111")),
    ("the second one first", _ORDER.format("22211122221111")),
    ("a generator of the text", 'def order():\n    return "111" + "222" + "1111" + "2222"\n'),
]

REAL = {"nothing", "letters", "both look first"}
