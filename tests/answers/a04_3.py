"""Answers to exercise 04.3."""

_CROWD = """\
from multiprocessing import Process, Queue

def produce(source, tasks):
    for task in source:
        tasks.put(task)

def consume(work, tasks, results):
    while (task := tasks.get()) is not None:
        results.put(work(task))

def crowd(work, sources, consumers):
    tasks, results = Queue(), Queue()
    producers = [Process(target=produce, args=(source, tasks)) for source in sources]
    group = [Process(target=consume, args=(work, tasks, results)) for _ in range(consumers)]
    for p in [*producers, *group]:
        p.start()
    for p in producers:
        p.join()
    for p in group:
        tasks.put(None)
    found = [results.get() for source in sources for _ in range(len(source))]
    for p in group:
        p.join()
    return found
"""
_LEAVING = """\
from multiprocessing import Process, Queue
from queue import Empty

def produce(source, tasks):
    for task in source:
        tasks.put(task)

def consume(work, tasks, results):
    while True:
        try:
            results.put(work(tasks.get(timeout=0.1)))
        except Empty:
            return

"""


def _changed(source, old, new):
    assert source.count(old) == 1, old
    return source.replace(old, new)


_LEAVING += _CROWD[_CROWD.index("def crowd") :].replace(
    "    for p in group:\n        tasks.put(None)\n", ""
)

WRONG = [
    (
        "a consumer leaves when nothing comes in time",
        _LEAVING,
        "it found nothing in time. A producer may take longer than any timeout.",
    ),
    (
        "nor in a longer time",
        _changed(_LEAVING, "timeout=0.1", "timeout=3"),
        "it found nothing in time. A producer may take longer than any timeout.",
    ),
    (
        "no sentinel",
        _changed(_CROWD, "tasks.put(None)", "pass"),
        "Each consumer needs a sentinel of its own.",
    ),
    (
        "one sentinel for all",
        _changed(_CROWD, "    for p in group:\n        tasks.put(None)", "    tasks.put(None)"),
        "Each consumer needs a sentinel of its own.",
    ),
    (
        "join before get",
        _changed(
            _CROWD,
            "        tasks.put(None)\n",
            "        tasks.put(None)\n    for p in group:\n        p.join()\n",
        ),
        "First get all results, then join.",
    ),
    (
        "sentinels before the producers have ended",
        _changed(_CROWD, "    for p in producers:\n        p.join()\n", "").replace(
            "    for p in group:\n        p.join()\n",
            "    for p in [*producers, *group]:\n        p.join()\n",
        ),
        "Send the sentinels when all producers have ended.",
    ),
    (
        "a sentinel of one's own, compared with is",
        _changed(_CROWD, "is not None", "is not END")
        .replace("tasks.put(None)", "tasks.put(END)")
        .replace("def produce", "END = object()\n\ndef produce"),
        "which is no task. A sentinel arrives as a copy, so `is` does not find it",
    ),
    (
        "the consumers are killed",
        _changed(_CROWD, "    for p in group:\n        tasks.put(None)\n", "").replace(
            "    for p in group:\n        p.join()",
            "    for p in group:\n        p.kill(), p.join()",
        ),
        "was ended from outside. Who waits in get() holds the lock of all readers",
    ),
    (
        "a slip in a consumer",
        _changed(_CROWD, "results.put(work(task))", "result.put(work(task))"),
        "died of NameError: name 'result' is not defined",
    ),
    (
        "0 is no task",
        _changed(_CROWD, "(task := tasks.get()) is not None", "task := tasks.get()"),
        "it took the task 0 for a sentinel.",
    ),
    (
        "tasks that are false are left out",
        _changed(
            _CROWD,
            "        results.put(work(task))",
            "        task and results.put(work(task))",
        ).replace("_ in range(len(source))]", "task in source.tasks if task]"),
        "Is 0 a task like any other?",
    ),
    (
        "one consumer does everything",
        _changed(_CROWD, "for _ in range(consumers)]", "for _ in range(1)]"),
        "work() waits until 3 consumers are at work at the same time.",
    ),
    (
        "one consumer after the other",
        _changed(
            _CROWD,
            "    for p in [*producers, *group]:\n        p.start()\n",
            "    for p in producers:\n        p.start()\n",
        )
        .replace("    for p in group:\n        tasks.put(None)\n", "    tasks.put(None)\n")
        .replace("    found =", "    for p in group:\n        p.start(), p.join()\n    found ="),
        "First get all results, then join.",
    ),
    (
        "the parent produces",
        _changed(_CROWD, "for p in [*producers, *group]:", "for p in group:").replace(
            "    for p in producers:\n        p.join()\n",
            "    for source in sources:\n        produce(source, tasks)\n",
        ),
        "your own process goes through a source: start a producer for it",
    ),
    (
        "one producer for all",
        _changed(
            _CROWD,
            "[Process(target=produce, args=(source, tasks)) for source in sources]",
            "[Process(target=produce, args=(sources[0], tasks))]",
        ).replace("for source in sources for _", "for source in sources[:1] for _"),
        "expected: 3 processes for 2 sources and 1 consumer\nhappened: 2 processes",
    ),
    (
        "no processes",
        "def crowd(work, sources, consumers):\n"
        "    return [work(task) for source in sources for task in source.tasks]\n",
        "work() was called in your own process: leave it to the consumers",
    ),
]

