"""Exercise 03.1: the ends of a pipe, closed in time."""

import random
import time
from functools import partial
from multiprocessing import active_children

from helpers.course.exercises.exercise import Exercise
from helpers.course.exercises.lanes import joining, started, texts_of
from helpers.course.exercises.messages import LARGE, WORDS, brief
from helpers.course.exercises.saying import in_words, processes, unlike
from helpers.course.exercises.values import out_of_order
from helpers.note.events import mark

__all__ = ["EXERCISE"]


def _deliveries():
    return [(out_of_order(random.sample(WORDS, 3)), after) for after in (0, 1)]


def _read_all(leaves_after, connection):
    count = 0
    try:
        while not leaves_after or count < leaves_after:
            mark(f"got {brief(connection.recv())}")
            count += 1
    except EOFError:
        time.sleep(0.2)  # whoever does not wait for this process is gone before it ends
        mark("the end")
    else:
        mark("leaves early")


def _have_delivered(deliver, words, leaves_after):
    try:
        deliver(partial(_read_all, leaves_after), [f"{word} " * LARGE for word in words])
    except (BrokenPipeError, ConnectionResetError):
        for process in active_children():
            process.join()
        return "BrokenPipeError"
    return None


def _judge_the_delivery(seen):
    words, leaves_after = seen.case
    children = started(seen)
    if wrong := unlike(processes(1), processes(len(children))):
        return wrong
    if children[0].ended_by:
        return None  # it was left running, and is told so
    if leaves_after:
        return unlike(
            "deliver() raises BrokenPipeError when the reader has left",
            f"deliver() raises {seen.returned or 'nothing'} when the reader has left",
        )
    if seen.returned:
        return "deliver() raised BrokenPipeError, and the reader was still there."
    wanted = [*(f"got {word} {LARGE:,} times" for word in words), "the end"]
    heard = texts_of(children[0])
    return unlike(f"the reader logs {in_words(wanted)}", f"the reader logs {in_words(heard)}")


def _why_a_delivery_hangs(seen):
    words, leaves_after = seen.case
    children = started(seen)
    if not children:
        return "A pipe holds little, and nobody reads yet: start the reader before you send."
    heard = texts_of(children[0])
    if children[0].ended is not None and "leaves early" in heard and not children[0].ended_by:
        return (
            "The reader has left, and send() waits for somebody to read. It gets no error, since "
            "your own process still holds the reading end: close it right after start()."
        )
    if joining(seen) and len(heard) < len(words) and not leaves_after:
        return (
            f"You wait for {children[0].name} to end, and it waits for messages. Send all, "
            "then close, then join."
        )
    if joining(seen):
        return (
            f"{children[0].name} has read every message and waits for the end, which never comes: "
            "a copy of the writing end is open, in your own process. Close it before you join."
        )
    return None


EXERCISE = Exercise(
    number="03.1",
    asks="deliver",
    takes=("read_all", "messages"),
    stub="""\
from multiprocessing import Pipe, Process

def deliver(read_all, messages):
    p.join()
    for message in messages:
        writer.send(message)
    p = Process(target=read_all, args=(reader,), name="reader")
    writer.close()
    p.start()
    reader, writer = Pipe(duplex=False)
    reader.close()
""",
    hints=(
        "Two lines make what the others use. Which of the two uses the other?",
        "A large message goes through only while somebody reads. And the reader reads until "
        "EOFError: what has to happen before you can wait for it?",
        "Make the pipe, make the process, start it. Close your copy of the reading end at "
        "once. Then send all messages, close the writing end, and join last.",
    ),
    cases=_deliveries,
    trial=_have_delivered,
    judge=_judge_the_delivery,
    stuck=_why_a_delivery_hangs,
    checked="a reader that got three large messages and the end, and one that left after the "
    "first message.",
    further="do it with fork. Which end must the child close now?",
)
