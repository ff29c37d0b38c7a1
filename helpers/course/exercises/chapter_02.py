"""The exercises of chapter 02, Threads and the GIL."""

import hashlib
import random
import re
import sys
import threading
import time
from contextlib import contextmanager
from functools import partial
from multiprocessing import Barrier, Event, Value
from pathlib import Path
from threading import BrokenBarrierError

from helpers.course.exercises.exercise import Exercise, listed, marks, out_of_order, unlike
from helpers.note.events import mark

__all__ = ["EXERCISES"]

DEADLINE = 4.0  # seconds for one case: on a busy computer the start of a process takes half of one
PATIENCE = 2.0  # seconds that one who has to meet others waits for them
ALONE = "waited in vain for the others"
LOADING = 0.1  # seconds that a page takes, so that who waits for none has none
LOOKS = 50  # at what others do, PAUSE apart: on a busy computer they take longer, as all does
PAUSE = 0.002  # seconds
TOO_MANY = "one too many"
START_ALL = "Start all, then join all."


def _said(lane, text):
    return sum(one.text.startswith(text) for one in marks(lane))


def _own_threads(seen):
    """The lanes of further threads of the process that runs the answer."""
    first = seen.run.lanes[0]
    return [lane for lane in seen.run.lanes[1:] if lane.pid == first.pid]


def _elsewhere(seen):
    """The lanes of other processes."""
    return [lane for lane in seen.run.lanes if lane.pid != seen.run.lanes[0].pid]


def _deaths(seen):
    return [f"{_short(lane)} died of {lane.error}." for lane in _own_threads(seen) if lane.error]


def _short(lane):
    return lane.name.rpartition(" / ")[2]


def _meet(meeting):
    """Whether all have come."""
    try:
        meeting.wait(PATIENCE)
    except BrokenBarrierError:
        mark(ALONE)
        return False
    return True


# 02.1


class _Account:
    """Makes the loss certain: nobody writes before the other has read, save under the lock."""

    def __init__(self, balance):
        self._balance = balance
        self._news = threading.Condition()
        self._readers = set()
        self.asking = set()  # who waits for the lock, and does not go on without it
        self.holder = None  # who has it
        self.last = None  # who had it last, or has it

    @property
    def balance(self):
        with self._news:
            self._note("read")
            self._readers.add(threading.get_ident())
            self._news.notify_all()
            if self.holder == threading.get_ident():
                self._news.wait_for(self._may_write, 1)  # so the lock is asked for when it is free
            balance = self._balance
        time.sleep(0.02)  # for the picture
        return balance

    @balance.setter
    def balance(self, balance):
        with self._news:
            self._news.wait_for(self._may_write, 1)
            self._note("wrote")
            self._balance = balance

    def _may_write(self):
        me = threading.get_ident()
        return self._readers - {me} or (self.holder == me and self.asking - {me})

    def _note(self, what):
        held = self.holder == threading.get_ident()
        mark(f"{what} {'with' if held else 'without'} the lock")

    def let_the_other(self, me):
        """Let the other have the lock before `me` has it once more, if both ask for it."""
        if self.last == me != self.holder:
            self._news.wait_for(lambda: self.last != me or not self.asking - {me}, 1)

    @contextmanager
    def changing(self):
        with self._news:
            yield threading.get_ident()
            self._news.notify_all()


class _Lock:
    """Tells the account who asks for the lock and who has it."""

    def __init__(self, account, lock):
        self._account = account
        self._lock = lock

    def acquire(self, blocking=True, timeout=-1):
        with self._account.changing() as me:
            if blocking and timeout == -1:
                self._account.asking.add(me)
                self._account.let_the_other(me)
        got = self._lock.acquire(blocking, timeout)
        with self._account.changing():
            self._account.asking.discard(me)
            if got:
                self._account.holder = self._account.last = me
        return got

    def release(self):
        with self._account.changing():
            self._account.holder = None
        self._lock.release()

    def locked(self):
        return self._lock.locked()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()


