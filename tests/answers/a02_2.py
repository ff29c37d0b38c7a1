"""Answers to exercise 02.2."""

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

WRONG = [
    (
        "start and join in one loop",
        _LOAD + "    for t in threads:\n        t.start()\n        t.join()\n" + _PAGES,
        "The downloads do not overlap: each one waited in vain for the others.",
    ),
    (
        "still called here",
        _LOAD.replace("target=load, args=(name,)", "target=load(name)") + _START_AND_JOIN + _PAGES,
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
        "    threads = [Process(target=fetch, args=(name,)) for name in names]\n" + _START_AND_JOIN,
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
]

RIGHT = [
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
]

REAL = {
    "a subclass, and the pages in its objects",
    "start and join in one loop",
    "no join",
}
