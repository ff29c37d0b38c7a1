"""A race that runs many times: its orders, the words and the picture of them."""

import threading

import pytest

from helpers import log
from helpers.measure.worlds import Worlds, many, order
from helpers.runs.lane import Lane, Mark
from helpers.runs.run import Message, Run
from tools.comparison import Comparison as Nbval


def run_of(*events, messages=(), stopped=False):
    """A run whose `events`, "A 1" for a line 1 of the thread A, came in this order."""
    lanes = {"": Lane("MainProcess", "MainProcess", None, 1, None, 0.0)}
    for time, event in enumerate(events):
        thread, _, text = event.rpartition(" ")
        name = f"MainProcess / {thread}" if thread else "MainProcess"
        lane = lanes.setdefault(thread, Lane(name, "MainProcess", thread, 1, None, 0.0))
        lane.marks.append(Mark(float(time), text, "log"))
    return Run(1.0, [*lanes.values()], [*messages], length=9.0, stopped=stopped, closed=True)


FIRST = ("A 1", "A 2", "B 1", "B 2")
MIXED = ("A 1", "B 1", "A 2", "B 2")
LAST = ("B 1", "A 1", "A 2", "B 2")


@pytest.fixture
def worlds():
    return Worlds([run_of(*one) for one in (MIXED, FIRST, LAST, FIRST, MIXED, FIRST)])


# Orders


def test_the_order_is_that_of_time_and_threads_have_their_own_names():
    assert (("A", "1"), ("B", "1"), ("A", "2"), ("B", "2")) == order(run_of(*MIXED))


def test_threads_of_one_name_have_that_of_their_lane():
    run = run_of("A 1")
    run.lanes.append(Lane("other / A", "other", "A", 2, None, 0.0))
    assert (("MainProcess / A", "1"),) == order(run)


def test_a_message_counts_where_it_was_received():
    got = Message("tasks", "7", 0, 0.0, 1, 0.5)
    lost = Message("tasks", "8", 0, 0.0)
    run = run_of("A 1", "A 2", messages=[got, lost])
    assert (("A", "1"), ("A", "got 7"), ("A", "2")) == order(run)


def from_both(*channels):
    """A run in which A and B send two messages each through `channels` to MainProcess."""
    messages = [
        Message(
            channels[-(number % 2)], f"{'AB'[number % 2]}{number}", 1 + number % 2, 0.0, 0, number
        )
        for number in range(4)
    ]
    run = run_of("A 1", "B 1", messages=messages)
    for lane in run.lanes:
        lane.marks = []
    return run


def test_what_several_send_through_one_channel_counts_as_the_senders():
    expected = (("A", "A0 arrives"), ("B", "B1 arrives"), ("A", "A2 arrives"), ("B", "B3 arrives"))
    assert expected == order(from_both("tasks"))


def test_what_they_send_through_two_counts_as_the_receivers():
    assert {"MainProcess"} == {lane for lane, _ in order(from_both("tasks", "results"))}


def test_that_a_run_was_stopped_is_its_last_event():
    assert ("MainProcess", "stopped at the deadline") == order(run_of("A 1", stopped=True))[-1]


def test_runs_of_one_order_stand_together_the_most_frequent_first(worlds):
    assert [3, 2, 1] == [len(runs) for runs in worlds.orders.values()]
    assert order(run_of(*FIRST)) == next(iter(worlds.orders))


def test_the_rarest_is_a_run_of_the_last_order(worlds):
    assert worlds.runs[2] is worlds.rarest


@pytest.mark.parametrize(("number", "expected"), [(8, 8), (9, 8)])
def test_of_many_orders_the_most_frequent_and_the_rarest_are_shown(number, expected):
    runs = [run_of(f"A {one}") for one in range(number) for _ in range(number - one)]
    shown = Worlds(runs).shown()
    last = (("A", str(number - 1)),)
    assert (expected, last, 1) == (len(shown), shown[-1][0], len(shown[-1][1]))


# Words


def test_the_words(worlds):
    assert [
        "6 runs of one race, by the order of their events.",
        "In each, A: 1 before 2; B: 1 before 2.",
        "measured here: orders of them 3 (the same 4 events in each; "
        "3 times A: 1 > A: 2 > B: 1 > B: 2; twice A: 1 > B: 1 > A: 2 > B: 2; "
        "the rarest, once B: 1 > A: 1 > A: 2 > B: 2; in all of them A: 2 before B: 2)",
    ] == worlds.words().splitlines()


def test_nbval_finds_the_words_of_other_orders_equal(worlds):
    others = Worlds([run_of(*LAST), *[run_of(*MIXED)] * 5])
    assert Nbval().sanitized(worlds.words()) == Nbval().sanitized(others.words())


