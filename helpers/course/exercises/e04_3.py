"""Exercise 04.3: producers, consumers and sentinels."""

import os
import random
import sys
from functools import partial
from multiprocessing import parent_process, queues
from queue import Empty

from helpers.course.exercises.exercise import Exercise
from helpers.course.exercises.lanes import (
    ended_badly,
    lost_with_a_death,
    marks,
    noted,
    started,
    stays_for_its_feeder,
)
from helpers.course.exercises.own_process import not_here
from helpers.course.exercises.saying import processes, unlike
from helpers.course.exercises.turnstile import Turnstile
from helpers.course.exercises.values import first_words
from helpers.note.events import mark
from helpers.show.phrases import counted

__all__ = ["EXERCISE"]

LARGE = 100_000  # characters: more than fits into a pipe
PATIENCE = 1.0  # seconds that a slow producer waits for consumers that get tasks in their own way
HURRIED = 0.01  # seconds that a timeout of a consumer lasts while a producer is slow


class _Source:
    """A source of tasks that says who goes through it. A slow one lets `before` come true first."""

    def __init__(self, tasks, before):
        self.tasks, self.before = tasks, before

    def __len__(self):
        return len(self.tasks)

    def __iter__(self):
        self._is_read()
        yield from self.tasks

    def __getitem__(self, place):
        if place == 0:
            self._is_read()
        return self.tasks[place]

    def _is_read(self):
        if parent_process() is None:
            raise RuntimeError("your own process goes through a source: start a producer for it")
        mark("goes through a source")
        if self.before:
            self.before()


class _Work:
    """What consumers call: they meet at their first task, and the slow source waits for them.

    Until each of them waits for its next task, or has come back for it, that source gives none.
    Meanwhile their timeouts pass at once, as any timeout does while a producer is slower still: so
    who leaves after one is always found out.
    """

    works = asks = found_nothing = False  # of this process, as are all three

    def __init__(self, consumers):
        self.consumers = consumers
        self.made_in = os.getpid()
        self.at_work = Turnstile("all at work")
        self.asking = Turnstile("all ask for more")
        self.goes_on = Turnstile("the slow source goes on")

    def __setstate__(self, state):
        self.__dict__ = state
        _look_on(self)

    def __call__(self, task):
        not_here("work()", "the consumers")
        if not isinstance(task, int):
            raise TypeError(
                f"work() got {type(task).__name__}, which is no task. A sentinel arrives as a "
                "copy, so `is` does not find it, unless it is None"
            )
        mark(f"works on {task}")
        _look_on(self)
        if not self.works:
            _Work.works = True
            self.at_work.enter()
            self.at_work.wait(self.consumers)
        return f"{task} {'pixel ' * (LARGE // 6)}"

    def let_all_ask(self):
        self.asking.wait(self.consumers, PATIENCE)
        self.goes_on.enter()

    def get(self, get, block=True, timeout=None):
        """Call `get`, the method of a queue, for this consumer."""
        if self.works and not self.asks and (self.found_nothing or (block and timeout is None)):
            _Work.asks = True
            self.asking.enter()
        if block and timeout is not None and not self.goes_on.count():
            timeout = min(timeout, HURRIED)
        try:
            found = get() if block and timeout is None else get(block, timeout)
        except Empty:
            _Work.found_nothing = True
            mark("found nothing")
            raise
        item = getattr(found, "item", found)  # out of the envelope of a queue that is watched
        if item is None or isinstance(item, str) or item is False or item == 0:
            mark(f"got {item!r}"[:40])
        return found


_looked_on = set()  # kinds of queues


def _look_on(work):
    """From now on, `work` sees each `get()` of this process."""
    if os.getpid() == work.made_in:
        return
    for kind in {queues.Queue, queues.SimpleQueue} - _looked_on:
        kind.get = _seen_by(work, kind.get)
        _looked_on.add(kind)
    managers = sys.modules.get("multiprocessing.managers")
    if managers and managers.BaseProxy not in _looked_on:
        managers.BaseProxy._callmethod = _seen_by_proxy(work, managers.BaseProxy._callmethod)
        _looked_on.add(managers.BaseProxy)


def _seen_by(work, original):
    def get(queue, *args, **kwargs):
        return work.get(partial(original, queue), *args, **kwargs)

    return get


def _seen_by_proxy(work, original):
    def call(proxy, method, args=(), kwargs=None):
        # Lib/multiprocessing/managers.py: `Token`, and what `SyncManager` registers.
        of_queue = proxy._token.typeid in ("Queue", "JoinableQueue")
        if of_queue and method == "get":
            return work.get(lambda *how: original(proxy, "get", how), *args, **kwargs or {})
        if of_queue and method == "get_nowait":
            return work.get(lambda *how: original(proxy, "get", how), block=False)
        return original(proxy, method, args, kwargs or {})

    return call


def _crowds():
    def sources(*sizes):
        tasks = random.sample(range(1, 100), sum(sizes) - 1)
        tasks.insert(random.randrange(sizes[0]), 0)
        return [[tasks.pop(0) for _ in range(size)] for size in sizes]

    return [(sources(3, 0), 1), (sources(3, 2), 3)]


