"""Exercise 01.1: lines in a wrong order: start all, then join all."""

import random
from functools import partial
from multiprocessing import Barrier

from helpers.course.exercises.exercise import Exercise
from helpers.course.exercises.lanes import started
from helpers.course.exercises.saying import NONE_YET, processes, unlike
from helpers.course.exercises.values import has_none, listed
from helpers.note.events import mark
from helpers.note.watch.registry import watch

__all__ = ["EXERCISE"]


def _people():
    names = ["Ada", "Bob", "Cleo", "Dan", "Eve"]
    return [(random.sample(names, count),) for count in (2, 3)]


def _meet(meeting, name):
    mark(f"{name} is here")
    meeting.wait()
    mark(f"{name} has met all")


def _call_a_meeting(all_together, names):
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


EXERCISE = Exercise(
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
)
