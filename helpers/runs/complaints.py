"""What processes print, put together from pieces, and what they complain of on standard error."""

import re

__all__ = ["complaints", "lines"]

# CPython, Lib/traceback.py; Lib/multiprocessing/process.py, `_bootstrap`; Lib/threading.py,
# `excepthook`; Python/errors.c, `write_unraisable_exc_file`; Lib/warnings.py, `formatwarning`;
# Python/traceback.c, `_Py_DumpTraceback`.
_TRACEBACK = re.compile(r"\s*(\+ )?(Exception Group )?Traceback \(most recent call last\):")
_OF_GROUP = re.compile(r"\s*\| (\S.*)")
_ABOVE = re.compile(r"Process .+:|Exception in thread .+:|Exception ignored .+")
_CHAINED = (
    "During handling of the above exception, another exception occurred:",
    "The above exception was the direct cause of the following exception:",
)
# Notes of an exception, of which pickle adds some since 3.14 (CPython, Modules/_pickle.c, `save`).
_NOTE = re.compile(r"when serializing .+")
_WITH_DETAILS = re.compile(r".+:\d+: \w*Warning: .*|.*most recent call first\)?:")


def lines(pieces):
    """The lines in `pieces`, `(time, text)` each: `(time, line)`, at the time at which it ended.

    What comes last need not end in a newline.
    """
    found, rest, time = [], "", 0.0
    for time, piece in pieces:
        *whole, rest = (rest + piece).split("\n")
        found += [(time, _readable(line)) for line in whole]
    return [*found, (time, _readable(rest))] if rest else found


def _readable(line):
    """`line` with the characters that came byte by byte."""
    if line.isascii():
        return line
    return line.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def complaints(written, explained=()):
    """What the lines `written` to standard error say, in short: `(time, text)` for each thing.

    Of a traceback its exception is told, of a warning its first line. At each time in `explained`
    an exception is known already, and the next traceback tells of the same.
    """
    found, left = [], sorted(explained)
    for time, text, is_traceback in _things(written):
        if is_traceback and left and time >= left[0]:
            left.pop(0)
        else:
            found.append((time, text))
    return found


def _things(written):
    """`[time, text, whether it is a traceback]` for each thing; details are left out."""
    found, inside = [], ""
    for time, line in written:
        line = line.rpartition("\r")[2]  # as a terminal shows it
        indented = line[:1] in ("", " ", "\t")
        if _TRACEBACK.fullmatch(line):
            if found and (inside == "chain" or _ABOVE.fullmatch(found[-1][1])):
                found.pop()
            inside = "frames"
        elif line in _CHAINED:
            inside = "chain"
        elif inside == "frames" and (not indented or _OF_GROUP.fullmatch(line)):
            error = _OF_GROUP.fullmatch(line)
            text = f"Traceback (most recent call last): ... {error[1] if error else line}"
            found.append([time, text, True])
            inside = "details" if error else "message"
        elif inside == "message" and indented:
            found[-1][1] += f"\n{line}"
        elif (
            not line.strip()
            or (indented and inside in ("frames", "details"))
            or (inside == "message" and _NOTE.fullmatch(line))
        ):
            continue
        else:
            found.append([time, line, False])
            inside = "details" if _WITH_DETAILS.fullmatch(line) else ""
    return found
