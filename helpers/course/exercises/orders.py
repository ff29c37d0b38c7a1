"""Exercises that are judged by all orders: an order that breaks a program, a mend of it, or a
verdict on it.
"""

from functools import partial

from helpers.course.exercises.exercise import Exercise

__all__ = ["a_mend", "an_order", "draw", "verdicts"]


def a_mend(*, program, **about) -> Exercise:
    """An exercise whose answer is a function that no order may break.

    program:  called with the answer's function, gives (workers, names of what they share,
              promise, always), the last three as `interleave` has them
    about:    the other fields of an `Exercise`; with `cases`, the program gets what stands in each
              after the function. The last one is counted and shown
    """
    return Exercise(
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


def _try_a_mend(program, function, *case):
    from helpers.course.exercises import tried

    return tried.all_orders(partial(program, function, *case))


def _try_an_order(program, function):
    from helpers.course.exercises import tried

    return tried.one_order(program, function())


def _try_a_verdict(programs, function, name):
    from helpers.course.exercises import tried

    said = function()
    if not isinstance(said, dict) or name not in said:
        return {"wrong": f"The answer is a dict with an entry {name!r}, and yours is {said!r}."}
    if said[name] is None:
        return tried.all_orders(programs[name])
    return tried.one_order(programs[name], said[name])


def _judge_a_mend(seen):
    returned = seen.returned
    if "wrong" in returned:
        return returned["wrong"]
    return returned["words"] if returned["is_broken"] else None


def _judge_an_order(seen):
    returned = seen.returned
    if "wrong" in returned:
        return returned["wrong"]
    if returned["is_broken"]:
        return None
    if not returned["is_over"]:
        return "After this order they are not at their end yet, and nothing is broken so far."
    return "This order keeps the promise."


def _judge_a_verdict(seen):
    judge = _judge_a_mend if "words" in seen.returned else _judge_an_order
    said = judge(seen)
    return said and f"{seen.case[0]}: {said}"


def _orders_tried(seen):
    return [
        f"All {one.returned['orders']:,} orders were tried: none breaks it." for one in seen[-1:]
    ]


def _orders_that_break(seen):
    return [
        f"All {one.returned['orders']:,} orders were tried: {one.returned['breaking']:,} break it."
        for one in seen
        if one.returned["orders"]
    ]


def _orders_of_each(seen):
    said = []
    for one in seen:
        count = _orders_tried if "words" in one.returned else _orders_that_break
        said += [f"{one.case[0]}: {text}" for text in count([one])]
    return said


def draw(seen):
    """The picture of the order that was tried or found; where none was found, of all orders. None
    where nothing was tried.
    """
    from helpers.steps.map import map_of
    from helpers.steps.strip import draw_order, draw_start

    returned = seen.returned
    if not isinstance(returned, dict) or "story" not in returned:
        return None
    if "order" in returned:
        figure = draw_order(*returned["order"])
    else:
        figure = draw_start(*returned["start"], map_of(returned["grid"]))
    figure.keyword, figure.story = "lab", returned["story"]
    return figure
