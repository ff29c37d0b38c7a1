"""Answers to exercise 03.4."""

_STAGES = """\
from multiprocessing import Pipe, Process

def first(source, writer):
    for item in source():
        writer.send(item)

def second(change, reader, writer):
    try:
        while True:
            writer.send(change(reader.recv()))
    except EOFError:
        writer.close()

def third(sink, reader):
    try:
        while True:
            sink(reader.recv())
    except EOFError:
        pass

def pipeline(source, change, sink):
    (r1, w1), (r2, w2) = Pipe(duplex=False), Pipe(duplex=False)
    stages = [Process(target=first, args=(source, w1), name="first"),
              Process(target=second, args=(change, r1, w2), name="second"),
              Process(target=third, args=(sink, r2), name="third")]
"""
_RUN = """\
    for p in stages:
        p.start()
    for end in r1, w1, r2, w2:
        end.close()
    for p in stages:
        p.join()
"""
_UNTIL_NONE = """\
    while (item := reader.recv()) is not None:
        writer.send(change(item))
    writer.send(None)

def third(sink, reader):
    while (item := reader.recv()) is not None:
        sink(item)
"""
_PIPELINE = _STAGES[_STAGES.index("def pipeline") :]
_HEAD = _STAGES[: _STAGES.index("def second")]

WRONG = [
    (
        "the parent keeps its ends",
        _STAGES + "    for p in stages:\n        p.start()\n    for p in stages:\n"
        "        p.join()\n",
        "Every item is stored, and somebody still waits for the next one.",
    ),
    (
        "None means the end",
        _HEAD
        + "    writer.send(None)\n\ndef second(change, reader, writer):\n"
        + _UNTIL_NONE
        + "\n"
        + _PIPELINE
        + _RUN,
        "The item None was made and never stored. It is an item like any other",
    ),
    (
        "all at once",
        _STAGES.replace(
            "    for item in source():\n        writer.send(item)\n",
            "    for item in list(source()):\n        writer.send(item)\n",
        )
        + _RUN,
        "Pass each item on as soon as it is there.",
    ),
    (
        "start and join in one loop",
        _STAGES + "    for p in stages:\n        p.start()\n        p.join()\n",
        "You wait, and not all three processes are started.",
    ),
    (
        "no join",
        _STAGES + _RUN.replace("    for p in stages:\n        p.join()\n", ""),
        "It left ",
    ),
    (
        "two processes",
        _STAGES.replace("writer.send(change(reader.recv()))", "change(reader.recv())").replace(
            "    except EOFError:\n        writer.close()", "    except EOFError:\n        pass"
        )
        + "    for p in stages[:2]:\n        p.start()\n"
        + "    for end in r1, w1, r2, w2:\n        end.close()\n"
        + "    for p in stages[:2]:\n        p.join()\n",
        "expected: 3 processes\nhappened: 2 processes",
    ),
    (
        "the parent does it all",
        "def pipeline(source, change, sink):\n    for item in source():\n"
        "        sink(change(item))\n",
        "Your own process ran source(): each of the three needs its own process.",
    ),
    (
        "nobody expects the end",
        _STAGES.replace(
            "    try:\n        while True:\n            sink(reader.recv())\n"
            "    except EOFError:\n        pass\n",
            "    while True:\n        sink(reader.recv())\n",
        )
        + _RUN,
        "happened: exit codes [0, 0, 1]\nthird died of EOFError",
    ),
    (
        "a silent source is left",
        _STAGES.replace(
            "while True:\n            writer", "while reader.poll(1):\n            writer"
        )
        + _RUN,
        "second found nothing in time, and left. A source may be silent for longer than any",
    ),
    (
        "source is not called",
        _STAGES.replace("source():", "source:") + _RUN,
        "object is not iterable",
    ),
]

RIGHT = [
    (
        "poll with a timeout, and it goes on",
        _STAGES.replace(
            "            sink(reader.recv())",
            "            if reader.poll(0.05):\n                sink(reader.recv())",
        )
        + _RUN,
    ),
    (
        "queues, and a sentinel of its own",
        """\
from multiprocessing import Process, SimpleQueue

END = "no more of this"

def make(source, out):
    for item in source():
        out.put((item,))
    out.put(END)

def work(step, inbox, out=None):
    while (item := inbox.get()) != END:
        result = step(*item)
        if out:
            out.put((result,))
    if out:
        out.put(END)

def pipeline(source, change, sink):
    one, two = SimpleQueue(), SimpleQueue()
    processes = [Process(target=work, args=(sink, two)),
                 Process(target=work, args=(change, one, two)),
                 Process(target=make, args=(source, one))]
    for p in processes:
        p.start()
    for p in reversed(processes):
        p.join()
""",
    ),
    (
        "a subclass for each stage, closed after each start",
        """\
from multiprocessing import Pipe, Process

def received(connection):
    while True:
        try:
            item = connection.recv()
        except EOFError:
            return
        yield item

class Stage(Process):
    def __init__(self, function, reader=None, writer=None):
        super().__init__()
        self.function, self.reader, self.writer = function, reader, writer

    def run(self):
        items = map(self.function, received(self.reader)) if self.reader else self.function()
        for item in items:
            if self.writer:
                self.writer.send(item)

def pipeline(source, change, sink):
    r1, w1 = Pipe()
    first = Stage(source, writer=w1)
    first.start()
    w1.close()
    r2, w2 = Pipe()
    second = Stage(change, r1, w2)
    second.start()
    r1.close(), w2.close()
    third = Stage(sink, r2)
    third.start()
    r2.close()
    first.join(), second.join(), third.join()
""",
    ),
]

REAL = {
    "poll with a timeout, and it goes on",
    "the parent keeps its ends",
    "nobody expects the end",
}
