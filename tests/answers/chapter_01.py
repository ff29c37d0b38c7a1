"""Answers to the exercises of chapter 01."""

import sys
from textwrap import indent

_PROCESS = "from multiprocessing import Process\n"
_WORKERS = "    workers = [Process(target=work, args=(name,), name=name) for name in names]\n"
_CODES = "    return [p.exitcode for p in workers]\n"

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

_ADD = """\
import sys
from multiprocessing import Process, Queue

def add(part, results):
    try:
        results.put(sum(part))
    except TypeError:
        sys.exit(3)

"""
_SUM = (
    _ADD
    + """\
def parallel_sum(numbers, workers):
    results = Queue()
    parts = [numbers[i::workers] for i in range(workers)]
    children = [Process(target=add, args=(part, results)) for part in parts]
"""
)
_START_AND_JOIN = """\
    for p in children:
        p.start()
    for p in children:
        p.join()
    codes = [p.exitcode for p in children]
"""
_TOTAL = """\
    if any(codes):
        return None, codes
    return sum(results.get() for _ in children), codes
"""

_ALL = (
    _PROCESS
    + "def all_together(work, names):\n"
    + _WORKERS
    + "    for p in workers:\n        p.start()\n    for p in workers:\n        p.join()\n"
)

WRONG = {
    "01.1": [
        (
            "whether all went well",
            _ALL + "    return all(p.exitcode == 0 for p in workers)\n",
            "expected: exit codes [0, 0]\nhappened: exit codes True\nReturn a list: the exit code",
        ),
        (
            "a text that looks like the exit codes",
            _ALL + "    return str([p.exitcode for p in workers])\n",
            "expected: exit codes [0, 0]\nhappened: exit codes '[0, 0]'",
        ),
        (
            "start and join in one loop",
            _PROCESS
            + "def all_together(work, names):\n"
            + _WORKERS
            + "    for p in workers:\n        p.start()\n        p.join()\n"
            + _CODES,
            "before you start them. Start all, then join all.",
        ),
        (
            "the codes are read before the join",
            _PROCESS
            + "def all_together(work, names):\n"
            + _WORKERS
            + "    for p in workers:\n        p.start()\n"
            + _CODES
            + "    for p in workers:\n        p.join()\n",
            "`exitcode` is None as long as a process runs",
        ),
        (
            "join before start",
            _PROCESS
            + "def all_together(work, names):\n"
            + _WORKERS
            + "    for p in workers:\n        p.join()\n"
            + "    for p in workers:\n        p.start()\n"
            + _CODES,
            "AssertionError: can only join a started process, in line 6: p.join()",
        ),
        (
            "run() in place of start()",
            _PROCESS
            + "def all_together(work, names):\n"
            + _WORKERS
            + "    for p in workers:\n        p.run()\n"
            + _CODES,
            "`work` runs in your own process, and no other was started.",
        ),
        (
            "the list comes last",
            _PROCESS
            + "def all_together(work, names):\n"
            + "    for p in workers:\n        p.start()\n"
            + _WORKERS,
            "it raised UnboundLocalError",
        ),
        (
            "nothing is started",
            "def all_together(work, names):\n    return [0 for name in names]\n",
            "happened: 0 processes for ",
        ),
    ],
    "01.2": [
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
    ],
    "01.3": [
        (
            "sorted exit codes",
            _SUM + _START_AND_JOIN + _TOTAL.replace("None, codes", "None, sorted(codes)"),
            "The exit codes belong in the order in which you started the workers.",
        ),
        (
            "int() makes numbers of texts",
            _SUM.replace("sum(part)", "sum(int(n) for n in part)").replace("Type", "Value")
            + _START_AND_JOIN
            + _TOTAL,
            "A text is a text, also where it looks like a number: '",
        ),
        (
            "an empty list",
            _SUM + _START_AND_JOIN + "    return []\n",
            "], 3) is []",
        ),
        (
            "the parent adds",
            "from multiprocessing import Process\n"
            "def parallel_sum(numbers, workers):\n"
            "    children = [Process(target=print) for _ in range(workers)]\n"
            + _START_AND_JOIN
            + "    return sum(numbers), codes\n",
            "Your own process added up all of the numbers",
        ),
        (
            "each worker gets all",
            _SUM.replace("numbers[i::workers]", "numbers") + _START_AND_JOIN + _TOTAL,
            "Each worker added up all of the numbers",
        ),
        (
            "one worker does everything",
            _SUM.replace("numbers[i::workers]", "(numbers if i == 0 else [])")
            + _START_AND_JOIN
            + _TOTAL,
            "A worker had nothing to add",
        ),
        (
            "one worker only",
            _SUM.replace("range(workers)", "range(1)") + _START_AND_JOIN + _TOTAL,
            "expected: 2 processes\nhappened: 1 process",
        ),
        (
            "what does not divide is lost",
            _SUM.replace(
                "numbers[i::workers]",
                "numbers[i * (len(numbers) // workers):(i + 1) * (len(numbers) // workers)]",
            )
            + _START_AND_JOIN
            + _TOTAL,
            "expected: parallel_sum([",
        ),
        (
            "one after the other",
            _SUM
            + "    codes = []\n"
            + "    for p in children:\n        p.start()\n        p.join()\n"
            + "        codes.append(p.exitcode)\n"
            + _TOTAL,
            "so they worked one after the other. Start all, then join all.",
        ),
        (
            "a sum from each worker, also from the one that failed",
            _SUM + _START_AND_JOIN + "    return sum(results.get() for _ in children), codes\n",
            "has failed and sends nothing. Who waits for one sum from each worker waits for ever",
        ),
        (
            "the codes are read too early",
            _SUM
            + "    for p in children:\n        p.start()\n"
            + "    codes = [p.exitcode for p in children]\n"
            + "    for p in children:\n        p.join()\n"
            + _TOTAL,
            "`exitcode` is None as long as a process runs",
        ),
        (
            "the exception goes through",
            _SUM.replace("sys.exit(3)", "raise") + _START_AND_JOIN + _TOTAL,
            "expected: the worker that meets a text ends with exit code 3",
        ),
        (
            "the sum alone",
            _SUM
            + _START_AND_JOIN
            + "    return sum(results.get() for _ in range(codes.count(0)))\n",
            "happened: parallel_sum([",
        ),
    ],
    "01.4": [
        (
            "three tries",
            _PROCESS + "def supervise(work):\n    codes = []\n    for _ in range(3):\n"
            "        p = Process(target=work)\n        p.start()\n        p.join()\n"
            "        codes.append(p.exitcode)\n        if p.exitcode == 0:\n            break\n"
            "    return codes\n",
            "At most three restarts are at most four tries.",
        ),
        (
            "for ever",
            _PROCESS + "def supervise(work):\n    codes = []\n    while 0 not in codes:\n"
            "        p = Process(target=work)\n        p.start()\n        p.join()\n"
            "        codes.append(p.exitcode)\n    return codes\n",
            "It starts the work again and again: give up after three restarts.",
        ),
        (
            "only codes above 0 are crashes",
            _PROCESS + "def supervise(work):\n    codes = []\n    for _ in range(4):\n"
            "        p = Process(target=work)\n        p.start()\n        p.join()\n"
            "        codes.append(p.exitcode)\n        if not p.exitcode > 0:\n            break\n"
            "    return codes\n",
            "Who is ended by a signal has an exit code below 0.",
        ),
        (
            "no join",
            _PROCESS + "def supervise(work):\n    codes = []\n    for _ in range(4):\n"
            "        p = Process(target=work)\n        p.start()\n"
            "        codes.append(p.exitcode)\n        if p.exitcode == 0:\n            break\n"
            "    return codes\n",
            "`exitcode` is None as long as a process runs",
        ),
        (
            "the same object again",
            _PROCESS + "def supervise(work):\n    codes = []\n    p = Process(target=work)\n"
            "    for _ in range(4):\n        p.start()\n        p.join()\n"
            "        codes.append(p.exitcode)\n        if p.exitcode == 0:\n            break\n"
            "    return codes\n",
            "AssertionError: cannot start a process twice",
        ),
        (
            "a restart after a good end",
            _PROCESS + "def supervise(work):\n    codes = []\n    for _ in range(4):\n"
            "        p = Process(target=work)\n        p.start()\n        p.join()\n"
            "        codes.append(p.exitcode)\n    return codes\n",
            "expected: 1 process for tries that end with 0\nhappened: 4 processes",
        ),
        (
            "no process",
            "def supervise(work):\n    work()\n    return [0]\n",
            "work() was called in your own process: start a process for each try",
        ),
        (
            "the last code only",
            _PROCESS + "def supervise(work):\n    for _ in range(4):\n"
            "        p = Process(target=work)\n        p.start()\n        p.join()\n"
            "        if p.exitcode == 0:\n            break\n    return p.exitcode\n",
            "expected: supervise(work) is [0]\nhappened: supervise(work) is 0",
        ),
    ],
}
if sys.platform == "win32":  # there the exit code of what ends itself so is 15
    del WRONG["01.4"][2]

