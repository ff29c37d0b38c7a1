"""The exercises of chapter 01, Processes."""

import os
import random
import signal
import sys
import time
from functools import partial
from multiprocessing import Barrier, Queue, Value, parent_process
from queue import Empty

from helpers.course.exercises.exercise import (
    Exercise,
    has_none,
    listed,
    marks,
    processes,
    started,
    unlike,
)
from helpers.note.events import mark

__all__ = ["EXERCISES"]

DEADLINE = 4.0  # seconds for one case: on a busy computer a start takes half a second
NONE_YET = "`exitcode` is None as long as a process runs: join it before you look."


def _waited_too_early(seen):
    """Whether the answer waited for one process before it started the last one."""
    children = started(seen)
    ends = {f"{lane.name}.join()" for lane in children}
    joins = [wait.start for wait in seen.run.lanes[0].waits if wait.on in ends]
    return bool(joins) and min(joins) < children[-1].born


# 01.1


def _people():
    names = ["Ada", "Bob", "Cleo", "Dan", "Eve"]
    return [(random.sample(names, count),) for count in (2, 3)]


def _meet(meeting, name):
    mark(f"{name} is here")
    meeting.wait()
    mark(f"{name} has met all")


def _call_a_meeting(all_together, names):
    from helpers import watch

    meeting = watch(Barrier(len(names)), "meeting")
    return listed(all_together(partial(_meet, meeting), names))


def _judge_the_meeting(seen):
    [names] = seen.case
    children = started(seen)
    wanted = f"{processes(len(names))} for {', '.join(names)}"
    if wrong := unlike(wanted, f"{processes(len(children))} for {', '.join(names)}"):
        return wrong
    wrong = unlike(f"exit codes {[0] * len(names)}", f"exit codes {seen.returned!r}")
    if wrong and has_none(seen.returned):
        return f"{wrong}\n{NONE_YET}"
    if wrong and not isinstance(seen.returned, list):
        return f"{wrong}\nReturn a list: the exit code of each process, in the order of the names."
    return wrong


def _why_nobody_meets(seen):
    [names] = seen.case
    children = started(seen)
    if not children:
        return "Nobody else is there: `work` runs in your own process, and no other was started."
    if len(children) < len(names):
        return (
            f"{children[-1].name} waits for the others, and you wait for {children[-1].name} "
            "before you start them. Start all, then join all."
        )
    return None


# 01.2


def _first_customers():
    return [(random.randrange(100, 1000),) for _ in range(2)]


def _open_a_shop(one_day, first):
    from helpers import watch

    book = watch(Queue(), "book")
    one_day(first, book)
    try:
        return book.get(timeout=1)
    except Empty:
        return None


def _judge_the_book(seen):
    [first] = seen.case
    children = started(seen)
    if not children:
        return unlike("a process for the clerk", "no process")
    written = [message for message in seen.run.messages if message.channel == "book"]
    codes = [lane.exitcode for lane in children]
    if any(lane.ended_by for lane in children):
        return None  # they were left running, and are told so
    code = next(filter(None, codes), 0)  # that of the clerk, if it is not as it should be
    if not written and code in (-signal.SIGTERM, -9):
        return (
            f"The book is empty. The clerk was ended from outside, with exit code {code:d}, and "
            "then no `finally` runs. Ask the clerk to stop, and wait for that."
        )
    if not written:
        return "The book is empty: the clerk ended without writing into it."
    if any(message.sender == 0 for message in written):
        return "Your own process wrote into the book. Only the clerk knows who the last one was."
    if len(written) > 1:
        return unlike("one number in the book", f"{len(written)} numbers in the book")
    number = seen.returned
    if not isinstance(number, int) or isinstance(number, bool) or number < first:
        return unlike(f"a number from {first} on in the book", f"{seen.returned} in the book")
    return unlike("the clerk ends with exit code 0", f"the clerk ends with exit code {code}")


def _why_the_shop_stays_open(seen):
    if any(lane.stand and lane.stand.waiting_on is None for lane in started(seen)):
        return "The clerk still serves, and your process waits: nobody has told the clerk to stop."
    return None


# 01.3


class _Number(int):
    """A number that says by whom it is added to another."""

    def __add__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        for number in (self, other):
            if isinstance(number, _Number):
                mark(f"adds {int(number)}")
        return int(self) + int(other)

    def __radd__(self, other):
        return _Number.__add__(self, other)


