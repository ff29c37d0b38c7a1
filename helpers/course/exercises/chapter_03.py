"""The exercises of chapter 03, Pipes."""

import os
import random
import threading
import time
from functools import partial
from multiprocessing import active_children, connection

from helpers.course.exercises.exercise import (
    Exercise,
    listed,
    marks,
    out_of_order,
    processes,
    started,
    unlike,
)
from helpers.course.exercises.turnstile import Turnstile
from helpers.note.events import mark

__all__ = ["EXERCISES"]

DEADLINE = 4.0  # seconds for one case: on a busy computer a start takes half a second
WORDS = ["tea", "milk", "bread", "jam", "salt", "eggs"]
LARGE = 60_000  # times a word, with a space each: more than any pipe holds


def _marks(lane, word=""):
    """What was noted in the lane that begins with `word`, without it."""
    return [one.text.removeprefix(word) for one in marks(lane) if one.text.startswith(word)]


def _listed(things):
    return ", ".join(things) or "nothing"


def _brief(thing):
    """A message in a few characters: "tea", "tea 60,000 times"."""
    if isinstance(thing, str) and len(thing) > 40:
        words = thing.split()
        return f"{words[0][:12]} {len(words):,} times"
    return thing if isinstance(thing, str) else repr(thing)[:40]


def _joins(seen):
    """The name of the process for whose end the answer waits in the end, or None."""
    stand = seen.run.lanes[0].stand
    on = (stand and stand.waiting_on) or ""
    return on.removesuffix(".join()") if on.endswith(".join()") else None


def _died(seen):
    for lane in started(seen):
        if lane.error:
            return f"{lane.name} died of {lane.error}."
    return None


_silent = False  # whether the next timeout of a poll() in this process passes at once
_made_silent = set()  # kinds of connections


class _AfterSilence:
    """What somebody sends who was silent before, for longer than any timeout.

    In a child, it is unpickled as `thing`, and from then on as if that silence had been: the next
    poll() that does not wait for ever finds nothing. So who leaves after a timeout is found out.
    """

    def __init__(self, thing):
        self.thing = thing

    def __reduce__(self):
        return _after_silence, (self.thing, os.getpid())

    def __call__(self, *args):  # where a child is a fork
        return self.thing(*args)


def _after_silence(thing, sender):
    global _silent
    if os.getpid() != sender:
        _silent = True
        # On Windows a pipe is a PipeConnection.
        ends = {connection.Connection, getattr(connection, "PipeConnection", connection.Connection)}
        for kind in ends - _made_silent:
            kind.poll = _seldom_silent(kind.poll)
            _made_silent.add(kind)
    return thing


def _seldom_silent(original):
    def poll(connection, timeout=0.0):
        global _silent
        if not _silent or timeout is None:
            return original(connection, timeout)
        _silent = False
        mark("found nothing")
        return False

    return poll


def _left_after_a_timeout(seen, who):
    for lane in started(seen):
        if lane.exitcode == 0 and not lane.ended_by and _marks(lane)[-1:] == ["found nothing"]:
            return (
                f"{lane.name} found nothing in time, and left. {who} may be silent for longer than "
                "any timeout. Only EOFError says that no more will come."
            )
    return None


# 03.1


def _deliveries():
    return [(out_of_order(random.sample(WORDS, 3)), after) for after in (0, 1)]


def _read_all(leaves_after, connection):
    count = 0
    try:
        while not leaves_after or count < leaves_after:
            mark(f"got {_brief(connection.recv())}")
            count += 1
    except EOFError:
        time.sleep(0.2)  # whoever does not wait for this process is gone before it ends
        mark("the end")
    else:
        mark("leaves early")


def _have_delivered(deliver, words, leaves_after):
    try:
        deliver(partial(_read_all, leaves_after), [f"{word} " * LARGE for word in words])
    except (BrokenPipeError, ConnectionResetError):
        for process in active_children():
            process.join()
        return "BrokenPipeError"
    return None


def _judge_the_delivery(seen):
    words, leaves_after = seen.case
    children = started(seen)
    if wrong := unlike(processes(1), processes(len(children))):
        return wrong
    if children[0].ended_by:
        return None  # it was left running, and is told so
    if leaves_after:
        return unlike(
            "deliver() raises BrokenPipeError when the reader has left",
            f"deliver() raises {seen.returned or 'nothing'} when the reader has left",
        )
    if seen.returned:
        return "deliver() raised BrokenPipeError, and the reader was still there."
    wanted = [*(f"got {word} {LARGE:,} times" for word in words), "the end"]
    heard = _marks(children[0])
    return unlike(f"the reader logs {_listed(wanted)}", f"the reader logs {_listed(heard)}")


