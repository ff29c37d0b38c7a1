"""Random small programs: against plain search, and rewritten code against plain Python."""

import importlib
import random
import sys

import pytest
from plain import plain_search

from helpers.steps.lab import Lab
from helpers.steps.stage import Stage

PROGRAMS = 150
MOST = 2_000  # orders that plain search goes through in a moment
BEGINNING = """\
from queue import Queue
from threading import Condition, Event, Lock, RLock, Semaphore

class Box:
    def __init__(self):
        self.a = self.b = 0
    def up(self, n):
        self.a += n
    @property
    def double(self):
        return self.a * 2

total = 0
box, items, d, q = Box(), [], {"k": 1}, Queue(1)
lock, other, rlock, flag, sem, cond = Lock(), Lock(), RLock(), Event(), Semaphore(1), Condition()

def total_up():
    global total
    total = total + 1

def promise():
    return box.a != 2 and len(items) < 2

def always():
    return not (box.b > 1 or total > 1)

"""
STATEMENTS = """\
box.a += 1
box.b = box.a
x = box.a
box.a = x + 1
box.b, box.a = box.a, x
box.up(x)
x = box.double
total_up()
items.append(box.b)
items += [x]
x = len(items) + box.a
if items: x = items.pop()
for i in range(2): box.a += i
for y in items: x += 1
if box.a > 1 and box.b: box.b -= 1
while box.a < 2: box.a += 1
if box.a: return
assert box.b < 2
d[x] = box.a
d["k"] = d.get("k", 0) + 1
x = sum(i for i in d.values())
x = max(items, default=0)
items.append([box.a])
n = [1]; items.append(n); n.append(2)
box.mine = [x]; box.mine.append(3)
with lock: box.a += 2
with lock, other: box.b += 1
with other, lock: box.a = 0
rlock.acquire(); rlock.acquire(); box.a += 1; rlock.release(); rlock.release()
q.put(x)
q.get()
if not q.empty(): x = q.get_nowait()
flag.set()
flag.wait()
sem.acquire()
sem.release()
with cond: cond.notify(); box.b += 1
with cond: box.a += 1
""".splitlines()[:-1]


def module_of(seed, folder, most):
    """A module with workers w0, w1 ... of random statements."""
    chance = random.Random(seed)
    workers = chance.choice([2, 2, 2, 3])
    text = BEGINNING
    for number in range(workers):
        count = chance.randint(1, 2 if workers == 3 else most)
        lines = "\n    ".join(chance.choice(STATEMENTS) for _ in range(count))
        text += f"def w{number}(box, items, x=0):\n    {lines}\n\n"
    name = f"random_program_{seed}"
    (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return name, workers


@pytest.fixture
def load(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)

    def load(seed, most=3):
        name, workers = module_of(seed, tmp_path, most)
        importlib.invalidate_caches()
        module = importlib.import_module(name)
        monkeypatch.delitem(sys.modules, name)
        return module, [
            (getattr(module, f"w{n}"), (module.box, module.items)) for n in range(workers)
        ]

    return load


def test_the_search_finds_what_plain_search_finds(load):
    compared = broken = 0
    for seed in range(PROGRAMS):
        module, workers = load(seed)
        found = Lab(workers, module.promise, module.always, {}).found
        if found.orders is None or found.orders > MOST:
            continue
        plain = plain_search(workers, module.promise, module.always)
        failure = found.failure
        assert (plain.orders, plain.broken) == (found.orders, found.broken), seed
        shortest = failure and (failure.switches, len(failure.schedule))
        assert (plain.failure and plain.failure[:2]) == shortest, seed
        compared += 1
        broken += bool(failure)
    assert compared > PROGRAMS / 2
    assert 10 < broken < compared


def contents(module):
    return module.box.a, module.box.b, module.total, module.items, module.d, module.q.queue


def test_one_after_the_other_they_do_what_plain_python_does(load):
    """Rewritten, the workers leave behind what they leave behind as they were typed."""
    compared = 0
    for seed in range(PROGRAMS):
        module, workers = load(seed, most=6)
        stage = Stage(workers, [module.promise])
        if not one_after_the_other(stage):
            continue
        space = stage.spaces.of(module.promise)
        for number, (function, arguments) in enumerate(workers):
            assert raised(function, arguments) == repr(stage.errors[number]), seed
        expected = repr(contents(module))
        actual = (space["box"].a, space["box"].b, space.get("total", 0), space["items"])
        assert expected.startswith(repr(actual)[:-1]), seed
        compared += 1
    assert compared > PROGRAMS / 2


def raised(function, arguments):
    try:
        function(*arguments)
    except Exception as error:
        return repr(error)
    return repr(None)


def one_after_the_other(stage):
    """Let each worker go to its end; False where one would wait for ever."""
    for number in range(len(stage.workers)):
        taken = 0
        while stage.pending[number] is not None:
            if taken > 1_000 or not stage.ready(number):
                return False
            stage.move(number)
            taken += 1
    return True
