"""Exercise 03.4: three processes and two pipes."""

import random
from functools import partial

from helpers.course.exercises.exercise import Exercise
from helpers.course.exercises.lanes import death, started, texts_of
from helpers.course.exercises.saying import in_words, processes, unlike
from helpers.course.exercises.silence import AfterSilence, left_after_a_timeout
from helpers.course.exercises.turnstile import Turnstile
from helpers.note.events import mark

__all__ = ["EXERCISE"]


def _flows():
    first, last = random.randrange(10, 50), random.randrange(50, 100)
    return [([last],), ([first, None, 0, last],)]


def _source(items, stored):
    for number, item in enumerate(items):
        stored.wait(number)  # the next item is made when the one before has come through
        mark(f"makes {item}")
        yield item


def _change(item):
    mark(f"changes {item}")
    return None if item is None else 2 * item


def _sink(stored, item):
    mark(f"stores {item}")
    stored.enter()


def _have_flowed(pipeline, items):
    stored = Turnstile("all stored")
    sink = AfterSilence(partial(_sink, stored))
    return pipeline(partial(_source, items, stored), AfterSilence(_change), sink)


def _changed(items):
    return [str(None if item is None else 2 * item) for item in items]


def _stored(seen):
    return [text for lane in seen.run.lanes for text in texts_of(lane, "stores ")]


def _judge_the_pipeline(seen):
    [items] = seen.case
    children = started(seen)
    does = {"source": "makes ", "change": "changes ", "sink": "stores "}
    for function, word in does.items():
        if texts_of(seen.run.lanes[0], word):
            return f"Your own process ran {function}(): each of the three needs its own process."
    if wrong := unlike(processes(3), processes(len(children))):
        return wrong
    for lane in children:
        both = [function for function, word in does.items() if texts_of(lane, word)]
        if len(both) > 1:
            return f"{' and '.join(both)} ran in one process: give each one its own."
    if any(lane.ended_by for lane in children):
        return None  # it was left running, and is told so
    wanted = _changed(items)
    if wrong := unlike(f"sink gets {in_words(wanted)}", f"sink gets {in_words(_stored(seen))}"):
        return left_after_a_timeout(seen, "A source") or wrong
    codes = [lane.exitcode for lane in children]
    return unlike("exit codes [0, 0, 0]", f"exit codes {codes}")


def _why_nothing_flows(seen):
    [items] = seen.case
    children = started(seen)
    if wrong := left_after_a_timeout(seen, "A source") or death(seen):
        return wrong
    if len(children) < 3:
        return "You wait, and not all three processes are started. Start all, then join all."
    made = [text for lane in seen.run.lanes for text in texts_of(lane, "makes ")]
    count = len(_stored(seen))
    if count == len(items):
        return (
            "Every item is stored, and somebody still waits for the next one. An end comes when "
            "every copy of the writing end is closed, also the one in your own process, and in "
            "each process that you gave it to."
        )
    lost = items[count]
    if len(made) == count + 1 and not lost:
        return (
            f"The item {lost!r} was made and never stored. It is an item like any other, so it "
            "cannot mean that there are no more."
        )
    return (
        f"The item {lost!r} was made and never stored, and the source waits for that before it "
        "makes the next. Pass each item on as soon as it is there."
    )


EXERCISE = Exercise(
    number="03.4",
    asks="pipeline",
    takes=("source", "change", "sink"),
    stub="""\
def pipeline(source, change, sink):
    ...
""",
    hints=(
        "Three processes need two pipes. Draw who holds which end.",
        "The first sends while it goes through source(), the second and third read until "
        "EOFError. The second closes its writing end when it is done. Who else holds one?",
        "Give the first process the writing end of pipe 1, the second the reading end of pipe "
        "1 and the writing end of pipe 2, the third the reading end of pipe 2. Start all "
        "three, close all four ends in your own process, and join all three.",
    ),
    cases=_flows,
    trial=_have_flowed,
    judge=_judge_the_pipeline,
    stuck=_why_nothing_flows,
    checked="one item, and four, None among them, each passed on before the next one was made.",
    further="let change() raise for one item. Who ends, and with which exit code?",
)