def _why_a_delivery_hangs(seen):
    words, leaves_after = seen.case
    children = started(seen)
    if not children:
        return "A pipe holds little, and nobody reads yet: start the reader before you send."
    heard = _marks(children[0])
    if children[0].ended is not None and "leaves early" in heard and not children[0].ended_by:
        return (
            "The reader has left, and send() waits for somebody to read. It gets no error, since "
            "your own process still holds the reading end: close it right after start()."
        )
    if _joins(seen) and len(heard) < len(words) and not leaves_after:
        return (
            f"You wait for {children[0].name} to end, and it waits for messages. Send all, "
            "then close, then join."
        )
    if _joins(seen):
        return (
            f"{children[0].name} has read every message and waits for the end, which never comes: "
            "a copy of the writing end is open, in your own process. Close it before you join."
        )
    return None


# 03.2


class _Text(str):
    """A text that says by whom it is changed."""

    def upper(self):
        mark(f"shouts {_brief(self)}")
        return str.upper(self)


def _books():
    cases = ((2, 1), (5, LARGE))
    return [(out_of_order(random.sample(WORDS, count)), times) for count, times in cases]


def _have_shouted(shout_all, words, times):
    texts = [_Text(" ".join([word] * times)) for word in words]
    answers = listed(shout_all(texts))
    return list(map(_brief, answers)) if isinstance(answers, list) else repr(answers)


def _judge_the_shouting(seen):
    words, times = seen.case
    children = started(seen)
    if not children:
        return unlike("a process that shouts", "no process")
    if _marks(seen.run.lanes[0], "shouts "):
        return "Your own process has changed the texts itself: that is what the child is for."
    if any(lane.ended_by for lane in children):
        return None  # it was left running, and is told so
    wanted = [word.upper() + (f" {times:,} times" if times > 1 else "") for word in words]
    happened = seen.returned
    shown = f"[{', '.join(happened)}]" if isinstance(happened, list) else happened
    if wrong := unlike(f"shout_all() is [{', '.join(wanted)}]", f"shout_all() is {shown}"):
        if isinstance(happened, list) and len(happened) < len(words):
            return f"{wrong}\nThere is an answer to each text, and recv() waits until it is there."
        return wrong
    codes = [lane.exitcode for lane in children]
    return unlike(f"exit codes {[0] * len(codes)}", f"exit codes {codes}")


def _why_nobody_shouts(seen):
    words, _ = seen.case
    if died := _died(seen):
        return died
    done = sum(len(_marks(lane, "shouts ")) for lane in started(seen))
    if started(seen) and _joins(seen) and done == len(words) and seen.case[1] == 1:
        return f"{_joins(seen)} waits for more texts. Nobody has told it that there are no more."
    if _joins(seen):
        return (
            f"You wait for {_joins(seen)} to end, and it waits until you read its answers: a pipe "
            "holds only a few of them. Read first, then join."
        )
    if 0 < done < len(words):
        return (
            "Two polite processes: yours waits in send() until the child reads, and the child "
            "waits in send() until you read. Both pipes are full, and nobody reads."
        )
    return None


# 03.3


def _talks():
    number = random.randrange(10, 100)
    talk = ["stop", None, 0, "", [number, "stop"], random.choice(WORDS)]
    return [([random.choice(WORDS)], True), (talk, False)]


def _have_echoed(start_echo, messages, kill):
    pair = start_echo()
    try:
        connection, process = pair
        connection.send, connection.recv, connection.close, process.join, process.kill  # noqa: B018
    except (TypeError, ValueError, AttributeError):
        return {"pair": repr(pair)}
    echoes = []
    try:
        for message in messages:
            mark(f"sends {message!r}")
            connection.send(_AfterSilence(message))
            echoes.append(connection.recv())
    except (EOFError, ConnectionError):
        process.join(1)
        return {"echoes": echoes, "gone": True}
    if kill:
        mark("kills the server")
        process.kill()
        try:
            return {"echoes": echoes, "after": f"gives {connection.recv()!r}"}
        except (EOFError, ConnectionError):
            return {"echoes": echoes, "after": "raises EOFError"}
        finally:
            process.join()
    mark("closes its end")
    connection.close()
    process.join()
    return {"echoes": echoes, "code": process.exitcode}