RIGHT = [
    (
        "a consumer asks again until it is told",
        _changed(
            _LEAVING,
            "            return\n",
            "            if over.is_set():\n                return\n",
        )
        .replace("import Process", "import Event, Process")
        .replace("tasks, results)", "tasks, results, over)")
        .replace("tasks, results = ", "over, tasks, results = Event(), ")
        .replace("    found =", "    over.set()\n    found ="),
    ),
    (
        "each consumer says that it puts no more",
        """\
from multiprocessing import Process, SimpleQueue

class Producer(Process):
    def __init__(self, source, tasks):
        super().__init__()
        self.source, self.tasks = source, tasks

    def run(self):
        for number in range(len(self.source)):
            self.tasks.put(self.source[number])

class Consumer(Process):
    def __init__(self, work, tasks, results):
        super().__init__()
        self.work, self.tasks, self.results = work, tasks, results

    def run(self):
        for task in iter(self.tasks.get, "end"):
            self.results.put(self.work(task))
        self.results.put("end")

def crowd(work, sources, consumers):
    tasks, results = SimpleQueue(), SimpleQueue()
    group = [Consumer(work, tasks, results) for _ in range(consumers)]
    producers = [Producer(source, tasks) for source in sources]
    for p in group + producers:
        p.start()
    for p in producers:
        p.join()
    for _ in range(consumers):
        tasks.put("end")
    found, ends = [], 0
    while ends < consumers:
        result = results.get()
        if result == "end":
            ends += 1
        else:
            found.append(result)
    for p in group:
        p.join()
    return found
""",
    ),
    (
        "a joinable queue, and the sentinel put back",
        """\
from multiprocessing import JoinableQueue, Process, Queue

def produce(source, tasks):
    for task in source:
        tasks.put(task)

def consume(work, tasks, results):
    while True:
        task = tasks.get()
        if task is None:
            tasks.put(None)
            return
        results.put(work(task))
        tasks.task_done()

def crowd(work, sources, consumers):
    tasks, results = JoinableQueue(), Queue()
    producers = [Process(target=produce, args=(source, tasks)) for source in sources]
    group = [Process(target=consume, args=(work, tasks, results)) for _ in range(consumers)]
    for p in producers + group:
        p.start()
    found = [results.get() for _ in range(sum(len(source) for source in sources))]
    for p in producers:
        p.join()
    tasks.join()
    tasks.put(None)
    for p in group:
        p.join()
    return found
""",
    ),
]

REAL = {
    "a consumer asks again until it is told",
    "a consumer leaves when nothing comes in time",
    "a sentinel of one's own, compared with is",
}
