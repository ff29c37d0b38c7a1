"""Exercise 05.3: a worker that survives bad tasks."""

import random
import time
from multiprocessing import JoinableQueue, Process, SimpleQueue

from helpers.course.exercises.channels import EARLY, done_too_early, is_end, through
from helpers.course.exercises.exercise import Exercise
from helpers.course.exercises.lanes import started, waits_on
from helpers.course.exercises.saying import so_often, unlike
from helpers.course.exercises.values import by_value
from helpers.note.watch.registry import watch

__all__ = ["EXERCISE"]


class UnheardError(Exception):
    """Of an error that nobody has heard of, nobody can have written down the name."""


def _loads():
    def some(count):
        good = [*random.sample(range(2, 50), count), random.randrange(200, 300)]
        tasks = [*good, 0, random.choice(["two", "six", "ten"]), -random.randrange(1, 50)]
        random.shuffle(tasks)
        return [*tasks, random.randrange(50, 99)]

    return [(some(2), 1), (some(4), 2)]


def _share(task):
    time.sleep(0.01)
    return _divided(task)


def _divided(task):
    share = 100 // task
    if share < 0:
        raise UnheardError(f"a share of {share}")
    return share


def _outcome(task):
    try:
        return [task, _divided(task)]
    except Exception as error:  # noqa: BLE001 - as the answer should
        return [task, type(error).__name__]


def _employ(serve, todo, count):
    tasks, results = watch(JoinableQueue(), "tasks"), watch(SimpleQueue(), "results")
    workers = [
        Process(target=serve, args=(_share, tasks, results), name=f"worker-{number}")
        for number in range(1, count + 1)
    ]
    for p in workers:
        p.start()
    for task in [*todo, *[None] * count]:
        tasks.put(task)
    tasks.join()
    for p in workers:
        p.join()
    found = []
    while not results.empty():
        found.append(results.get())
    return found


TOO_MANY = (
    "`task_done()` was called more often than something was put. Call it once for everything that "
    "you get, on every way through the loop."
)


def _judge_the_worker(seen):
    todo, _ = seen.case
    children = started(seen)
    if any("task_done() called too many" in (lane.error or "") for lane in children):
        return TOO_MANY
    results = through(seen, "results")
    if done_too_early(seen, "tasks", [message.sent for message in results]):
        return EARLY if len(results) >= len(todo) else _fewer(seen)
    expected = [_outcome(task) for task in todo]
    if by_value(expected) != by_value(seen.returned):
        return _fewer(seen)
    codes = [lane.exitcode for lane in children]
    return unlike(f"exit codes {[0] * len(codes)}", f"exit codes {codes}")


def _fewer(seen):
    todo, _ = seen.case
    expected = [_outcome(task) for task in todo]
    found = seen.returned if isinstance(seen.returned, list) else []
    for pair in expected:
        same = [one for one in found if isinstance(one, list) and one[:1] == pair[:1]]
        if pair not in found:
            happened = _pair(same[0]) if same else "nothing"
            return unlike(
                f"in results for {pair[0]!r}: {_pair(pair)}",
                f"in results for {pair[0]!r}: {happened}",
            )
    return unlike(f"{len(expected)} results, one for each task", f"{len(found)} results")


def _pair(values):
    return f"({', '.join(map(repr, values))})"


def _why_the_work_never_ends(seen):
    todo, count = seen.case
    tasks, done = through(seen, "tasks"), len(seen.run.done.get("tasks", ()))
    taken = [message for message in tasks if message.received is not None]
    ends = sum(map(is_end, taken))
    children = started(seen)
    died = [lane for lane in children if lane.error]
    if any("task_done() called too many" in lane.error for lane in died):
        return TOO_MANY
    if died:
        return (
            f"A bad task has ended {died[0].name}: {died[0].error}. Nobody does the tasks that "
            "are left. Catch what `work(task)` raises."
        )
    if ends < count and any(lane.exitcode == 0 and not lane.ended_by for lane in children):
        return "A worker has left before its None. Only None means stop: 0 is a task."
    if ends > len(children) - 1 and done == len(todo):
        return "The None was put, so it is counted. It needs a `task_done()` of its own."
    if waits_on(seen) == "tasks.join()" and done < len(taken):
        return (
            f"{len(taken)} were taken, and `task_done()` was {so_often(done)}. Call it for "
            "bad tasks too, and for the None."
        )
    if ends and any(lane.ended_by for lane in children):
        return "A worker goes on after its None."
    return None


EXERCISE = Exercise(
    number="05.3",
    asks="serve",
    takes=("work", "tasks", "results"),
    stub="""\
def serve(work, tasks, results):
    ...
""",
    hints=(
        "Begin with the loop: for task in iter(tasks.get, None). What has to happen once for "
        "each task, whatever work(task) does?",
        "try, except Exception as error, finally: one put() in each of the first two, and "
        "task_done() in the third. type(error).__name__ is the name of an error.",
        "Inside the loop: try: results.put((task, work(task))), except Exception as error: "
        "results.put((task, type(error).__name__)), finally: tasks.task_done(). After the "
        "loop, one more tasks.task_done() for the None.",
    ),
    cases=_loads,
    trial=_employ,
    judge=_judge_the_worker,
    stuck=_why_the_work_never_ends,
    checked="one worker and two workers with three kinds of bad tasks: each task has its "
    "result, and the counter came down to zero, no further.",
    further="let work call sys.exit(). Is that an Exception? What catches it?",
)
