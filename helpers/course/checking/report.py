"""What the process of an answer reports to the kernel: JSON, and nothing else.

An answer can write whatever it likes into the report. So nothing is believed of it: what is read
either has the types of a `Run`, its indices, times and lengths within bounds, or is refused.
"""

import dataclasses
import functools
import json
import math
import os
import stat
import types
import typing

from helpers.course.checking import plain
from helpers.course.exercises.exercise import Seen
from helpers.runs.run import Run

__all__ = ["as_data", "read", "seen_of", "write"]

SIZE = 8 << 20  # bytes of a report
PARTS = 600_000  # lists, and elements of lists and objects, in a report
LANES = 2_000  # of one run
MANY = 20_000  # elements of one list of a run
LONG = 1_000  # characters of one text of a run
LARGE = 2**63
FIELDS = {"returned", "error", "line", "run", "starved"}  # of a trial
TOO_MUCH = "it did more than a check can look through"


def write(path, seen) -> None:
    """Write all that was `seen`, a list of `Seen`, to `path`: at once and whole."""
    text = json.dumps([as_data(one) for one in seen])
    if _is_too_much(text):
        seen = [*seen[:-1], Seen(seen[-1].case, error=TOO_MUCH)]
        text = json.dumps([as_data(one) for one in seen])
    writing = path.with_name("writing")
    # An answer may have gone into a folder so deep that Python 3.13.0 fails to look up a codec.
    writing.write_bytes(text.encode())
    writing.replace(path)


def read(path, cases) -> list[Seen]:
    """What was written to `path`, one `Seen` for each of the first `cases`; none without a file.

    Raises ValueError, saying why, for what `write` has not written.
    """
    try:
        text = _text(path)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ValueError(f"it cannot be opened: {error.strerror}") from None
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (RecursionError, MemoryError):
        raise ValueError("it is too deep to be read") from None
    except ValueError as error:
        raise ValueError(f"it is no JSON: {plain.said(error)}") from None
    if not isinstance(found, list) or len(found) > len(cases):
        raise ValueError(f"it is no list of at most {len(cases)} trials")
    return [seen_of(case, one) for case, one in zip(cases, found, strict=False)]


def _text(path):
    # Neither a link to somewhere else nor a pipe, which would keep the kernel waiting.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ValueError("it is no file")
        data = file.read(SIZE + 1)
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError:
        raise ValueError("it is not in ASCII") from None
    if _is_too_much(text):
        raise ValueError("it is too large")
    return text


def _is_too_much(text):
    return len(text) > SIZE or text.count(",") + text.count("[") > PARTS


def _once(pairs):
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands there twice")
    return found


def _no_number(name):
    raise ValueError(f"{name} is no number")


# Writing


def as_data(seen) -> dict:
    """One `Seen` in terms of JSON, without its case; `seen_of` makes a `Seen` of it again."""
    run = seen.run and _cut(seen.run, seen.run.length)
    found = {name: getattr(seen, name) for name in ("returned", "error", "line", "starved")}
    return {**found, "run": run}


def _cut(thing, length):
    """A `Run`, or a part of one, as data: long lists and texts are cut, and so are its times.

    A process that is ended at the end of the block ends a little after it.
    """
    if dataclasses.is_dataclass(thing):
        names = [field.name for field in dataclasses.fields(thing)]
        found = {name: _cut(getattr(thing, name), length) for name in names}
        if hasattr(thing, "deadline"):
            found["deadline"] = thing.deadline
        return found
    if isinstance(thing, float):
        return min(max(thing, 0.0), length)
    if isinstance(thing, str):
        return plain.of(thing)[:LONG]
    if isinstance(thing, list):
        return [_cut(item, length) for item in thing[:MANY]]
    if isinstance(thing, dict):
        return {_cut(key, length): _cut(item, length) for key, item in thing.items()}
    return thing


# Reading


def seen_of(case, data) -> Seen:
    """The `Seen` that `as_data` has made `data` of. Raises ValueError, saying why, for others."""
    if not isinstance(data, dict) or {*data} != FIELDS:
        raise ValueError("a trial is not what it should be")
    error, line = (_made(str | None, data[name], name) for name in ("error", "line"))
    run = _made(Run | None, data["run"], "run")
    starved = _made(bool, data["starved"], "starved")
    if run is None and error is None:
        raise ValueError("a trial has no run")
    if run is not None:
        _check(run)
    return Seen(tuple(case), plain.of(data["returned"]), error, line, run, starved)


def _made(kind, data, where):
    """What the type `kind` says, made of `data`; ValueError, with the place, where it is not."""
    outer = typing.get_origin(kind)
    if outer in (typing.Union, types.UnionType):
        [kind] = [one for one in typing.get_args(kind) if one is not type(None)]
        return None if data is None else _made(kind, data, where)
    if dataclasses.is_dataclass(kind) and isinstance(data, dict):
        hints = _hints(kind)
        if {*data} != {*hints}:
            raise ValueError(f"{where} has other fields than a {kind.__name__}")
        made = {name: _made(hint, data[name], f"{where}.{name}") for name, hint in hints.items()}
        return kind(**made)
    if outer is list and isinstance(data, list) and len(data) <= MANY:
        [inner] = typing.get_args(kind)
        return [_made(inner, item, f"{where}[{place}]") for place, item in enumerate(data)]
    if outer is dict and isinstance(data, dict) and len(data) <= MANY:
        of, inner = typing.get_args(kind)
        return {_made(of, key, where): _made(inner, data[key], where) for key in data}
    if kind is str and isinstance(data, str) and len(data) <= LONG:
        return plain.cleaned(data, LONG)
    if kind is bool and isinstance(data, bool):
        return data
    if kind is int and type(data) is int and -LARGE < data < LARGE:
        return data
    if kind is float and type(data) in (int, float) and abs(data) < LARGE and math.isfinite(data):
        return float(data)
    raise ValueError(f"{where} is {plain.shown(data)[:40]}")


_hints = functools.cache(typing.get_type_hints)


def _check(run):
    """ValueError where a picture or the words of `run` would fail."""
    count = len(run.lanes)
    if not 0 < count <= LANES:
        raise ValueError(f"it has {count:,} lanes")
    least = run.stopped_at if run.stopped else 1e-6
    if not 0 < run.deadline <= 60 or not least <= run.length <= 60:
        raise ValueError("its length is impossible")
    numbers = [lane.parent for lane in run.lanes]
    numbers += [message.sender for message in run.messages]
    numbers += [message.receiver for message in run.messages]
    numbers += [lane for wake in run.wakes for lane in (wake.by, wake.woken)]
    numbers += [lane for groups in run.receivers.values() for group in groups for lane in group]
    if not all(0 <= number < count for number in numbers if number is not None):
        raise ValueError("it speaks of a lane that is not there")
    if any((one.receiver is None) != (one.received is None) for one in run.messages):
        raise ValueError("a message was received by nobody")
    if not all(0 <= time <= run.length for time in _times(run)):
        raise ValueError("something happened before or after it")


def _times(thing):
    """All floats in a `Run`, save its deadline."""
    if dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            if field.name != "deadline":
                yield from _times(getattr(thing, field.name))
    elif isinstance(thing, list):
        for item in thing:
            yield from _times(item)
    elif isinstance(thing, dict):
        yield from _times([*thing.values()])
    elif isinstance(thing, float):
        yield thing
