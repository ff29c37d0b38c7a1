"""Answers to the exercises of chapter 02."""

_DEPOSIT = "def deposit(account, amount, lock):\n"
_READ = "    balance = account.balance\n"
_WRITE = "    account.balance = balance + amount\n"
_ACQUIRE, _RELEASE = "    lock.acquire()\n", "    lock.release()\n"

_LOAD = """\
from threading import Thread

def download_all(fetch, names):
    pages = {}

    def load(name):
        pages[name] = fetch(name)

    threads = [Thread(target=load, args=(name,), name=name) for name in names]
"""
_START_AND_JOIN = """\
    for t in threads:
        t.start()
    for t in threads:
        t.join()
"""
_PAGES = "    return [pages[name] for name in names]\n"

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

_DOWNLOAD = """\
from queue import Queue
from threading import Thread

def load(fetch, jobs, pages):
    while (name := jobs.get()) is not None:
        try:
            pages[name] = fetch(name)
        except OSError:
            pages[name] = None

def download(fetch, names, limit):
    jobs, pages = Queue(), {}
    for name in names:
        jobs.put(name)
    for _ in range(limit):
        jobs.put(None)
    threads = [Thread(target=load, args=(fetch, jobs, pages)) for _ in range(limit)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return [pages[name] for name in names]
"""

WRONG = {
    "02.1": [
        (
            "no lock",
            _DEPOSIT + "    account.balance += amount\n",
            "Nobody took the lock, and both read before either wrote.",
        ),
        (
            "the lock only for the writing",
            _DEPOSIT + _READ + _ACQUIRE + _WRITE + _RELEASE,
            "The balance was read without the lock: it was out of date",
        ),
        (
            "the lock only for the reading",
            _DEPOSIT + _ACQUIRE + _READ + _RELEASE + _WRITE,
            "The lock was released before the new balance was written",
        ),
        (
            "no release",
            _DEPOSIT + _ACQUIRE + _READ + _WRITE,
            " has taken the lock and never released it.\nYour answer did not end",
        ),
        (
            "release before acquire",
            _DEPOSIT + _READ + _RELEASE + _WRITE + _ACQUIRE,
            "died of RuntimeError: release unlocked lock",
        ),
        (
            "write before read",
            _DEPOSIT + _ACQUIRE + _WRITE + _READ + _RELEASE,
            "died of UnboundLocalError",
        ),
        (
            "a lock of its own for each call",
            "from threading import Lock\n"
            + _DEPOSIT
            + "    with Lock():\n        account.balance += amount\n",
            "Nobody took the lock, and both read before either wrote.",
        ),
        (
            "who does not get the lock goes on without it",
            _DEPOSIT + "    lock.acquire(blocking=False)\n" + _READ + _WRITE,
            "expected: ",
        ),
        ("nothing is written", _DEPOSIT + _ACQUIRE + _READ + _RELEASE, "Nobody wrote the new"),
        (
            "two critical sections",
            _DEPOSIT + _ACQUIRE + _READ + _RELEASE + _ACQUIRE + _WRITE + _RELEASE,
            "taken again to write it: meanwhile the other read.",
        ),
        (
            "the lock twice",
            _DEPOSIT + _ACQUIRE * 2 + _READ + _WRITE + _RELEASE * 2,
            "has the lock and asks for it a second time: so it waits for itself.",
        ),
    ],
    "02.2": [
        (
            "start and join in one loop",
            _LOAD + "    for t in threads:\n        t.start()\n        t.join()\n" + _PAGES,
            "The downloads do not overlap: each one waited in vain for the others.",
        ),
        (
            "still called here",
            _LOAD.replace("target=load, args=(name,)", "target=load(name)")
            + _START_AND_JOIN
            + _PAGES,
            "happened: your main thread fetches them, one after the other",
        ),
        (
            "no threads",
            "def download_all(fetch, names):\n    return [fetch(name) for name in names]\n",
            "Who calls the function that fetches: a new thread, or you?",
        ),
        (
            "run() in place of start()",
            _LOAD + "    for t in threads:\n        t.run()\n" + _PAGES,
            "your main thread fetches them",
        ),
        (
            "no join",
            _LOAD + "    for t in threads:\n        t.start()\n" + _PAGES,
            "it raised KeyError: ",
        ),
        (
            "in the order of the answers",
            _LOAD + _START_AND_JOIN + "    return list(pages.values())\n",
            "expected: the pages [",
        ),
        (
            "one thread for all",
            "from threading import Thread\n"
            "def download_all(fetch, names):\n"
            "    pages = []\n"
            "    t = Thread(target=lambda: pages.extend(map(fetch, names)))\n"
            "    t.start(), t.join()\n"
            "    return pages\n",
            "happened: 1 thread fetches them",
        ),
        (
            "processes",
            "from multiprocessing import Process\n"
            "def download_all(fetch, names):\n"
            "    threads = [Process(target=fetch, args=(name,)) for name in names]\n"
            + _START_AND_JOIN,
            "happened: other processes fetch them",
        ),
        (
            "a lambda that looks the name up when the loop is over",
            _LOAD[: _LOAD.index("    threads")]
            + "    threads = []\n    for name in names:\n"
            + "        threads.append(Thread(target=lambda: load(name)))\n"
            + _START_AND_JOIN
            + "    return [pages.get(name) for name in names]\n",
            "never. A function that takes its name from the loop looks it up when it runs",
        ),
        (
            "an executor, in the order of the answers",
            "from concurrent.futures import ThreadPoolExecutor, as_completed\n\n"
            "def download_all(fetch, names):\n    with ThreadPoolExecutor() as pool:\n"
            "        jobs = [pool.submit(fetch, name) for name in names]\n"
            "        return [job.result() for job in as_completed(jobs)]\n",
            "expected: the pages [",
        ),
        (
            "the names in place of the pages",
            _LOAD + _START_AND_JOIN + "    return names\n",
            "expected: the pages [",
        ),
    ],
    "02.3": [
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
            _RUN_ALL
            + _AT_ONCE
            + '    Worker = Thread if kind == "waits" else Process\n'
            + _WORKERS,
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
    ],
    "02.4": [
        (
            "all at once",
            _DOWNLOAD.replace("range(limit)", "names"),
            "expected: 2 pages at a time\nhappened: more than 2 at a time",
        ),
        (
            "one worker only",
            _DOWNLOAD.replace("range(limit)", "range(1)"),
            "happened: fewer than 2 at a time, though more were left",
        ),
        (
            "one after the other",
            "def download(fetch, names, limit):\n    return [fetch(name) for name in names]\n",
            "expected: 2 pages at a time, in threads\nhappened: your main thread fetches pages",
        ),
        (
            "an error ends a worker",
            _DOWNLOAD.replace("OSError", "KeyError"),
            "\nMainProcess / thread ",
        ),
        (
            "an error ends a worker, and nobody asks for its page",
            _DOWNLOAD.replace("OSError", "KeyError").replace(
                "pages[name] for", "pages.get(name) for"
            ),
            "Who dies fetches nothing more: catch the error where you call fetch().",
        ),
        (
            "no None for the workers",
            _DOWNLOAD.replace("jobs.put(None)", "pass"),
            "waits for a worker that never ends. Who tells the workers that no page is left?",
        ),
        (
            "one None for all workers",
            _DOWNLOAD.replace(
                "for _ in range(limit):\n        jobs", "for _ in [1]:\n        jobs"
            ),
            "waits for a worker that never ends. Who tells the workers that no page is left?",
        ),
        (
            "in the order of the answers",
            _DOWNLOAD.replace("[pages[name] for name in names]", "sorted(pages.values(), key=str)"),
            "expected: the pages [",
        ),
        (
            "an executor, in the order of the answers",
            "from concurrent.futures import ThreadPoolExecutor, as_completed\n\n"
            "def download(fetch, names, limit):\n    with ThreadPoolExecutor(limit) as pool:\n"
            "        jobs = [pool.submit(fetch, name) for name in names]\n"
            "        return [None if job.exception() else job.result() "
            "for job in as_completed(jobs)]\n",
            "expected: the pages [",
        ),
        (
            "what is not there is left out",
            _DOWNLOAD.replace(
                "[pages[name] for name in names]", "[p for p in pages.values() if p]"
            ),
            "expected: the pages [",
        ),
        (
            "only the first ones",
            _DOWNLOAD.replace("for name in names:\n", "for name in names[:limit]:\n"),
            "it raised KeyError",
        ),
        (
            "no join",
            _DOWNLOAD.replace("t.join()", "pass"),
            "it raised KeyError",
        ),
    ],
}