def _deposits():
    return [(random.randrange(100), *random.sample(range(10, 100), 2)) for _ in range(2)]


def _bank(deposit, balance, *amounts):
    from helpers import watch

    account = _Account(balance)
    lock = _Lock(account, watch(threading.Lock(), "lock"))
    threads = [
        threading.Thread(target=deposit, args=(account, amount, lock), name=name)
        for amount, name in zip(amounts, ("Ada", "Bob"), strict=True)
    ]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return account._balance


def _judge_the_account(seen):
    balance, one, two = seen.case
    if deaths := _deaths(seen):
        return "\n".join(deaths)
    wrong = unlike(
        f"{balance} and deposits of {one} and {two} make {balance + one + two}",
        f"{balance} and deposits of {one} and {two} make {seen.returned}",
    )
    return wrong and f"{wrong}\n{_why_it_was_lost(seen)}"


def _why_it_was_lost(seen):
    lanes = _own_threads(seen)
    if not any(_said(lane, "wrote ") for lane in lanes):
        return "Nobody wrote the new balance into the account."
    if not any(lane.holds for lane in lanes):
        return "Nobody took the lock, and both read before either wrote."
    if any(_said(lane, "read without") for lane in lanes):
        return "The balance was read without the lock: it was out of date when it was written back."
    if any(_said(lane, "wrote without") for lane in lanes):
        return "The lock was released before the new balance was written: meanwhile the other read."
    return (
        "The lock was released after the balance was read, and taken again to write it: meanwhile "
        "the other read. Reading and writing belong together."
    )


def _why_a_deposit_hangs(seen):
    for lane in _own_threads(seen):
        if any(hold.end is None for hold in lane.holds):
            if lane.stand and lane.stand.waiting_on == "lock.acquire()":
                return (
                    f"{_short(lane)} has the lock and asks for it a second time: so it waits for "
                    "itself. Acquire it once, release it once."
                )
            died = f"{_short(lane)} died of {lane.error}.\n" if lane.error else ""
            return f"{died}{_short(lane)} has taken the lock and never released it."
    return None


# 02.2


def _names(count):
    return random.sample(["tea", "bread", "milk", "salt", "rice", "plums"], count)


def _page(name):
    return f"{name}: {random.randrange(100, 1000)}"


def _pages():
    cases = []
    for count in (2, 3):
        names = out_of_order(_names(count))
        cases.append((names, [_page(name) for name in names]))
    return cases


_threads = {}  # of this process: the name of a page, and who fetches it, or has


def _fetch(meeting, arrived, pages, name):
    """Wait for all others; then the pages come in the opposite order."""
    mark(f"fetches {name}")
    _threads[name] = threading.current_thread()
    names = list(pages)
    later = names[names.index(name) + 1 :]
    if _meet(meeting) and later:
        time.sleep(LOADING)
        arrived[later[0]].wait(PATIENCE)
        _let_one_go_on([_threads.get(later[0])])
    arrived[name].set()
    return pages[name]


def _let_one_go_on(threads):
    """Until one of `threads` has put its page somewhere: it has ended, or fetches another one.

    One of a pool may have nothing more to do. Then it has time for that until the looks are over.
    """
    for _ in range(LOOKS):
        fetch = list(_threads.values())
        if any(one is None or not one.is_alive() or fetch.count(one) > 1 for one in threads):
            break
        time.sleep(PAUSE)


def _download(download_all, names, pages):
    from helpers import watch

    _threads.clear()
    meeting = watch(Barrier(len(names)), "meeting")
    arrived = {name: Event() for name in names}
    fetch = partial(_fetch, meeting, arrived, dict(zip(names, pages, strict=True)))
    return listed(download_all(fetch, names))


