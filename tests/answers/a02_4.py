"""Answers to exercise 02.4."""

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

WRONG = [
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
        _DOWNLOAD.replace("OSError", "KeyError").replace("pages[name] for", "pages.get(name) for"),
        "Who dies fetches nothing more: catch the error where you call fetch().",
    ),
    (
        "no None for the workers",
        _DOWNLOAD.replace("jobs.put(None)", "pass"),
        "waits for a worker that never ends. Who tells the workers that no page is left?",
    ),
    (
        "one None for all workers",
        _DOWNLOAD.replace("for _ in range(limit):\n        jobs", "for _ in [1]:\n        jobs"),
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
        _DOWNLOAD.replace("[pages[name] for name in names]", "[p for p in pages.values() if p]"),
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
]

RIGHT = [
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
]

REAL = {
    "a semaphore, and a thread for each page",
    "no None for the workers",
    "an error ends a worker, and nobody asks for its page",
}
