"""The exercises of chapter 04, Queues."""

import os
import random
import sys
import time
from functools import partial
from multiprocessing import parent_process, queues
from queue import Empty

from helpers.course.exercises.exercise import (
    Exercise,
    listed,
    marks,
    out_of_order,
    processes,
    started,
    unlike,
)
from helpers.course.exercises.turnstile import Turnstile
from helpers.note.events import mark

__all__ = ["EXERCISES"]

DEADLINE = 4.0  # seconds for one case: on a busy computer a start takes over a second
LARGE = 100_000  # characters: more than fits into a pipe
PATIENCE = 1.0  # seconds that a slow producer waits for consumers that get tasks in their own way
HURRIED = 0.01  # seconds that a timeout of a consumer lasts while a producer is slow
FIRST_GET = (
    "is on its way out, and waits until its result is in the pipe. The pipe is full until somebody "
    "reads. First get all results, then join."
)


def _said(lane, text):
    return sum(one.text.startswith(text) for one in marks(lane))


def _died(seen):
    """Which child died of an exception, or None: who waits for it waits for ever."""
    from helpers.show.phrases import shortened

    for lane in started(seen):
        if lane.error:
            return f"{lane.name} died of {shortened(lane.error)}. What it did not send never comes."
    return None


def _ended_badly(seen):
    if any(lane.error for lane in started(seen)):
        return "What came back is right, but not every process ended well."
    return None


def _on_its_way_out(seen):
    """The first child that waits, at its end, until its feeder has written everything."""
    leaving = (lane for lane in started(seen) if lane.stand and not lane.stand.line)
    return next(leaving, None)


def _first_word(text):
    return text.partition(" ")[0] if isinstance(text, str) else repr(text)[:40]


def _first_words(texts):
    texts = listed(texts)
    return [_first_word(text) for text in texts] if isinstance(texts, list) else repr(texts)


def _not_here(function, who):
    if parent_process() is None:
        raise RuntimeError(f"{function} was called in your own process: leave it to {who}")


# 04.1


def _travellers():
    names = ["Ada", "Bob", "Cleo", "Dan", "Eve"]
    return [(random.sample(names, count),) for count in (2, 3)]


def _tell(away, count, name, letters):
    _not_here("`write`", "the children")
    away.enter()
    away.wait(count)
    letters.put(f"{name} {'writes ' * (LARGE // 7)}")
    mark(f"{name} has written")
    time.sleep(0.2)  # who does not join will leave this one running


def _send_away(collect, names):
    return _first_words(collect(partial(_tell, Turnstile("all away"), len(names)), names))


def _judge_the_letters(seen):
    [names] = seen.case
    wanted = f"{processes(len(names))} for {', '.join(names)}"
    children = f"{processes(len(started(seen)))} for {', '.join(names)}"
    if wrong := unlike(wanted, children):
        return wrong
    if not isinstance(seen.returned, list):
        return unlike("a list of letters", f"{seen.returned}")
    return unlike(
        f"letters from {', '.join(sorted(names))}",
        f"letters from {', '.join(sorted(seen.returned)) or 'nobody'}",
    ) or _ended_badly(seen)


def _why_no_letter_comes(seen):
    [names] = seen.case
    children = started(seen)
    if not children:
        return "Your process waits, and no other was started."
    if len(children) < len(names):
        return (
            f"{children[-1].name} waits for the others, and you wait for {children[-1].name} "
            "before you start them. Start all, then get all."
        )
    if leaving := _on_its_way_out(seen):
        return f"{leaving.name} {FIRST_GET}"
    return None


# 04.2


def _price_lists():
    goods = ["tea", "soup", "rice", "cake", "milk"]
    return [
        (
            dict(
                zip(
                    out_of_order(random.sample(goods, count)),
                    out_of_order(random.sample(range(1, 100), count)),
                    strict=True,
                )
            ),
        )
        for count in (3, 4)
    ]


def _look_up(prices, name):
    _not_here("look_up()", "the clerk")
    mark(f"looks up {name}")
    return prices[name]


def _ask_for_prices(prices_of, prices):
    return listed(prices_of(partial(_look_up, prices), list(prices)))


def _judge_the_prices(seen):
    [prices] = seen.case
    if not started(seen):
        return unlike("a process for the clerk", "no process")
    asked = f"prices({list(prices)}) is"
    wrong = unlike(f"{asked} {list(prices.values())}", f"{asked} {seen.returned!r}")
    return wrong and "\n".join(filter(None, [wrong, _why_prices_get_lost(seen)]))


