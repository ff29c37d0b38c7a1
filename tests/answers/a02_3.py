"""Answers to exercise 02.3."""

_RUN_ALL = """\
from multiprocessing import Process
from threading import Thread

def run_all(kind, work, pieces):
"""
_WORKERS = """\
    workers = [Worker(target=work, args=(piece,)) for piece in pieces]
    for w in workers:
        w.start()
    for w in workers:
        w.join()
"""
_AT_ONCE = """\
    if kind == "is over at once":
        for piece in pieces:
            work(piece)
        return
"""
_CHOICE = '    Worker = Process if kind == "computes in Python" else Thread\n'

WRONG = [
    (
        "threads for everything",
        _RUN_ALL + "    Worker = Thread\n" + _WORKERS,
        "expected: 'is over at once' in your own process\n"
        "happened: 'is over at once' in threads\nTo start a worker takes far longer",
    ),
    (
        "nothing is started",
        _RUN_ALL + "    for piece in pieces:\n        work(piece)\n",
        "happened: 'waits' in your own process\nWho waits holds no GIL",
    ),
    (
        "threads for what computes",
        _RUN_ALL + _AT_ONCE + "    Worker = Thread\n" + _WORKERS,
        "Threads that run Python code take turns: there is one GIL for all of them.\n"
        "measured here: is over at once: ",
    ),
    (
        "processes for what waits",
        _RUN_ALL + _AT_ONCE + "    Worker = Process\n" + _WORKERS,
        "expected: 'waits' in threads\nhappened: 'waits' in processes",
    ),
    (
        "processes for what hashes",
        _RUN_ALL + _AT_ONCE + '    Worker = Thread if kind == "waits" else Process\n' + _WORKERS,
        "happened: 'hashes large buffers' in processes\nThe hash gives the GIL back",
    ),
    (
        "start and join in one loop",
        _RUN_ALL
        + _AT_ONCE
        + _CHOICE
        + _WORKERS.replace("w.start()", "w.start()\n        w.join()"),
        '"waits" in threads is right, but they work one after the other. Start all',
    ),
    (
        "no join",
        _RUN_ALL + _AT_ONCE + _CHOICE + _WORKERS.replace("w.join()", "pass"),
        "was not done when run_all() returned.",
    ),
    (
        "work is called here",
        _RUN_ALL
        + _AT_ONCE
        + _CHOICE
        + _WORKERS.replace("target=work, args=(piece,)", "target=work(piece)"),
        "happened: 'waits' in your own process",
    ),
    (
        "one piece is forgotten",
        _RUN_ALL + _AT_ONCE.replace("in pieces", "in pieces[1:]") + _CHOICE + _WORKERS,
        "was not done when run_all() returned.",
    ),
    (
        "twice",
        _RUN_ALL + _AT_ONCE.replace("in pieces", "in pieces * 2") + _CHOICE + _WORKERS,
        '"is over at once": each piece is done once',
    ),
]

RIGHT = [
    (
        "a function for each",
        _RUN_ALL
        + """\
    def beside(Worker):
        one, two = (Worker(target=work, args=(piece,), daemon=True) for piece in pieces)
        one.start(), two.start()
        one.join(), two.join()

    {
        "is over at once": lambda: [work(piece) for piece in pieces],
        "waits": lambda: beside(Thread),
        "hashes large buffers": lambda: beside(Thread),
        "computes in Python": lambda: beside(Process),
    }[kind]()
""",
    ),
    (
        "pools",
        """\
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

def run_all(kind, work, pieces):
    if kind == "is over at once":
        return list(map(work, pieces))
    Pool = ProcessPoolExecutor if kind == "computes in Python" else ThreadPoolExecutor
    with Pool(len(pieces)) as pool:
        return list(pool.map(work, pieces))
""",
    ),
]

REAL = {
    "a function for each",
    "threads for everything",
    "no join",
}
