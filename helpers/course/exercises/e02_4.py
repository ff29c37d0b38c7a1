"""Exercise 02.4: a limit for downloads at a time."""

import random
from functools import partial
from multiprocessing import Barrier, Event, Value

from helpers.course.exercises.exercise import Exercise
from helpers.course.exercises.lanes import noted
from helpers.course.exercises.meeting import ALONE, meet
from helpers.course.exercises.pages import (
    LOOKS,
    PAUSE,
    begin,
    fetching,
    let_one_go_on,
    names_fetched,
    page,
    some_goods,
)
from helpers.course.exercises.saying import unlike
from helpers.course.exercises.threads import deaths_of, elsewhere
from helpers.course.exercises.values import listed, out_of_order
from helpers.note.events import mark
from helpers.note.watch.registry import watch

__all__ = ["EXERCISE"]

TOO_MANY = "one too many"


def _limits():
    cases = []
    for count, limit in ((4, 2), (6, 3)):
        names = out_of_order(some_goods(count))
        pages = [page(name) for name in names]
        if cases:
            pages[random.randrange(limit)] = None
        cases.append((names, limit, pages))
    return cases


def _fetch_in_time(meeting, inside, excess, limit, pages, name):
    me = begin(name)
    with inside.get_lock():
        inside.value += 1
        if inside.value > limit:
            mark(TOO_MANY)
            excess.set()
    if not excess.is_set() and meet(meeting):
        for _ in range(LOOKS):
            if excess.wait(PAUSE):  # there is one too many
                break
        if name == next(iter(pages)):  # so its page is not the first one that comes
            let_one_go_on([one for one in list(fetching.values()) if one is not me])
    with inside.get_lock():
        inside.value -= 1
    if pages[name] is None:
        raise OSError(f"there is no page {name}")
    return pages[name]


def _download_some(download, names, limit, pages):
    fetching.clear()
    meeting = watch(Barrier(limit), "meeting")
    pages = dict(zip(names, pages, strict=True))
    fetch = partial(_fetch_in_time, meeting, Value("i", 0), Event(), limit, pages)
    return listed(download(fetch, names, limit))


def _judge_the_limit(seen):
    names, limit, pages = seen.case
    lanes, wanted = seen.run.lanes, f"{limit} pages at a time"
    if any(noted(lane, "fetches ") for lane in elsewhere(seen)):
        return unlike(f"{wanted}, in threads", "other processes fetch them")
    if noted(lanes[0], "fetches "):
        return unlike(f"{wanted}, in threads", "your main thread fetches pages itself")
    fetched = names_fetched(lanes)
    if fetched != sorted(names):
        return unlike(f"fetched: {sorted(names)}", f"fetched: {fetched}")
    if any(noted(lane, TOO_MANY) for lane in lanes):
        return unlike(wanted, f"more than {limit} at a time")
    if any(noted(lane, ALONE) for lane in lanes):
        wrong = unlike(wanted, f"fewer than {limit} at a time, though more were left")
        return "\n".join([wrong, *_why_fewer(seen)])
    wrong = unlike(f"the pages {pages}", f"the pages {seen.returned!r}")
    return wrong and "\n".join([wrong, *deaths_of(seen)])


def _why_fewer(seen):
    deaths = deaths_of(seen)
    if deaths:
        deaths.append("Who dies fetches nothing more: catch the error where you call fetch().")
    return deaths


def _why_a_download_hangs(seen):
    if reasons := _why_fewer(seen):
        return "\n".join(reasons)
    stand = seen.run.lanes[0].stand
    if stand and (stand.waiting_on or "").endswith(".join()"):
        return (
            "Your function waits for a worker that never ends. Who tells the workers that no page "
            "is left?"
        )
    return None


EXERCISE = Exercise(
    number="02.4",
    asks="download",
    takes=("fetch", "names", "limit"),
    stub="""\
def download(fetch, names, limit):
    ...
""",
    hints=(
        "The first workers of this chapter took their jobs from a queue. How many workers are "
        "at work then, however many jobs there are?",
        "Put the names into a queue.Queue, and behind them a None for each worker. Start as "
        "many workers as the limit says. A worker that gets None returns.",
        "Each worker loops: get a name; at None, return; else try pages[name] = fetch(name), "
        "and on OSError write None into pages[name]. Your function starts the workers, joins "
        "them all, and returns the pages in the order of the names.",
    ),
    cases=_limits,
    trial=_download_some,
    judge=_judge_the_limit,
    stuck=_why_a_download_hangs,
    checked="four pages two at a time, and six pages three at a time, one of which was not there.",
    further="try a page that is not there a second time before you give it up.",
)
