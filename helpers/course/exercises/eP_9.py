"""Puzzle P.9: one pot for all who eat."""

from threading import Lock

from helpers.course.exercises.orders import a_mend
from helpers.course.programs import kitchens

__all__ = ["EXERCISE"]


def _program(dine, dishes):
    kitchen, eaten, lock = kitchens.Kitchen(), [], Lock()
    workers = [(dine, (kitchen, dish, eaten, lock)) for dish in dishes]
    names = {"kitchen": kitchen, "eaten": eaten, "lock": lock}

    def all_eat_the_same():
        return len(eaten) == len(dishes) and len(set(eaten)) == 1 and eaten[0] in dishes

    return workers, names, all_eat_the_same, None


EXERCISE = a_mend(
    number="P.9",
    asks="dine",
    takes=("kitchen", "dish", "eaten", "lock"),
    program=_program,
    cases=lambda: [(["soup"],), (["stew"],), (["soup", "stew"],)],
    stub="""\
def dine(kitchen, dish, eaten, lock):
    if kitchen.pot is None:
        with lock:
            if kitchen.pot is None:
                kitchen.pot = []
                kitchen.pot.append(dish)
    eaten.append(kitchen.pot[0])
""",
    hints=(
        "The lock is there, and the question is asked twice. What does the one see who asks "
        "without the lock?",
        "The pot stands on the stove before anything is in it. Who finds a pot does not wait "
        "for the lock.",
        "Fill it first, and put it on the stove then: `pot = []`, `pot.append(dish)`, and "
        "only after that `kitchen.pot = pot`, in this order, under the second `if`.",
    ),
    checked="one guest and two, with other dishes, who call your dine, in every order: all eat "
    "the same, and it is what one of them has cooked.",
    further="with one `with lock:` around the whole of it, and no question twice: how many orders "
    "are left?",
)