def _why_prices_get_lost(seen):
    looked_up = any(_said(lane, "looks up") for lane in started(seen))
    if started(seen) and not looked_up and not seen.returned:
        return (
            "The clerk has never called look_up(). What it puts is a recipe for prices, no prices, "
            "and a recipe cannot be pickled: the feeder thread drops it, and nobody is told."
        )
    return None


# 04.3


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
        _not_here("work()", "the consumers")
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
    return _first_words(crowd(work, given, consumers))


def _judge_the_crowd(seen):
    from helpers.show.phrases import counted

    sources, consumers = seen.case
    what = f"for {len(sources)} sources and {counted(consumers, 'consumer')}"
    children = started(seen)
    needed = len(sources) + consumers
    if wrong := unlike(f"{processes(needed)} {what}", f"{processes(len(children))} {what}"):
        return wrong
    producers = sum(bool(_said(lane, "goes through")) for lane in children)
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
    return wrong or _ended_badly(seen) or _ended_from_outside(seen)


ZERO = "it took the task 0 for a sentinel. Compare with the sentinel itself: `is None`."


def _who_left_too_early(seen):
    """Why a consumer has ended while there were tasks left, or None where none has."""
    sources, _ = seen.case
    children = started(seen)
    texts = {one.text for lane in children for one in marks(lane)}
    taken = {text.rpartition(" ")[2] for text in texts if text.startswith(("works on", "got 0"))}
    left = {str(task) for tasks in sources for task in tasks} - taken
    for lane in children:
        if lane.exitcode == 0 and not lane.ended_by and not _said(lane, "goes through"):
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
    workers = [lane for lane in children if not _said(lane, "goes through")]
    if leaving := _on_its_way_out(seen):
        return f"{leaving.name} {FIRST_GET}"
    done = sum(_said(lane, "works on") for lane in children)
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


# 04.4


class _Book:
    """What is made and used, counted across processes."""

    def __init__(self, most, count):
        self.most, self.count = most, count
        self.made, self.used = Turnstile("as many as may be"), Turnstile("used")
        self.held = Turnstile("held")  # as many as were made and not yet used, at most

    def make(self):
        _not_here("make()", "the producer")
        if self.made.count() == self.count:
            return None
        number = self.made.enter()
        for _ in range(self.held.count(), self.made.count() - self.used.count()):
            self.held.enter()
        mark(f"makes {number}")
        return number

    def use(self, thing):
        _not_here("use()", "the consumer")
        mark(f"uses {thing}")
        if thing == 0:
            self.made.wait(self.most)
        # The chance to make too many; from three too many on, it is clear what is wrong.
        self.made.looks(thing + self.most + 3, 2 if thing else 50)
        self.used.enter()


def _stages():
    return [(k, k + random.randrange(4, 7)) for k in (3, 1, 2)]


def _run_stage(stage, most, count):
    book = _Book(most, count)
    stage(book.make, book.use, most)
    return book.held.count()


def _makers(seen):
    return [lane for lane in started(seen) if _said(lane, "makes")]


def _users(seen):
    return [lane for lane in started(seen) if _said(lane, "uses")]


def _judge_the_stage(seen):
    most, count = seen.case
    if any(lane.ended_by for lane in started(seen)):
        return None  # they were left running, and are told so
    makers, users = _makers(seen), _users(seen)
    if (len(makers), len(users)) != (1, 1) or makers == users:
        return unlike(
            "one process that makes, and another one that uses",
            f"{processes(len(makers))} made something, {processes(len(users))} used something",
        )
    held = seen.returned
    if held > most:
        return _too_much(most, held)
    order = [one.text.removeprefix("uses ") for one in marks(users[0])]
    return unlike(
        f"{', '.join(map(str, range(count)))} are used, in this order",
        f"{', '.join(order)} are used, in this order",
    ) or _ended_badly(seen)


def _too_much(most, held):
    wrong = unlike(
        f"with k = {most}, at most {most} made and not yet used",
        f"with k = {most}, {held} made and not yet used",
    )
    if held == most + 2:
        return (
            f"{wrong}\nBesides those in the queue, one is in the hands of the producer, who waits "
            "in put(), and one in the hands of the consumer, who uses it."
        )
    if held > most + 2:
        return (
            f"{wrong}\nNothing holds the producer back. A queue has no limit if its maxsize is 0 "
            "or less."
        )
    return f"{wrong}\nCount also what the producer and the consumer have in their hands."


