"""Exercise 01.3: a sum in parts, and exit codes."""

import random

from helpers.course.exercises.exercise import Exercise
from helpers.course.exercises.lanes import marks, started
from helpers.course.exercises.saying import NONE_YET, processes, unlike
from helpers.course.exercises.values import has_none, listed
from helpers.note.events import mark

__all__ = ["EXERCISE"]


def _waited_too_early(seen):
    """Whether the answer waited for one process before it started the last one."""
    children = started(seen)
    ends = {f"{lane.name}.join()" for lane in children}
    joins = [wait.start for wait in seen.run.lanes[0].waits if wait.on in ends]
    return bool(joins) and min(joins) < children[-1].born


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


EXERCISE = Exercise(
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
)
