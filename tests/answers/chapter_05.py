"""Answers to the exercises of chapter 05."""

_PROCESS = "from multiprocessing import Process\n\n"

# 05.1: the six steps, to be put together
_EVENING = _PROCESS + "def one_evening(cook, orders, dishes):\n"
_CREATE = (
    '    cooks = [Process(target=cook, args=(orders,), name=name) for name in ("Ada", "Bob")]\n'
)
_START = "    for p in cooks:\n        p.start()\n"
_FEED = "    for dish in dishes:\n        orders.put(dish)\n"
_WAIT = "    orders.join()\n"
_STOP = "    for p in cooks:\n        orders.put(None)\n"
_REAP = "    for p in cooks:\n        p.join()\n"
_CODES = "    return [p.exitcode for p in cooks]\n"

# 05.2
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

# 05.4
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

_ONE_FEWER = _ALL.replace("while not results.empty()", "for _ in numbers[1:]")

WRONG = {
    "05.1": [
        (
            "stop before wait",
            _EVENING + _CREATE + _START + _FEED + _STOP + _WAIT + _REAP + _CODES,
            "The cooks were told to stop before `orders.join()` was back.",
        ),
        (
            "feed before start",
            _EVENING + _CREATE + _FEED + _START + _WAIT + _STOP + _REAP + _CODES,
            "The queue holds two orders, and no cook is at work to take one.\nYour answer did not",
        ),
        (
            "wait before feed",
            _EVENING + _CREATE + _START + _WAIT + _FEED + _STOP + _REAP + _CODES,
            "`orders.join()` came back at once, since you had not put all dishes yet.",
        ),
        (
            "no wait",
            _EVENING + _CREATE + _START + _FEED + _STOP + _REAP + _CODES,
            "Nobody called `orders.join()`. Wait until all is done",
        ),
        (
            "reap before stop",
            _EVENING + _CREATE + _START + _FEED + _WAIT + _REAP + _STOP + _CODES,
            "You wait for the cooks to leave, and nobody told them to stop.",
        ),
        (
            "one None for two cooks",
            _EVENING + _CREATE + _START + _FEED + _WAIT + "    orders.put(None)\n" + _REAP + _CODES,
            "1 of 2 were told to stop. Each of them takes one None.",
        ),
        (
            "the codes before the reaping",
            _EVENING
            + _CREATE
            + _START
            + _FEED
            + _WAIT
            + _STOP
            + _CODES.replace("return", "codes =")
            + _REAP
            + "    return codes\n",
            "`exitcode` is None as long as a process runs",
        ),
        (
            "nobody is reaped",
            _EVENING + _CREATE + _START + _FEED + _WAIT + "    return [0, 0]\n",
            "It left Ada and Bob running.",
        ),
        (
            "one cook only",
            _EVENING
            + _CREATE.replace('("Ada", "Bob")', '("Ada",)')
            + _START
            + _FEED
            + _WAIT
            + _STOP
            + _REAP
            + _CODES,
            "expected: 2 cooks\nhappened: 1 cook",
        ),
        (
            "start before create",
            _EVENING + _START + _CREATE + _FEED + _WAIT + _STOP + _REAP + _CODES,
            "it raised UnboundLocalError",
        ),
    ],
    "05.2": [
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
    ],
    "05.3": [
        (
            "the kinds of errors that one has thought of",
            "def serve(work, tasks, results):\n    for task in iter(tasks.get, None):\n"
            "        try:\n            results.put((task, work(task)))\n"
            "        except (ZeroDivisionError, TypeError) as error:\n"
            "            results.put((task, type(error).__name__))\n"
            "        finally:\n            tasks.task_done()\n    tasks.task_done()\n",
            "A bad task has ended worker-1: UnheardError",
        ),
        (
            "nothing is caught",
            "def serve(work, tasks, results):\n    for task in iter(tasks.get, None):\n"
            "        results.put((task, work(task)))\n        tasks.task_done()\n"
            "    tasks.task_done()\n",
            "A bad task has ended worker-1: ",
        ),
        (
            "finally alone",
            "def serve(work, tasks, results):\n    for task in iter(tasks.get, None):\n"
            "        try:\n            results.put((task, work(task)))\n"
            "        finally:\n            tasks.task_done()\n    tasks.task_done()\n",
            "Catch what `work(task)` raises.",
        ),
        (
            "no task_done() for a bad task",
            "def serve(work, tasks, results):\n    for task in iter(tasks.get, None):\n"
            "        try:\n            results.put((task, work(task)))\n"
            "            tasks.task_done()\n        except Exception as error:\n"
            "            results.put((task, type(error).__name__))\n    tasks.task_done()\n",
            "Call it for bad tasks too, and for the None.",
        ),
        (
            "two of them for a bad task",
            "def serve(work, tasks, results):\n    for task in iter(tasks.get, None):\n"
            "        try:\n            results.put((task, work(task)))\n"
            "        except Exception as error:\n"
            "            results.put((task, type(error).__name__))\n"
            "            tasks.task_done()\n        finally:\n            tasks.task_done()\n"
            "    tasks.task_done()\n",
            "`task_done()` was called more often than something was put.",
        ),
        (
            "none for the None",
            "def serve(work, tasks, results):\n    for task in iter(tasks.get, None):\n"
            "        try:\n            results.put((task, work(task)))\n"
            "        except Exception as error:\n"
            "            results.put((task, type(error).__name__))\n"
            "        finally:\n            tasks.task_done()\n",
            "The None was put, so it is counted.",
        ),
        (
            "before the result is put",
            "def serve(work, tasks, results):\n    for task in iter(tasks.get, None):\n"
            "        tasks.task_done()\n        try:\n            results.put((task, work(task)))\n"
            "        except Exception as error:\n"
            "            results.put((task, type(error).__name__))\n    tasks.task_done()\n",
            "First put the result, then call `task_done()`.",
        ),
        (
            "0 is taken for the end",
            "def serve(work, tasks, results):\n    while task := tasks.get():\n"
            "        try:\n            results.put((task, work(task)))\n"
            "        except Exception as error:\n"
            "            results.put((task, type(error).__name__))\n"
            "        finally:\n            tasks.task_done()\n    tasks.task_done()\n",
            "Only None means stop: 0 is a task.",
        ),
        (
            "the bad ones are passed over",
            "def serve(work, tasks, results):\n    for task in iter(tasks.get, None):\n"
            "        try:\n            results.put((task, work(task)))\n"
            "        except Exception:\n            pass\n"
            "        finally:\n            tasks.task_done()\n    tasks.task_done()\n",
            "happened: in results for ",
        ),
        (
            "the error itself is sent",
            "def serve(work, tasks, results):\n    for task in iter(tasks.get, None):\n"
            "        try:\n            results.put((task, work(task)))\n"
            "        except Exception as error:\n            results.put((task, error))\n"
            "        finally:\n            tasks.task_done()\n    tasks.task_done()\n",
            "Error(",
        ),
        (
            "the None goes to work as well",
            "def serve(work, tasks, results):\n    while True:\n        task = tasks.get()\n"
            "        try:\n            results.put((task, work(task)))\n"
            "        except Exception as error:\n"
            "            results.put((task, type(error).__name__))\n"
            "        finally:\n            tasks.task_done()\n",
            "A worker goes on after its None.",
        ),
        (
            "one kind of error is caught",
            "def serve(work, tasks, results):\n    for task in iter(tasks.get, None):\n"
            "        try:\n            results.put((task, work(task)))\n"
            "        except TypeError as error:\n"
            "            results.put((task, type(error).__name__))\n"
            "        finally:\n            tasks.task_done()\n    tasks.task_done()\n",
            "A bad task has ended worker-1: ",
        ),
    ],
    "05.4": [
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
            "def pipeline(first, second, items):\n"
            "    return [second(first(item)) for item in items]\n",
            "Your own process called `first`. Leave that to the workers.",
        ),
    ],
}