def _judge_the_echo(seen):
    messages, kill = seen.case
    if "pair" in seen.returned:
        return unlike(
            "start_echo() returns a connection and a process",
            f"start_echo() returns {seen.returned['pair']}",
        )
    if not started(seen):
        return unlike("a process for the server", "no process")
    echoes = seen.returned["echoes"]
    for message, echo in zip(messages, echoes, strict=False):
        asked = f"the echo of {message!r} is"
        if wrong := unlike(f"{asked} {message!r}", f"{asked} {echo!r}"):
            return wrong
    if "gone" in seen.returned:
        if wrong := _left_after_a_timeout(seen, "A client"):
            return wrong
        unanswered = messages[len(echoes)]
        return (
            f"After the message {unanswered!r} the server is gone. It has to serve until the "
            "client closes its end, whatever the messages are."
        )
    if kill:
        after = seen.returned["after"]
        return unlike(
            "after the server was killed, recv() raises EOFError",
            f"after the server was killed, recv() {after}",
        )
    return unlike(
        "the server ends with exit code 0",
        f"the server ends with exit code {seen.returned['code']}",
    )


def _why_there_is_no_echo(seen):
    said = _marks(seen.run.lanes[0])
    servers = started(seen)
    if not servers:
        return "No process was started: nobody answers."
    if not said:
        return "start_echo() has to return while the server runs: do not wait for it there."
    name = servers[0].name
    if wrong := _left_after_a_timeout(seen, "A client"):
        return wrong
    if "closes its end" in said:
        return (
            f"The client has closed its end, and {name} does not end. As long as a copy of that "
            f"end is open, no EOFError comes: does {name} hold one itself? And when it comes, the "
            "loop has to end."
        )
    if servers[0].ended is not None and not servers[0].ended_by:
        died = f"{name} died of {servers[0].error}. " if servers[0].error else ""
        return (
            f"{died}{name} is gone, and the client waits for an answer for ever: your own process "
            "still holds the server's end. Close it right after start()."
        )
    return f"{name} has not answered: the client {said[-1]} and waits."


# 03.4


def _flows():
    first, last = random.randrange(10, 50), random.randrange(50, 100)
    return [([last],), ([first, None, 0, last],)]


def _source(items, stored):
    for number, item in enumerate(items):
        stored.wait(number)  # the next item is made when the one before has come through
        mark(f"makes {item}")
        yield item


def _change(item):
    mark(f"changes {item}")
    return None if item is None else 2 * item


def _sink(stored, item):
    mark(f"stores {item}")
    stored.enter()


def _have_flowed(pipeline, items):
    stored = Turnstile("all stored")
    sink = _AfterSilence(partial(_sink, stored))
    return pipeline(partial(_source, items, stored), _AfterSilence(_change), sink)


def _changed(items):
    return [str(None if item is None else 2 * item) for item in items]


def _stored(seen):
    return [text for lane in seen.run.lanes for text in _marks(lane, "stores ")]


def _judge_the_pipeline(seen):
    [items] = seen.case
    children = started(seen)
    does = {"source": "makes ", "change": "changes ", "sink": "stores "}
    for function, word in does.items():
        if _marks(seen.run.lanes[0], word):
            return f"Your own process ran {function}(): each of the three needs its own process."
    if wrong := unlike(processes(3), processes(len(children))):
        return wrong
    for lane in children:
        both = [function for function, word in does.items() if _marks(lane, word)]
        if len(both) > 1:
            return f"{' and '.join(both)} ran in one process: give each one its own."
    if any(lane.ended_by for lane in children):
        return None  # it was left running, and is told so
    wanted = _changed(items)
    if wrong := unlike(f"sink gets {_listed(wanted)}", f"sink gets {_listed(_stored(seen))}"):
        return _left_after_a_timeout(seen, "A source") or wrong
    codes = [lane.exitcode for lane in children]
    return unlike("exit codes [0, 0, 0]", f"exit codes {codes}")


def _why_nothing_flows(seen):
    [items] = seen.case
    children = started(seen)
    if wrong := _left_after_a_timeout(seen, "A source") or _died(seen):
        return wrong
    if len(children) < 3:
        return "You wait, and not all three processes are started. Start all, then join all."
    made = [text for lane in seen.run.lanes for text in _marks(lane, "makes ")]
    count = len(_stored(seen))
    if count == len(items):
        return (
            "Every item is stored, and somebody still waits for the next one. An end comes when "
            "every copy of the writing end is closed, also the one in your own process, and in "
            "each process that you gave it to."
        )
    lost = items[count]
    if len(made) == count + 1 and not lost:
        return (
            f"The item {lost!r} was made and never stored. It is an item like any other, so it "
            "cannot mean that there are no more."
        )
    return (
        f"The item {lost!r} was made and never stored, and the source waits for that before it "
        "makes the next. Pass each item on as soon as it is there."
    )


