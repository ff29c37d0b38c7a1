"""Answers to exercise 04.2."""

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


def _changed(source, old, new):
    assert source.count(old) == 1, old
    return source.replace(old, new)


WRONG = [
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
        _changed(_PRICES, _PUT, "for name in names[:-1]:\n        answers.put([look_up(name)])"),
        "expected: prices([",
    ),
    (
        "no join",
        _changed(_PRICES, "    clerk.join()\n", "").replace(
            "answers.put(None)", "answers.put(None)\n    __import__('time').sleep(1)"
        ),
        "It left clerk running. Join every process that you start.",
    ),
]

RIGHT = [
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
        _changed(_PRICES, _PUT, "for name in names:\n        answers.put(look_up(name))").replace(
            "found += answer", "found.append(answer)"
        ),
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
]

REAL = {
    "an executor, and what its map() gives",
    "the generator in parentheses of its own",
    "sorted prices",
}
