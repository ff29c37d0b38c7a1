"""Exercise 03.5: messages over a bare pipe."""

import os
import random
import threading

from helpers.course.exercises.exercise import Exercise
from helpers.course.exercises.saying import in_words, unlike

__all__ = ["EXERCISE"]


class _Bare:
    """A bare pipe that takes and gives a few bytes at a time, as `os.write` and `os.read` may."""

    def __init__(self, piece):
        self.reader, self.writer = os.pipe()
        self.piece = piece
        self.taken = self.useless = 0
        self.short = ""

    def write(self, data):
        if not isinstance(data, bytes | bytearray | memoryview):
            raise TypeError(f"write() takes bytes, not {type(data).__name__}")
        self._count(data)
        taken = os.write(self.writer, bytes(data[: random.randint(1, self.piece)]))
        self.taken += taken
        return taken

    def read(self, size):
        got = os.read(self.reader, min(size, random.randint(1, self.piece)))
        self._count(got or not size)
        self.short = f"read({size}) gave {len(got)}" if 0 < len(got) < size else ""
        return got

    def _count(self, useful):
        self.useless = 0 if useful else self.useless + 1
        if self.useless > 100:
            raise RuntimeError("nothing more comes or goes, and you ask again and again")


def _wires():
    middle = random.randrange(200, 300)
    small = [["tea", 1], ["", 1], ["milk\n\0\0", 1], ["jam", random.randrange(30, 60)]]
    return [
        (small, 3, False),
        ([["x", 70_000], ["y", middle]], 5_000, False),
        ([["tea", 9]], 3, True),
    ]


def _messages(case):
    return [(text * times).encode() for text, times in case[0]]


def _told(data):
    if not isinstance(data, bytes | bytearray | memoryview):
        return repr(data)[:40]
    return f"{bytes(data)!r}" if len(data) <= 12 else f"{len(data):,} bytes"


def _have_framed(frames, *case):
    messages, (_, piece, cut) = _messages(case), case
    wire = _Bare(piece)
    failed = []

    def send():
        try:
            ends = frames(None, wire.write)
            for message in messages:
                ends.send(message)
        except Exception as error:  # noqa: BLE001 - an answer may raise anything
            failed.append(error)
        finally:
            os.close(wire.writer)

    sender = threading.Thread(target=send, name="sender", daemon=True)
    if cut:
        return _cut_short(frames, messages)
    sender.start()
    try:
        got, end = _receive(frames, wire, len(messages) + 1)
    finally:
        # A receiver that misreads may stop too early: how much is taken is up to the sender.
        for _ in range(1000):
            if not os.read(wire.reader, 2**16):
                break
        os.close(wire.reader)
        sender.join()
        if failed and not isinstance(failed[0], BrokenPipeError):
            raise failed[0]
    return _report(messages, got, end, wire.taken)


def _receive(frames, wire, count):
    ends, got = frames(wire.read, None), []
    try:
        while len(got) < count:
            got.append(ends.recv())
    except EOFError:
        return got, "EOFError"
    except Exception as error:
        if wire.short:
            error.args = (f"{error} ({wire.short}: ask again for the rest)",)
        raise
    return got, None


def _cut_short(frames, messages):
    """What comes of a stream whose last byte is missing."""
    stream = bytearray()

    def write(data):
        stream.extend(data)
        return len(data)

    for message in messages:
        frames(None, write).send(message)
    wire = _Bare(3)
    os.write(wire.writer, stream[:-1])
    os.close(wire.writer)
    try:
        got, end = _receive(frames, wire, len(messages))
    finally:
        os.close(wire.reader)
    return _report(messages, got, end, len(stream))


def _report(messages, got, end, taken):
    told = list(map(_told, got))
    partial_ = False
    for number, (message, one) in enumerate(zip(messages, got, strict=False)):
        if one != message and isinstance(one, bytes | bytearray):
            partial_ = partial_ or (0 < len(one) < len(message) and message.startswith(one))
            told[number] += " that were not sent" if told[number] == _told(message) else ""
    return {"got": told, "end": end, "taken": taken, "part": partial_}


def _judge_the_frames(seen):
    messages = _messages(seen.case)
    told, end = seen.returned["got"], seen.returned["end"]
    if seen.case[-1]:
        return unlike(
            "recv() raises EOFError where the stream ends within a message",
            f"recv() {'raises EOFError' if end and not told else 'gives ' + in_words(told)} where "
            "the stream ends within a message",
        )
    total = sum(map(len, messages))
    if seen.returned["taken"] < total:
        return (
            f"Messages of {total:,} bytes were to be sent, and fewer were written. write() says "
            "how many bytes it took, often not all: give it the rest, until all are taken."
        )
    wanted = list(map(_told, messages))
    for number, (expected, happened) in enumerate(zip(wanted, told, strict=False), start=1):
        wrong = unlike(f"message {number} is {expected}", f"message {number} is {happened}")
        if wrong and seen.returned["part"]:
            return f"{wrong}\nread() gives fewer bytes than you ask for: ask again for the rest."
        if wrong:
            return wrong
    return unlike(
        f"{len(wanted)} messages, then EOFError",
        f"{len(told)} messages, then {end or 'no EOFError'}",
    )


EXERCISE = Exercise(
    number="03.5",
    asks="Frames",
    takes=("read", "write"),
    stub="""\
class Frames:
    def __init__(self, read, write):
        ...

    def send(self, data):
        ...

    def recv(self):
        ...
""",
    hints=(
        "Four bytes for the length are enough: len(data).to_bytes(4, 'big'), and back with "
        "int.from_bytes(four, 'big').",
        "Write a helper that reads exactly n bytes: it asks until it has them. b'' from read() "
        "means that nothing more comes, so it raises EOFError.",
        "send: data = length + data, and while data: data = data[self.write(data):]. recv: "
        "take 4 bytes, then as many as they say. take(n): begin with b'', and while it is "
        "shorter than n, read(n - len(got)), raise EOFError if that is b'', else add it.",
    ),
    cases=_wires,
    trial=_have_framed,
    judge=_judge_the_frames,
    checked="messages of 0 to 70,000 bytes in small pieces, the end of the stream, and an end "
    "within a message.",
    further="refuse a length above a limit, before you read what it promises.",
)
