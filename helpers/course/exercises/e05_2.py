"""Exercise 05.2: first the result, then `task_done()`."""

import random
import threading
import time
from functools import partial
from multiprocessing import JoinableQueue

from helpers.course.exercises.channels import EARLY, done_too_early, is_end, through
from helpers.course.exercises.exercise import Exercise
from helpers.course.exercises.lanes import marks, started, times_of, waits_on
from helpers.course.exercises.saying import and_so_on, so_often, unlike
from helpers.course.exercises.values import by_value, listed
from helpers.note.events import mark
from helpers.note.watch.registry import watch

__all__ = ["EXERCISE"]

SLOW = 0.3  # seconds, long enough for everybody else to go on


class _Result(int):
    """A number that takes a while to send, and says when it is sent, and by whom."""

    def __reduce__(self):
        if threading.current_thread() is threading.main_thread():
            mark(f"puts {int(self)}")
        time.sleep(SLOW)
        mark(f"sends {int(self)}")
        return int, (int(self),)


class _Quick(_Result):
    """A number that is sent at once."""

    def __reduce__(self):
        if threading.current_thread() is threading.main_thread():
            mark(f"puts {int(self)}")
        mark(f"sends {int(self)}")
        return int, (int(self),)


def _square(slow, number):
    time.sleep(SLOW if number == slow else 0.02)
    mark(f"has {number * number}")
    return (_Result if number == slow else _Quick)(number * number)


def _numbers():
    return [(random.sample(range(2, 30), count),) for count in (3, 4)]


def _collect(all_results, numbers):
    tasks = watch(JoinableQueue(), "tasks")
    return listed(all_results(partial(_square, numbers[-1]), tasks, numbers))


BUFFERED = (
    "It was put and done, and still in the worker's buffer: a `Queue` sends it off later. Get as "
    "many results as there are numbers, or take a `SimpleQueue`."
)
NOT_FETCHED = (
    "It was sent before `tasks.join()` came back, and your function did not fetch it. Get as many "
    "results as there are numbers."
)
NEVER_SENT = "`work` returned it, and no worker sent it."
NOT_AWAITED = (
    "Your function did not wait in `tasks.join()`, and fetched fewer results than there are "
    "numbers."
)
TOO_SHORT = "`tasks.join()` came back before all was put and done: it was called too early."


def _judge_the_results(seen):
    [numbers] = seen.case
    expected = [number * number for number in numbers]
    has = times_of(seen, "has")
    if any(one.text.startswith("has ") for one in marks(seen.run.lanes[0])):
        return "Your own process called `work`. Leave that to the workers."
    if done_too_early(seen, "tasks", has.values()):
        return EARLY
    if by_value(seen.returned) == by_value(expected):
        return _never_done(seen)
    call = f"all_results(work, tasks, {numbers}) is"
    wrong = unlike(f"{call} {expected}, in any order", f"{call} {and_so_on(seen.returned)}")
    return "\n".join(filter(None, [wrong, _why_one_is_missing(seen, expected, has)]))


def _why_one_is_missing(seen, expected, has):
    if not isinstance(seen.returned, list):
        return None
    missing = [value for value in expected if value not in seen.returned]
    if not missing:
        return None
    if any(str(value) not in has for value in missing):
        return "`work` was never called for it."
    joins = [wait for lane in seen.run.lanes for wait in lane.waits if wait.on == "tasks.join()"]
    if not joins or joins[0].end is None:
        return NOT_AWAITED
    back = max(wait.end for wait in joins if wait.end is not None)
    if sum(time < back for time in seen.run.done.get("tasks", ())) < len(expected):
        return TOO_SHORT
    puts, sends = times_of(seen, "puts"), times_of(seen, "sends")
    late = [str(value) for value in missing if sends.get(str(value), back) >= back]
    if not late:
        return NOT_FETCHED
    if any(value in puts for value in late):
        return EARLY
    return BUFFERED if any(value in sends for value in late) or _was_ended(seen) else NEVER_SENT


def _was_ended(seen):
    """Whether a worker was ended before its feeder thread had sent all."""
    return any(lane.ended_by or (lane.exitcode or 0) < 0 for lane in started(seen))


def _never_done(seen):
    tasks = [one for one in through(seen, "tasks") if one.received and not is_end(one)]
    done = len(seen.run.done.get("tasks", ()))
    if done >= len(tasks):
        return None
    return (
        f"All results are there, and of {len(tasks)} tasks, `task_done()` was {so_often(done)}: "
        "`tasks.join()` would never come back."
    )


def _why_the_counter_stays(seen):
    died = [lane.name for lane in started(seen) if lane.error]
    if died:
        return f"{died[0]} died, and nobody calls `task_done()` for what it held."
    if waits_on(seen) == "tasks.join()":
        tasks, done = through(seen, "tasks"), len(seen.run.done.get("tasks", ()))
        said = f"{len(tasks)} were put, and `task_done()` was {so_often(done)}."
        ends = sum(map(is_end, tasks))
        return f"{said} A None that is put is counted too." if ends else said
    return None


EXERCISE = Exercise(
    number="05.2",
    asks="all_results",
    takes=("work", "tasks", "numbers"),
    stub="""\
from multiprocessing import Process, SimpleQueue

def serve(work, tasks, results):
    for number in iter(tasks.get, None):
        tasks.task_done()
        results.put(work(number))

def all_results(work, tasks, numbers):
    results, found = SimpleQueue(), []
    workers = [Process(target=serve, args=(work, tasks, results)) for _ in range(2)]
    for p in workers:
        p.start()
    for number in numbers:
        tasks.put(number)
    tasks.join()
    while not results.empty():
        found.append(results.get())
    tasks.put(None), tasks.put(None)
    for p in workers:
        p.join()
    return found
""",
    hints=(
        "tasks.join() knows nothing of results. What does it wait for, and when does it get "
        "that here?",
        "In serve, put the result first, and call tasks.task_done() after that. The rest of "
        "the code can stay: a SimpleQueue has the result when put() is back.",
    ),
    cases=_numbers,
    trial=_collect,
    judge=_judge_the_results,
    stuck=_why_the_counter_stays,
    checked="two lists with a slow number: no task was counted as done before it was, and all "
    "results are there.",
    further="take a Queue in place of the SimpleQueue. What does empty() say now?",
)