# 03.5


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
            f"recv() {'raises EOFError' if end and not told else 'gives ' + _listed(told)} where "
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


EXERCISES = [
    Exercise(
        number="03.1",
        asks="deliver",
        takes=("read_all", "messages"),
        stub="""\
from multiprocessing import Pipe, Process

def deliver(read_all, messages):
    p.join()
    for message in messages:
        writer.send(message)
    p = Process(target=read_all, args=(reader,), name="reader")
    writer.close()
    p.start()
    reader, writer = Pipe(duplex=False)
    reader.close()
""",
        hints=(
            "Two lines make what the others use. Which of the two uses the other?",
            "A large message goes through only while somebody reads. And the reader reads until "
            "EOFError: what has to happen before you can wait for it?",
            "Make the pipe, make the process, start it. Close your copy of the reading end at "
            "once. Then send all messages, close the writing end, and join last.",
        ),
        cases=_deliveries,
        trial=_have_delivered,
        judge=_judge_the_delivery,
        stuck=_why_a_delivery_hangs,
        checked="a reader that got three large messages and the end, and one that left after the "
        "first message.",
        further="do it with fork. Which end must the child close now?",
        deadline=DEADLINE,
    ),
    Exercise(
        number="03.2",
        asks="shout_all",
        takes=("texts",),
        stub="""\
from multiprocessing import Pipe, Process

def shout(connection):
    while (text := connection.recv()) is not None:
        connection.send(text.upper())

def shout_all(texts):
    ours, theirs = Pipe()
    p = Process(target=shout, args=(theirs,), name="shouter")
    p.start()
    for text in texts:
        ours.send(text)
    answers = [ours.recv() for text in texts]
    ours.send(None)
    p.join()
    return answers
""",
        hints=(
            "Run the check and read where both stand. Who reads at that moment?",
            "Either nobody sends while answers lie in the pipe, or somebody sends while you read. "
            "“Two polite processes deadlock” has a mend of each kind.",
            "The short way: one loop in place of two. For each text, ours.send(text), and at once "
            "answers.append(ours.recv()). None, join and return stay as they are.",
        ),
        cases=_books,
        trial=_have_shouted,
        judge=_judge_the_shouting,
        stuck=_why_nobody_shouts,
        checked="two short texts, and five that are larger than any pipe.",
        further="send from a thread, so that the shouter never waits for a text.",
        deadline=DEADLINE,
    ),
    Exercise(
        number="03.3",
        asks="start_echo",
        takes=(),
        stub="""\
def start_echo():
    ...
""",
        hints=(
            "The server knows of no last message. recv() tells it when nothing more can come.",
            "The server loops: connection.send(connection.recv()), until EOFError. Give it its own "
            "end and nothing else. And which end does your process not use?",
            "ours, theirs = Pipe(). Start a Process with args=(theirs,), whose target loops in a "
            "try and returns after `except EOFError`. Then theirs.close(), in your own process, "
            "and return ours and the process.",
        ),
        cases=_talks,
        trial=_have_echoed,
        judge=_judge_the_echo,
        stuck=_why_there_is_no_echo,
        checked="a client whose server was killed, and a talk of six messages of all kinds, after "
        "which the server ended by itself.",
        further="serve two clients, each over a pipe of its own, with connection.wait.",
        deadline=DEADLINE,
    ),
    Exercise(
        number="03.4",
        asks="pipeline",
        takes=("source", "change", "sink"),
        stub="""\
def pipeline(source, change, sink):
    ...
""",
        hints=(
            "Three processes need two pipes. Draw who holds which end.",
            "The first sends while it goes through source(), the second and third read until "
            "EOFError. The second closes its writing end when it is done. Who else holds one?",
            "Give the first process the writing end of pipe 1, the second the reading end of pipe "
            "1 and the writing end of pipe 2, the third the reading end of pipe 2. Start all "
            "three, close all four ends in your own process, and join all three.",
        ),
        cases=_flows,
        trial=_have_flowed,
        judge=_judge_the_pipeline,
        stuck=_why_nothing_flows,
        checked="one item, and four, None among them, each passed on before the next one was made.",
        further="let change() raise for one item. Who ends, and with which exit code?",
        deadline=DEADLINE,
    ),
    Exercise(
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
        deadline=DEADLINE,
    ),
]
