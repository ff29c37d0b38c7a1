"""Exercise 02.3: no worker, threads or processes, as suits the work."""

import hashlib
import random
import re
import sys
import time
from functools import partial

from helpers.course.exercises.exercise import Exercise
from helpers.course.exercises.lanes import marks, noted
from helpers.course.exercises.meeting import ALONE, PATIENCE, START_ALL
from helpers.course.exercises.saying import unlike
from helpers.course.exercises.threads import elsewhere, own_threads
from helpers.course.exercises.turnstile import Turnstile
from helpers.note.events import mark

__all__ = ["EXERCISE"]

AT_ONCE, WAITS = "is over at once", "waits"
HASHES, COMPUTES = "hashes large buffers", "computes in Python"
DONE = r"piece (\d+) is done(?:: (\d+) ms of CPU time)?"
SPAN = 0.25  # seconds that a piece of work takes, however many cores it gets
SUITS = {AT_ONCE: "your own process", WAITS: "threads", HASHES: "threads", COMPUTES: "processes"}
WHY = {
    AT_ONCE: "To start a worker takes far longer than this work.",
    WAITS: "Who waits holds no GIL, so threads overlap, and they start at once.",
    HASHES: "The hash gives the GIL back for large buffers, so threads work side by side, and they "
    "start at once.",
    COMPUTES: "Threads that run Python code take turns: there is one GIL for all of them.",
}


def _kinds():
    return [(kind, random.sample(range(1, 10), 2)) for kind in SUITS]


def _work(kind, all_at_work, count, piece):
    if kind == AT_ONCE:
        mark(f"piece {piece} is done")
        return
    all_at_work.enter()
    if not all_at_work.wait(count, PATIENCE):
        mark(ALONE)
    cpu, until = time.thread_time(), time.perf_counter() + SPAN
    if kind == WAITS:
        time.sleep(SPAN)
    buffer = bytes(2**20)
    while time.perf_counter() < until:
        if kind == HASHES:
            hashlib.sha256(buffer).digest()
    mark(f"piece {piece} is done: {(time.thread_time() - cpu) * 1e3:.0f} ms of CPU time")


def _choose(run_all, kind, pieces):
    all_at_work = Turnstile("all at work")
    began = time.perf_counter()
    run_all(kind, partial(_work, kind, all_at_work, len(pieces)), pieces)
    took = time.perf_counter() - began
    return {"took": took, "has_gil": getattr(sys, "_is_gil_enabled", lambda: True)()}


def _judge_the_choice(seen):
    kind, pieces = seen.case
    done = sorted(int(piece) for lane in seen.run.lanes for piece, _ in _done(lane))
    if done != sorted(pieces):
        count = {piece: done.count(piece) for piece in sorted(pieces)}
        if max(count.values()) < 2:
            missing = " and ".join(str(piece) for piece in count if piece not in done)
            return (
                f'"{kind}": piece {missing} was not done when run_all() returned. Call work(piece) '
                "for each piece, and join what you start."
            )
        return unlike(f'"{kind}": each piece is done once', f'"{kind}": done were pieces {done}')
    took = _where(seen)
    side_by_side = kind == COMPUTES and took == "threads" and not seen.returned["has_gil"]
    if took != SUITS[kind] and not side_by_side:
        return f"{unlike(f'{kind!r} in {SUITS[kind]}', f'{kind!r} in {took}')}\n{WHY[kind]}"
    if any(noted(lane, ALONE) for lane in seen.run.lanes):
        return f'"{kind}" in {took} is right, but they work one after the other. {START_ALL}'
    return None


def _done(lane):
    """The pieces that were done in `lane`, and the milliseconds of CPU time, as texts."""
    found = (re.fullmatch(DONE, one.text) for one in marks(lane))
    return [match.groups() for match in filter(None, found)]


def _where(seen):
    at_work = [lane for lane in seen.run.lanes if _done(lane)]
    main, own = seen.run.lanes[0], own_threads(seen)
    places = {
        "your own process": any(lane is main for lane in at_work),
        "threads": any(lane in own for lane in at_work),
        "processes": any(lane in elsewhere(seen) for lane in at_work),
    }
    return " and ".join(name for name, used in places.items() if used)


def _measure_the_choice(all_seen):
    for seen in all_seen:
        kind, _ = seen.case
        if seen.returned is None:
            continue
        span = 0 if kind == AT_ONCE else SPAN
        lost = max(seen.returned["took"] - span, 0)
        said = f"{kind}: {lost * 1e3:.1f} ms lost to starts and ends"
        if span:
            used = [int(cpu) / 1e3 for lane in seen.run.lanes for _, cpu in _done(lane) if cpu]
            said += f", then {sum(used) / span:.1f} cores at work"
        yield said


EXERCISE = Exercise(
    number="02.3",
    asks="run_all",
    takes=("kind", "work", "pieces"),
    stub="""\
def run_all(kind, work, pieces):
    ...
""",
    hints=(
        "Look at the table under “Look closer: Which to choose”. One of the kinds needs no "
        "worker at all.",
        "Thread and Process have one interface. So choose the class first, and write the rest "
        "once, for whatever was chosen.",
        "If the kind is over at once, call work(piece) in a loop and return. Otherwise let "
        "Worker be Process for what computes in Python, and Thread for the rest. Make a list "
        "of Worker(target=work, args=(piece,)), start all, then join all.",
    ),
    cases=_kinds,
    trial=_choose,
    judge=_judge_the_choice,
    checked="four kinds of work, two pieces each: where they ran, and that they met there.",
    further="choose wrongly on purpose, and look at the cores at work.",
    measured=_measure_the_choice,
)
