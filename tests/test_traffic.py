"""What was in a channel over time: by hand where every word is known, and from real runs."""

import multiprocessing
import queue
from multiprocessing import Process

import pytest
import scenes

from helpers import record, watch
from helpers.measure.traffic import Level
from helpers.runs.lane import Complaint, Lane, Wait
from helpers.runs.run import Message, Run


def run_of(*messages, **more):
    lane = Lane("MainProcess", "MainProcess", None, 1, None, 0.0)
    lane.waits = more.pop("waits", [])
    return Run(10, [lane], list(messages), length=1.0, closed=True, **more)


def message(sent, pickled=None, received=None):
    receiver = None if received is None else 0
    return Message("tasks", "'item'", 0, sent, receiver, received, pickled=pickled)


HALF_DONE = message(0.1, 0.2, 0.5), message(0.2, 0.3), message(0.3)


def test_the_steps_of_a_depth():
    steps = run_of(*HALF_DONE).depth("tasks").steps()
    assert [(0.0, 0), (0.1, 1), (0.2, 2), (0.3, 3), (0.5, 2)] == steps


def test_what_comes_and_goes_at_once_is_one_step():
    level = Level("tasks", "", came=[0.5], left=[0.5], verbs=("put", "got"), length=1.0)
    assert [(0.0, 0), (0.5, 0)] == level.steps()


def test_a_depth_never_exceeds_the_limit_of_the_queue():
    assert 2 == run_of(*HALF_DONE, limits={"tasks": 2}).depth("tasks").most()


def test_a_depth_in_words():
    assert (
        "Messages in 'tasks': 3 put, 1 got, 2 left at the end.\n"
        "Dashed: maxsize 3, the most that it can hold.\n"
        "measured here: at most 3 at once"
    ) == run_of(*HALF_DONE, limits={"tasks": 3}).depth("tasks").words()


@pytest.mark.parametrize(("end", "said"), [(0.9, "came back"), (None, "never came back")])
def test_unfinished_tasks_in_words(end, said):
    run = run_of(*HALF_DONE, done={"tasks": [0.6]}, waits=[Wait(0.4, end, "tasks.join()")])
    assert (
        "Unfinished tasks of 'tasks': 3 put, 1 done, 2 left at the end.\n"
        f"Hatched: MainProcess waited in tasks.join() and {said}.\n"
        "measured here: at most 3 at once"
    ) == run.unfinished("tasks").words()


def test_a_join_that_the_deadline_ended_did_not_come_back():
    run = run_of(*HALF_DONE, waits=[Wait(0.4, 10.1, "tasks.join()")], stopped=True)
    assert [(0.4, None, "MainProcess")] == run.unfinished("tasks").joins


def test_a_join_that_was_interrupted_did_not_come_back():
    run = run_of(*HALF_DONE, waits=[Wait(0.4, 0.81, "tasks.join()")], interrupted=0.8)
    assert [(0.4, None, "MainProcess")] == run.unfinished("tasks").joins


def test_a_way_in_words():
    assert (
        "The way of 3 messages through 'tasks': 3 put, 2 pickled, 1 received.\n"
        "measured here: pickled 100 ms after put() at the most; received 300 ms after that at the "
        "most"
    ) == run_of(*HALF_DONE).way("tasks").words()


def test_a_way_that_has_not_begun_in_words():
    assert ("The way of 1 message through 'tasks': 1 put, 0 pickled, 0 received.") == run_of(
        message(0.3)
    ).way("tasks").words()


@pytest.mark.parametrize("view", ["depth", "unfinished", "way"])
@pytest.mark.parametrize(("messages", "known"), [(HALF_DONE, "tasks"), ((), "none")])
def test_a_channel_that_is_not_there_is_answered_with_those_that_are(view, messages, known):
    with pytest.raises(KeyError, match=f"called 'results'; the channels of this run: {known}"):
        getattr(run_of(*messages), view)("results")


