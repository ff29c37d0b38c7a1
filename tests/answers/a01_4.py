"""Answers to exercise 01.4."""

_PROCESS = "from multiprocessing import Process\n"

WRONG = [
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
]

RIGHT = [
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
]

REAL = {
    "it calls itself",
    "the same object again",
    "three tries",
}
