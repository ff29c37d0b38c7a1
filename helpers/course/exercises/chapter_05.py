"""The exercises of chapter 05, Joinable queues."""

import random
import threading
import time
from functools import partial
from multiprocessing import JoinableQueue, Process, SimpleQueue

from helpers.course.exercises.exercise import Exercise, has_none, listed, marks, started, unlike
from helpers.course.exercises.turnstile import Turnstile
from helpers.note.events import mark

__all__ = ["EXERCISES"]

DEADLINE = 4.0  # seconds for one case: on a busy computer a start takes over a second
SLOW = 0.3  # seconds, long enough for everybody else to go on
PATIENCE = 2.0  # seconds that one who has to meet others waits for them


def _waits_on(seen):
    """What the process of the answer waited for when the deadline passed, or None."""
    for wait in seen.run.lanes[0].waits:
        if wait.end is None or (seen.run.stopped and wait.start <= seen.run.stopped_at <= wait.end):
            return wait.on
    return None


def _through(seen, channel):
    return [message for message in seen.run.messages if message.channel == channel]


def _is_end(message):
    return message.label == "None"


def _times_of(seen, word):
    """When each mark was made that begins with `word`: {the rest of the mark: seconds}."""
    return {
        one.text.removeprefix(f"{word} "): one.time
        for lane in seen.run.lanes
        for one in marks(lane)
        if one.text.startswith(f"{word} ")
    }


def _done_too_early(seen, channel, finished):
    """Whether more tasks had been counted as done at some time than were `finished` (times)."""
    ends = [message.received for message in _through(seen, channel) if _is_end(message)]
    free = [*finished, *(time for time in ends if time is not None)]
    return any(
        sum(before < now for before in free) < count
        for count, now in enumerate(seen.run.done.get(channel, ()), start=1)
    )


def _and_so_on(values):
    """`values`, as a learner writes them, long ones cut."""
    text = repr(values)
    return text if len(text) <= 200 else f"{text[:200]}…"


def _by_value(values):
    return sorted(values, key=repr) if isinstance(values, list) else values


# 05.1


def _menus():
    dishes = ["soup", "fish", "rice", "cake", "tea"]
    return [([*random.sample(dishes, count), "toast"],) for count in (2, 4)]


def _cook(orders):
    mark("is at the stove")
    for dish in iter(orders.get, None):
        time.sleep(0.05)
        if dish == "toast":
            mark("the toast burns")
            orders.put("new toast")
        else:
            mark(f"serves {dish}")
        orders.task_done()
    orders.task_done()


def _open_the_kitchen(one_evening, dishes):
    from helpers import watch

    return listed(one_evening(_cook, watch(JoinableQueue(maxsize=2), "orders"), dishes))


STOPPED_EARLY = (
    "The cooks were told to stop before `orders.join()` was back. A dish that burns is put back "
    "then, behind your None, and nobody cooks it."
)
NOTHING_YET = "`orders.join()` came back at once, since you had not put all dishes yet."
NOBODY_WAITED = (
    "Nobody called `orders.join()`. Wait until all is done before you tell the cooks to stop."
)


def _wrong_place_of_the_wait(seen):
    joins = [wait for lane in seen.run.lanes for wait in lane.waits if wait.on == "orders.join()"]
    [menu] = seen.case
    orders = _through(seen, "orders")
    ends = [message.sent for message in orders if _is_end(message)]
    dishes = [message.sent for message in orders if message.label in map(repr, menu)]
    if not joins:
        return NOBODY_WAITED
    late = [wait for wait in joins if dishes and wait.start > max(dishes)]
    if not late:
        return NOTHING_YET
    back = late[0].end
    if ends and (back is None or min(ends) < back):
        return STOPPED_EARLY
    return None


def _cooks(seen):
    return [lane for lane in started(seen) if marks(lane)]


def _judge_the_evening(seen):
    [dishes] = seen.case
    children = _cooks(seen) or started(seen)
    if wrong := unlike("2 cooks", "1 cook" if len(children) == 1 else f"{len(children)} cooks"):
        return wrong
    if wrong := _wrong_place_of_the_wait(seen):
        return wrong
    served = sorted(_times_of(seen, "serves"))
    if wrong := unlike(
        f"served: {', '.join(sorted([*dishes[:-1], 'new toast']))}",
        f"served: {', '.join(served) or 'nothing'}",
    ):
        return wrong
    wrong = unlike("exit codes [0, 0]", f"exit codes {seen.returned!r}")
    if wrong and has_none(seen.returned):
        return f"{wrong}\n`exitcode` is None as long as a process runs: join it before you look."
    return wrong


