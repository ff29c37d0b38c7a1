"""Answers to exercise 03.3."""

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

WRONG = [
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
]

RIGHT = [
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
]

REAL = {
    "poll with a timeout, and it goes on",
    "a subclass that keeps the server's end",
    "no except",
}
