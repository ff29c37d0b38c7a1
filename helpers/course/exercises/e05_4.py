"""Exercise 05.4: two stages that stop one after the other."""

import random
import time
from functools import partial

from helpers.course.exercises.exercise import Exercise
from helpers.course.exercises.lanes import marks, started, times_of
from helpers.course.exercises.meeting import PATIENCE
from helpers.course.exercises.saying import and_so_on, unlike
from helpers.course.exercises.turnstile import Turnstile
from helpers.course.exercises.values import by_value, listed
from helpers.note.events import mark

__all__ = ["EXERCISE"]

SLOW = 0.3  # seconds, long enough for everybody else to go on


def _lines():
    return [(random.sample(range(2, 100), 4), 0), (random.sample(range(2, 100), 5), 40_000)]


def _first(slow, others, item):
    if item == slow:
        others.wait(1, PATIENCE)  # until somebody else has taken the next one
        time.sleep(SLOW)
    else:
        others.enter()
    mark(f"first {item}")
    return _Late(2 * item) if item == slow else 2 * item


def _second(late, size, item):
    mark(f"second {item}")
    if size:
        return [item + 1] * size
    return _Late(item + 1) if item == late else item + 1


class _Late(int):
    """A number that takes a while to send."""

    def __reduce__(self):
        time.sleep(SLOW)
        return int, (int(self),)


def _run_the_line(pipeline, items, size):
    slow = items[0]
    first = partial(_first, slow, Turnstile("the others"))
    found = listed(pipeline(first, partial(_second, 2 * slow, size), items))
    if isinstance(found, list) and size:
        return [one[0] if isinstance(one, list) and one[:1] * size == one else one for one in found]
    return found


def _judge_the_line(seen):
    items, _ = seen.case
    if wrong := _who_did_what(seen):
        return wrong
    expected = [2 * item + 1 for item in items]
    if by_value(expected) != by_value(seen.returned):
        call = f"pipeline(first, second, {items}) is"
        wrong = unlike(f"{call} {expected}, in any order", f"{call} {and_so_on(seen.returned)}")
        return "\n".join(filter(None, [wrong, _where_it_was_lost(seen)]))
    codes = [lane.exitcode for lane in started(seen) if not lane.ended_by]
    if any(code and code < 0 for code in codes):
        return "A worker was ended from outside. Tell it that no more will come, and join it."
    return unlike(f"exit codes {[0] * len(codes)}", f"exit codes {codes}")


def _who_did_what(seen):
    did = {
        stage: {
            lane.process
            for lane in seen.run.lanes
            if any(one.text.startswith(f"{stage} ") for one in marks(lane))
        }
        for stage in ("first", "second")
    }
    for stage, names in did.items():
        if seen.run.lanes[0].process in names:
            return f"Your own process called `{stage}`. Leave that to the workers."
    if both := did["first"] & did["second"]:
        return f"{min(both)} called `first` and `second`. Give each stage workers of its own."
    for stage, wanted in ("first", 2), ("second", 1):
        if did[stage] and (wrong := unlike(_doing(wanted, stage), _doing(len(did[stage]), stage))):
            return wrong
    return None


def _doing(count, stage):
    return f"{count} {'process' if count == 1 else 'processes'} for `{stage}`"


AFTER_THE_END = (
    "It came out of the first stage, and never went into the second. The second stage may stop "
    "only when all who feed it are done, and what they have sent is through."
)


def _where_it_was_lost(seen):
    items, _ = seen.case
    if not isinstance(seen.returned, list):
        return None
    first, second = times_of(seen, "first"), times_of(seen, "second")
    for item in items:
        if 2 * item + 1 in seen.returned:
            continue
        if str(item) not in first:
            return f"Lost: {item}. No worker of the first stage took it."
        if str(2 * item) not in second:
            return f"Lost: {item}. {AFTER_THE_END}"
        return (
            f"Lost: {item}. It went through both stages, and its result came after you had "
            "looked. Get as many results as there are items."
        )
    return None


def _why_the_line_stands(seen):
    items, _ = seen.case
    alive = [lane for lane in started(seen) if lane.ended_by]
    if len(times_of(seen, "second")) < len(items):
        gone = [lane for lane in started(seen) if lane.exitcode == 0 and not lane.ended_by]
        if gone and len(times_of(seen, "first")) == len(items):
            return f"A result is missing. {AFTER_THE_END}"
        return None
    leaving = [lane.name for lane in alive if lane.stand and lane.stand.file == "its exit"]
    if leaving:
        return (
            f"{leaving[0]} cannot leave before all of its results are in the pipe. Get the "
            "results first, then join."
        )
    if alive:
        return (
            f"All items are through, and {alive[0].name} waits for more. Each worker needs to be "
            "told that it can stop: one None ends one worker."
        )
    return None


EXERCISE = Exercise(
    number="05.4",
    asks="pipeline",
    takes=("first", "second", "items"),
    stub="""\
def pipeline(first, second, items):
    ...
""",
    hints=(
        "Three queues: one into the first stage, one between the two, one out of the second. "
        "Both stages can run the same loop, with another step.",
        "Who tells the second stage to stop? Not a worker of the first: the other one may "
        "still hold an item. Your own process can, when it knows that both are done.",
        "Make two joinable queues, raw and halfway, and a Queue for results. Start all three "
        "workers, put the items, call raw.join() and halfway.join(), get() one result for "
        "each item. Then put two None into raw and one into halfway, and join the workers.",
    ),
    cases=_lines,
    trial=_run_the_line,
    judge=_judge_the_line,
    stuck=_why_the_line_stands,
    checked="a line with an item that is slow in both stages, and one with large results: each "
    "item went through, and all workers left.",
    further="give the second stage two workers as well. How many None, and when?",
    deadline=5.0,
)