def _judge_the_downloads(seen):
    names, pages = seen.case
    threads = [lane for lane in _own_threads(seen) if _said(lane, "fetches ")]
    wanted = f"{len(names)} threads fetch a page each"
    fetched = _fetched(threads)
    if any(_said(lane, "fetches ") for lane in _elsewhere(seen)):
        return unlike(wanted, "other processes fetch them")
    if _said(seen.run.lanes[0], "fetches "):
        wrong = unlike(wanted, "your main thread fetches them, one after the other")
        return f"{wrong}\nWho calls the function that fetches: a new thread, or you?"
    if len(threads) != len(names):
        count = "1 thread fetches" if len(threads) == 1 else f"{len(threads)} threads fetch"
        return unlike(wanted, f"{count} them")
    if any(_said(lane, ALONE) for lane in threads):
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


def _fetched(lanes):
    """The names of the pages that were fetched, sorted, one for each time."""
    return sorted(
        one.text.partition(" ")[2]
        for lane in lanes
        for one in marks(lane)
        if one.text.startswith("fetches ")
    )


# 02.3

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


def _work(kind, folder, number, piece):
    if kind == AT_ONCE:
        mark(f"piece {piece} is done")
        return
    if not _met_in(folder, number, piece):
        mark(ALONE)
    cpu, until = time.thread_time(), time.perf_counter() + SPAN
    if kind == WAITS:
        time.sleep(SPAN)
    buffer = bytes(2**20)
    while time.perf_counter() < until:
        if kind == HASHES:
            hashlib.sha256(buffer).digest()
    mark(f"piece {piece} is done: {(time.thread_time() - cpu) * 1e3:.0f} ms of CPU time")


def _met_in(folder, number, piece):
    """A barrier that can be sent anywhere, also to the workers of an executor."""
    Path(folder, str(piece)).touch()
    until = time.perf_counter() + PATIENCE
    while len(list(Path(folder).iterdir())) < number:
        if time.perf_counter() > until:
            return False
        time.sleep(0.002)
    return True


def _choose(run_all, kind, pieces):
    import tempfile

    from helpers.kernel import session

    # The session removes the folder, when nobody is left: an answer may return while workers write.
    folder = tempfile.mkdtemp(dir=session.folder())
    began = time.perf_counter()
    run_all(kind, partial(_work, kind, folder, len(pieces)), pieces)
    return time.perf_counter() - began


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
    if took != SUITS[kind] and not (kind == COMPUTES and took == "threads" and not _has_gil()):
        return f"{unlike(f'{kind!r} in {SUITS[kind]}', f'{kind!r} in {took}')}\n{WHY[kind]}"
    if any(_said(lane, ALONE) for lane in seen.run.lanes):
        return f'"{kind}" in {took} is right, but they work one after the other. {START_ALL}'
    return None


def _done(lane):
    """The pieces that were done in `lane`, and the milliseconds of CPU time, as texts."""
    found = (re.fullmatch(DONE, one.text) for one in marks(lane))
    return [match.groups() for match in filter(None, found)]


def _has_gil():
    return getattr(sys, "_is_gil_enabled", lambda: True)()


def _where(seen):
    at_work = [lane for lane in seen.run.lanes if _done(lane)]
    main, own = seen.run.lanes[0], _own_threads(seen)
    places = {
        "your own process": any(lane is main for lane in at_work),
        "threads": any(lane in own for lane in at_work),
        "processes": any(lane in _elsewhere(seen) for lane in at_work),
    }
    return " and ".join(name for name, used in places.items() if used)


def _measure_the_choice(all_seen):
    for seen in all_seen:
        kind, _ = seen.case
        if not isinstance(seen.returned, float):
            continue
        span = 0 if kind == AT_ONCE else SPAN
        said = f"{kind}: {max(seen.returned - span, 0) * 1e3:.1f} ms lost to starts and ends"
        if span:
            used = [int(cpu) / 1e3 for lane in seen.run.lanes for _, cpu in _done(lane) if cpu]
            said += f", then {sum(used) / span:.1f} cores at work"
        yield said


# 02.4


