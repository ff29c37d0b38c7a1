"""Answers to exercise 04.4."""

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


WRONG = [
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
]

RIGHT = [
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
]

REAL = {
    "prints that look like what the check notes",
    "one permission fewer",
    "maxsize=k",
}
