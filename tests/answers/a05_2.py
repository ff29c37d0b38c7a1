"""Answers to exercise 05.2."""

_SERVE = """\
def serve(work, tasks, results):
    for number in iter(tasks.get, None):
        results.put(work(number))
        tasks.task_done()

"""
_EARLY = """\
def serve(work, tasks, results):
    for number in iter(tasks.get, None):
        tasks.task_done()
        results.put(work(number))

"""
_ALL = """\
def all_results(work, tasks, numbers):
    results, found = SimpleQueue(), []
    workers = [Process(target=serve, args=(work, tasks, results)) for _ in range(2)]
    for p in workers:
        p.start()
    for number in numbers:
        tasks.put(number)
    tasks.join()
    while not results.empty():
        found.append(results.get())
    tasks.put(None), tasks.put(None)
    for p in workers:
        p.join()
    return found
"""
_QUEUES = "import time\nfrom multiprocessing import JoinableQueue, Process, Queue, SimpleQueue\n\n"
_ONE_FEWER = _ALL.replace("while not results.empty()", "for _ in numbers[1:]")

WRONG = [
    (
        "one result fewer is fetched",
        _QUEUES + _SERVE + _ONE_FEWER,
        "It was sent before `tasks.join()` came back, and your function did not fetch it.",
    ),
    (
        "all results, and never task_done()",
        _QUEUES
        + _SERVE.replace("        tasks.task_done()\n", "")
        + _ONE_FEWER.replace("    tasks.join()\n", "").replace("numbers[1:]", "numbers"),
        "`tasks.join()` would never come back.",
    ),
    (
        "a sleep in place of a mend",
        _QUEUES + _EARLY + _ALL.replace("tasks.join()", "tasks.join(), time.sleep(0.6)"),
        "`task_done()` was called for a task whose result was not there yet.",
    ),
    (
        "the results are counted, and the counter is still wrong",
        _QUEUES
        + _EARLY
        + _ALL.replace("while not results.empty():", "while len(found) < len(numbers):"),
        "`task_done()` was called for a task whose result was not there yet.",
    ),
    (
        "between the work and the put",
        _QUEUES
        + _SERVE.replace(
            "results.put(work(number))\n        tasks.task_done()",
            "result = work(number)\n        tasks.task_done()\n        results.put(result)",
        )
        + _ALL,
        "First put the result, then call `task_done()`.",
    ),
    (
        "a Queue that is asked whether it is empty",
        _QUEUES + _SERVE + _ALL.replace("SimpleQueue()", "Queue()"),
        "It was put and done, and still in the worker's buffer",
    ),
    (
        "no task_done()",
        _QUEUES + _SERVE.replace("tasks.task_done()", "pass") + _ALL,
        "3 were put, and `task_done()` was never called.",
    ),
    (
        "no join",
        _QUEUES + _SERVE + _ALL.replace("    tasks.join()\n", ""),
        "Your function did not wait in `tasks.join()`, and fetched fewer results",
    ),
    (
        "the None is not counted",
        _QUEUES
        + _SERVE
        + _ALL.replace("    tasks.put(None), tasks.put(None)\n", "").replace(
            "tasks.join()", "tasks.put(None), tasks.put(None)\n    tasks.join()"
        ),
        "A None that is put is counted too.",
    ),
    (
        "no process does the work",
        _QUEUES
        + "def all_results(work, tasks, numbers):\n"
        + "    return [work(number) for number in numbers]\n",
        "Your own process called `work`. Leave that to the workers.",
    ),
]

RIGHT = [
    (
        "a Queue, results counted, sentinels counted",
        _QUEUES
        + _SERVE.replace("task_done()\n\n", "task_done()\n    tasks.task_done()\n\n")
        + """\
def all_results(work, tasks, numbers):
    results = Queue()
    workers = [Process(target=serve, args=(work, tasks, results)) for _ in range(3)]
    for p in workers:
        p.start()
    for number in [*numbers, *[None] * 3]:
        tasks.put(number)
    tasks.join()
    found = sorted(results.get() for _ in numbers)
    for p in workers:
        p.join()
    return found
""",
    ),
    (
        "a subclass with a pipe of its own",
        """\
from multiprocessing import Pipe, Process

class Server(Process):
    def __init__(self, work, tasks, home):
        super().__init__()
        self.work, self.tasks, self.home = work, tasks, home

    def run(self):
        while (number := self.tasks.get()) is not None:
            try:
                self.home.send(self.work(number))
            finally:
                self.tasks.task_done()

def all_results(work, tasks, numbers):
    pipes = [Pipe(duplex=False) for _ in range(2)]
    servers = [Server(work, tasks, theirs) for _, theirs in pipes]
    for server in servers:
        server.start()
    for number in numbers:
        tasks.put(number)
    tasks.join()
    found = []
    for ours, _ in pipes:
        while ours.poll():
            found.append(ours.recv())
    for server in servers:
        tasks.put(None)
    for server in servers:
        server.join()
    return found
""",
    ),
]

REAL = {
    "a Queue, results counted, sentinels counted",
    "no task_done()",
    "one result fewer is fetched",
}
