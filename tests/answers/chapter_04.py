"""Answers to the exercises of chapter 04."""

_COLLECT = """\
from multiprocessing import Process, Queue

def collect(write, names):
    letters = Queue()
    writers = [Process(target=write, args=(name, letters), name=name) for name in names]
"""
_START = "    for p in writers:\n        p.start()\n"
_GET = "    found = [letters.get() for p in writers]\n"
_JOIN = "    for p in writers:\n        p.join()\n"
_FOUND = "    return found\n"

_PRICES = """\
from multiprocessing import Process, Queue

def ask(look_up, names, answers):
    answers.put([look_up(name) for name in names])
    answers.put(None)

def prices(look_up, names):
    answers = Queue()
    clerk = Process(target=ask, args=(look_up, names, answers), name="clerk")
    clerk.start()
    found = []
    while (answer := answers.get()) is not None:
        found += answer
    clerk.join()
    return found
"""
_PUT = "answers.put([look_up(name) for name in names])"

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
_STAGE = """\
from multiprocessing import Process, Queue

def produce(make, free, things):
    thing = 0
    while thing is not None:
        free.get()
        thing = make()
        things.put(thing)

def consume(use, free, things):
    while (thing := things.get()) is not None:
        use(thing)
        free.put("one more")

def stage(make, use, k):
    free, things = Queue(), Queue()
    for _ in range(k):
        free.put("one more")
    producer = Process(target=produce, args=(make, free, things), name="producer")
    consumer = Process(target=consume, args=(use, free, things), name="consumer")
    producer.start(), consumer.start()
    producer.join(), consumer.join()
"""
_BOUNDED = """\
from multiprocessing import Process, Queue

def produce(make, things):
    while (thing := make()) is not None:
        things.put(thing)
    things.put(None)

def consume(use, things):
    while (thing := things.get()) is not None:
        use(thing)

def stage(make, use, k):
    things = Queue(maxsize=k)
    producer = Process(target=produce, args=(make, things), name="producer")
    consumer = Process(target=consume, args=(use, things), name="consumer")
    producer.start(), consumer.start()
    producer.join(), consumer.join()
"""


def _changed(source, old, new):
    assert source.count(old) == 1, old
    return source.replace(old, new)


_LEAVING += _CROWD[_CROWD.index("def crowd") :].replace(
    "    for p in group:\n        tasks.put(None)\n", ""
)

