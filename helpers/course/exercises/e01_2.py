"""Exercise 01.2: a clerk that is asked to stop, not ended."""

import random
import signal
from multiprocessing import Queue
from queue import Empty

from helpers.course.exercises.exercise import Exercise
from helpers.course.exercises.lanes import started
from helpers.course.exercises.saying import unlike
from helpers.note.watch.registry import watch

__all__ = ["EXERCISE"]


def _first_customers():
    return [(random.randrange(100, 1000),) for _ in range(2)]


def _open_a_shop(one_day, first):
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


EXERCISE = Exercise(
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
        "How does the clerk end? Look again at the two children in “Terminated, or asked to stop”.",
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
)
