"""What can be watched, what it is called, and how it travels."""

import multiprocessing
import pickle
import queue
import re
from multiprocessing import Process, get_context

import pytest
import scenes
from kinds import LOCKS, QUEUES

from helpers import record, watch


@pytest.mark.parametrize("kind", [*QUEUES, *LOCKS])
def test_a_watched_object_is_called_what_it_was_called(kind):
    make = {**QUEUES, **LOCKS}[kind]
    plain, watched = make(), watch(make(), "thing")

    def called(thing):
        return (
            type(thing).__module__,
            type(thing).__qualname__,
            re.sub(r"0x\w+", "", repr(thing)),
        )

    assert called(plain) == called(watched)


@pytest.mark.parametrize("kind", ["Lock", "Queue", "Condition", "Event"])
def test_an_error_about_a_watched_object_is_the_one_about_a_plain_one(kind):
    errors = []
    for thing in (
        getattr(multiprocessing, kind)(),
        watch(getattr(multiprocessing, kind)(), "thing"),
    ):
        with pytest.raises(RuntimeError) as caught:
            pickle.dumps(thing)
        errors.append(str(caught.value))
    assert errors[0] == errors[1]


@pytest.mark.parametrize(
    "kind", ["Semaphore", "BoundedSemaphore", "Event", "Condition", "Barrier", "RLock"]
)
def test_everything_watched_can_be_handed_to_a_process(kind, start_method):
    arguments = (1,) if kind == "Barrier" else ()
    thing = watch(getattr(multiprocessing, kind)(*arguments), "thing")
    with record() as run:
        p = Process(target=scenes.tell_name, args=(thing,), name="child")
        p.start()
        p.join()
    assert ["thing"] == [mark.text for mark in run.lane("child").marks]


def test_watching_again_renames():
    assert "second" == watch(watch(multiprocessing.Lock(), "first"), "second").watched


@pytest.mark.parametrize("thing", [3, "text", [], print, (1, 2), Process, None])
def test_what_carries_no_traffic_cannot_be_watched(thing):
    with pytest.raises(TypeError, match=r"watch\(\) cannot see what goes through an object of"):
        watch(thing, "thing")


@pytest.mark.parametrize("name", [None, 3, ""])
def test_a_watched_object_needs_a_name(name):
    with pytest.raises(TypeError, match=r"watch\(\) needs a name for the picture"):
        watch(queue.Queue(), name)


@pytest.mark.parametrize(
    ("item", "label"),
    [
        (42, "42"),
        ("short", "'short'"),
        (b"x" * 1000, "bytes of 1,000"),
        ((1, "a"), "(1, 'a')"),
        (None, "None"),
        ([1, 2], "list"),
        (2**200, "16069380442589902755419…"),
        (object(), "object"),
    ],
)
def test_the_label_of_a_message_is_short_and_runs_no_foreign_code(item, label):
    from helpers.note.watch.labels import label_of

    assert label == label_of(item)


def test_fork_context_objects_can_be_watched():
    context = get_context("fork") if "fork" in multiprocessing.get_all_start_methods() else None
    if context is None:
        pytest.skip("this system has no fork")
    with record() as run:
        tasks = watch(context.Queue(), "tasks")
        p = context.Process(target=scenes.produce, args=(tasks, ["one"]), name="producer")
        p.start()
        assert "one" == tasks.get()
        p.join()
    assert [("producer", "MainProcess")] == [
        (run.lanes[m.sender].name, run.lanes[m.receiver].name) for m in run.messages
    ]
