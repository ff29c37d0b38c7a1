"""Answers to exercise 05.4."""

_QUEUES = "import time\nfrom multiprocessing import JoinableQueue, Process, Queue, SimpleQueue\n\n"
_STAGE = """\
def stage(step, source, target):
    for item in iter(source.get, None):
        target.put(step(item))
        source.task_done()
    source.task_done()

"""
_LINE = """\
def pipeline(first, second, items):
    raw, halfway, results = JoinableQueue(), JoinableQueue(), Queue()
    doers = [Process(target=stage, args=(first, raw, halfway)) for _ in range(2)]
    last = Process(target=stage, args=(second, halfway, results))
    for p in (*doers, last):
        p.start()
    for item in items:
        raw.put(item)
"""
_GET = "    found = [results.get() for _ in items]\n"
_NONES = "    raw.put(None), raw.put(None), halfway.put(None)\n"
_JOIN = "    for p in (*doers, last):\n        p.join()\n"
_FOUND = "    return found\n"
_BOTH = "    raw.join(), halfway.join()\n"

WRONG = [
    (
        "each worker passes the None on",
        _QUEUES
        + _STAGE.replace("    source.task_done()\n\n", "    target.put(None)\n\n")
        + _LINE
        + "    raw.put(None), raw.put(None)\n"
        + "    found = list(iter(results.get, None))\n"
        + _JOIN
        + _FOUND,
        "It came out of the first stage, and never went into the second.",
    ),
    (
        "the second stage is told when the first is done",
        _QUEUES + _STAGE + _LINE + "    raw.join()\n" + _NONES + _GET + _JOIN + _FOUND,
        "It came out of the first stage, and never went into the second.",
    ),
    (
        "join before the results are got",
        _QUEUES + _STAGE + _LINE + _BOTH + _NONES + _JOIN + _GET + _FOUND,
        "cannot leave before all of its results are in the pipe. Get the results first",
    ),
    (
        "one None for two",
        _QUEUES
        + _STAGE
        + _LINE
        + _BOTH
        + _GET
        + "    raw.put(None), halfway.put(None)\n"
        + _JOIN
        + _FOUND,
        "Each worker needs to be told that it can stop: one None ends one worker.",
    ),
    (
        "results until the queue is empty",
        _QUEUES
        + _STAGE
        + _LINE
        + _BOTH
        + "    found = []\n    while not results.empty():\n"
        + "        found.append(results.get())\n"
        + _NONES
        + _JOIN
        + _FOUND,
        "and its result came after you had looked.",
    ),
    (
        "terminate() in place of None",
        _QUEUES
        + _STAGE
        + _LINE
        + _BOTH
        + _GET
        + "    for p in (*doers, last):\n        p.terminate()\n"
        + _JOIN
        + _FOUND,
        "A worker was ended from outside.",
    ),
    (
        "one worker in the first stage",
        _QUEUES
        + _STAGE
        + _LINE.replace("range(2)", "range(1)")
        + _BOTH
        + _GET
        + "    raw.put(None), halfway.put(None)\n"
        + _JOIN
        + _FOUND,
        "expected: 2 processes for `first`\nhappened: 1 process for `first`",
    ),
    (
        "both stages in one worker",
        _QUEUES
        + "def do(first, second, items, results):\n"
        + "    for item in items:\n        results.put(second(first(item)))\n\n"
        + "def pipeline(first, second, items):\n    results = Queue()\n"
        + "    doers = [Process(target=do, args=(first, second, items[i::2], results))\n"
        + "             for i in range(2)]\n"
        + "    for p in doers:\n        p.start()\n"
        + _GET
        + "    for p in doers:\n        p.join()\n"
        + _FOUND,
        "called `first` and `second`. Give each stage workers of its own.",
    ),
    (
        "nobody is told to stop",
        _QUEUES + _STAGE + _LINE + _BOTH + _GET + _FOUND,
        "running. Join every process that you start.",
    ),
    (
        "no workers",
        "def pipeline(first, second, items):\n    return [second(first(item)) for item in items]\n",
        "Your own process called `first`. Leave that to the workers.",
    ),
]

RIGHT = [
    (
        "two executors, and a log that looks like what the check notes",
        """\
from concurrent.futures import ProcessPoolExecutor

from helpers import log

def pipeline(first, second, items):
    with ProcessPoolExecutor(2) as two, ProcessPoolExecutor(1) as one:
        halfway = two.map(first, items)
        log("first stage is done")
        return one.map(second, halfway)
""",
    ),
    (
        "plain queues, and the processes tell when a stage is done",
        """\
from multiprocessing import Process, Queue

def stage(step, source, target):
    for item in iter(source.get, None):
        target.put(step(item))

def pipeline(first, second, items):
    raw, halfway, results = Queue(), Queue(), Queue()
    doers = [Process(target=stage, args=(first, raw, halfway)) for _ in range(2)]
    last = Process(target=stage, args=(second, halfway, results))
    last.start()
    for p in doers:
        p.start()
    for item in [*items, None, None]:
        raw.put(item)
    for p in doers:
        p.join()
    halfway.put(None)
    found = [results.get() for _ in items]
    last.join()
    return found
""",
    ),
    (
        "subclasses, and a second stage that counts the ends",
        """\
from multiprocessing import Process, SimpleQueue

class First(Process):
    def __init__(self, step, items, target):
        super().__init__()
        self.step, self.items, self.target = step, items, target

    def run(self):
        for item in self.items:
            self.target.put(self.step(item))
        self.target.put(None)

class Second(Process):
    def __init__(self, step, source, target):
        super().__init__()
        self.step, self.source, self.target = step, source, target

    def run(self):
        for _ in range(2):
            for item in iter(self.source.get, None):
                self.target.put(self.step(item))
        self.target.put(None)

def pipeline(first, second, items):
    halfway, results = SimpleQueue(), SimpleQueue()
    workers = [First(first, items[i::2], halfway) for i in range(2)]
    workers.append(Second(second, halfway, results))
    for p in workers:
        p.start()
    found = list(iter(results.get, None))
    for p in workers:
        p.join()
    return found
""",
    ),
    (
        "joinable queues, ended by two joins",
        _QUEUES + _STAGE + _LINE + _GET + _BOTH + _NONES + _BOTH + _JOIN + _FOUND,
    ),
]

REAL = {
    "two executors, and a log that looks like what the check notes",
    "the second stage is told when the first is done",
    "each worker passes the None on",
}
