"""What was seen of the answers in `answers`, stored in `seen` by `tools/record_seens.py`.

A file is about an exercise: {name of an answer: {"source": its digest, "seen": all of it}}.
What is as it is by default is left out.
"""

import dataclasses
import functools
import hashlib
import importlib
import json
import types
import typing
from pathlib import Path

from helpers.course.checking import report
from helpers.runs.run import Run

FOLDER = Path(__file__).parent / "seen"
BLANK = {"returned": None, "error": None, "line": None, "starved": False}
DIGITS = 6  # of a time in seconds


def answers(number):
    """The module with the answers to an exercise: WRONG, RIGHT, and the names of REAL ones."""
    return importlib.import_module(f"answers.a{number.replace('.', '_')}")


def sources(number):
    """{name of an answer: its source}, of those that are not tried for real."""
    found = answers(number)
    named = {name: source for name, source, *_ in [*found.WRONG, *found.RIGHT]}
    return {name: source for name, source in named.items() if name not in found.REAL}


def digest(source):
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def file(number):
    return FOLDER / f"{number.replace('.', '_')}.json"


@functools.cache
def read(number):
    """{name of an answer: (digest of its source, [what was seen, as it was packed])}"""
    if not file(number).exists():
        return {}
    stored = json.loads(file(number).read_text(encoding="utf-8"))
    return {name: (one["source"], one["seen"]) for name, one in stored.items()}


def write(number, found):
    """Store `found`, which is {name of an answer: (its source, [Seen])}, an answer a line."""
    lines = [
        f"{json.dumps(name)}: "
        + _compact({"source": digest(source), "seen": list(map(pack, seen))})
        for name, (source, seen) in found.items()
    ]
    file(number).parent.mkdir(exist_ok=True)
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    file(number).write_text(text, encoding="utf-8", newline="\n")


def _compact(thing):
    return json.dumps(thing, separators=(",", ":"))


def pack(seen):
    data = report.as_data(seen)
    run = data.pop("run")
    found = {name: value for name, value in data.items() if value is not BLANK[name]}
    if run:
        pids = {}
        for lane in run["lanes"]:
            lane["pid"] = pids.setdefault(lane["pid"], len(pids) + 1)
        found["run"] = _briefer(Run, run)
    return {"case": list(seen.case), **found}


def unpack(packed):
    data = {**BLANK, "run": None, **packed}
    case = data.pop("case")
    if data["run"]:
        data["run"] = _whole(Run, data["run"])
    return report.seen_of(case, data)


def _briefer(kind, data):
    """What `report` makes of a dataclass `kind`, without what is as it is by default."""
    found = {}
    for field, inner in _fields(kind):
        value = data[field.name]
        if value != _default(field):
            found[field.name] = _each(_briefer, inner, value)
    return found


def _whole(kind, data):
    return {
        field.name: _each(_whole, inner, data[field.name])
        if field.name in data
        else _default(field)
        for field, inner in _fields(kind)
    }


def _each(change, kind, value):
    """`value` with `change` made to all that is a dataclass by its type, and its times rounded."""
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(kind, types.UnionType) and value is not None:
        [kind] = [one for one in typing.get_args(kind) if one is not type(None)]
    if dataclasses.is_dataclass(kind) and value is not None:
        return change(kind, value)
    if isinstance(value, list):
        [inner] = typing.get_args(kind)
        return [_each(change, inner, one) for one in value]
    if isinstance(value, dict):
        return {key: _each(change, typing.get_args(kind)[1], one) for key, one in value.items()}
    return value


def _fields(kind):
    hints = typing.get_type_hints(kind)
    return [(field, hints[field.name]) for field in dataclasses.fields(kind)]


def _default(field):
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


def seen_of(packed):
    """All that was seen of an answer, as it was packed, as a list of `Seen`."""
    return [unpack(one) for one in packed]