def test_every_item_through_a_process_is_pickled_between_put_and_get(start_method):
    tasks = watch(multiprocessing.Queue(), "tasks")
    results = watch(multiprocessing.Queue(), "results")
    with record() as run:
        p = Process(target=scenes.consume, args=(tasks, results))
        p.start()
        for item in 1, 2, 3, None:
            tasks.put(item)
        p.join()
        assert [1, 2, 3] == [results.get() for _ in range(3)]
    stays = run.way("tasks").stays + run.way("results").stays
    assert [True] * 7 == [stay.put <= stay.pickled <= stay.received for stay in stays]


def test_a_feeder_thread_gets_no_lane():
    with record() as run:
        tasks = watch(multiprocessing.Queue(), "tasks")
        tasks.put(1)
        tasks.get()
    assert ["MainProcess"] == [lane.name for lane in run.lanes]


def test_a_stay_knows_when_its_sender_ended():
    run = run_of(message(0.1))
    run.lanes[0].ended = 0.7
    assert [0.7] == [stay.gone for stay in run.way("tasks").stays]


def test_a_stay_knows_when_its_feeder_dropped_it():
    run = run_of(message(0.1, pickled=0.15), message(0.2), message(0.3))
    run.lanes[0].ended = 0.7
    run.lanes[0].complaints = [Complaint(0.25, "it cannot be pickled", "tasks")]
    assert [0.7, 0.25, 0.7] == [stay.gone for stay in run.way("tasks").stays]


def test_what_another_queue_dropped_is_none_of_this_one():
    run = run_of(message(0.1))
    run.lanes[0].complaints = [Complaint(0.25, "it cannot be pickled", "results")]
    assert [None] == [stay.gone for stay in run.way("tasks").stays]


def test_what_does_not_fit_into_the_pipe_stays_in_the_buffer():
    with record() as run:
        tasks = watch(multiprocessing.Queue(), "tasks")
        for _ in range(3):
            tasks.put(bytes(1_000_000))
        # The feeder thread is done with pickling the first when the pipe holds its beginning.
        assert tasks._poll(30)
    tasks.cancel_join_thread()
    tasks.close()
    assert [True, False, False] == [stay.pickled is not None for stay in run.way("tasks").stays]


def test_an_item_that_cannot_be_pickled_is_never_pickled():
    with record() as run:
        tasks = watch(multiprocessing.SimpleQueue(), "tasks")
        tasks.put(1)
        with pytest.raises(Exception, match="pickle"):
            tasks.put(lambda: None)
    assert [True] == [stay.pickled is not None for stay in run.way("tasks").stays]


def test_a_run_knows_the_limits_of_its_queues():
    with record() as run:
        for size in 0, 3:
            tasks = watch(multiprocessing.Queue(size), f"size {size}")
            tasks.put(1)
            tasks.get()
        threads = watch(queue.Queue(5), "threads")
        threads.put(1)
    assert {"size 3": 3, "threads": 5} == run.limits


@pytest.mark.parametrize("kind", [multiprocessing.JoinableQueue, queue.Queue])
def test_a_run_knows_when_tasks_were_done(kind):
    with record() as run:
        tasks = watch(kind(), "tasks")
        for item in range(3):
            tasks.put(item)
        for _ in range(2):
            tasks.get()
            tasks.task_done()
    level = run.unfinished("tasks")
    assert (3, 2, 1) == (len(level.came), len(level.left), level.steps()[-1][1])


@pytest.mark.parametrize("kind", [multiprocessing.JoinableQueue, queue.Queue])
def test_a_task_done_that_was_refused_counts_for_nothing(kind):
    with record() as run:
        tasks = watch(kind(), "tasks")
        tasks.put(1)
        tasks.task_done()
        with pytest.raises(ValueError, match="too many times"):
            tasks.task_done()
    assert 1 == len(run.unfinished("tasks").left)


def test_a_task_is_done_before_join_comes_back():
    with record() as run:
        tasks = watch(multiprocessing.JoinableQueue(), "tasks")
        p = Process(target=scenes.consume_and_stay, args=(tasks,), daemon=True)
        p.start()
        tasks.put(1)
        tasks.join()
    level = run.unfinished("tasks")
    assert [True] == [level.left[0] <= end for _, end, _ in level.joins]
