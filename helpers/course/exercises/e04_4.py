"""Exercise 04.4: never more than k made and not yet used."""

import random

from helpers.course.exercises.exercise import Exercise
from helpers.course.exercises.lanes import ended_badly, lost_with_a_death, marks, noted, started
from helpers.course.exercises.own_process import not_here
from helpers.course.exercises.saying import processes, unlike
from helpers.course.exercises.turnstile import Turnstile
from helpers.note.events import mark

__all__ = ["EXERCISE"]


class _Book:
    """What is made and used, counted across processes."""

    def __init__(self, most, count):
        self.most, self.count = most, count
        self.made, self.used = Turnstile("as many as may be"), Turnstile("used")
        self.held = Turnstile("held")  # as many as were made and not yet used, at most

    def make(self):
        not_here("make()", "the producer")
        if self.made.count() == self.count:
            return None
        number = self.made.enter()
        for _ in range(self.held.count(), self.made.count() - self.used.count()):
            self.held.enter()
        mark(f"makes {number}")
        return number

    def use(self, thing):
        not_here("use()", "the consumer")
        mark(f"uses {thing}")
        if thing == 0:
            self.made.wait(self.most)
        # The chance to make too many; from three too many on, it is clear what is wrong.
        self.made.looks(thing + self.most + 3, 2 if thing else 50)
        self.used.enter()


def _stages():
    return [(k, k + random.randrange(4, 7)) for k in (3, 1, 2)]


def _run_stage(stage, most, count):
    book = _Book(most, count)
    stage(book.make, book.use, most)
    return book.held.count()


def _makers(seen):
    return [lane for lane in started(seen) if noted(lane, "makes")]


def _users(seen):
    return [lane for lane in started(seen) if noted(lane, "uses")]


def _judge_the_stage(seen):
    most, count = seen.case
    if any(lane.ended_by for lane in started(seen)):
        return None  # they were left running, and are told so
    makers, users = _makers(seen), _users(seen)
    if (len(makers), len(users)) != (1, 1) or makers == users:
        return unlike(
            "one process that makes, and another one that uses",
            f"{processes(len(makers))} made something, {processes(len(users))} used something",
        )
    held = seen.returned
    if held > most:
        return _too_much(most, held)
    order = [one.text.removeprefix("uses ") for one in marks(users[0])]
    return unlike(
        f"{', '.join(map(str, range(count)))} are used, in this order",
        f"{', '.join(order)} are used, in this order",
    ) or ended_badly(seen)


def _too_much(most, held):
    wrong = unlike(
        f"with k = {most}, at most {most} made and not yet used",
        f"with k = {most}, {held} made and not yet used",
    )
    if held == most + 2:
        return (
            f"{wrong}\nBesides those in the queue, one is in the hands of the producer, who waits "
            "in put(), and one in the hands of the consumer, who uses it."
        )
    if held > most + 2:
        return (
            f"{wrong}\nNothing holds the producer back. A queue has no limit if its maxsize is 0 "
            "or less."
        )
    return f"{wrong}\nCount also what the producer and the consumer have in their hands."


def _why_a_stage_stands_still(seen):
    most, count = seen.case
    makers, users = _makers(seen), _users(seen)
    if users and makers == users:
        return f"{users[0].name} makes and uses. Start one process that makes, and one that uses."
    made = sum(noted(lane, "makes") for lane in makers)
    used = sum(noted(lane, "uses") for lane in users)
    if used and made < min(most, count):
        return (
            f"k is {most}, and your producer stops at {made} before anything is used. It may go on "
            f"until {most} are made and not yet used."
        )
    if used >= count:
        return "All is made and used, and somebody still waits: how does the consumer learn that?"
    return None


EXERCISE = Exercise(
    number="04.4",
    asks="stage",
    takes=("make", "use", "k"),
    stub="""\
def stage(make, use, k):
    ...
""",
    hints=(
        "A queue with maxsize=k holds k. Who has some more in their hands at that moment?",
        "The producer needs a permission before it calls make(), and it is given back when "
        "use() has returned. There are k permissions. What could carry them?",
        "A second queue can carry permissions, and so can a Semaphore(k). Put k of them into "
        "it. The producer loops: get a permission, call make(), put the thing, and leave after "
        "a None. The consumer loops: get a thing, leave if it is None, call use(), put a "
        "permission back.",
    ),
    cases=_stages,
    trial=_run_stage,
    judge=_judge_the_stage,
    stuck=lambda seen: lost_with_a_death(seen) or _why_a_stage_stands_still(seen),
    checked="k = 3, k = 1 and k = 2: never more than k were made and not yet used, k were, and "
    "all were used in order.",
    further="start two consumers. How many sentinels, and does the order hold?",
)