def _why_the_evening_never_ends(seen):
    children, on = started(seen), _waits_on(seen)
    ends = sum(_is_end(message) for message in _through(seen, "orders"))
    if on == "orders.put()" and not children:
        return "The queue holds two orders, and no cook is at work to take one."
    if on == "orders.join()" and not children:
        return "Nobody is there to do what `orders.join()` waits for. Start the cooks first."
    if on == "orders.join()" and ends:
        return STOPPED_EARLY
    if on and on != "orders.join()" and on.endswith(".join()") and ends < len(children):
        told = (
            f"{ends} of {len(children)} were told to stop" if ends else "nobody told them to stop"
        )
        return f"You wait for the cooks to leave, and {told}. Each of them takes one None."
    if ends:
        return _wrong_place_of_the_wait(seen)
    return None


# 05.2


class _Result(int):
    """A number that takes a while to send, and says when it is sent, and by whom."""

    def __reduce__(self):
        if threading.current_thread() is threading.main_thread():
            mark(f"puts {int(self)}")
        time.sleep(SLOW)
        mark(f"sends {int(self)}")
        return int, (int(self),)


class _Quick(_Result):
    """A number that is sent at once."""

    def __reduce__(self):
        if threading.current_thread() is threading.main_thread():
            mark(f"puts {int(self)}")
        mark(f"sends {int(self)}")
        return int, (int(self),)


def _square(slow, number):
    time.sleep(SLOW if number == slow else 0.02)
    mark(f"has {number * number}")
    return (_Result if number == slow else _Quick)(number * number)


def _numbers():
    return [(random.sample(range(2, 30), count),) for count in (3, 4)]


def _collect(all_results, numbers):
    from helpers import watch

    tasks = watch(JoinableQueue(), "tasks")
    return listed(all_results(partial(_square, numbers[-1]), tasks, numbers))


EARLY = (
    "`task_done()` was called for a task whose result was not there yet. `tasks.join()` believes "
    "what it is told. First put the result, then call `task_done()`."
)
BUFFERED = (
    "It was put and done, and still in the worker's buffer: a `Queue` sends it off later. Get as "
    "many results as there are numbers, or take a `SimpleQueue`."
)
NOT_FETCHED = (
    "It was sent before `tasks.join()` came back, and your function did not fetch it. Get as many "
    "results as there are numbers."
)
NEVER_SENT = "`work` returned it, and no worker sent it."
NOT_AWAITED = (
    "Your function did not wait in `tasks.join()`, and fetched fewer results than there are "
    "numbers."
)
TOO_SHORT = "`tasks.join()` came back before all was put and done: it was called too early."


def _judge_the_results(seen):
    [numbers] = seen.case
    expected = [number * number for number in numbers]
    has = _times_of(seen, "has")
    if any(one.text.startswith("has ") for one in marks(seen.run.lanes[0])):
        return "Your own process called `work`. Leave that to the workers."
    if _done_too_early(seen, "tasks", has.values()):
        return EARLY
    if _by_value(seen.returned) == _by_value(expected):
        return _never_done(seen)
    call = f"all_results(work, tasks, {numbers}) is"
    wrong = unlike(f"{call} {expected}, in any order", f"{call} {_and_so_on(seen.returned)}")
    return "\n".join(filter(None, [wrong, _why_one_is_missing(seen, expected, has)]))


def _why_one_is_missing(seen, expected, has):
    if not isinstance(seen.returned, list):
        return None
    missing = [value for value in expected if value not in seen.returned]
    if not missing:
        return None
    if any(str(value) not in has for value in missing):
        return "`work` was never called for it."
    joins = [wait for lane in seen.run.lanes for wait in lane.waits if wait.on == "tasks.join()"]
    if not joins or joins[0].end is None:
        return NOT_AWAITED
    back = max(wait.end for wait in joins if wait.end is not None)
    if sum(time < back for time in seen.run.done.get("tasks", ())) < len(expected):
        return TOO_SHORT
    puts, sends = _times_of(seen, "puts"), _times_of(seen, "sends")
    late = [str(value) for value in missing if sends.get(str(value), back) >= back]
    if not late:
        return NOT_FETCHED
    if any(value in puts for value in late):
        return EARLY
    return BUFFERED if any(value in sends for value in late) or _was_ended(seen) else NEVER_SENT


def _was_ended(seen):
    """Whether a worker was ended before its feeder thread had sent all."""
    return any(lane.ended_by or (lane.exitcode or 0) < 0 for lane in started(seen))