def _limits():
    cases = []
    for count, limit in ((4, 2), (6, 3)):
        names = out_of_order(_names(count))
        pages = [_page(name) for name in names]
        if cases:
            pages[random.randrange(limit)] = None
        cases.append((names, limit, pages))
    return cases


def _fetch_in_time(meeting, inside, excess, limit, pages, name):
    mark(f"fetches {name}")
    me = _threads[name] = threading.current_thread()
    with inside.get_lock():
        inside.value += 1
        if inside.value > limit:
            mark(TOO_MANY)
            excess.set()
    if not excess.is_set() and _meet(meeting):
        for _ in range(LOOKS):
            if excess.wait(PAUSE):  # there is one too many
                break
        if name == next(iter(pages)):  # so its page is not the first one that comes
            _let_one_go_on([one for one in list(_threads.values()) if one is not me])
    with inside.get_lock():
        inside.value -= 1
    if pages[name] is None:
        raise OSError(f"there is no page {name}")
    return pages[name]


def _download_some(download, names, limit, pages):
    from helpers import watch

    _threads.clear()
    meeting = watch(Barrier(limit), "meeting")
    pages = dict(zip(names, pages, strict=True))
    fetch = partial(_fetch_in_time, meeting, Value("i", 0), Event(), limit, pages)
    return listed(download(fetch, names, limit))


def _judge_the_limit(seen):
    names, limit, pages = seen.case
    lanes, wanted = seen.run.lanes, f"{limit} pages at a time"
    if any(_said(lane, "fetches ") for lane in _elsewhere(seen)):
        return unlike(f"{wanted}, in threads", "other processes fetch them")
    if _said(lanes[0], "fetches "):
        return unlike(f"{wanted}, in threads", "your main thread fetches pages itself")
    fetched = _fetched(lanes)
    if fetched != sorted(names):
        return unlike(f"fetched: {sorted(names)}", f"fetched: {fetched}")
    if any(_said(lane, TOO_MANY) for lane in lanes):
        return unlike(wanted, f"more than {limit} at a time")
    if any(_said(lane, ALONE) for lane in lanes):
        wrong = unlike(wanted, f"fewer than {limit} at a time, though more were left")
        return "\n".join([wrong, *_why_fewer(seen)])
    wrong = unlike(f"the pages {pages}", f"the pages {seen.returned!r}")
    return wrong and "\n".join([wrong, *_deaths(seen)])


def _why_fewer(seen):
    deaths = _deaths(seen)
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


EXERCISES = [
    Exercise(
        number="02.1",
        asks="deposit",
        takes=("account", "amount", "lock"),
        stub="""\
def deposit(account, amount, lock):
    account.balance = balance + amount
    lock.release()
    balance = account.balance
    lock.acquire()
""",
        hints=(
            "Which two of the lines must not be torn apart? They are the critical section.",
            "You write back what you have read, with the amount added. So nobody else may read or "
            "write in between: who keeps them out?",
            "Four lines, in this order: acquire the lock, read the balance into a variable, write "
            "the variable with the amount added back into the account, release the lock.",
        ),
        cases=_deposits,
        trial=_bank,
        judge=_judge_the_account,
        stuck=_why_a_deposit_hangs,
        checked="two pairs of deposits, each made by two threads: nobody could write before the "
        "other had read, unless a lock was in the way.",
        further="raise an error in the middle. Who releases the lock then, and who would with "
        "`with lock:`?",
        deadline=DEADLINE,
    ),
    Exercise(
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
        deadline=DEADLINE,
    ),
    Exercise(
        number="02.3",
        asks="run_all",
        takes=("kind", "work", "pieces"),
        stub="""\
def run_all(kind, work, pieces):
    ...
""",
        hints=(
            "Look at the table under “Which to choose”. One of the kinds needs no worker at all.",
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
        deadline=DEADLINE,
    ),
    Exercise(
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
        checked="four pages two at a time, and six pages three at a time, one of which was not "
        "there.",
        further="try a page that is not there a second time before you give it up.",
        deadline=DEADLINE,
    ),
]