def _why_a_stage_stands_still(seen):
    most, count = seen.case
    makers, users = _makers(seen), _users(seen)
    if users and makers == users:
        return f"{users[0].name} makes and uses. Start one process that makes, and one that uses."
    made = sum(_said(lane, "makes") for lane in makers)
    used = sum(_said(lane, "uses") for lane in users)
    if used and made < min(most, count):
        return (
            f"k is {most}, and your producer stops at {made} before anything is used. It may go on "
            f"until {most} are made and not yet used."
        )
    if used >= count:
        return "All is made and used, and somebody still waits: how does the consumer learn that?"
    return None


EXERCISES = [
    Exercise(
        number="04.1",
        asks="collect",
        takes=("write", "names"),
        stub="""\
from multiprocessing import Process, Queue

def collect(write, names):
    for p in writers:
        p.join()
    letters = Queue()
    found = [letters.get() for p in writers]
    return found
    for p in writers:
        p.start()
    writers = [Process(target=write, args=(name, letters), name=name) for name in names]
""",
        hints=(
            "Which line makes what all of the others use? It comes first.",
            "Look at the picture in “Join before you have drained”. When can a child end that has "
            "put a large message?",
            "Six steps, in this order: make the queue, make the list of writers, start them all, "
            "get a letter for each of them, join them all, return the letters.",
        ),
        cases=_travellers,
        trial=_send_away,
        judge=_judge_the_letters,
        stuck=lambda seen: _died(seen) or _why_no_letter_comes(seen),
        checked="two and three writers, all alive at the same time, each with a letter that is "
        "larger than a pipe.",
        further="join before you get, and read who waits for whom.",
        deadline=DEADLINE,
    ),
    Exercise(
        number="04.2",
        asks="prices",
        takes=("look_up", "names"),
        stub="""\
from multiprocessing import Process, Queue

def ask(look_up, names, answers):
    answers.put(look_up(name) for name in names)
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
""",
        hints=(
            "Two messages are put, and one is received. Which one gets lost, and who loses it? "
            "See “It pickles later”.",
            "Call pickle.dumps() with what ask() puts first. What is it, if not a list?",
            "What stands between the parentheses of put() is a generator. It computes nothing "
            "before somebody asks, and it cannot be pickled. Put a list: write [ and ] around it.",
        ),
        cases=_price_lists,
        trial=_ask_for_prices,
        judge=_judge_the_prices,
        stuck=lambda seen: _died(seen) or _why_prices_get_lost(seen),
        checked="two lists of names: the clerk looked up each price, and all of them arrived in "
        "the right order.",
        further="let look_up() raise for one of the names. Who waits then, and how do you end it?",
        deadline=DEADLINE,
    ),
    Exercise(
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
        stuck=lambda seen: _died(seen) or _why_a_crowd_does_not_end(seen),
        checked="two crowds, one of them with an empty source: each task was worked on once, all "
        "consumers worked at the same time, and all processes ended.",
        further="do not count the results: let each consumer say that it puts no more.",
        deadline=1.5 * DEADLINE,
    ),
    Exercise(
        number="04.4",
        asks="stage",
        takes=("make", "use", "k"),
        stub="""\
def stage(make, use, k):
    ...
""",
        hints=(
            "A queue with maxsize=k holds k. Who has some more in their hands at that moment?",
            "The producer needs a permission before it calls make(), and it is given back when "
            "use() has returned. There are k permissions. What could carry them?",
            "A second queue can carry permissions, and so can a Semaphore(k). Put k of them into "
            "it. The producer loops: get a permission, call make(), put the thing, and leave after "
            "a None. The consumer loops: get a thing, leave if it is None, call use(), put a "
            "permission back.",
        ),
        cases=_stages,
        trial=_run_stage,
        judge=_judge_the_stage,
        stuck=lambda seen: _died(seen) or _why_a_stage_stands_still(seen),
        checked="k = 3, k = 1 and k = 2: never more than k were made and not yet used, k were, and "
        "all were used in order.",
        further="start two consumers. How many sentinels, and does the order hold?",
        deadline=DEADLINE,
    ),
]
