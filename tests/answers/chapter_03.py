"""Answers to the exercises of chapter 03."""

_DELIVER = """\
from multiprocessing import Pipe, Process

def deliver(read_all, messages):
    reader, writer = Pipe(duplex=False)
    p = Process(target=read_all, args=(reader,), name="reader")
"""
_SEND = "    for message in messages:\n        writer.send(message)\n"

_SHOUT = """\
from multiprocessing import Pipe, Process

def shout(connection):
    while (text := connection.recv()) is not None:
        connection.send(text.upper())

def shout_all(texts):
    ours, theirs = Pipe()
    p = Process(target=shout, args=(theirs,), name="shouter")
    p.start()
"""
_ASK = """\
    answers = []
    for text in texts:
        ours.send(text)
        answers.append(ours.recv())
"""

_ECHO = """\
from multiprocessing import Pipe, Process

def echo(connection):
    try:
        while True:
            connection.send(connection.recv())
    except EOFError:
        pass

"""
_START = """\
def start_echo():
    ours, theirs = Pipe()
    p = Process(target=echo, args=(theirs,), name="server")
    p.start()
"""
_START_ALL = _START + "    theirs.close()\n    return ours, p\n"

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

_FRAMES = """\
class Frames:
    def __init__(self, read, write):
        self.read, self.write = read, write

"""
_WRITE_ALL = """\
    def send(self, data):
        data = len(data).to_bytes(4, "big") + data
        while data:
            data = data[self.write(data):]

"""
_READ_ALL = """\
    def take(self, size):
        got = b""
        while len(got) < size:
            more = self.read(size - len(got))
            if not more:
                raise EOFError
            got += more
        return got

    def recv(self):
        return self.take(int.from_bytes(self.take(4), "big"))
"""

