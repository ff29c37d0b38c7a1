"""Exercise 03.2: two polite processes that deadlock."""

import random

from helpers.course.exercises.exercise import Exercise
from helpers.course.exercises.lanes import death, joining, started, texts_of
from helpers.course.exercises.messages import LARGE, WORDS, brief
from helpers.course.exercises.saying import unlike
from helpers.course.exercises.values import listed, out_of_order
from helpers.note.events import mark

__all__ = ["EXERCISE"]


class _Text(str):
    """A text that says by whom it is changed."""

    def upper(self):
        mark(f"shouts {brief(self)}")
        return str.upper(self)


def _books():
    cases = ((2, 1), (5, LARGE))
    return [(out_of_order(random.sample(WORDS, count)), times) for count, times in cases]


def _have_shouted(shout_all, words, times):
    texts = [_Text(" ".join([word] * times)) for word in words]
    answers = listed(shout_all(texts))
    return list(map(brief, answers)) if isinstance(answers, list) else repr(answers)


def _judge_the_shouting(seen):
    words, times = seen.case
    children = started(seen)
    if not children:
        return unlike("a process that shouts", "no process")
    if texts_of(seen.run.lanes[0], "shouts "):
        return "Your own process has changed the texts itself: that is what the child is for."
    if any(lane.ended_by for lane in children):
        return None  # it was left running, and is told so
    wanted = [word.upper() + (f" {times:,} times" if times > 1 else "") for word in words]
    happened = seen.returned
    shown = f"[{', '.join(happened)}]" if isinstance(happened, list) else happened
    if wrong := unlike(f"shout_all() is [{', '.join(wanted)}]", f"shout_all() is {shown}"):
        if isinstance(happened, list) and len(happened) < len(words):
            return f"{wrong}\nThere is an answer to each text, and recv() waits until it is there."
        return wrong
    codes = [lane.exitcode for lane in children]
    return unlike(f"exit codes {[0] * len(codes)}", f"exit codes {codes}")


def _why_nobody_shouts(seen):
    words, _ = seen.case
    if died := death(seen):
        return died
    done = sum(len(texts_of(lane, "shouts ")) for lane in started(seen))
    if started(seen) and joining(seen) and done == len(words) and seen.case[1] == 1:
        return f"{joining(seen)} waits for more texts. Nobody has told it that there are no more."
    if joining(seen):
        return (
            f"You wait for {joining(seen)} to end, and it waits until you read its answers: a pipe "
            "holds only a few of them. Read first, then join."
        )
    if 0 < done < len(words):
        return (
            "Two polite processes: yours waits in send() until the child reads, and the child "
            "waits in send() until you read. Both pipes are full, and nobody reads."
        )
    return None


EXERCISE = Exercise(
    number="03.2",
    asks="shout_all",
    takes=("texts",),
    stub="""\
from multiprocessing import Pipe, Process

def shout(connection):
    while (text := connection.recv()) is not None:
        connection.send(text.upper())

def shout_all(texts):
    ours, theirs = Pipe()
    p = Process(target=shout, args=(theirs,), name="shouter")
    p.start()
    for text in texts:
        ours.send(text)
    answers = [ours.recv() for text in texts]
    ours.send(None)
    p.join()
    return answers
""",
    hints=(
        "Run the check and read where both stand. Who reads at that moment?",
        "Either nobody sends while answers lie in the pipe, or somebody sends while you read. "
        "“Two polite processes” has a mend of each kind.",
        "The short way: one loop in place of two. For each text, ours.send(text), and at once "
        "answers.append(ours.recv()). None, join and return stay as they are.",
    ),
    cases=_books,
    trial=_have_shouted,
    judge=_judge_the_shouting,
    stuck=_why_nobody_shouts,
    checked="two short texts, and five that are larger than any pipe.",
    further="send from a thread, so that the shouter never waits for a text.",
)