RIGHT = {
    "01.1": [
        ("a generator", _ALL + "    return (p.exitcode for p in workers)\n"),
        (
            "a demo at the bottom of the cell",
            _ALL + _CODES + "\nprint(all_together(print, ['Ada', 'Bob', 'Cleo', 'Dan']))\n",
        ),
        (
            "a subclass, and sentinels",
            """\
from multiprocessing import Process
from multiprocessing.connection import wait

class Guest(Process):
    def __init__(self, work, name):
        super().__init__()
        self.work, self.guest = work, name

    def run(self):
        self.work(self.guest)

def all_together(work, names):
    guests = [Guest(work, name) for name in names]
    for guest in guests:
        guest.start()
    waiting = {guest.sentinel: guest for guest in guests}
    while waiting:
        for ended in wait(list(waiting)):
            waiting.pop(ended).join()
    return [guest.exitcode for guest in guests]
""",
        ),
        (
            "started as they are made",
            """\
import multiprocessing

def all_together(work, names):
    workers = []
    for name in names:
        p = multiprocessing.Process(target=work, kwargs={"name": name})
        p.start()
        workers.append(p)
    while any(p.is_alive() for p in workers):
        pass
    return tuple(p.exitcode for p in workers)
""",
        ),
    ],
    "01.2": [
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
    ],
    "01.3": [
        (
            "the list of a manager",
            _ADD.replace("Process, Queue", "Manager, Process").replace(".put(", ".append(")
            + "def parallel_sum(numbers, workers):\n    with Manager() as manager:\n"
            "        sums = manager.list()\n"
            "        parts = [numbers[i::workers] for i in range(workers)]\n"
            "        children = [Process(target=add, args=(part, sums)) for part in parts]\n"
            + indent(_START_AND_JOIN, "    ")
            + "        return (None if any(codes) else sum(sums)), codes\n",
        ),
        (
            "a look at the type",
            _SUM.replace(
                "    try:\n",
                "    if not all(type(n) is int for n in part):\n        sys.exit(3)\n    try:\n",
            )
            + _START_AND_JOIN
            + _TOTAL,
        ),
        (
            "a pipe for each worker, parts that lie together, a loop",
            """\
import os
from multiprocessing import Pipe, Process

def add(part, home):
    total = 0
    for number in part:
        if isinstance(number, str):
            os._exit(3)
        total += number
    home.send(total)

def parallel_sum(numbers, workers):
    cuts = [i * len(numbers) // workers for i in range(workers + 1)]
    children = []
    for begin, end in zip(cuts, cuts[1:]):
        ours, theirs = Pipe(duplex=False)
        p = Process(target=add, args=(numbers[begin:end], theirs))
        p.start()
        theirs.close()
        children.append((p, ours))
    total = 0
    for _, ours in children:
        try:
            total += ours.recv()
        except EOFError:
            total = float("nan")
    for p, _ in children:
        p.join()
    codes = [p.exitcode for p, _ in children]
    return [None if any(codes) else total, codes]
""",
        ),
        (
            "a subclass, and reduce",
            """\
import operator, sys
from functools import reduce
from multiprocessing import Process, SimpleQueue

class Adder(Process):
    def __init__(self, part, results):
        super().__init__()
        self.part, self.results = part, results

    def run(self):
        try:
            self.results.put(reduce(operator.add, self.part))
        except TypeError:
            sys.exit(3)

def parallel_sum(numbers, workers):
    results = SimpleQueue()
    adders = [Adder(numbers[i::workers], results) for i in range(workers)]
    for adder in adders:
        adder.start()
    for adder in adders:
        adder.join()
    codes = [adder.exitcode for adder in adders]
    total = 0
    while not results.empty():
        total += results.get()
    return (total if set(codes) == {0} else None), codes
""",
        ),
    ],
    "01.4": [
        (
            "it calls itself",
            """\
import multiprocessing

def supervise(work, left=3):
    p = multiprocessing.Process(target=work)
    p.start()
    p.join()
    if p.exitcode == 0 or left == 0:
        return [p.exitcode]
    return [p.exitcode, *supervise(work, left - 1)]
""",
        ),
        (
            "a subclass, and its sentinel",
            """\
from multiprocessing import Process
from multiprocessing.connection import wait

class Try(Process):
    def __init__(self, work):
        super().__init__(daemon=True)
        self.work = work

    def run(self):
        self.work()

def supervise(work):
    codes = []
    while len(codes) < 4 and 0 not in codes:
        one = Try(work)
        one.start()
        wait([one.sentinel])
        one.join()
        codes.append(one.exitcode)
    return codes
""",
        ),
    ],
}