WRONG = {
    "04.1": [
        (
            "join before get",
            _COLLECT + _START + _JOIN + _GET + _FOUND,
            "is on its way out, and waits until its result is in the pipe.",
        ),
        (
            "get before start",
            _COLLECT + _GET + _START + _JOIN + _FOUND,
            "Your process waits, and no other was started.",
        ),
        (
            "start and get in one loop",
            _COLLECT
            + "    found = []\n    for p in writers:\n        p.start()\n"
            + "        found.append(letters.get())\n"
            + _JOIN
            + _FOUND,
            "before you start them. Start all, then get all.",
        ),
        (
            "no join",
            _COLLECT + _START + _GET + _FOUND,
            "running. Join every process that you start.",
        ),
        (
            "one get, and kill() for the rest",
            _COLLECT
            + _START
            + "    found = [letters.get()]\n"
            + "    for p in writers:\n        p.kill()\n"
            + _JOIN
            + _FOUND,
            "expected: letters from ",
        ),
        (
            "while not empty()",
            _COLLECT
            + _START
            + "    found = []\n    while not letters.empty():\n"
            + "        found.append(letters.get())\n"
            + "    for p in writers:\n        p.kill()\n"
            + _JOIN
            + _FOUND,
            "happened: letters from nobody",
        ),
        (
            "the queue comes after the list",
            "from multiprocessing import Process, Queue\n\ndef collect(write, names):\n"
            "    writers = [Process(target=write, args=(name, letters)) for name in names]\n"
            "    letters = Queue()\n" + _START + _GET + _JOIN + _FOUND,
            "it raised ",
        ),
        (
            "run() in place of start()",
            _COLLECT + _START.replace("start", "run") + _GET + _FOUND,
            "`write` was called in your own process",
        ),
    ],
    "04.2": [
        (
            "sorted prices",
            _changed(_PRICES, "return found", "return sorted(found)"),
            "expected: prices([",
        ),
        (
            "the generator in parentheses of its own",
            _changed(_PRICES, _PUT, "answers.put((look_up(name) for name in names))"),
            "The clerk has never called look_up().",
        ),
        (
            "a lambda",
            _changed(_PRICES, _PUT, "answers.put(lambda: [look_up(name) for name in names])"),
            "The clerk has never called look_up().",
        ),
        (
            "no sentinel, and still a generator",
            _changed(_PRICES, _PUT, "answers.put(look_up(name) for name in names)").replace(
                "    answers.put(None)\n", ""
            ),
            "The clerk has never called look_up().",
        ),
        (
            "the parent looks up",
            "def prices(look_up, names):\n    return [look_up(name) for name in names]\n",
            "look_up() was called in your own process: leave it to the clerk",
        ),
        (
            "the list of names",
            _changed(_PRICES, _PUT, "answers.put(names)"),
            "is ['",
        ),
        (
            "one message too few",
            _changed(
                _PRICES, _PUT, "for name in names[:-1]:\n        answers.put([look_up(name)])"
            ),
            "expected: prices([",
        ),
        (
            "no join",
            _changed(_PRICES, "    clerk.join()\n", "").replace(
                "answers.put(None)", "answers.put(None)\n    __import__('time').sleep(1)"
            ),
            "It left clerk running. Join every process that you start.",
        ),
    ],
    "04.3": [
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
            .replace(
                "    found =", "    for p in group:\n        p.start(), p.join()\n    found ="
            ),
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
    ],
    "04.4": [
        (
            "maxsize=k",
            _BOUNDED,
            "one is in the hands of the producer, who waits in put(), and one in the hands of the",
        ),
        (
            "maxsize=k - 1",
            _changed(_BOUNDED, "maxsize=k", "maxsize=k - 1"),
            "Count also what the producer and the consumer have in their hands.",
        ),
        (
            "maxsize=k - 2",
            _changed(_BOUNDED, "maxsize=k", "maxsize=k - 2"),
            "A queue has no limit if its maxsize is 0 or less.",
        ),
        (
            "no limit",
            _changed(_BOUNDED, "maxsize=k", ""),
            "Nothing holds the producer back.",
        ),
        (
            "the permission comes back before use()",
            _changed(
                _STAGE,
                '        use(thing)\n        free.put("one more")\n',
                '        free.put("one more")\n        use(thing)\n',
            ),
            "happened: with k = 3, 4 made and not yet used",
        ),
        (
            "one permission fewer",
            _changed(_STAGE, "range(k)", "range(max(1, k - 1))"),
            "k is 3, and your producer stops at 2 before anything is used.",
        ),
        (
            "one process makes and uses",
            "from multiprocessing import Process\n\ndef run(make, use):\n"
            "    while (thing := make()) is not None:\n        use(thing)\n\n"
            "def stage(make, use, k):\n    p = Process(target=run, args=(make, use))\n"
            "    p.start(), p.join()\n",
            "child 1 makes and uses. Start one process that makes, and one that uses.",
        ),
        (
            "no sentinel",
            _changed(_BOUNDED, "    things.put(None)\n", ""),
            "how does the consumer learn that?",
        ),
        (
            "the parent uses",
            _changed(
                _BOUNDED, "    producer.start(), consumer.start()\n", "    producer.start()\n"
            ).replace("producer.join(), consumer.join()", "consume(use, things), producer.join()"),
            "use() was called in your own process: leave it to the consumer",
        ),
        (
            "no join",
            _changed(_STAGE, "    producer.join(), consumer.join()\n", ""),
            "Join every process that you start.",
        ),
    ],
}

