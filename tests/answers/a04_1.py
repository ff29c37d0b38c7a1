"""Answers to exercise 04.1."""

_COLLECT = """\
from multiprocessing import Process, Queue

def collect(write, names):
    letters = Queue()
    writers = [Process(target=write, args=(name, letters), name=name) for name in names]
"""
_START = "    for p in writers:\n        p.start()\n"
_GET = "    found = [letters.get() for p in writers]\n"
_JOIN = "    for p in writers:\n        p.join()\n"
_FOUND = "    return found\n"

WRONG = [
    (
        "join before get",
        _COLLECT + _START + _JOIN + _GET + _FOUND,
        "is on its way out, and waits until its result is in the pipe.",
    ),
    (
        "get before start",
        _COLLECT + _GET + _START + _JOIN + _FOUND,
        "Your process waits, and no other was started.",
    ),
    (
        "start and get in one loop",
        _COLLECT
        + "    found = []\n    for p in writers:\n        p.start()\n"
        + "        found.append(letters.get())\n"
        + _JOIN
        + _FOUND,
        "before you start them. Start all, then get all.",
    ),
    (
        "no join",
        _COLLECT + _START + _GET + _FOUND,
        "running. Join every process that you start.",
    ),
    (
        "one get, and kill() for the rest",
        _COLLECT
        + _START
        + "    found = [letters.get()]\n"
        + "    for p in writers:\n        p.kill()\n"
        + _JOIN
        + _FOUND,
        "expected: letters from ",
    ),
    (
        "while not empty()",
        _COLLECT
        + _START
        + "    found = []\n    while not letters.empty():\n"
        + "        found.append(letters.get())\n"
        + "    for p in writers:\n        p.kill()\n"
        + _JOIN
        + _FOUND,
        "happened: letters from nobody",
    ),
    (
        "the queue comes after the list",
        "from multiprocessing import Process, Queue\n\ndef collect(write, names):\n"
        "    writers = [Process(target=write, args=(name, letters)) for name in names]\n"
        "    letters = Queue()\n" + _START + _GET + _JOIN + _FOUND,
        "it raised ",
    ),
    (
        "run() in place of start()",
        _COLLECT + _START.replace("start", "run") + _GET + _FOUND,
        "`write` was called in your own process",
    ),
]

RIGHT = [
    (
        "a pool, and the queue of a manager",
        """\
from multiprocessing import Manager, Pool

def collect(write, names):
    with Manager() as manager, Pool(len(names)) as pool:
        letters = manager.Queue()
        pool.starmap(write, [(name, letters) for name in names])
        return [letters.get() for _ in names]
""",
    ),
    (
        "a subclass, and a simple queue",
        """\
import multiprocessing

class Writer(multiprocessing.Process):
    def __init__(self, write, name, letters):
        super().__init__(name=name)
        self.write, self.letters = write, letters

    def run(self):
        self.write(self.name, self.letters)

def collect(write, names):
    letters = multiprocessing.SimpleQueue()
    writers = []
    for name in names:
        writers.append(Writer(write, name, letters))
        writers[-1].start()
    found = []
    while len(found) < len(names):
        found.append(letters.get())
    for p in writers:
        p.join()
    return tuple(found)
""",
    ),
    (
        "a queue for each writer",
        """\
from multiprocessing import Process, Queue

def collect(write, names):
    queues = {name: Queue() for name in names}
    writers = [Process(target=write, args=item) for item in queues.items()]
    for p in writers:
        p.start()
    found = [queues[name].get() for name in names]
    for p in writers:
        p.join()
    return found
""",
    ),
]

REAL = {
    "a pool, and the queue of a manager",
    "join before get",
    "one get, and kill() for the rest",
}
