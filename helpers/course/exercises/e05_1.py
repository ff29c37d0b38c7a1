"""Exercise 05.1: the six steps of an evening."""

import random
import time
from multiprocessing import JoinableQueue

from helpers.course.exercises.channels import is_end, through
from helpers.course.exercises.exercise import Exercise
from helpers.course.exercises.lanes import marks, started, times_of, waits_on
from helpers.course.exercises.saying import NONE_YET, unlike
from helpers.course.exercises.values import has_none, listed
from helpers.note.events import mark
from helpers.note.watch.registry import watch

__all__ = ["EXERCISE"]


def _menus():
    dishes = ["soup", "fish", "rice", "cake", "tea"]
    return [([*random.sample(dishes, count), "toast"],) for count in (2, 4)]


def _cook(orders):
    mark("is at the stove")
    for dish in iter(orders.get, None):
        time.sleep(0.05)
        if dish == "toast":
            mark("the toast burns")
            orders.put("new toast")
        else:
            mark(f"serves {dish}")
        orders.task_done()
    orders.task_done()


def _open_the_kitchen(one_evening, dishes):
    return listed(one_evening(_cook, watch(JoinableQueue(maxsize=2), "orders"), dishes))


STOPPED_EARLY = (
    "The cooks were told to stop before `orders.join()` was back. A dish that burns is put back "
    "then, behind your None, and nobody cooks it."
)
NOTHING_YET = "`orders.join()` came back at once, since you had not put all dishes yet."
NOBODY_WAITED = (
    "Nobody called `orders.join()`. Wait until all is done before you tell the cooks to stop."
)


def _wrong_place_of_the_wait(seen):
    joins = [wait for lane in seen.run.lanes for wait in lane.waits if wait.on == "orders.join()"]
    [menu] = seen.case
    orders = through(seen, "orders")
    ends = [message.sent for message in orders if is_end(message)]
    dishes = [message.sent for message in orders if message.label in map(repr, menu)]
    if not joins:
        return NOBODY_WAITED
    late = [wait for wait in joins if dishes and wait.start > max(dishes)]
    if not late:
        return NOTHING_YET
    back = late[0].end
    if ends and (back is None or min(ends) < back):
        return STOPPED_EARLY
    return None


def _cooks(seen):
    return [lane for lane in started(seen) if marks(lane)]


def _judge_the_evening(seen):
    [dishes] = seen.case
    children = _cooks(seen) or started(seen)
    if wrong := unlike("2 cooks", "1 cook" if len(children) == 1 else f"{len(children)} cooks"):
        return wrong
    if wrong := _wrong_place_of_the_wait(seen):
        return wrong
    served = sorted(times_of(seen, "serves"))
    if wrong := unlike(
        f"served: {', '.join(sorted([*dishes[:-1], 'new toast']))}",
        f"served: {', '.join(served) or 'nothing'}",
    ):
        return wrong
    wrong = unlike("exit codes [0, 0]", f"exit codes {seen.returned!r}")
    if wrong and has_none(seen.returned):
        return f"{wrong}\n{NONE_YET}"
    return wrong


def _why_the_evening_never_ends(seen):
    children, on = started(seen), waits_on(seen)
    ends = sum(is_end(message) for message in through(seen, "orders"))
    if on == "orders.put()" and not children:
        return "The queue holds two orders, and no cook is at work to take one."
    if on == "orders.join()" and not children:
        return "Nobody is there to do what `orders.join()` waits for. Start the cooks first."
    if on == "orders.join()" and ends:
        return STOPPED_EARLY
    if on and on != "orders.join()" and on.endswith(".join()") and ends < len(children):
        told = (
            f"{ends} of {len(children)} were told to stop" if ends else "nobody told them to stop"
        )
        return f"You wait for the cooks to leave, and {told}. Each of them takes one None."
    if ends:
        return _wrong_place_of_the_wait(seen)
    return None


EXERCISE = Exercise(
    number="05.1",
    asks="one_evening",
    takes=("cook", "orders", "dishes"),
    stub="""\
from multiprocessing import Process

def one_evening(cook, orders, dishes):
    for p in cooks:
        p.join()
    orders.join()
    for dish in dishes:
        orders.put(dish)
    for p in cooks:
        orders.put(None)
    for p in cooks:
        p.start()
    cooks = [Process(target=cook, args=(orders,), name=name) for name in ("Ada", "Bob")]
    return [p.exitcode for p in cooks]
""",
    hints=(
        "Six steps: create, start, feed, wait, stop, reap. Which lines are which?",
        "orders.join() waits for the counter, p.join() for the end of a process. Which of the "
        "two has to come before the None, and which after it?",
        "Make the list of cooks, start them, put the dishes, call orders.join(), then put one "
        "None for each cook, join each cook, and return the exit codes.",
    ),
    cases=_menus,
    trial=_open_the_kitchen,
    judge=_judge_the_evening,
    stuck=_why_the_evening_never_ends,
    checked="two evenings with a toast that burns: all was served before the cooks were told "
    "to stop, and both left with exit code 0.",
    further="put the None before orders.join(), and see where the new toast stays.",
)
