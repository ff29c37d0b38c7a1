"""A watched queue works as before, and its messages are matched."""

import multiprocessing
import queue
import threading

import pytest
from kinds import QUEUES

from helpers import record, watch


@pytest.mark.parametrize("kind", QUEUES)
def test_a_watched_queue_hands_on_what_was_put(kind):
    with record() as run:
        tasks = watch(QUEUES[kind](), "tasks")
        tasks.put("item")
        assert "item" == tasks.get()
        assert tasks.empty()
    assert [("tasks", "'item'", 0, 0)] == [
        (message.channel, message.label, message.sender, message.receiver)
        for message in run.messages
    ]


@pytest.mark.parametrize("kind", [kind for kind in QUEUES if "SimpleQueue" not in kind])
def test_a_watched_queue_is_full_and_empty_as_before(kind):
    tasks = watch(QUEUES[kind](1), "tasks")
    tasks.put(1)
    with pytest.raises(queue.Full):
        tasks.put_nowait(2)
    with pytest.raises(queue.Full):
        tasks.put(2, timeout=0.01)
    assert 1 == tasks.get(timeout=10)
    with pytest.raises(queue.Empty):
        tasks.get_nowait()
    with pytest.raises(queue.Empty):
        tasks.get(True, 0.01)


def test_a_watched_priority_queue_keeps_its_order():
    tasks = watch(queue.PriorityQueue(), "tasks")
    for number in (3, 1, 2):
        tasks.put(number)
    assert [1, 2, 3] == [tasks.get() for _ in range(3)]


THREAD_QUEUES = {"Queue": [3, 1, 2], "LifoQueue": [3, 1, 2], "PriorityQueue": [1, 3, 2]}


@pytest.mark.parametrize(("kind", "expected"), THREAD_QUEUES.items())
def test_a_look_into_a_watched_queue_shows_the_items_themselves(kind, expected):
    tasks = watch(getattr(queue, kind)(), "tasks")
    for number in (3, 1, 2):
        tasks.put(number)
    with tasks.mutex:
        assert expected == list(tasks.queue)


@pytest.mark.parametrize("kind", THREAD_QUEUES)
def test_messages_are_matched_in_the_order_in_which_a_queue_hands_them_on(kind):
    with record() as run:
        tasks = watch(getattr(queue, kind)(), "tasks")
        for item in ("b", "a", "c", "b"):
            tasks.put(item)
        got = [repr(tasks.get()) for _ in range(4)]
    assert got == [message.label for message in sorted(run.messages, key=lambda m: m.received)]


def test_equal_sentinels_are_matched_in_their_order():
    with record() as run:
        tasks = watch(queue.Queue(), "tasks")
        for _ in range(3):
            tasks.put(None)
        for _ in range(3):
            tasks.get()
    received = [message.received for message in run.messages]
    assert sorted(received) == received


def test_what_was_cleared_by_hand_was_never_received():
    with record() as run:
        tasks = watch(queue.Queue(), "tasks")
        tasks.put("same")
        with tasks.mutex:
            tasks.queue.clear()
        tasks.put("same")
        tasks.get()
    assert [False, True] == [message.received is not None for message in run.messages]


def test_items_that_cannot_be_compared_fail_as_they_always_do():
    tasks, plain = watch(queue.PriorityQueue(), "tasks"), queue.PriorityQueue()
    errors = []
    for each in tasks, plain:
        each.put({})
        with pytest.raises(TypeError) as caught:
            each.put({})
        errors.append(str(caught.value))
    assert errors[0] == errors[1]


class Loud(queue.Queue):
    def _put(self, item):
        super()._put(f"{item}!")

    def put(self, item, block=True, timeout=None):
        super().put(item.upper(), block, timeout)

    def _get(self):
        return super()._get().removesuffix("!")


def test_a_queue_of_ones_own_can_be_watched():
    with record():
        tasks = watch(Loud(), "tasks")
        tasks.put("tea")
        inside, got = list(tasks.queue), tasks.get()
    assert (["TEA!"], "TEA", True) == (inside, got, isinstance(tasks, Loud))


@pytest.mark.parametrize("kind", [kind for kind in QUEUES if "SimpleQueue" not in kind])
def test_a_put_waits_only_where_the_queue_has_a_limit(kind):
    with record() as run:
        for size in 0, 3:
            tasks = watch(QUEUES[kind](size), f"limit {size}")
            tasks.put("item")
            tasks.get()
    assert ["limit 0.get()", "limit 3.put()", "limit 3.get()"] == [
        wait.on for wait in run.lanes[0].waits
    ]


def test_a_refused_put_is_no_message():
    with record() as run:
        tasks = watch(queue.Queue(1), "tasks")
        tasks.put(1)
        with pytest.raises(queue.Full):
            tasks.put_nowait(2)
    assert ["1"] == [message.label for message in run.messages]


def test_a_watched_joinable_queue_counts_its_tasks(start_method):
    tasks = watch(multiprocessing.JoinableQueue(), "tasks")
    tasks.put(1)
    tasks.get()
    tasks.task_done()
    tasks.join()
    with pytest.raises(ValueError, match="too many times"):
        tasks.task_done()


def test_an_item_put_before_the_queue_was_watched_arrives():
    tasks = queue.Queue()
    tasks.put("early")
    assert "early" == watch(tasks, "tasks").get()


def test_threads_share_a_watched_queue():
    with record() as run:
        tasks = watch(queue.Queue(), "tasks")
        thread = threading.Thread(target=lambda: tasks.put(tasks.get()), name="echo")
        thread.start()
        tasks.put("ping")
        thread.join()
        tasks.get()
    assert "MainProcess / echo" in [lane.name for lane in run.lanes]
    assert {"MainProcess", "MainProcess / echo"} == {
        run.lanes[message.sender].name for message in run.messages
    }