def _never_done(seen):
    tasks = [one for one in _through(seen, "tasks") if one.received and not _is_end(one)]
    done = len(seen.run.done.get("tasks", ()))
    if done >= len(tasks):
        return None
    return (
        f"All results are there, and of {len(tasks)} tasks, `task_done()` was {_called(done)}: "
        "`tasks.join()` would never come back."
    )


def _why_the_counter_stays(seen):
    died = [lane.name for lane in started(seen) if lane.error]
    if died:
        return f"{died[0]} died, and nobody calls `task_done()` for what it held."
    if _waits_on(seen) == "tasks.join()":
        tasks, done = _through(seen, "tasks"), len(seen.run.done.get("tasks", ()))
        said = f"{len(tasks)} were put, and `task_done()` was {_called(done)}."
        ends = sum(map(_is_end, tasks))
        return f"{said} A None that is put is counted too." if ends else said
    return None


def _called(count):
    return {0: "never called", 1: "called once", 2: "called twice"}.get(
        count, f"called {count} times"
    )


# 05.3


class UnheardError(Exception):
    """Of an error that nobody has heard of, nobody can have written down the name."""


def _loads():
    def some(count):
        good = [*random.sample(range(2, 50), count), random.randrange(200, 300)]
        tasks = [*good, 0, random.choice(["two", "six", "ten"]), -random.randrange(1, 50)]
        random.shuffle(tasks)
        return [*tasks, random.randrange(50, 99)]

    return [(some(2), 1), (some(4), 2)]


def _share(task):
    time.sleep(0.01)
    return _divided(task)


def _divided(task):
    share = 100 // task
    if share < 0:
        raise UnheardError(f"a share of {share}")
    return share


def _outcome(task):
    try:
        return [task, _divided(task)]
    except Exception as error:  # noqa: BLE001 - as the answer should
        return [task, type(error).__name__]


def _employ(serve, todo, count):
    from helpers import watch

    tasks, results = watch(JoinableQueue(), "tasks"), watch(SimpleQueue(), "results")
    workers = [
        Process(target=serve, args=(_share, tasks, results), name=f"worker-{number}")
        for number in range(1, count + 1)
    ]
    for p in workers:
        p.start()
    for task in [*todo, *[None] * count]:
        tasks.put(task)
    tasks.join()
    for p in workers:
        p.join()
    found = []
    while not results.empty():
        found.append(results.get())
    return found


TOO_MANY = (
    "`task_done()` was called more often than something was put. Call it once for everything that "
    "you get, on every way through the loop."
)


def _judge_the_worker(seen):
    todo, _ = seen.case
    children = started(seen)
    if any("task_done() called too many" in (lane.error or "") for lane in children):
        return TOO_MANY
    results = _through(seen, "results")
    if _done_too_early(seen, "tasks", [message.sent for message in results]):
        return EARLY if len(results) >= len(todo) else _fewer(seen)
    expected = [_outcome(task) for task in todo]
    if _by_value(expected) != _by_value(seen.returned):
        return _fewer(seen)
    codes = [lane.exitcode for lane in children]
    return unlike(f"exit codes {[0] * len(codes)}", f"exit codes {codes}")


def _fewer(seen):
    todo, _ = seen.case
    expected = [_outcome(task) for task in todo]
    found = seen.returned if isinstance(seen.returned, list) else []
    for pair in expected:
        same = [one for one in found if isinstance(one, list) and one[:1] == pair[:1]]
        if pair not in found:
            happened = _pair(same[0]) if same else "nothing"
            return unlike(
                f"in results for {pair[0]!r}: {_pair(pair)}",
                f"in results for {pair[0]!r}: {happened}",
            )
    return unlike(f"{len(expected)} results, one for each task", f"{len(found)} results")


def _pair(values):
    return f"({', '.join(map(repr, values))})"


def _why_the_work_never_ends(seen):
    todo, count = seen.case
    tasks, done = _through(seen, "tasks"), len(seen.run.done.get("tasks", ()))
    taken = [message for message in tasks if message.received is not None]
    ends = sum(map(_is_end, taken))
    children = started(seen)
    died = [lane for lane in children if lane.error]
    if any("task_done() called too many" in lane.error for lane in died):
        return TOO_MANY
    if died:
        return (
            f"A bad task has ended {died[0].name}: {died[0].error}. Nobody does the tasks that "
            "are left. Catch what `work(task)` raises."
        )
    if ends < count and any(lane.exitcode == 0 and not lane.ended_by for lane in children):
        return "A worker has left before its None. Only None means stop: 0 is a task."
    if ends > len(children) - 1 and done == len(todo):
        return "The None was put, so it is counted. It needs a `task_done()` of its own."
    if _waits_on(seen) == "tasks.join()" and done < len(taken):
        return (
            f"{len(taken)} were taken, and `task_done()` was {_called(done)}. Call it for "
            "bad tasks too, and for the None."
        )
    if ends and any(lane.ended_by for lane in children):
        return "A worker goes on after its None."
    return None


