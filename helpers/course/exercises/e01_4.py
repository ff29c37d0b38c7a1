"""Exercise 01.4: work that is started again after a crash."""

import os
import random
import signal
import sys
import time
from functools import partial
from multiprocessing import Value, parent_process

from helpers.course.exercises.exercise import Exercise
from helpers.course.exercises.lanes import started
from helpers.course.exercises.saying import NONE_YET, processes, unlike
from helpers.course.exercises.values import has_none, listed
from helpers.note.events import mark

__all__ = ["EXERCISE"]


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


EXERCISE = Exercise(
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
    deadline=6.0,
)