def _work_together(crowd, sources, consumers):
    work = _Work(consumers)
    *quick, slow = sources
    given = [*(_Source(tasks, None) for tasks in quick), _Source(slow, work.let_all_ask)]
    return first_words(crowd(work, given, consumers))


def _judge_the_crowd(seen):

    sources, consumers = seen.case
    what = f"for {len(sources)} sources and {counted(consumers, 'consumer')}"
    children = started(seen)
    needed = len(sources) + consumers
    if wrong := unlike(f"{processes(needed)} {what}", f"{processes(len(children))} {what}"):
        return wrong
    producers = sum(bool(noted(lane, "goes through")) for lane in children)
    if not sum(map(bool, sources)) <= producers <= len(sources):
        many = f"{len(sources)} producers, one for each source"
        return unlike(many, f"{processes(producers)} went through a source")
    if not isinstance(seen.returned, list):
        return unlike("a list of results", f"{seen.returned}")
    tasks = _in_order(str(task) for source in sources for task in source)
    wrong = unlike(f"results for {tasks}", f"results for {_in_order(seen.returned) or 'nothing'}")
    if wrong and (left := _who_left_too_early(seen)):
        return f"{wrong}\n{left}"
    if wrong and "0" not in seen.returned and len(seen.returned) < sum(map(len, sources)):
        return f"{wrong}\nIs 0 a task like any other? Compare with the sentinel itself: `is None`."
    return wrong or ended_badly(seen) or _ended_from_outside(seen)


ZERO = "it took the task 0 for a sentinel. Compare with the sentinel itself: `is None`."


def _who_left_too_early(seen):
    """Why a consumer has ended while there were tasks left, or None where none has."""
    sources, _ = seen.case
    children = started(seen)
    texts = {one.text for lane in children for one in marks(lane)}
    taken = {text.rpartition(" ")[2] for text in texts if text.startswith(("works on", "got 0"))}
    left = {str(task) for tasks in sources for task in tasks} - taken
    for lane in children:
        if lane.exitcode == 0 and not lane.ended_by and not noted(lane, "goes through"):
            if marks(lane) and marks(lane)[-1].text == "got 0":
                return f"{lane.name} has ended: {ZERO}"
            if left:
                return f"{lane.name} has ended, and there are tasks left: {_why_it_left(lane)}"
    return None


def _why_it_left(lane):
    last = [one.text for one in marks(lane)][-1:]
    if last == ["found nothing"]:
        return (
            "it found nothing in time. A producer may take longer than any timeout. Only a "
            "sentinel says that no more will come."
        )
    if last and last[0].startswith("got "):
        return f"it {last[0]} before them. Send the sentinels when all producers have ended."
    return "a consumer can leave only when no producer will send more."


def _ended_from_outside(seen):
    for lane in started(seen):
        if lane.exitcode and lane.exitcode < 0 and not lane.ended_by:
            return (
                f"{lane.name} was ended from outside. Who waits in get() holds the lock of all "
                "readers, and so takes it along. Send a sentinel."
            )
    return None


def _in_order(words):
    return ", ".join(sorted(words, key=lambda word: (len(word), word)))


def _why_a_crowd_does_not_end(seen):
    sources, consumers = seen.case
    children = started(seen)
    workers = [lane for lane in children if not noted(lane, "goes through")]
    if left := stays_for_its_feeder(seen):
        return left
    done = sum(noted(lane, "works on") for lane in children)
    left = sum(map(len, sources)) - done
    if wrong := _who_left_too_early(seen):
        return wrong
    if any(lane.stand and lane.stand.waiting_on == "all at work.wait()" for lane in children):
        return (
            f"work() waits until {consumers} consumers are at work at the same time. Start them "
            "all before you wait for one."
        )
    waiting = [lane for lane in workers if lane.stand]
    if not left and waiting:
        return (
            f"All tasks are done, and {waiting[0].name} waits for one more. Each consumer needs a "
            "sentinel of its own."
        )
    return None


EXERCISE = Exercise(
    number="04.3",
    asks="crowd",
    takes=("work", "sources", "consumers"),
    stub="""\
def crowd(work, sources, consumers):
    ...
""",
    hints=(
        "Two queues: one for tasks, one for results. A producer goes through its source and "
        "puts each task. A consumer gets tasks until it gets a sentinel, and puts each result.",
        "Only the parent knows when all producers have ended. So it sends the sentinels, and "
        "one for each consumer. A task may be 0, so compare with `is not None`.",
        "Start all producers and consumers. Join the producers. Put None into the tasks, once "
        "for each consumer. Get as many results as there are tasks, sum(map(len, sources)). "
        "Join the consumers, and return the results.",
    ),
    cases=_crowds,
    trial=_work_together,
    judge=_judge_the_crowd,
    stuck=lambda seen: lost_with_a_death(seen) or _why_a_crowd_does_not_end(seen),
    checked="two crowds, one of them with an empty source: each task was worked on once, all "
    "consumers worked at the same time, and all processes ended.",
    further="do not count the results: let each consumer say that it puts no more.",
    deadline=6.0,
)
