"""The exercises of chapter 04, Queues."""

import os
import random
import time
from functools import partial
from multiprocessing import Barrier, Condition, Value, parent_process

from helpers import log
from helpers.exercises.exercise import Exercise, unlike

__all__ = ["EXERCISES"]

DEADLINE = 4.0  # seconds for one case: on a busy computer a start takes over a second
LARGE = 100_000  # characters: more than fits into a pipe
FIRST_GET = (
    "is on its way out, and waits until its result is in the pipe. The pipe is full until somebody "
    "reads. First get all results, then join."
)


def _children(seen):
    """The lanes of the processes that the answer has started, in order of their start."""
    return [lane for lane in seen.run.lanes[1:] if lane.thread is None]


def _processes(number):
    return "1 process" if number == 1 else f"{number} processes"


def _said(lane, text):
    return sum(mark.text.startswith(text) for mark in lane.marks)


def _died(seen):
    """Which child died of an exception, or None: who waits for it waits for ever."""
    from helpers.words import shortened

    for lane in _children(seen):
        if lane.error:
            return f"{lane.name} died of {shortened(lane.error)}. What it did not send never comes."
    return None


def _ended_badly(seen):
    if any(lane.error for lane in _children(seen)):
        return "What came back is right, but not every process ended well."
    return None


def _on_its_way_out(seen):
    """The first child that waits, at its end, until its feeder has written everything."""
    leaving = (lane for lane in _children(seen) if lane.stand and not lane.stand.line)
    return next(leaving, None)


def _first_word(text):
    return text.partition(" ")[0] if isinstance(text, str) else repr(text)[:40]


def _first_words(texts):
    return [_first_word(text) for text in texts] if isinstance(texts, list | tuple) else repr(texts)


def _not_here(function, who):
    if parent_process() is None:
        raise RuntimeError(f"{function} was called in your own process: leave it to {who}")


# 04.1


def _travellers():
    names = ["Ada", "Bob", "Cleo", "Dan", "Eve"]
    return [(random.sample(names, count),) for count in (2, 3)]


def _tell(away, name, letters):
    _not_here("`write`", "the children")
    away.wait()
    letters.put(f"{name} {'writes ' * (LARGE // 7)}")
    log(f"{name} has written")
    time.sleep(0.2)  # who does not join will leave this one running


def _send_away(collect, names):
    from helpers import watch

    return _first_words(collect(partial(_tell, watch(Barrier(len(names)), "all away")), names))


def _judge_the_letters(seen):
    [names] = seen.case
    wanted = f"{_processes(len(names))} for {', '.join(names)}"
    children = f"{_processes(len(_children(seen)))} for {', '.join(names)}"
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
    children = _children(seen)
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
        ({name: random.randrange(1, 100) for name in random.sample(goods, count)},)
        for count in (3, 4)
    ]


def _look_up(prices, name):
    _not_here("look_up()", "the clerk")
    log(f"looks up {name}")
    return prices[name]


def _ask_for_prices(prices_of, prices):
    return prices_of(partial(_look_up, prices), list(prices))


def _judge_the_prices(seen):
    [prices] = seen.case
    if not _children(seen):
        return unlike("a process for the clerk", "no process")
    asked = f"prices({list(prices)}) is"
    wrong = unlike(f"{asked} {list(prices.values())}", f"{asked} {seen.returned}")
    return wrong and "\n".join(filter(None, [wrong, _why_prices_get_lost(seen)]))


def _why_prices_get_lost(seen):
    looked_up = any(_said(lane, "looks up") for lane in _children(seen))
    if _children(seen) and not looked_up and not seen.returned:
        return (
            "The clerk has never called look_up(). What it puts is a recipe for prices, no prices, "
            "and a recipe cannot be pickled: the feeder thread drops it, and nobody is told."
        )
    return None


# 04.3


class _Source:
    """A source of tasks that says who goes through it. A slow one lets the others go first."""

    def __init__(self, tasks, slow):
        self.tasks, self.slow = tasks, slow

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
        log("goes through a source")
        time.sleep(0.3 if self.slow else 0)


_at_work = set()  # the ID of this process, once it has met the others


def _develop(meeting, task):
    _not_here("work()", "the consumers")
    if not isinstance(task, int):
        raise TypeError(
            f"work() got {type(task).__name__}, which is no task. A sentinel arrives as a copy, "
            "so `is` does not find it, unless it is None"
        )
    log(f"works on {task}")
    if os.getpid() not in _at_work:
        _at_work.add(os.getpid())
        meeting.wait()
    return f"{task} {'pixel ' * (LARGE // 6)}"


