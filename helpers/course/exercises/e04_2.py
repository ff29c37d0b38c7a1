"""Exercise 04.2: an answer that cannot be pickled."""

import random
from functools import partial

from helpers.course.exercises.exercise import Exercise
from helpers.course.exercises.lanes import lost_with_a_death, noted, started
from helpers.course.exercises.own_process import not_here
from helpers.course.exercises.saying import unlike
from helpers.course.exercises.values import listed, out_of_order
from helpers.note.events import mark

__all__ = ["EXERCISE"]


def _price_lists():
    goods = ["tea", "soup", "rice", "cake", "milk"]
    return [
        (
            dict(
                zip(
                    out_of_order(random.sample(goods, count)),
                    out_of_order(random.sample(range(1, 100), count)),
                    strict=True,
                )
            ),
        )
        for count in (3, 4)
    ]


def _look_up(prices, name):
    not_here("look_up()", "the clerk")
    mark(f"looks up {name}")
    return prices[name]


def _ask_for_prices(prices_of, prices):
    return listed(prices_of(partial(_look_up, prices), list(prices)))


def _judge_the_prices(seen):
    [prices] = seen.case
    if not started(seen):
        return unlike("a process for the clerk", "no process")
    asked = f"prices({list(prices)}) is"
    wrong = unlike(f"{asked} {list(prices.values())}", f"{asked} {seen.returned!r}")
    return wrong and "\n".join(filter(None, [wrong, _why_prices_get_lost(seen)]))


def _why_prices_get_lost(seen):
    looked_up = any(noted(lane, "looks up") for lane in started(seen))
    if started(seen) and not looked_up and not seen.returned:
        return (
            "The clerk has never called look_up(). What it puts is a recipe for prices, no prices, "
            "and a recipe cannot be pickled: the feeder thread drops it, and nobody is told."
        )
    return None


EXERCISE = Exercise(
    number="04.2",
    asks="prices",
    takes=("look_up", "names"),
    stub="""\
from multiprocessing import Process, Queue

def ask(look_up, names, answers):
    answers.put(look_up(name) for name in names)
    answers.put(None)

def prices(look_up, names):
    answers = Queue()
    clerk = Process(target=ask, args=(look_up, names, answers), name="clerk")
    clerk.start()
    found = []
    while (answer := answers.get()) is not None:
        found += answer
    clerk.join()
    return found
""",
    hints=(
        "Two messages are put, and one is received. Which one gets lost, and who loses it? "
        "See “It pickles later”.",
        "Call pickle.dumps() with what ask() puts first. What is it, if not a list?",
        "What stands between the parentheses of put() is a generator. It computes nothing "
        "before somebody asks, and it cannot be pickled. Put a list: write [ and ] around it.",
    ),
    cases=_price_lists,
    trial=_ask_for_prices,
    judge=_judge_the_prices,
    stuck=lambda seen: lost_with_a_death(seen) or _why_prices_get_lost(seen),
    checked="two lists of names: the clerk looked up each price, and all of them arrived in "
    "the right order.",
    further="let look_up() raise for one of the names. Who waits then, and how do you end it?",
)