def test_brackets_in_what_was_logged_do_not_end_those_of_the_measured():
    last = Worlds([run_of("A f()")]).words().splitlines()[-1]
    assert "measured here: orders of them 1 (the same 1 event in each; once A: f[])" == last


def test_a_lane_that_did_other_things_is_not_said_to_do_the_same():
    found = Worlds([run_of(*FIRST), run_of("B 2", "B 1", "A 1", "A 2")]).words()
    assert "In each, A: 1 before 2." == found.splitlines()[1]


def test_runs_with_other_events_are_said_to_be_that():
    assert "(not the same events in each; " in Worlds([run_of("A 1"), run_of("A 2")]).words()


def test_of_a_long_lane_the_beginning_is_said():
    words = Worlds([run_of(*(f"A {number}" for number in range(9)))]).words()
    expected = "In each, A: 0 before 1 before 2 before 3 before 4 before 5 before 3 more."
    assert expected == words.splitlines()[1]


def test_in_which_order_messages_of_several_came_is_not_said_to_hold():
    messages = [Message("tasks", str(at), at, 0.0, 1, at + 0.5) for at in (0, 2)]
    words = Worlds([run_of("A 1", "B 1", messages=messages)]).words()
    assert 2 == len(words.splitlines())


def test_what_one_sender_sent_comes_in_its_own_order():
    words = Worlds([from_both("tasks")]).words().splitlines()[1]
    assert "In each, A: A0 arrives before A2 arrives; B: B1 arrives before B3 arrives." == words


def test_a_sender_that_also_logs_decides_no_order_with_what_is_received():
    run = from_both("tasks")
    run.lanes[1].marks = [Mark(0.5, "on", "log")]
    assert "In each, B: B1 arrives before B3 arrives." == Worlds([run]).words().splitlines()[1]


def test_one_order_has_no_rarest():
    assert "rarest" not in Worlds([run_of(*FIRST)] * 2).words()


# The picture


def texts(worlds):
    return [text.get_text() for text in worlds.figure().axes[0].texts]


def test_the_picture_has_a_strip_for_each_order_and_marks_the_rarest(worlds):
    expected = ["3 ×", "2 ×", "rarest: 1 ×"]
    assert expected == [text for text in texts(worlds) if "×" in text]


def test_the_rarest_strip_has_a_dashed_frame(worlds):
    frames = [box for box in worlds.figure().axes[0].patches if box.get_linestyle() != "solid"]
    boxes = [box for box in worlds.figure().axes[0].patches if box.get_height() == 26]
    assert 1 == len(frames)
    assert frames[0].get_y() < max(box.get_y() for box in boxes)
    assert frames[0].get_y() > sorted({box.get_y() for box in boxes})[-2]


def test_the_legend_names_the_lanes_that_are_drawn(worlds):
    assert ["A", "B"] == texts(worlds)[-2:]
    assert "MainProcess" not in texts(worlds)


def test_the_box_of_a_lane_has_the_colour_of_the_legend(worlds):
    patches = worlds.figure().axes[0].patches
    first, legend = patches[0], patches[-2]
    assert first.get_facecolor() == legend.get_facecolor()


def test_of_more_lanes_than_colours_the_boxes_name_them():
    found = texts(Worlds([run_of(*(f"{lane} 1" for lane in "ABCDEF"))]))
    assert ["1 ×", *(f"{lane}: 1" for lane in "ABCDEF")] == found


def test_how_many_orders_are_left_out_stands_above_the_rarest():
    runs = [run_of(f"A {one}") for one in range(12) for _ in range(12 - one)]
    found = texts(Worlds(runs))
    assert found.index("4 more orders") < found.index("rarest: 1 ×")


# many()


def test_each_run_of_a_race_is_recorded():
    def race():
        one = threading.Thread(target=log, args=("hello",), name="one")
        one.start()
        one.join()

    found = many(race, 3)
    assert (3, [(("one", "hello"),)]) == (len(found.runs), [*found.orders])


def test_a_race_that_hangs_is_stopped_each_time():
    found = many(threading.Event().wait, 2, deadline=0.1)
    assert [(("MainProcess", "stopped at the deadline"),)] == [*found.orders]


def test_what_the_race_raises_goes_through_at_once():
    called = []

    def race():
        called.append(1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        many(race)
    assert [1] == called


def test_what_cannot_be_called_is_refused():
    with pytest.raises(TypeError, match=r"many\(\) needs a function, and 7 cannot be called."):
        many(7)


@pytest.mark.parametrize("times", [0, -1, 1.5, True, None])
def test_what_is_no_number_of_times_is_refused(times):
    with pytest.raises(ValueError, match=r"`times` is how many times to run it, 1 or more; got"):
        many(int, times)


def test_nothing_to_show_is_refused():
    with pytest.raises(ValueError, match=r"`runs` is empty. Record something."):
        Worlds([])
