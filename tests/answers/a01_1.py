"""Answers to exercise 01.1."""

_PROCESS = "from multiprocessing import Process\n"
_WORKERS = "    workers = [Process(target=work, args=(name,), name=name) for name in names]\n"
_CODES = "    return [p.exitcode for p in workers]\n"
_ALL = (
    _PROCESS
    + "def all_together(work, names):\n"
    + _WORKERS
    + "    for p in workers:\n        p.start()\n    for p in workers:\n        p.join()\n"
)

WRONG = [
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
]

RIGHT = [
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
]

REAL = {
    "a generator",
    "start and join in one loop",
    "whether all went well",
}
