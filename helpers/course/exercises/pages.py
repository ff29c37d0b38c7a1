"""Pages that threads fetch, none before another one has put its page somewhere."""

import random
import threading
import time

from helpers.course.exercises.lanes import texts_of
from helpers.note.events import mark

__all__ = [
    "LOOKS",
    "PAUSE",
    "begin",
    "let_one_go_on",
    "names_fetched",
    "page",
    "some_goods",
]

LOOKS = 50  # at what others do, PAUSE apart: on a busy computer they take longer, as all does
PAUSE = 0.002  # seconds

fetching = {}  # of this process: the name of a page, and who fetches it, or has


def some_goods(count) -> list[str]:
    """The names of `count` pages."""
    return random.sample(["tea", "bread", "milk", "salt", "rice", "plums"], count)


def page(name) -> str:
    """What stands on the page `name`, another text each time: "tea: 417"."""
    return f"{name}: {random.randrange(100, 1000)}"


def begin(name):
    """Note that the thread that calls fetches the page `name`. Returns that thread."""
    mark(f"fetches {name}")
    fetching[name] = threading.current_thread()
    return fetching[name]


def let_one_go_on(others) -> None:
    """Until one of the threads `others` has put its page somewhere: it has ended, or fetches
    another one.

    One of a pool may have nothing more to do. Then it has time for that until the looks are over.
    """
    for _ in range(LOOKS):
        fetch = list(fetching.values())
        if any(one is None or not one.is_alive() or fetch.count(one) > 1 for one in others):
            break
        time.sleep(PAUSE)


def names_fetched(lanes) -> list[str]:
    """The names of the pages that were fetched, sorted, one for each time."""
    return sorted(name for lane in lanes for name in texts_of(lane, "fetches "))