RIGHT = {
    "02.1": [
        ("with", _DEPOSIT + "    with lock:\n        account.balance += amount\n"),
        (
            "try and finally",
            _DEPOSIT
            + _ACQUIRE
            + "    try:\n    "
            + _READ
            + "    "
            + _WRITE
            + "    finally:\n    "
            + _RELEASE,
        ),
        (
            "a lock of its own for all calls",
            "from threading import Lock\nmine = Lock()\n"
            + _DEPOSIT
            + "    with mine:\n        account.balance += amount\n",
        ),
    ],
    "02.2": [
        (
            "a subclass, and the pages in its objects",
            """\
from threading import Thread

class Download(Thread):
    def __init__(self, fetch, name):
        super().__init__(daemon=True)
        self.fetch, self.page = fetch, name

    def run(self):
        self.page = self.fetch(self.page)

def download_all(fetch, names):
    threads = [Download(fetch, name) for name in names]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return [t.page for t in threads]
""",
        ),
        (
            "a queue and no join",
            """\
from queue import Queue
from threading import Thread

def download_all(fetch, names):
    pages = Queue()
    for number, name in enumerate(names):
        Thread(target=lambda n=number, name=name: pages.put((n, fetch(name)))).start()
    return [page for _, page in sorted(pages.get() for _ in names)]
""",
        ),
        (
            "an executor",
            """\
from concurrent.futures import ThreadPoolExecutor

def download_all(fetch, names):
    with ThreadPoolExecutor(len(names)) as pool:
        return list(pool.map(fetch, names))
""",
        ),
    ],
    "02.3": [
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
    ],
    "02.4": [
        (
            "a semaphore, and a thread for each page",
            """\
from threading import BoundedSemaphore, Thread

def download(fetch, names, limit):
    pages, places = [None] * len(names), BoundedSemaphore(limit)

    def load(number, name):
        with places:
            pages[number] = fetch(name)

    threads = [Thread(target=load, args=pair) for pair in enumerate(names)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return pages
""",
        ),
        (
            "in batches",
            """\
from threading import Thread

def download(fetch, names, limit):
    pages = {}

    def load(name):
        try:
            pages[name] = fetch(name)
        except OSError:
            pages[name] = None

    for first in range(0, len(names), limit):
        threads = [Thread(target=load, args=(name,)) for name in names[first:first + limit]]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
    return [pages[name] for name in names]
""",
        ),
        (
            "an executor",
            """\
from concurrent.futures import ThreadPoolExecutor

def download(fetch, names, limit):
    def load(name):
        try:
            return fetch(name)
        except OSError:
            return None

    with ThreadPoolExecutor(limit) as pool:
        return list(pool.map(load, names))
""",
        ),
    ],
}