def _sums():
    def numbers(count):
        return [random.randrange(1, 100) for _ in range(count)]

    spoilt = numbers(6)
    # Whoever gets the first and whoever gets the last: their codes are in order only as they are.
    spoilt[0], spoilt[-1] = (str(random.randrange(1, 10)) for _ in range(2))
    return [
        (numbers(6), 2, True),
        (numbers(10), 3, False),
        (spoilt, 3, False),
    ]


def _add_up(parallel_sum, numbers, workers, tell):
    return listed(parallel_sum(list(map(_Number, numbers)) if tell else numbers, workers))


def _judge_the_sum(seen):
    _, workers, tell = seen.case
    children = started(seen)
    if len(children) != workers:
        return unlike(processes(workers), processes(len(children)))
    if _waited_too_early(seen):
        return (
            "Your process waited for one worker before it started the next one, so they worked "
            "one after the other. Start all, then join all."
        )
    # Who looks at the type takes numbers that tell for something else: their sum says nothing.
    return _judge_the_parts(seen) if tell else _judge_the_result(seen)


def _judge_the_parts(seen):
    numbers, _, _ = seen.case
    parent, *workers = [len(marks(lane)) for lane in [seen.run.lanes[0], *started(seen)]]
    if parent >= len(numbers):
        return "Your own process added up all of the numbers: leave that to the workers."
    if min(workers) >= len(numbers):
        return "Each worker added up all of the numbers: give each one a part of its own."
    if 0 in workers and sum(workers) >= len(numbers):
        return "A worker had nothing to add: give each one a part of the numbers."
    return None


def _judge_the_result(seen):
    numbers, workers, _ = seen.case
    texts = [number for number in numbers if isinstance(number, str)]
    codes = [lane.exitcode for lane in started(seen)]
    if texts and (wrong := _judge_the_failure(codes, texts)):
        return wrong
    asked = f"parallel_sum({numbers}, {workers}) is"
    expected, happened = [None if texts else sum(numbers), codes], seen.returned
    if expected == happened:
        return None
    shown = f"{happened!r}"
    if isinstance(happened, list) and len(happened) == 2:
        shown = f"({', '.join(map(str, happened))})"
    wrong = unlike(f"{asked} ({expected[0]}, {codes})", f"{asked} {shown}")
    if isinstance(happened, list) and any(map(has_none, happened)):
        return f"{wrong}\n{NONE_YET}"
    if isinstance(happened, list) and len(happened) == 2 and happened[1] != codes:
        return f"{wrong}\nThe exit codes belong in the order in which you started the workers."
    return wrong


def _judge_the_failure(codes, texts):
    """One worker may have met both of two texts."""
    if {*codes} == {0, 3} and codes.count(3) <= len(texts):
        return None
    wrong = unlike(
        "the worker that meets a text ends with exit code 3, the others with 0",
        f"the exit codes are {codes}",
    )
    if not any(codes) and all(map(str.isdecimal, texts)):
        return f"{wrong}\nA text is a text, also where it looks like a number: {texts[0]!r}."
    return wrong


def _why_a_sum_never_comes(seen):
    failed = [lane.name for lane in started(seen) if lane.exitcode and not lane.ended_by]
    if failed:
        return (
            f"{failed[0]} has failed and sends nothing. Who waits for one sum from each worker "
            "waits for ever: look at the exit codes first."
        )
    return None


# 01.4


def _ends():
    def code():
        return random.randrange(2, 10)

    return [([0],), ([code(), "a signal", 0],), ([code() for _ in range(5)],)]


def _work(tries, ends):
    if parent_process() is None:
        raise RuntimeError("work() was called in your own process: start a process for each try")
    with tries.get_lock():
        number, tries.value = tries.value, tries.value + 1
    end = ends[min(number, len(ends) - 1)]
    mark("works well" if end == 0 else "crashes")
    if end == "a signal":
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(10)  # until the signal is there
    sys.exit(end)


def _employ(supervise, ends):
    return listed(supervise(partial(_work, Value("i", 0), ends)))


def _judge_the_supervisor(seen):
    [ends] = seen.case
    children = started(seen)
    if has_none(seen.returned):
        return f"Your function returned {seen.returned}. {NONE_YET}"
    needed = ends.index(0) + 1 if 0 in ends else 4
    how = f"for tries that end with {', '.join(map(str, ends))}"
    wrong = unlike(f"{processes(needed)} {how}", f"{processes(len(children))} {how}")
    if wrong and needed == 4:
        return f"{wrong}\nAt most three restarts are at most four tries."
    if wrong and "a signal" in ends and len(children) == 2:
        return f"{wrong}\nWho is ended by a signal has an exit code below 0. That is a crash too."
    codes = [lane.exitcode for lane in children]
    return wrong or unlike(f"supervise(work) is {codes}", f"supervise(work) is {seen.returned!r}")