WRONG = {
    "03.1": [
        (
            "join before close",
            _DELIVER + "    p.start()\n    reader.close()\n" + _SEND + "    p.join()\n"
            "    writer.close()\n",
            "waits for the end, which never comes: a copy of the writing end is open",
        ),
        (
            "send before start",
            _DELIVER + _SEND + "    p.start()\n    reader.close()\n    writer.close()\n"
            "    p.join()\n",
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
            _DELIVER
            + "    p.start()\n    reader.close()\n    try:\n        for message in messages:\n"
            "            writer.send(message)\n    except OSError:\n        pass\n"
            "    writer.close()\n    p.join()\n",
            "happened: deliver() raises nothing when the reader has left",
        ),
    ],
    "03.2": [
        (
            "untouched, but for a comment",
            _SHOUT + "    for text in texts:\n        ours.send(text)  # to the child\n"
            "    answers = [ours.recv() for text in texts]\n"
            "    ours.send(None)\n    p.join()\n    return answers\n",
            "Both pipes are full, and nobody reads.",
        ),
        (
            "join before the answers are read",
            _SHOUT + "    for text in texts:\n        ours.send(text)\n    ours.send(None)\n"
            "    p.join()\n    return [ours.recv() for text in texts]\n",
            "Both pipes are full, and nobody reads.",
        ),
        (
            "a thread sends, and the join comes first",
            "import threading\n" + _SHOUT + "    def send():\n"
            "        for text in [*texts, None]:\n            ours.send(text)\n"
            "    threading.Thread(target=send).start()\n"
            "    p.join()\n    return [ours.recv() for text in texts]\n",
            "it waits until you read its answers",
        ),
        (
            "no None",
            _SHOUT + _ASK + "    p.join()\n    return answers\n",
            "shouter waits for more texts. Nobody has told it that there are no more.",
        ),
        (
            "closed in place of None",
            _SHOUT + _ASK + "    ours.close()\n    p.join()\n    return answers\n",
            "happened: exit codes [1]",
        ),
        (
            "no join",
            _SHOUT + _ASK + "    return answers\n",
            "It left shouter running. Join every process that you start.",
        ),
        (
            "the parent shouts",
            _SHOUT
            + "    ours.send(None)\n    p.join()\n    return [text.upper() for text in texts]\n",
            "Your own process has changed the texts itself",
        ),
        (
            "two at a time",
            _SHOUT + "    answers = []\n    for i in range(0, len(texts), 2):\n"
            "        for text in texts[i:i + 2]:\n            ours.send(text)\n"
            "        answers += [ours.recv() for text in texts[i:i + 2]]\n"
            "    ours.send(None)\n    p.join()\n    return answers\n",
            "Two polite processes",
        ),
    ],
    "03.3": [
        (
            "None ends it",
            _ECHO.replace(
                "        while True:\n            connection.send(connection.recv())",
                "        while (message := connection.recv()) is not None:\n"
                "            connection.send(message)",
            )
            + _START_ALL,
            "After the message None the server is gone.",
        ),
        (
            "a subclass that keeps the server's end",
            _ECHO
            + """\
class Server(Process):
    def __init__(self, connection):
        super().__init__(name="server")
        self.connection = connection

    def run(self):
        echo(self.connection)

def start_echo():
    ours, theirs = Pipe()
    p = Server(theirs)
    p.start()
    return ours, p
""",
            "your own process still holds the server's end. Close it right after start().",
        ),
        (
            "the server has both ends",
            _ECHO.replace("(connection)", "(connection, other)", 1)
            + _START_ALL.replace("args=(theirs,)", "args=(theirs, ours)"),
            "The client has closed its end, and server does not end.",
        ),
        (
            "no except",
            "from multiprocessing import Pipe, Process\n\ndef echo(connection):\n"
            "    while True:\n        connection.send(connection.recv())\n\n" + _START_ALL,
            "happened: the server ends with exit code 1\nserver died of EOFError",
        ),
        (
            "one message",
            _ECHO.replace("        while True:\n    ", "") + _START_ALL,
            "the server is gone. It has to serve until the client closes its end",
        ),
        (
            "the loop goes on after the end",
            "from multiprocessing import Pipe, Process\n\ndef echo(connection):\n"
            "    while True:\n        try:\n            connection.send(connection.recv())\n"
            "        except EOFError:\n            pass\n\n" + _START_ALL,
            "And when it comes, the loop has to end.",
        ),
        (
            "the connection alone",
            _ECHO + _START + "    theirs.close()\n    return ours\n",
            "expected: start_echo() returns a connection and a process",
        ),
        (
            "it waits for the server",
            _ECHO + _START + "    theirs.close()\n    p.join()\n    return ours, p\n",
            "start_echo() has to return while the server runs",
        ),
        (
            "a silent client is left",
            _ECHO.replace("while True:", "while connection.poll(1):") + _START_ALL,
            "server found nothing in time, and left. A client may be silent for longer than any",
        ),
        (
            "texts only",
            _ECHO.replace("connection.recv()", "str(connection.recv())") + _START_ALL,
            "happened: the echo of None is 'None'",
        ),
    ],
    "03.4": [
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
    ],
    "03.5": [
        (
            "a short write is taken for a whole one",
            _FRAMES + "    def send(self, data):\n"
            '        self.write(len(data).to_bytes(4, "big") + data)\n\n' + _READ_ALL,
            "write() says how many bytes it took, often not all: give it the rest",
        ),
        (
            "a short read is taken for a whole one",
            _FRAMES + _WRITE_ALL + "    def recv(self):\n"
            '        length = b""\n        while len(length) < 4:\n'
            "            more = self.read(4 - len(length))\n"
            "            if not more:\n                raise EOFError\n"
            "            length += more\n"
            '        return self.read(int.from_bytes(length, "big"))\n',
            "read() gives fewer bytes than you ask for: ask again for the rest.",
        ),
        (
            "a short read of the length",
            "import struct\n\n" + _FRAMES + "    def send(self, data):\n"
            '        data = struct.pack("!I", len(data)) + data\n'
            "        while data:\n            data = data[self.write(data):]\n\n"
            "    def recv(self):\n"
            '        length, = struct.unpack("!I", self.read(4))\n'
            "        return self.read(length)\n",
            "ask again for the rest), in line",
        ),
        (
            "lines in place of lengths",
            _FRAMES + '    def send(self, data):\n        data += b"\\n"\n'
            "        while data:\n            data = data[self.write(data):]\n\n"
            '    def recv(self):\n        got = b""\n'
            '        while not got.endswith(b"\\n"):\n            more = self.read(1)\n'
            "            if not more:\n                raise EOFError\n            got += more\n"
            "        return got[:-1]\n",
            "expected: message 3 is b'milk\\n\\x00\\x00'\nhappened: message 3 is b'milk'",
        ),
        (
            "one byte for the length",
            _FRAMES + _WRITE_ALL.replace("4", "1") + _READ_ALL.replace("take(4)", "take(1)"),
            "it raised OverflowError: int too big to convert",
        ),
        (
            "the end is not looked at",
            _FRAMES
            + _WRITE_ALL
            + _READ_ALL.replace("            if not more:\n                raise EOFError\n", ""),
            "nothing more comes or goes, and you ask again and again",
        ),
        (
            "what has come is taken for the message",
            _FRAMES
            + _WRITE_ALL
            + _READ_ALL.replace(
                "raise EOFError",
                "if size == 4 and not got:\n                    raise EOFError\n"
                "                break",
            ),
            "happened: recv() gives 26 bytes where the stream ends within a message",
        ),
        (
            "None at the end",
            _FRAMES
            + _WRITE_ALL
            + _READ_ALL.replace("                raise EOFError", "                return None"),
            "it raised TypeError",
        ),
        (
            "texts",
            _FRAMES + "    def send(self, data):\n"
            '        self.write(f"{len(data):4}" + data.decode())\n\n' + _READ_ALL,
            "write() takes bytes, not str",
        ),
    ],
}

