"""Answers to exercise 01.2."""

_SERVE = """\
import time
from multiprocessing import Event, Process

def serve(customer, is_open, closing, book):
    try:
        is_open.set()
        while not closing.is_set():
            time.sleep(0.01)
            customer += 1
    finally:
        book.put(customer)

def one_day(first, book):
    is_open, closing = Event(), Event()
    clerk = Process(target=serve, args=(first, is_open, closing, book), name="clerk")
    clerk.start()
    is_open.wait()
"""

WRONG = [
    (
        "kill() in place of terminate()",
        _SERVE + "    clerk.kill()\n    clerk.join()\n",
        "The clerk was ended from outside, with exit code -",
    ),
    (
        "terminate() with an event that nobody sets",
        _SERVE + "    clerk.terminate()\n    clerk.join()\n",
        "then no `finally` runs. Ask the clerk to stop",
    ),
    (
        "join() alone",
        _SERVE + "    clerk.join()\n",
        "and your process waits: nobody has told the clerk to stop.\nYour answer did not end ",
    ),
    (
        "no join",
        _SERVE + "    return\n",
        "It left clerk running. Join every process that you start.",
    ),
    (
        "the parent writes into the book",
        _SERVE + "    clerk.terminate()\n    clerk.join()\n    book.put(first + 5)\n",
        "Your own process wrote into the book.",
    ),
    (
        "the clerk leaves with another code",
        _SERVE.replace("book.put(customer)", "book.put(customer)\n        raise SystemExit(1)")
        + "    closing.set()\n    clerk.join()\n",
        "happened: the clerk ends with exit code 1",
    ),
    (
        "no finally",
        _SERVE.replace("book.put(customer)", "pass") + "    closing.set()\n    clerk.join()\n",
        "The book is empty: the clerk ended without writing into it.",
    ),
]

RIGHT = [
    (
        "one event for both",
        """\
import time
from multiprocessing import Event, Process

def serve(customer, is_open, book):
    try:
        is_open.set()
        while is_open.is_set():
            time.sleep(0.01)
            customer += 1
    finally:
        book.put(customer)

def one_day(first, book):
    is_open = Event()
    clerk = Process(target=serve, args=(first, is_open, book), name="clerk")
    clerk.start()
    is_open.wait()
    time.sleep(0.05)
    is_open.clear()
    clerk.join()
""",
    ),
    (
        "a subclass that is told through a pipe",
        """\
from multiprocessing import Pipe, Process

class Clerk(Process):
    def __init__(self, customer, told, book):
        super().__init__()
        self.customer, self.told, self.book = customer, told, book

    def run(self):
        self.told.send("open")
        while not self.told.poll(0.01):
            self.customer += 1
        self.book.put(self.customer)

def one_day(first, book):
    ours, theirs = Pipe()
    clerk = Clerk(first, theirs, book)
    clerk.start()
    ours.recv()
    ours.send("close")
    clerk.join()
""",
    ),
]

REAL = {
    "one event for both",
    "join() alone",
    "kill() in place of terminate()",
}