def _crowds():
    def sources(*sizes):
        tasks = random.sample(range(1, 100), sum(sizes) - 1)
        tasks.insert(random.randrange(sizes[0]), 0)
        return [[tasks.pop(0) for _ in range(size)] for size in sizes]

    return [(sources(3, 0), 1), (sources(3, 2), 3)]


def _work_together(crowd, sources, consumers):
    from helpers import watch

    work = partial(_develop, watch(Barrier(consumers), "all at work"))
    last = len(sources) - 1
    given = [_Source(tasks, slow=number == last) for number, tasks in enumerate(sources)]
    return _first_words(crowd(work, given, consumers))


def _judge_the_crowd(seen):
    from helpers.words import counted

    sources, consumers = seen.case
    what = f"for {len(sources)} sources and {counted(consumers, 'consumer')}"
    children = _children(seen)
    needed = len(sources) + consumers
    if wrong := unlike(f"{_processes(needed)} {what}", f"{_processes(len(children))} {what}"):
        return wrong
    producers = sum(bool(_said(lane, "goes through")) for lane in children)
    if not sum(map(bool, sources)) <= producers <= len(sources):
        many = f"{len(sources)} producers, one for each source"
        return unlike(many, f"{_processes(producers)} went through a source")
    if not isinstance(seen.returned, list):
        return unlike("a list of results", f"{seen.returned}")
    tasks = _in_order(str(task) for source in sources for task in source)
    wrong = unlike(f"results for {tasks}", f"results for {_in_order(seen.returned) or 'nothing'}")
    if wrong and "0" not in seen.returned and len(seen.returned) < sum(map(len, sources)):
        return f"{wrong}\nIs 0 a task like any other? Compare with the sentinel itself: `is None`."
    return wrong or _ended_badly(seen) or _ended_from_outside(seen)


def _ended_from_outside(seen):
    for lane in _children(seen):
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
    children = _children(seen)
    workers = [lane for lane in children if not _said(lane, "goes through")]
    if leaving := _on_its_way_out(seen):
        return f"{leaving.name} {FIRST_GET}"
    done = sum(_said(lane, "works on") for lane in children)
    left = sum(map(len, sources)) - done
    ended = [lane for lane in workers if lane.exitcode == 0 and not lane.ended_by]
    if left and ended:
        return (
            f"{ended[0].name} has ended, and there are tasks left: it got its sentinel before "
            "them, or took a task such as 0 for one. Send the sentinels when all producers have "
            "ended."
        )
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
        self.changed = Condition()
        self.made, self.used, self.peak = (Value("i", 0, lock=False) for _ in range(3))

    def make(self):
        _not_here("make()", "the producer")
        with self.changed:
            number = self.made.value
            if number == self.count:
                return None
            self.made.value += 1
            self.peak.value = max(self.peak.value, self.made.value - self.used.value)
            self.changed.notify_all()
        log(f"makes {number}")
        return number

    def use(self, thing):
        _not_here("use()", "the consumer")
        log(f"uses {thing}")
        if thing == 0:
            self._wait_for_more()
            time.sleep(0.1)  # room for a producer who makes too many
        time.sleep(0.01)
        with self.changed:
            self.used.value += 1

    def _wait_for_more(self):
        with self.changed:
            self.changed.wait_for(lambda: self.made.value >= self.most)


def _stages():
    return [(k, k + random.randrange(4, 7)) for k in (3, 1, 2)]


def _run_stage(stage, most, count):
    book = _Book(most, count)
    stage(book.make, book.use, most)
    return book.peak.value


def _makers(seen):
    return [lane for lane in _children(seen) if _said(lane, "makes")]


def _users(seen):
    return [lane for lane in _children(seen) if _said(lane, "uses")]


def _judge_the_stage(seen):
    most, count = seen.case
    if any(lane.ended_by for lane in _children(seen)):
        return None  # they were left running, and are told so
    makers, users = _makers(seen), _users(seen)
    if (len(makers), len(users)) != (1, 1) or makers == users:
        return unlike(
            "one process that makes, and another one that uses",
            f"{_processes(len(makers))} made something, {_processes(len(users))} used something",
        )
    held = seen.returned
    if held > most:
        return _too_much(most, held)
    order = [mark.text.removeprefix("uses ") for mark in users[0].marks]
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