# 05.4


def _lines():
    return [(random.sample(range(2, 100), 4), 0), (random.sample(range(2, 100), 5), 40_000)]


def _first(slow, others, item):
    if item == slow:
        others.wait(1, PATIENCE)  # until somebody else has taken the next one
        time.sleep(SLOW)
    else:
        others.enter()
    mark(f"first {item}")
    return _Late(2 * item) if item == slow else 2 * item


def _second(late, size, item):
    mark(f"second {item}")
    if size:
        return [item + 1] * size
    return _Late(item + 1) if item == late else item + 1


class _Late(int):
    """A number that takes a while to send."""

    def __reduce__(self):
        time.sleep(SLOW)
        return int, (int(self),)


def _run_the_line(pipeline, items, size):
    slow = items[0]
    first = partial(_first, slow, Turnstile("the others"))
    found = listed(pipeline(first, partial(_second, 2 * slow, size), items))
    if isinstance(found, list) and size:
        return [one[0] if isinstance(one, list) and one[:1] * size == one else one for one in found]
    return found


def _judge_the_line(seen):
    items, _ = seen.case
    if wrong := _who_did_what(seen):
        return wrong
    expected = [2 * item + 1 for item in items]
    if _by_value(expected) != _by_value(seen.returned):
        call = f"pipeline(first, second, {items}) is"
        wrong = unlike(f"{call} {expected}, in any order", f"{call} {_and_so_on(seen.returned)}")
        return "\n".join(filter(None, [wrong, _where_it_was_lost(seen)]))
    codes = [lane.exitcode for lane in started(seen) if not lane.ended_by]
    if any(code and code < 0 for code in codes):
        return "A worker was ended from outside. Tell it that no more will come, and join it."
    return unlike(f"exit codes {[0] * len(codes)}", f"exit codes {codes}")


def _who_did_what(seen):
    did = {
        stage: {
            lane.process
            for lane in seen.run.lanes
            if any(one.text.startswith(f"{stage} ") for one in marks(lane))
        }
        for stage in ("first", "second")
    }
    for stage, names in did.items():
        if seen.run.lanes[0].process in names:
            return f"Your own process called `{stage}`. Leave that to the workers."
    if both := did["first"] & did["second"]:
        return f"{min(both)} called `first` and `second`. Give each stage workers of its own."
    for stage, wanted in ("first", 2), ("second", 1):
        if did[stage] and (wrong := unlike(_doing(wanted, stage), _doing(len(did[stage]), stage))):
            return wrong
    return None


def _doing(count, stage):
    return f"{count} {'process' if count == 1 else 'processes'} for `{stage}`"


AFTER_THE_END = (
    "It came out of the first stage, and never went into the second. The second stage may stop "
    "only when all who feed it are done, and what they have sent is through."
)


def _where_it_was_lost(seen):
    items, _ = seen.case
    if not isinstance(seen.returned, list):
        return None
    first, second = _times_of(seen, "first"), _times_of(seen, "second")
    for item in items:
        if 2 * item + 1 in seen.returned:
            continue
        if str(item) not in first:
            return f"Lost: {item}. No worker of the first stage took it."
        if str(2 * item) not in second:
            return f"Lost: {item}. {AFTER_THE_END}"
        return (
            f"Lost: {item}. It went through both stages, and its result came after you had "
            "looked. Get as many results as there are items."
        )
    return None


def _why_the_line_stands(seen):
    items, _ = seen.case
    alive = [lane for lane in started(seen) if lane.ended_by]
    if len(_times_of(seen, "second")) < len(items):
        gone = [lane for lane in started(seen) if lane.exitcode == 0 and not lane.ended_by]
        if gone and len(_times_of(seen, "first")) == len(items):
            return f"A result is missing. {AFTER_THE_END}"
        return None
    leaving = [lane.name for lane in alive if lane.stand and lane.stand.file == "its exit"]
    if leaving:
        return (
            f"{leaving[0]} cannot leave before all of its results are in the pipe. Get the "
            "results first, then join."
        )
    if alive:
        return (
            f"All items are through, and {alive[0].name} waits for more. Each worker needs to be "
            "told that it can stop: one None ends one worker."
        )
    return None


