"""Phrases that texts about runs are made of."""

import re

__all__ = [
    "SAID",
    "counted",
    "joined",
    "natural",
    "quoted",
    "shortened",
    "times",
    "without_full_stop",
]

SAID = 3  # things that one lane wrote to standard error; of more, their number is said
LONGEST = 300  # characters of an error's text; what is longer is cut

# What another run or another machine says differently, and what is left of it.
_VARYING = (
    (r"\b0x[0-9a-fA-F]{4,16}\b", "0x..."),
    (r"\b(pid[ =]|parent=|thread id )\d+", r"\1..."),
    # The folders of a path from the root, with spaces only where it is known how far it goes: in
    # quotes, and where it begins a warning (CPython, Lib/warnings.py, `_formatwarnmsg_impl`).
    (r"""\A(?:[A-Za-z]:)?[/\\].*?(?=[^/\\\n]+:\d+: \w+: )""", ".../"),
    (r"""(?<=['"])(?:[A-Za-z]:)?[/\\][^'"\n]*[/\\](?=[^'"\n])""", ".../"),
    (r"""(?<![^\s(<=])(?:[A-Za-z]:)?[/\\](?:[^\s'"<>:,;()/\\]+[/\\]+)+(?=\w)""", ".../"),
    # CPython, Lib/multiprocessing/shared_memory.py, `_make_filename`, and Lib/tempfile.py.
    (r"\b(psm_|wnsm_)[0-9a-f]{8,}\b", r"\1..."),
    (r"\b(tmp)[a-z0-9_]{8}\b", r"\1..."),
)


def counted(number, one, many=None) -> str:
    """A number with its noun: `counted(2, "message")` is "2 messages"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def times(number) -> str:
    """How often: "once", "twice", "3 times"."""
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


def joined(names) -> str:
    """Names in a sentence: `joined(["a", "b", "c"])` is "a, b and c"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def quoted(text) -> str:
    """`text` in double quotes."""
    return f'"{text}"'


def shortened(error) -> str:
    """`error` as Python says it, its first paragraph: who searches for these words finds them.

    Three dots stand for what the next run would say differently (addresses, process IDs, folders),
    and for what is too long. Of a traceback that came from another process, its last line is told.
    """
    name, _, text = error.partition(": ")
    text = text.strip("\n -")
    if "Traceback (most recent call last):" in text:
        text = f"... {text.splitlines()[-1]}"
    elif "\n" in text:
        first, _, more = re.sub(r"\n[ \t]*\n", "\n\n", text).partition("\n\n")
        text = " ".join(first.split()) + (" ..." if more.strip() else "")
    text = without_full_stop(f"{name}: {text}" if text else name)
    for varying, left in _VARYING:
        text = re.sub(varying, left, text)
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def without_full_stop(text) -> str:
    """`text` to go on after, or to end with a full stop. Three dots stay."""
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def natural(thing):
    """A key to sort by: "worker-2" comes before "worker-10". Of a tuple, its first text counts."""
    text = thing[0] if isinstance(thing, tuple) else thing
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", text)]
