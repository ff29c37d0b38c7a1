"""Exercises that are judged by all orders: an order that breaks a program, or a mend of it.

An answer runs in a process of its own, so what comes back of a lab is data: its words, the picture
of one order, and its story, which can be stepped in the page.
"""

from functools import partial

from helpers.course.exercises.exercise import Exercise
from helpers.steps import account, story
from helpers.steps.lab import Lab
from helpers.steps.refused import Refused

__all__ = ["a_mend", "an_order", "draw"]


def a_mend(*, program, **about) -> Exercise:
    """An exercise whose answer is a function that no order may break.

    program:  called with the answer's function, gives (workers, names of what they share,
              promise, always), the last three as `interleave` has them
    about:    the other fields of an `Exercise`; with `cases`, the program gets what stands in each
              after the function. The last one is counted and shown
    """
    return Exercise(
        takes=about.pop("takes"),
        cases=about.pop("cases", lambda: [()]),
        trial=partial(_try_a_mend, program),
        judge=_judge_a_mend,
        counted=_orders_tried,
        picture=draw,
        **about,
    )


def an_order(*, program, **about) -> Exercise:
    """An exercise whose answer is an order that breaks a program, such as "1221".

    program:  gives (workers, names of what they share, promise, always)
    about:    the other fields of an `Exercise`
    """
    return Exercise(
        takes=(),
        cases=lambda: [()],
        trial=partial(_try_an_order, program),
        judge=_judge_an_order,
        picture=draw,
        **about,
    )


def _lab(program, *arguments):
    workers, names, promise, always = program(*arguments)
    return Lab(workers, promise, always, {id(thing): name for name, thing in names.items()})


def _try_a_mend(program, function, *case):
    try:
        lab = _lab(program, function, *case)
    except Refused as error:
        return {"refused": str(error)}
    found = lab.found
    schedule = found.failure.schedule if found.failure else account.straight(lab)
    return {
        "orders": found.orders,
        "is_broken": found.failure is not None or found.orders is None,
        "words": account.words(lab),
        "order": account.of_order(lab, schedule),
        "story": story.of_lab(lab, is_asked=True),
    }


def _judge_a_mend(seen):
    returned = seen.returned
    if "refused" in returned:
        return returned["refused"]
    return returned["words"] if returned["is_broken"] else None


def _orders_tried(seen):
    return [
        f"All {one.returned['orders']:,} orders were tried: none breaks it." for one in seen[-1:]
    ]


def _try_an_order(program, function):
    order, lab = function(), _lab(program)
    if not isinstance(order, str) or not order.isdigit():
        return {"wrong": f'The order is a text such as "1221", and yours is {order!r}.'}
    try:
        schedule = lab.schedule(order)
    except ValueError as error:
        return {"wrong": str(error)}
    states = account.states_along(lab, schedule)
    broken = next((n for n, state in enumerate(states) if lab.promises.broken(state)), None)
    return {
        "is_broken": broken is not None,
        "is_over": not lab.graph.look(states[-1]),
        "order": account.of_order(lab, schedule[:broken]),
        "story": story.of_lab(lab, is_asked=False),
    }


def _judge_an_order(seen):
    returned = seen.returned
    if "wrong" in returned:
        return returned["wrong"]
    if returned["is_broken"]:
        return None
    if not returned["is_over"]:
        return "After this order they are not at their end yet, and nothing is broken so far."
    return "This order keeps the promise. Look where a worker holds on to what it has read."


def draw(seen):
    """The picture of the order that was tried or found, or None where none was."""
    from helpers.steps.strip import draw_order

    returned = seen.returned
    if not isinstance(returned, dict) or "order" not in returned:
        return None
    figure = draw_order(*returned["order"])
    figure.keyword, figure.story = "lab", returned["story"]
    return figure
