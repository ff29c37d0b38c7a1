"""Exercises that are judged by all orders: an order that breaks a program, a mend of it, or a
verdict on it.

An answer runs in a process of its own, so what comes back of a lab is data: its words, the picture
of one order, and its story, which can be stepped in the page.
"""

from functools import partial

from helpers.course.exercises.exercise import Exercise
from helpers.steps import account, story
from helpers.steps.lab import Lab
from helpers.steps.refused import Refused

__all__ = ["a_mend", "an_order", "draw", "verdicts"]


def a_mend(*, program, **about) -> Exercise:
    """An exercise whose answer is a function that no order may break.

    program:  called with the answer's function, gives (workers, names of what they share,
              promise, always), the last three as `interleave` has them
    about:    the other fields of an `Exercise`
    """
    return Exercise(
        takes=about.pop("takes"),
        cases=lambda: [()],
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
        counted=_orders_that_break,
        picture=draw,
        **about,
    )


def verdicts(*, programs, **about) -> Exercise:
    """An exercise whose answer says of each program that it is safe, or gives an order against it.

    programs:  {name: a program as `an_order` has it}; the answer is {name: None or an order}
    about:     the other fields of an `Exercise`
    """
    return Exercise(
        takes=(),
        cases=lambda: [(name,) for name in programs],
        trial=partial(_try_a_verdict, programs),
        judge=_judge_a_verdict,
        counted=_orders_of_each,
        picture=draw,
        **about,
    )


def _lab(program, *arguments):
    workers, names, promise, always = program(*arguments)
    return Lab(workers, promise, always, {id(thing): name for name, thing in names.items()})


def _try_a_mend(program, function):
    try:
        return _searched(_lab(program, function))
    except Refused as error:
        return {"wrong": str(error)}


def _searched(lab):
    """What came of all orders, and the one to show."""
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
    if "wrong" in returned:
        return returned["wrong"]
    return returned["words"] if returned["is_broken"] else None


def _orders_tried(seen):
    return [f"All {one.returned['orders']:,} orders were tried: none breaks it." for one in seen]


def _try_an_order(program, function):
    return _tried(_lab(program), function())


def _tried(lab, order):
    """What came of one order, which a learner gave."""
    if not isinstance(order, str) or not order.isdigit():
        return {"wrong": f'The order is a text such as "1221", and yours is {order!r}.'}
    try:
        schedule = lab.schedule(order)
    except ValueError as error:
        return {"wrong": str(error)}
    states = account.states_along(lab, schedule)
    broken = next((n for n, state in enumerate(states) if lab.promises.broken(state)), None)
    return {
        "orders": lab.found.orders,
        "breaking": lab.found.broken,
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
    return "This order keeps the promise."


def _orders_that_break(seen):
    return [
        f"All {one.returned['orders']:,} orders were tried: {one.returned['breaking']:,} break it."
        for one in seen
        if one.returned["orders"]
    ]


def _try_a_verdict(programs, function, name):
    said = function()
    if not isinstance(said, dict) or name not in said:
        return {"wrong": f"The answer is a dict with an entry {name!r}, and yours is {said!r}."}
    lab = _lab(programs[name])
    return _searched(lab) if said[name] is None else _tried(lab, said[name])


def _judge_a_verdict(seen):
    judge = _judge_a_mend if "words" in seen.returned else _judge_an_order
    said = judge(seen)
    return said and f"{seen.case[0]}: {said}"


def _orders_of_each(seen):
    tried = [
        (_orders_tried if "words" in one.returned else _orders_that_break)([one]) for one in seen
    ]
    return [
        f"{one.case[0]}: {said}" for one, some in zip(seen, tried, strict=True) for said in some
    ]


def draw(seen):
    """The picture of the order that was tried or found, or None where none was."""
    from helpers.steps.strip import draw_order

    returned = seen.returned
    if not isinstance(returned, dict) or "order" not in returned:
        return None
    figure = draw_order(*returned["order"])
    figure.keyword, figure.story = "lab", returned["story"]
    return figure
