"""What a picture carries of its run, for the replay."""

import io
import json

import pytest
from drawn import artists, child, main, message, run_of
from PIL import Image

from helpers.runs.lane import Mark, Place, Span, Stand, Wait
from helpers.runs.run import Message
from helpers.show import figures, png, story


def told(run):
    return json.loads(figures.of_run(run).story)


def test_the_picture_carries_it():
    run = run_of(main(), child(1), messages=[message(0)])
    data, _ = png.of_figure(figures.of_run(run))
    assert told(run) == json.loads(Image.open(io.BytesIO(data)).info["run"])


def test_a_plot_carries_nothing():
    figure = figures.of_runs([run_of(main()), run_of(main())], ["one", "two"])
    data, _ = png.of_figure(figure)
    assert "run" not in Image.open(io.BytesIO(data)).info


def test_a_lane_has_its_states_in_the_order_of_time():
    worker = child(
        1,
        born=0.0,
        ready=0.01,
        returned=0.08,
        ended=0.09,
        waits=[Wait(0.02, 0.03, "q.get()")],
        sleeps=[Span(0.04, 0.05)],
        starts=[Span(0.06, 0.07)],
    )
    states = [(time, what) for time, what, _ in story.states(worker, run_of(main(), worker))]
    assert [
        (0.0, "starts up"),
        (0.01, "computes"),
        (0.02, "waits in q.get()"),
        (0.03, "computes"),
        (0.04, "sleeps"),
        (0.05, "computes"),
        (0.06, "starts a process"),
        (0.07, "computes"),
        (0.08, "shuts down"),
        (0.09, "has ended, exit code 0"),
    ] == states


def test_after_its_target_a_child_computes_no_more():
    worker = child(1, ready=0.01, returned=0.05, waits=[Wait(0.06, 0.07, "q.join_thread()")])
    assert [
        what for time, what, _ in story.states(worker, run_of(main(), worker)) if time > 0.05
    ] == [
        "waits in q.join_thread()",
        "shuts down",
        "has ended, exit code 0",
    ]


def test_a_state_names_the_line_of_the_learner():
    run = run_of(
        main(waits=[Wait(0.01, None, "q.get()", place="3")]),
        places={"1 3": Place("this cell", 2, "q.get()")},
    )
    found = told(run)
    assert ["line 2 of this cell: q.get()"] == found["places"]
    assert [0.01, "waits in q.get()", 0] == found["lanes"][0]["states"][-1]


def last_states(*lanes, **more):
    """{lane: (what it does at the end, its line)}, as a replay says it."""
    found = told(run_of(*lanes, **more))
    last = {lane["name"]: lane["states"][-1] for lane in found["lanes"]}
    lines = [*found["places"], ""]
    return {name: (text, lines[-1 if n is None else n]) for name, (_, text, n) in last.items()}


def test_who_was_stopped_does_at_the_end_what_it_stood_in():
    waits = Stand("<module>", "this cell", 4, "inbox.get()", "inbox.get()")
    sleeps = Stand("nap", "naps", 2, "sleep(9)", asleep=True)
    leaves = Stand("", "its exit", 0, "", "QueueFeederThread.join()")
    killed = {"ended": None, "exitcode": None, "ready": 0.01}
    # The wait is back at once, since the deadline interrupts it.
    found = last_states(
        main(waits=[Wait(0.01, 0.0501, "inbox.get()")], stand=waits),
        child(1, **killed, stand=sleeps, sleeps=[Span(0.02, None)]),
        child(2, **killed, stand=leaves, returned=0.03),
        stopped=True,
        deadline=0.05,
    )
    assert {
        "main": ("waited in inbox.get()", "line 4 of this cell: inbox.get()"),
        "child 1": ("slept", "line 2 of naps: sleep(9)"),
        "child 2": ("waited in QueueFeederThread.join(), on its way out", ""),
    } == found


@pytest.mark.parametrize(
    ("by", "end"),
    [
        ("the deadline", "was killed at the deadline, exit code -9"),
        ("the end of the block", "was alive at the end of the block, and was ended there"),
    ],
)
def test_who_did_not_end_by_itself_says_so(by, end):
    code = -9 if by == "the deadline" else None
    found = last_states(main(), child(1, ended_by=by, exitcode=code))
    assert (end, "") == found["child 1"]


def test_a_mailbox_names_its_channel_by_number_as_messages_do():
    messages = [message(1, 0, 1), Message("shared", "tea", 0, 0.01, 2, 0.07)]
    messages.append(Message("shared", "rice", 1, 0.02, 2, 0.08))
    found = told(run_of(main(), child(1), child(2), messages=messages))
    assert ["shared"] == [found["channels"][box["channel"]] for box in found["boxes"]]


def test_a_message_names_its_channel_and_its_lanes_by_number():
    run = run_of(
        main(), child(1), messages=[Message("q", "tea", 0, 0.01, 1, 0.07), message(2, 0, None)]
    )
    found = told(run)
    assert ["q"] == found["channels"]
    assert [[0, "tea", 0, 0.01, 1, 0.07], [0, "2", 0, 0.01002, None, None]] == found["messages"]


def test_what_a_lane_said_stands_with_its_time():
    run = run_of(main(marks=[Mark(0.05, "hello")]))
    assert [[0.05, "hello"]] == told(run)["lanes"][0]["said"]


@pytest.mark.parametrize(("count", "is_told"), [(story.MOST, True), (story.MOST + 1, False)])
def test_a_run_of_too_many_messages_is_not_carried(count, is_told):
    messages = [message(number, received=0.08) for number in range(count)]
    assert is_told == bool(figures.of_run(run_of(main(), child(1), messages=messages)).story)


def test_two_thousand_messages_take_little_room():
    messages = [message(number) for number in range(2000)]
    figure = figures.of_run(run_of(main(), child(1), messages=messages))
    with_it = len(png.of_figure(figure)[0])
    figure.story = ""
    assert with_it - len(png.of_figure(figure)[0]) < 30_000


def test_where_the_lanes_stand_is_where_they_are_drawn():
    run = run_of(main(), child(1))
    found = told(run)
    bars = artists(run, "bars")[0]
    tops = [round(float(path.vertices[:, 1].min()), 1) for path in bars.get_paths()]
    assert tops == [lane["top"] for lane in found["lanes"]]
    assert found["width"] == 720
