"""Answers to exercise 03.1."""

_DELIVER = """\
from multiprocessing import Pipe, Process

def deliver(read_all, messages):
    reader, writer = Pipe(duplex=False)
    p = Process(target=read_all, args=(reader,), name="reader")
"""
_SEND = "    for message in messages:\n        writer.send(message)\n"

WRONG = [
    (
        "join before close",
        _DELIVER + "    p.start()\n    reader.close()\n" + _SEND + "    p.join()\n"
        "    writer.close()\n",
        "waits for the end, which never comes: a copy of the writing end is open",
    ),
    (
        "send before start",
        _DELIVER + _SEND + "    p.start()\n    reader.close()\n    writer.close()\n    p.join()\n",
        "nobody reads yet: start the reader before you send.",
    ),
    (
        "the reading end stays open",
        _DELIVER + "    p.start()\n" + _SEND + "    writer.close()\n    reader.close()\n"
        "    p.join()\n",
        "your own process still holds the reading end: close it right after start().",
    ),
    (
        "the reading end is closed before the start",
        _DELIVER + "    reader.close()\n    p.start()\n" + _SEND + "    writer.close()\n"
        "    p.join()\n",
        "it raised OSError: handle is closed, in line 8: p.start()",
    ),
    (
        "join before the messages",
        _DELIVER + "    p.start()\n    reader.close()\n    p.join()\n" + _SEND,
        "and it waits for messages. Send all, then close, then join.",
    ),
    (
        "no join",
        _DELIVER + "    p.start()\n    reader.close()\n" + _SEND + "    writer.close()\n",
        "It left reader running. Join every process that you start.",
    ),
    (
        "the process comes before the pipe",
        "from multiprocessing import Pipe, Process\n\n"
        "def deliver(read_all, messages):\n"
        '    p = Process(target=read_all, args=(reader,), name="reader")\n'
        "    reader, writer = Pipe(duplex=False)\n    p.start()\n",
        "it raised UnboundLocalError",
    ),
    (
        "all messages as one",
        _DELIVER + "    p.start()\n    reader.close()\n    writer.send(messages)\n"
        "    writer.close()\n    p.join()\n",
        "happened: the reader logs got ['",
    ),
    (
        "the broken pipe is kept quiet",
        _DELIVER + "    p.start()\n    reader.close()\n    try:\n        for message in messages:\n"
        "            writer.send(message)\n    except OSError:\n        pass\n"
        "    writer.close()\n    p.join()\n",
        "happened: deliver() raises nothing when the reader has left",
    ),
]

RIGHT = [
    (
        "a thread sends, and its error comes back",
        _DELIVER.replace(
            "def deliver",
            "from concurrent.futures import ThreadPoolExecutor\n\n"
            "def send_all(writer, messages):\n    with writer:\n"
            "        for message in messages:\n            writer.send(message)\n\n"
            "def deliver",
        )
        + "    p.start()\n    reader.close()\n    with ThreadPoolExecutor(1) as pool:\n"
        + "        sent = pool.submit(send_all, writer, messages)\n"
        + "    p.join()\n    return sent.result()\n",
    ),
    (
        "with, and a subclass",
        """\
import multiprocessing

class Reader(multiprocessing.Process):
    def __init__(self, read_all, connection):
        super().__init__()
        self.read_all, self.connection = read_all, connection

    def run(self):
        self.read_all(self.connection)

def deliver(read_all, messages):
    reader, writer = multiprocessing.Pipe()
    with writer:
        with reader:
            p = Reader(read_all, reader)
            p.start()
        for message in messages:
            writer.send(message)
    p.join()
""",
    ),
]

REAL = {
    "a thread sends, and its error comes back",
    "join before close",
    "no join",
}