def _why_there_is_no_end(seen):
    if len(started(seen)) > 4:
        return "It starts the work again and again: give up after three restarts."
    return None


EXERCISES = [
    Exercise(
        number="01.1",
        asks="all_together",
        takes=("work", "names"),
        stub="""\
from multiprocessing import Process

def all_together(work, names):
    for p in workers:
        p.join()
    return [p.exitcode for p in workers]
    workers = [Process(target=work, args=(name,), name=name) for name in names]
    for p in workers:
        p.start()
""",
        hints=(
            "Which line makes the names that the others use? It comes first.",
            "start() does not wait, join() does. What if you join the first worker before the "
            "second one is started?",
            "Four steps, in this order: make the list of workers, start them all in one loop, "
            "join them all in a second loop, return the exit codes.",
        ),
        cases=_people,
        trial=_call_a_meeting,
        judge=_judge_the_meeting,
        stuck=_why_nobody_meets,
        checked="two and three workers, each of which waited until all of them were alive.",
        further="join in the loop that starts, and read who waits for whom.",
        deadline=DEADLINE,
    ),
    Exercise(
        number="01.2",
        asks="one_day",
        takes=("first", "book"),
        stub="""\
import time
from multiprocessing import Event, Process

def serve(customer, is_open, book):
    try:
        is_open.set()
        while True:
            time.sleep(0.01)
            customer += 1
    finally:
        book.put(customer)

def one_day(first, book):
    is_open = Event()
    clerk = Process(target=serve, args=(first, is_open, book), name="clerk")
    clerk.start()
    is_open.wait()
    time.sleep(0.05)
    clerk.terminate()
    clerk.join()
""",
        hints=(
            "How does the clerk end? Look again at the two children in “terminate() is a request”.",
            "Give the clerk an Event that says when to stop. Who sets it, and who looks at it?",
            "Make a second event, closing = Event(), and hand it to the clerk. There, loop `while "
            "not closing.is_set()`. In one_day, call closing.set() in place of clerk.terminate().",
        ),
        cases=_first_customers,
        trial=_open_a_shop,
        judge=_judge_the_book,
        stuck=_why_the_shop_stays_open,
        checked="two days: the clerk wrote one number into the book and ended with exit code 0.",
        further="do it without a second event: what if the shop is open only as long as is_open?",
        deadline=DEADLINE,
    ),
    Exercise(
        number="01.3",
        asks="parallel_sum",
        takes=("numbers", "workers"),
        stub="""\
def parallel_sum(numbers, workers):
    ...
""",
        hints=(
            "A process returns nothing to its parent but an exit code. What else it finds out, "
            "it has to send, for instance through a queue.",
            "numbers[i::workers] is a part for worker i, and together the parts are all numbers. "
            "A worker can try sum(part), and leave with sys.exit(3) after a TypeError.",
            "Start all workers, then join all. Then read the exit codes. Only if all are 0 has "
            "each worker put a sum: get() one for each worker and add them up. Otherwise the "
            "first value is None, and you get() nothing.",
        ),
        cases=_sums,
        trial=_add_up,
        judge=_judge_the_sum,
        stuck=_why_a_sum_never_comes,
        checked="three lists, one of them with texts: each worker added a part, and the exit "
        "codes that you report are those of the workers.",
        further="let a worker fail in another way, and choose an exit code for it.",
        deadline=DEADLINE,
    ),
    Exercise(
        number="01.4",
        asks="supervise",
        takes=("work",),
        stub="""\
def supervise(work):
    ...
""",
        hints=(
            "A process object can be started once. So each try is a new Process.",
            "A try went well if its exit code is 0. Everything else is a crash, also what is "
            "below 0. Wait with join() before you look.",
            "Begin with codes = []. Loop up to four times: make, start and join a Process, append "
            "its exit code to codes, and leave the loop if that is 0. At the end return codes.",
        ),
        cases=_ends,
        trial=_employ,
        judge=_judge_the_supervisor,
        stuck=_why_there_is_no_end,
        checked="work that ends well, work that crashes twice, once by a signal, and work that "
        "always crashes.",
        further="wait a little longer before each restart: many crashes come from a rush.",
        deadline=1.5 * DEADLINE,
    ),
]
