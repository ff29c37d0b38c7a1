"""What came of the orders of a program, as data: its words, the picture of one order, its story.

An answer runs in a process of its own, and what it shows travels as JSON. The story can be stepped
in the page.
"""

from helpers.steps import account, story
from helpers.steps.grid import grid_of
from helpers.steps.lab import Lab
from helpers.steps.refused import Refused

__all__ = ["all_orders", "one_order"]


def all_orders(program) -> dict:
    """What came of trying all orders of `program`, which `exercises/orders.py` explains."""
    try:
        lab = _lab(program)
    except Refused as error:
        return {"wrong": str(error)}
    found = lab.found
    seen = {
        "orders": found.orders,
        "is_broken": found.failure is not None or found.orders is None,
        "words": account.words(lab),
        "story": story.of_lab(lab, is_asked=True),
    }
    if found.failure:
        return seen | {"order": account.of_order(lab, found.failure.schedule)}
    start = (*account.of_start(lab), account.verdict(lab))
    return seen | {"start": start, "grid": grid_of(lab, ())}


def one_order(program, order) -> dict:
    """What came of an order such as "1221", which a learner gave."""
    lab = _lab(program)
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


def _lab(program):
    workers, names, promise, always = program()
    return Lab(workers, promise, always, {id(thing): name for name, thing in names.items()})
