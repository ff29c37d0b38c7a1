"""An exercise for the tests, of which the process that tries an answer knows as well."""

from helpers.course.checking import load
from helpers.course.exercises import found
from helpers.course.exercises.exercise import Exercise
from helpers.course.exercises.saying import unlike


def judge(seen):
    [number] = seen.case
    return unlike(f"double({number}) is {2 * number}", f"double({number}) is {seen.returned}")


DOUBLE = Exercise(
    number="99.1",
    asks="double",
    takes=("number",),
    stub="def double(number):\n    ...\n",
    hints=("Add it to itself.", "number + number"),
    cases=lambda: [(3,), (5,)],
    trial=lambda double, number: double(number),
    judge=judge,
    checked="two numbers",
    further="three numbers",
    stuck=lambda seen: "It waits for a child." if len(seen.run.lanes) > 1 else None,
    deadline=1.0,
)


def make_known(slowness=1.0, others=0.0):
    """For the process of an exam, where the computer is as busy as the test says."""
    found._all = lambda: [DOUBLE]
    load.slowness = lambda began: slowness
    looks = load.Watch._look

    def look(self):
        looks(self)
        self.others = others

    load.Watch._look = look