RIGHT = {
    "03.1": [
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
    ],
    "03.2": [
        (
            "a thread sends",
            "import threading\n"
            + _SHOUT
            + """\
    def send():
        for text in texts:
            ours.send(text)
        ours.send(None)
    sender = threading.Thread(target=send)
    sender.start()
    answers = [ours.recv() for text in texts]
    sender.join()
    p.join()
    return answers
""",
        ),
        (
            "two pipes, a subclass, and another process that sends",
            """\
from multiprocessing import Pipe, Process

class Shouter(Process):
    def __init__(self, texts, answers):
        super().__init__()
        self.texts, self.answers = texts, answers

    def run(self):
        try:
            while True:
                self.answers.send(self.texts.recv().upper())
        except EOFError:
            self.answers.close()

def send_all(texts, writer):
    for text in texts:
        writer.send(text)

def shout_all(texts):
    (texts_in, texts_out), (answers_in, answers_out) = Pipe(False), Pipe(False)
    processes = [Process(target=send_all, args=(texts, texts_out)), Shouter(texts_in, answers_out)]
    for p in processes:
        p.start()
    for end in texts_in, texts_out, answers_out:
        end.close()
    answers = []
    try:
        while True:
            answers.append(answers_in.recv())
    except EOFError:
        for p in processes:
            p.join()
    return answers
""",
        ),
    ],
    "03.3": [
        (
            "poll with a timeout, and it goes on",
            _ECHO.replace(
                "            connection.send(",
                "            if connection.poll(0.05):\n                connection.send(",
            )
            + _START_ALL,
        ),
        (
            "a subclass, and poll",
            """\
from multiprocessing import Pipe, Process

class Server(Process):
    def __init__(self, connection):
        super().__init__(name="echo")
        self.connection = connection

    def run(self):
        with self.connection as connection:
            while connection.poll(None):
                try:
                    message = connection.recv()
                except EOFError:
                    break
                connection.send(message)

def start_echo():
    client, end = Pipe()
    with end:
        server = Server(end)
        server.start()
    return [client, server]
""",
        ),
        (
            "bytes as they are, over a socket",
            """\
from multiprocessing import Process
from multiprocessing.connection import Client, Listener

def serve(address):
    with Client(address, authkey=b"echo") as connection:
        try:
            while True:
                connection.send_bytes(connection.recv_bytes())
        except EOFError:
            return

def start_echo():
    with Listener(authkey=b"echo") as listener:
        p = Process(target=serve, args=(listener.address,))
        p.start()
        return listener.accept(), p
""",
        ),
    ],
    "03.4": [
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
    ],
    "03.5": [
        (
            "it reads ahead, and keeps the rest",
            """\
import struct

class Frames:
    def __init__(self, read, write):
        self.read, self.write = read, write
        self.kept = bytearray()

    def send(self, data):
        for part in struct.pack("<Q", len(data)), data:
            left = memoryview(part)
            while len(left):
                left = left[self.write(left):]

    def recv(self):
        while len(self.kept) < 8 or len(self.kept) < 8 + self.length():
            more = self.read(65536)
            if more == b"":
                raise EOFError("no more")
            self.kept += more
        end = 8 + self.length()
        message = self.kept[8:end]
        del self.kept[:end]
        return message

    def length(self):
        return struct.unpack_from("<Q", self.kept)[0]
""",
        ),
        (
            "the length as text, a byte at a time, from a function",
            """\
from types import SimpleNamespace

def Frames(read, write):
    def exactly(size):
        parts = []
        while size:
            part = read(size)
            if not part:
                raise EOFError
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def send(data):
        for byte in b"%d:%b" % (len(data), data):
            while not write(bytes([byte])):
                pass

    def recv():
        digits = b""
        while not digits.endswith(b":"):
            digits += exactly(1)
        return exactly(int(digits[:-1]))

    return SimpleNamespace(send=send, recv=recv)
""",
        ),
    ],
}
