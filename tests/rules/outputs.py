"""Rules on the stored outputs: nothing of this machine and hour, and words under each picture."""

import json
import re

from rules.book import IGNORE, tags
from tools.comparison import Comparison

OUTPUT_KB, NOTEBOOK_KB = 100, 500

DURATION = re.compile(
    r"(?<![\w.,])(\d+(?:\.\d+)?)\s?"
    r"(?:ns|µs|us|ms|s|secs?|seconds?|milliseconds?|microseconds?|nanoseconds?|minutes?|hours?)\b"
)
CLOCK = re.compile(r"\b\d{1,2}:\d{2}:\d{2}\b|\b\d{4}-\d{2}-\d{2}\b")
DEADLINE = re.compile(r"deadline of [\d.]+ s\b")
MACHINE_PATH = re.compile(
    r"(?<![\w.])(?:/(?:tmp|home|root|Users|private|var|opt|usr)/|~/|[A-Z]:\\)[^\s\"']*"
    r"|site-packages|ipykernel_\d+"
)
PID = re.compile(r"(?i)\b(?:p?pids?|process id)\b\W{0,4}(?:\w+\W{1,3})?\d{2,}")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
WORD = re.compile(r"[^\W\d]\w+")
FULL_STOP = re.compile(r"[\w\[][\"')\]]*[.!?](?:\s|$)")  # or after "[]"

_nbval = Comparison()


def no_clock(book):
    """No compared output holds a wall-clock number ("12 ms", "3.2 seconds", "12:34:56"), save in a
    line that begins "measured here: ", in "the deadline of 1 s", and for a duration that stands as
    a number in the cell or in a `%%workers` cell.
    """
    workers = "\n".join(book.workers.values())
    for number, text, cell in _compared(book):
        given = {float(found) for found in NUMBER.findall(f"{cell.source}\n{workers}")}
        text = DEADLINE.sub("", text)
        for found in DURATION.finditer(text):
            if float(found[1]) not in given:
                yield f"cell {number}: {found[0]!r} is a time that only this machine has"
        for found in CLOCK.findall(text):
            yield f"cell {number}: {found!r} is the hour or the day of this run"


def no_machine_path(book):
    """No output holds a path of this machine, not even in a traceback or an ignored cell."""
    for number, cell in book.code:
        for text in _texts(cell, tracebacks=True):
            for found in MACHINE_PATH.findall(text):
                yield f"cell {number}: {found!r} is a path of this machine"


def no_pid(book):
    """No compared output holds a process ID in a form that the sanitizer does not replace."""
    for number, text, _ in _compared(book):
        for found in PID.findall(text):
            yield f"cell {number}: {found!r} looks like a process ID"


def pictures_have_words(book):
    """Every picture is followed, in the same cell, by a text/plain output of at least one sentence:
    what the picture shows. The picture's own placeholder does not count.
    """
    for number, cell in book.code:
        words = False
        for output in reversed(cell.outputs):
            data = output.get("data", {})
            if any(kind.startswith("image/") for kind in data):
                if not words:
                    yield f"cell {number}: a picture without words under it"
                words = False
            elif _is_sentence(data.get("text/plain", "")):
                words = True


def sizes(book):
    """No output is over 100 KB, no notebook over 500 KB."""
    for number, cell in book.code:
        for output in cell.outputs:
            size = len(json.dumps(output).encode()) / 1000
            if size > OUTPUT_KB:
                yield f"cell {number}: an output of {size:.0f} KB, the limit is {OUTPUT_KB}"
    size = book.path.stat().st_size / 1000
    if size > NOTEBOOK_KB:
        yield f"the file is {size:.0f} KB, the limit is {NOTEBOOK_KB}"


def has_compared_text(cell):
    """Whether the cell's outputs hold text that nbval compares."""
    return any(text.strip() for text in _texts(cell))


def _compared(book):
    for number, cell in book.code:
        if IGNORE not in tags(cell):
            for text in _texts(cell):
                yield number, _nbval.sanitized(text), cell


def _is_sentence(text):
    return len(WORD.findall(text)) >= 3 and bool(FULL_STOP.search(text))


def _texts(cell, tracebacks=False):
    for output in cell.outputs:
        if output.output_type == "stream":
            yield output.text
        elif output.output_type == "error":
            yield f"{output.ename}: {output.evalue}"
            if tracebacks:
                yield "\n".join(output.traceback)
        else:
            for kind, text in output.data.items():
                if isinstance(text, str) and not _nbval.skips(kind):
                    yield _shown(text) if kind == "text/html" else text


def _shown(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