RIGHT = {
    "05.1": [
        (
            "a log that looks like what the check notes, and a generator",
            "from helpers import log\n"
            + _EVENING
            + "    log('serves no more')\n    cooks = []\n    for _ in range(2):\n"
            + "        cooks.append(Process(target=cook, args=(orders,)))\n"
            + "        cooks[-1].start()\n"
            + _FEED
            + _WAIT
            + _STOP
            + _REAP
            + "    return (p.exitcode for p in cooks)\n",
        ),
        (
            "a subclass, fed by a thread",
            """\
import threading
from multiprocessing import Process

class Cook(Process):
    def __init__(self, cook, orders):
        super().__init__()
        self.cook, self.orders = cook, orders

    def run(self):
        self.cook(self.orders)

def one_evening(cook, orders, dishes):
    cooks = [Cook(cook, orders) for _ in range(2)]
    for p in cooks:
        p.start()
    feeder = threading.Thread(target=lambda: [orders.put(dish) for dish in dishes])
    feeder.start()
    feeder.join()
    orders.join()
    orders.put(None)
    orders.put(None)
    orders.join()
    for p in cooks:
        p.join()
    return tuple(p.exitcode for p in cooks)
""",
        ),
        (
            "another process waits",
            _EVENING
            + "    cooks = []\n    for _ in range(2):\n"
            + "        p = Process(target=cook, kwargs={'orders': orders}, daemon=True)\n"
            + "        p.start()\n        cooks.append(p)\n"
            + _FEED
            + _WAIT
            + _STOP
            + _REAP
            + _CODES,
        ),
    ],
    "05.2": [
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
    ],
    "05.3": [
        (
            "a loop that is left, and one way for all",
            """\
def outcome(work, task):
    try:
        return work(task)
    except Exception as error:
        return error.__class__.__name__

def serve(work, tasks, results):
    while True:
        task = tasks.get()
        try:
            if task is None:
                return
            results.put((task, outcome(work, task)))
        finally:
            tasks.task_done()
""",
        ),
        (
            "task_done() on each way, results as a list",
            """\
def serve(work, tasks, results):
    while (task := tasks.get()) is not None:
        try:
            result = work(task)
        except BaseException as error:
            results.put([task, type(error).__name__])
            tasks.task_done()
            continue
        results.put([task, result])
        tasks.task_done()
    tasks.task_done()
""",
        ),
    ],
    "05.4": [
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
    ],
}