EXERCISES = [
    Exercise(
        number="05.1",
        asks="one_evening",
        takes=("cook", "orders", "dishes"),
        stub="""\
from multiprocessing import Process

def one_evening(cook, orders, dishes):
    for p in cooks:
        p.join()
    orders.join()
    for dish in dishes:
        orders.put(dish)
    for p in cooks:
        orders.put(None)
    for p in cooks:
        p.start()
    cooks = [Process(target=cook, args=(orders,), name=name) for name in ("Ada", "Bob")]
    return [p.exitcode for p in cooks]
""",
        hints=(
            "Six steps: create, start, feed, wait, stop, reap. Which lines are which?",
            "orders.join() waits for the counter, p.join() for the end of a process. Which of the "
            "two has to come before the None, and which after it?",
            "Make the list of cooks, start them, put the dishes, call orders.join(), then put one "
            "None for each cook, join each cook, and return the exit codes.",
        ),
        cases=_menus,
        trial=_open_the_kitchen,
        judge=_judge_the_evening,
        stuck=_why_the_evening_never_ends,
        checked="two evenings with a toast that burns: all was served before the cooks were told "
        "to stop, and both left with exit code 0.",
        further="put the None before orders.join(), and see where the new toast stays.",
        deadline=DEADLINE,
    ),
    Exercise(
        number="05.2",
        asks="all_results",
        takes=("work", "tasks", "numbers"),
        stub="""\
from multiprocessing import Process, SimpleQueue

def serve(work, tasks, results):
    for number in iter(tasks.get, None):
        tasks.task_done()
        results.put(work(number))

def all_results(work, tasks, numbers):
    results, found = SimpleQueue(), []
    workers = [Process(target=serve, args=(work, tasks, results)) for _ in range(2)]
    for p in workers:
        p.start()
    for number in numbers:
        tasks.put(number)
    tasks.join()
    while not results.empty():
        found.append(results.get())
    tasks.put(None), tasks.put(None)
    for p in workers:
        p.join()
    return found
""",
        hints=(
            "tasks.join() knows nothing of results. What does it wait for, and when does it get "
            "that here?",
            "In serve, put the result first, and call tasks.task_done() after that. The rest of "
            "the code can stay: a SimpleQueue has the result when put() is back.",
        ),
        cases=_numbers,
        trial=_collect,
        judge=_judge_the_results,
        stuck=_why_the_counter_stays,
        checked="two lists with a slow number: no task was counted as done before it was, and all "
        "results are there.",
        further="take a Queue in place of the SimpleQueue. What does empty() say now?",
        deadline=DEADLINE,
    ),
    Exercise(
        number="05.3",
        asks="serve",
        takes=("work", "tasks", "results"),
        stub="""\
def serve(work, tasks, results):
    ...
""",
        hints=(
            "Begin with the loop: for task in iter(tasks.get, None). What has to happen once for "
            "each task, whatever work(task) does?",
            "try, except Exception as error, finally: one put() in each of the first two, and "
            "task_done() in the third. type(error).__name__ is the name of an error.",
            "Inside the loop: try: results.put((task, work(task))), except Exception as error: "
            "results.put((task, type(error).__name__)), finally: tasks.task_done(). After the "
            "loop, one more tasks.task_done() for the None.",
        ),
        cases=_loads,
        trial=_employ,
        judge=_judge_the_worker,
        stuck=_why_the_work_never_ends,
        checked="one worker and two workers with three kinds of bad tasks: each task has its "
        "result, and the counter came down to zero, no further.",
        further="let work call sys.exit(). Is that an Exception? What catches it?",
        deadline=DEADLINE,
    ),
    Exercise(
        number="05.4",
        asks="pipeline",
        takes=("first", "second", "items"),
        stub="""\
def pipeline(first, second, items):
    ...
""",
        hints=(
            "Three queues: one into the first stage, one between the two, one out of the second. "
            "Both stages can run the same loop, with another step.",
            "Who tells the second stage to stop? Not a worker of the first: the other one may "
            "still hold an item. Your own process can, when it knows that both are done.",
            "Make two joinable queues, raw and halfway, and a Queue for results. Start all three "
            "workers, put the items, call raw.join() and halfway.join(), get() one result for "
            "each item. Then put two None into raw and one into halfway, and join the workers.",
        ),
        cases=_lines,
        trial=_run_the_line,
        judge=_judge_the_line,
        stuck=_why_the_line_stands,
        checked="a line with an item that is slow in both stages, and one with large results: each "
        "item went through, and all workers left.",
        further="give the second stage two workers as well. How many None, and when?",
        deadline=1.25 * DEADLINE,
    ),
]