RIGHT = {
    "04.1": [
        (
            "a pool, and the queue of a manager",
            """\
from multiprocessing import Manager, Pool

def collect(write, names):
    with Manager() as manager, Pool(len(names)) as pool:
        letters = manager.Queue()
        pool.starmap(write, [(name, letters) for name in names])
        return [letters.get() for _ in names]
""",
        ),
        (
            "a subclass, and a simple queue",
            """\
import multiprocessing

class Writer(multiprocessing.Process):
    def __init__(self, write, name, letters):
        super().__init__(name=name)
        self.write, self.letters = write, letters

    def run(self):
        self.write(self.name, self.letters)

def collect(write, names):
    letters = multiprocessing.SimpleQueue()
    writers = []
    for name in names:
        writers.append(Writer(write, name, letters))
        writers[-1].start()
    found = []
    while len(found) < len(names):
        found.append(letters.get())
    for p in writers:
        p.join()
    return tuple(found)
""",
        ),
        (
            "a queue for each writer",
            """\
from multiprocessing import Process, Queue

def collect(write, names):
    queues = {name: Queue() for name in names}
    writers = [Process(target=write, args=item) for item in queues.items()]
    for p in writers:
        p.start()
    found = [queues[name].get() for name in names]
    for p in writers:
        p.join()
    return found
""",
        ),
    ],
    "04.2": [
        (
            "an executor, and what its map() gives",
            """\
from concurrent.futures import ProcessPoolExecutor

def prices(look_up, names):
    with ProcessPoolExecutor(1) as clerk:
        return clerk.map(look_up, names)
""",
        ),
        (
            "a message for each price",
            _changed(
                _PRICES, _PUT, "for name in names:\n        answers.put(look_up(name))"
            ).replace("found += answer", "found.append(answer)"),
        ),
        ("a tuple", _changed(_PRICES, _PUT, "answers.put(tuple(map(look_up, names)))")),
        (
            "a subclass that sends bytes, without a sentinel",
            """\
import pickle
from multiprocessing import Process, SimpleQueue

class Clerk(Process):
    def __init__(self, look_up, names):
        super().__init__()
        self.look_up, self.names, self.answers = look_up, names, SimpleQueue()

    def run(self):
        self.answers.put(pickle.dumps([self.look_up(name) for name in self.names]))

def prices(look_up, names):
    clerk = Clerk(look_up, names)
    clerk.start()
    found = pickle.loads(clerk.answers.get())
    clerk.join()
    return found
""",
        ),
    ],
    "04.3": [
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
    ],
    "04.4": [
        (
            "prints that look like what the check notes",
            _changed(
                _STAGE, "        use(thing)\n", "        use(thing)\n        print('uses', thing)\n"
            ),
        ),
        (
            "a semaphore",
            """\
from multiprocessing import Process, Semaphore, SimpleQueue

class Producer(Process):
    def __init__(self, make, places, things):
        super().__init__()
        self.make, self.places, self.things = make, places, things

    def run(self):
        while True:
            self.places.acquire()
            thing = self.make()
            self.things.put(thing)
            if thing is None:
                break

def consume(use, places, things):
    for thing in iter(things.get, None):
        use(thing)
        places.release()

def stage(make, use, k):
    places, things = Semaphore(k), SimpleQueue()
    workers = [Producer(make, places, things), Process(target=consume, args=(use, places, things))]
    for p in workers:
        p.start()
    for p in workers:
        p.join()
""",
        ),
        (
            "a queue of permissions with maxsize=k",
            """\
from multiprocessing import Process, Queue

def produce(make, held, things):
    while True:
        held.put("held")
        thing = make()
        things.put(thing)
        if thing is None:
            return held.get()

def consume(use, held, things):
    while (thing := things.get()) is not None:
        use(thing)
        held.get()

def stage(make, use, k):
    held, things = Queue(maxsize=k), Queue()
    workers = [
        Process(target=produce, args=(make, held, things)),
        Process(target=consume, args=(use, held, things)),
    ]
    for p in workers:
        p.start()
    for p in workers:
        p.join()
""",
        ),
    ],
}
