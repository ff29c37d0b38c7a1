"""Exercise 04.1: get all letters before you join."""

import random
import time
from functools import partial

from helpers.course.exercises.exercise import Exercise
from helpers.course.exercises.lanes import (
    ended_badly,
    lost_with_a_death,
    started,
    stays_for_its_feeder,
)
from helpers.course.exercises.own_process import not_here
from helpers.course.exercises.saying import processes, unlike
from helpers.course.exercises.turnstile import Turnstile
from helpers.course.exercises.values import first_words
from helpers.note.events import mark

__all__ = ["EXERCISE"]

LARGE = 100_000  # characters: more than fits into a pipe


def _travellers():
    names = ["Ada", "Bob", "Cleo", "Dan", "Eve"]
    return [(random.sample(names, count),) for count in (2, 3)]


def _tell(away, count, name, letters):
    not_here("`write`", "the children")
    away.enter()
    away.wait(count)
    letters.put(f"{name} {'writes ' * (LARGE // 7)}")
    mark(f"{name} has written")
    time.sleep(0.2)  # who does not join will leave this one running


def _send_away(collect, names):
    return first_words(collect(partial(_tell, Turnstile("all away"), len(names)), names))


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
    ) or ended_badly(seen)


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
    if left := stays_for_its_feeder(seen):
        return left
    return None


EXERCISE = Exercise(
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
        "Look at the picture in “A child with a big result”. When can a child end that has "
        "put a large message?",
        "Six steps, in this order: make the queue, make the list of writers, start them all, "
        "get a letter for each of them, join them all, return the letters.",
    ),
    cases=_travellers,
    trial=_send_away,
    judge=_judge_the_letters,
    stuck=lambda seen: lost_with_a_death(seen) or _why_no_letter_comes(seen),
    checked="two and three writers, all alive at the same time, each with a letter that is "
    "larger than a pipe.",
    further="join before you get, and read who waits for whom.",
)
