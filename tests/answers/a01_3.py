"""Answers to exercise 01.3."""

from textwrap import indent

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

WRONG = [
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
        _SUM + _START_AND_JOIN + "    return sum(results.get() for _ in range(codes.count(0)))\n",
        "happened: parallel_sum([",
    ),
]

RIGHT = [
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
]

REAL = {
    "the list of a manager",
    "a sum from each worker, also from the one that failed",
    "the exception goes through",
}
