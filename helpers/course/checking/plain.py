"""What an answer has made becomes plain data, and text that a page can show.

An answer may return anything and raise anything: what is shown of it has a length, and no character
that a page or a terminal would obey.
"""

import itertools
import math
import re
import reprlib
import unicodedata

__all__ = ["cleaned", "of", "said", "shown"]

DEEP = 20  # lists within lists, as much as a judge looks into
MANY = 20_000  # about twice as many elements as one value may have in all
LONG = 1_000_000  # characters of one text
LARGE = 2**64
SHOWN = 300  # characters of what is shown of one thing
OBEYED = ("Cc", "Cf", "Cs", "Zl", "Zp")  # categories of characters that do something
JOINERS = "\u200c\u200d"  # they hold an emoji, or a word of Persian, together


class _Short(reprlib.Repr):
    """Of builtin containers only the beginning, so that a large one costs no time."""

    def __init__(self):
        super().__init__()
        self.maxlevel = 4
        self.maxlist = self.maxtuple = self.maxdict = self.maxset = self.maxfrozenset = 20
        self.maxdeque = self.maxarray = 20
        self.maxstring = self.maxlong = 200

    def repr_instance(self, x, level):
        return repr(x)

    def repr_int(self, x, level):
        repr(x)  # fails for a huge one, about which 3.14 and newer would say something else
        return super().repr_int(x, level)


_short = _Short()


def cleaned(text, most=SHOWN) -> str:
    """`text` in at most `most` characters, control characters and their like as escapes.

    Escaped is what is no letter, sign or space: C0 and C1 controls, those that turn the direction
    of writing or cannot be seen, and halves of a surrogate pair (Unicode categories Cc, Cf, Cs, Zl
    and Zp). `cleaned` of a cleaned text is that text.

    Example: `cleaned("\\x1b[31mred")` is "\\\\x1b[31mred".
    """
    text = text if len(text) <= most else f"{text[: most - 1]}…"
    if text.isprintable():
        return text
    found = "".join(map(_harmless, text))
    return found if len(found) <= most else f"{found[: most - 1]}…"


def _harmless(character):
    if character in JOINERS or unicodedata.category(character) not in OBEYED:
        return character
    return character.encode("unicode_escape").decode()


def shown(thing) -> str:
    """`thing` as `repr` has it, cut and cleaned, without addresses; also where its `repr` fails."""
    try:
        return cleaned(re.sub(r" at 0x[0-9a-fA-F]+", "", _short.repr(thing)[:LONG]))
    except Exception as error:  # noqa: BLE001 - whatever a repr of somebody else's raises
        return f"<{_name(thing)}, whose repr() raises {type(error).__name__}>"


def said(error) -> str:
    """An exception as the last line of a traceback has it, cut and cleaned: "ValueError: boom"."""
    try:
        lines = [line for line in str(error)[:LONG].split("\n") if line.strip()]
    except Exception as other:  # noqa: BLE001 - as above
        lines = [f"(and its str() raises {type(other).__name__})"]
    return cleaned(": ".join([type(error).__name__, *lines[:1]]))


def of(value):
    """`value` in terms of JSON: a tuple is a list, and what JSON does not have is a text.

    Such texts are what `shown` makes of it, also of a number like nan or 10**100. What is long,
    large or deep is cut, and ends in "…".
    """
    return _plain(value, DEEP, itertools.count())


def _plain(value, levels, count):
    next(count)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        number = int.__index__(value)
        return number if -LARGE < number < LARGE else shown(number)
    if isinstance(value, float):
        number = float.__float__(value)
        return number if math.isfinite(number) else repr(number)
    if isinstance(value, str):
        text = str.__str__(value)
        text = text if len(text) <= LONG else f"{text[:LONG]}…"
        return text.encode("utf-8", "backslashreplace").decode()
    if levels and isinstance(value, list | tuple):
        kind = list if isinstance(value, list) else tuple
        found = []
        for item in kind.__getitem__(value, slice(MANY)):
            found.append(_plain(item, levels - 1, count))
            if next(count) > MANY:
                return [*found, "…"]
        return found
    if levels and isinstance(value, dict):
        found = {}
        for key, item in list(dict.items(value)):
            key = _plain(key, 0, count) if isinstance(key, str) else shown(key)
            found[key] = _plain(item, levels - 1, count)
            if next(count) > MANY:
                return {**found, "…": "…"}
        return found
    return shown(value)


def _name(thing):
    return cleaned(type(thing).__name__)
