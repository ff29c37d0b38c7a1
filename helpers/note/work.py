"""What workers do in experiments and explorers: children import it, so it is light."""

from threading import BrokenBarrierError
from time import perf_counter, sleep, thread_time

from helpers.note import events
from helpers.note.events import log

__all__ = [
    "CARE",
    "alternate",
    "count_down",
    "count_in_spans",
    "put_messages",
    "receive_all",
    "send_all",
    "take_messages",
    "take_tasks",
]

CARE = ("nothing", "finally", "except and finally")  # what a worker does about a bad task
GAP = 0.001  # seconds between two looks at the clock, from which on a worker was kept waiting


def count_down(turns):
    """Keep one core busy for `turns` turns of a loop, some 30 ns each."""
    while turns:
        turns -= 1


def _meet(barrier):
    """Wait at `barrier` for the others: seen as waiting, without the arrows of a watched one."""
    with events.waiting("the others"):
        barrier.wait()


def send_all(connection, size, count, start):
    """Send `count` messages of `size` bytes, as soon as all parties have come to `start`."""
    _meet(start)
    data = bytes(size)
    for _ in range(count):
        connection.send_bytes(data)


def receive_all(connection, count, rest, start):
    """Receive `count` messages, and rest for `rest` seconds before each."""
    _meet(start)
    for _ in range(count):
        sleep(rest)
        connection.recv_bytes()


def put_messages(queue, count, pace, all_up):
    """Put `count` messages into `queue`, each of which takes `pace` seconds to make.

    `all_up` is a barrier of all that take part.
    """
    _meet(all_up)
    for number in range(count):
        sleep(pace)
        queue.put(number)


def take_messages(queue, pace, all_up):
    """Get messages from `queue` until None comes, each of which takes `pace` seconds of work."""
    _meet(all_up)
    while queue.get() is not None:
        sleep(pace)


def take_tasks(tasks, seconds, chance, care):
    """Work on each of `tasks` for `seconds`; each is bad, and raises, with a chance of 0 to 1.

    `care`, one of CARE, says what the worker does about it. It ends at None.
    """
    for _ in iter(tasks.get, None):
        if care == "nothing":
            _work_on_one(seconds, chance)
            tasks.task_done()
        elif care == "finally":
            try:
                _work_on_one(seconds, chance)
            finally:
                tasks.task_done()
        else:
            try:
                _work_on_one(seconds, chance)
            except ValueError:
                pass
            finally:
                tasks.task_done()


def _work_on_one(seconds, chance):
    import random  # slow to load, and most workers here do without it

    sleep(seconds)
    if random.random() < chance:
        log("bad")
        raise ValueError("a bad task")


def count_in_spans(turns) -> list[tuple[float, float]]:
    """Count down as `count_down` does, and give the spans in which this worker really computed."""
    spans = []
    began = last = perf_counter()
    while turns:
        turns -= 1
        now = perf_counter()
        if now - last > GAP:
            spans.append((began, last))
            began = now
        last = now
    return [*spans, (began, last)]


def alternate(rounds, turns, pause, start, reports):
    """Compute for `turns` turns and wait for `pause` seconds, `rounds` times, and report that.

    It begins when all have come to the barrier `start`. The report, put into the queue `reports`,
    is what a worker of `Turns` is: (spans, CPU seconds). A pause is a gap between spans, and a
    worker that does not compute at all has one span without length at each end.
    """
    try:
        start.wait()
    except BrokenBarrierError:  # the experiment was given up
        return
    cpu, now = thread_time(), perf_counter()
    spans = [(now, now)]
    for _ in range(rounds):
        if turns:
            spans += count_in_spans(turns)
        if pause:
            sleep(pause)
    now = perf_counter()
    reports.put(([*spans, (now, now)], thread_time() - cpu))
