"""Exercise 02.2: downloads that overlap in threads."""

import time
from functools import partial
from multiprocessing import Barrier, Event

from helpers.course.exercises.exercise import Exercise
from helpers.course.exercises.lanes import noted
from helpers.course.exercises.meeting import ALONE, PATIENCE, START_ALL, meet
from helpers.course.exercises.pages import (
    begin,
    fetching,
    let_one_go_on,
    names_fetched,
    page,
    some_goods,
)
from helpers.course.exercises.saying import unlike
from helpers.course.exercises.threads import elsewhere, own_threads
from helpers.course.exercises.values import listed, out_of_order
from helpers.note.watch.registry import watch

__all__ = ["EXERCISE"]

LOADING = 0.1  # seconds that a page takes, so that who waits for none has none


def _pages():
    cases = []
    for count in (2, 3):
        names = out_of_order(some_goods(count))
        cases.append((names, [page(name) for name in names]))
    return cases


def _fetch(meeting, arrived, pages, name):
    """Wait for all others; then the pages come in the opposite order."""
    begin(name)
    names = list(pages)
    later = names[names.index(name) + 1 :]
    if meet(meeting) and later:
        time.sleep(LOADING)
        arrived[later[0]].wait(PATIENCE)
        let_one_go_on([fetching.get(later[0])])
    arrived[name].set()
    return pages[name]


def _download(download_all, names, pages):
    fetching.clear()
    meeting = watch(Barrier(len(names)), "meeting")
    arrived = {name: Event() for name in names}
    fetch = partial(_fetch, meeting, arrived, dict(zip(names, pages, strict=True)))
    return listed(download_all(fetch, names))


def _judge_the_downloads(seen):
    names, pages = seen.case
    threads = [lane for lane in own_threads(seen) if noted(lane, "fetches ")]
    wanted = f"{len(names)} threads fetch a page each"
    fetched = names_fetched(threads)
    if any(noted(lane, "fetches ") for lane in elsewhere(seen)):
        return unlike(wanted, "other processes fetch them")
    if noted(seen.run.lanes[0], "fetches "):
        wrong = unlike(wanted, "your main thread fetches them, one after the other")
        return f"{wrong}\nWho calls the function that fetches: a new thread, or you?"
    if len(threads) != len(names):
        count = "1 thread fetches" if len(threads) == 1 else f"{len(threads)} threads fetch"
        return unlike(wanted, f"{count} them")
    if any(noted(lane, ALONE) for lane in threads):
        return f"The downloads do not overlap: each one waited in vain for the others. {START_ALL}"
    wrong = unlike(f"the pages {pages}", f"the pages {seen.returned!r}")
    never = [name for name in names if name not in fetched]
    if wrong and never:
        often = next(name for name in fetched if fetched.count(name) > 1)
        return (
            f"{wrong}\nThe threads fetched {often} {fetched.count(often)} times, and {never[0]} "
            "never. A function that takes its name from the loop looks it up when it runs, and by "
            "then the loop has gone on. Give each thread its own name, in `args`."
        )
    return wrong


EXERCISE = Exercise(
    number="02.2",
    asks="download_all",
    takes=("fetch", "names"),
    stub="""\
from threading import Thread

def download_all(fetch, names):
    pages = {}

    def load(name):
        pages[name] = fetch(name)

    threads = []
    for name in names:
        t = Thread(target=load(name), name=name)
        t.start()
        threads.append(t)
    for t in threads:
        t.join()
    return [pages[name] for name in names]
""",
    hints=(
        "Which thread calls fetch()? The picture under the check has a lane for each thread.",
        "A target is a function that the new thread is to call. Is load(name) a function, or "
        "what a function has returned?",
        "Give the thread the function and, apart from it, what to call it with, as you did for "
        "processes: Thread(target=load, args=(...,)). All else may stay as it is.",
    ),
    cases=_pages,
    trial=_download,
    judge=_judge_the_downloads,
    checked="two and three downloads, each of which waited until all of them were under way, "
    "and whose pages came in another order.",
    further="what does Thread(target=None) do? That is what you got in place of an error.",
)
