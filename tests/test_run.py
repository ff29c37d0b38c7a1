"""A run as data, in words and as a trace: built by hand, so that every word is known."""

import json

import pytest

from helpers.runs.lane import Hold, Lane, Mark, Pass, Signal, Stand, Wait
from helpers.runs.run import Message, Run, Wake


def lane(name, **more):
    return Lane(name, name, None, 1, None, 0.0, **more)


def run_of(*lanes, **more):
    return Run(10, list(lanes), length=1.0, closed=True, **more)


def test_a_lane_is_found_by_its_name():
    run = run_of(lane("MainProcess"), lane("cook"))
    assert run.lanes[1] is run.lane("cook")


def test_a_lane_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(KeyError, match="no lane is called 'cook'; the lanes of this run: waiter"):
        run_of(lane("waiter")).lane("cook")


def test_an_open_run_says_when_to_look():
    assert "This run is still open: look at it after its `with record()` block." == Run(10).words()


def test_the_words_of_a_lane_are_in_the_order_of_a_life():
    cook = lane(
        "cook",
        started=["helper"],
        marks=[Mark(0.1, "soup"), Mark(0.2, "noted", kind="print"), Mark(0.3, "done")],
        joined=["helper"],
        error="ValueError: burnt",
        exitcode=1,
        ended=0.9,
    )
    assert (
        '1 process: cook.\ncook: started helper; logged "soup"; printed "noted"; logged "done"; '
        "joined helper; died of ValueError: burnt; exit code 1."
    ) == run_of(cook).words()


@pytest.mark.parametrize(
    ("ended_by", "said"),
    [
        ("the deadline", "killed at the deadline"),
        ("the end of the block", "still alive at the end of the block, and ended there"),
    ],
)
def test_the_words_say_who_ended_a_process(ended_by, said):
    cook = lane("cook", ended=1.0, exitcode=-9, ended_by=ended_by)
    assert f"1 process: cook.\ncook: {said}." == run_of(cook).words()


def test_messages_are_counted_for_each_end_and_lost_ones_are_named():
    run = run_of(lane("cook"), lane("waiter"), receivers={"dishes": [[1]]})
    run.messages = [
        Message("dishes", "soup", 0, 0.1, 1, 0.2),
        Message("dishes", "tea", 0, 0.3),
    ]
    assert (
        "2 messages through 'dishes': cook sent 2; waiter received 1; 1 never received."
    ) == run.words().splitlines()[-1]


def test_lanes_that_compete_are_told_together_and_in_a_fixed_order():
    """Which of them got which message is decided anew in each run."""

    def words(first, second):
        run = run_of(
            lane("cook"),
            lane("waiter 1", marks=[Mark(0.1, first)], exitcode=0, ended=1.0),
            lane("waiter 2", marks=[Mark(0.1, second)], exitcode=0, ended=1.0),
            receivers={"dishes": [[1, 2]]},
        )
        run.messages = [Message("dishes", text, 0, 0.1, 1, 0.2) for text in (first, second)]
        return run.words()

    assert words("got 9", "got 10") == words("got 10", "got 9")
    assert (
        "3 processes: cook, waiter 1, waiter 2.\n"
        'waiter 1 and waiter 2 share the messages; together they logged "got 9", "got 10"; '
        "exit code 0 for all 2.\n"
        "2 messages through 'dishes': cook sent 2; 2 of them received 2, each message once."
    ) == words("got 9", "got 10")


def test_what_lanes_that_compete_logged_and_printed_is_told_apart():
    first = [Mark(0.1, "got 10")]
    second = [Mark(0.1, "noted", kind="print"), Mark(0.2, "got 9")]
    waiters = lane("waiter 1", marks=first), lane("waiter 2", marks=second)
    assert (
        'waiter 1 and waiter 2 share the messages; together they logged "got 9", "got 10"; '
        'together they printed "noted".'
    ) == run_of(*waiters, receivers={"dishes": [[0, 1]]}).words().splitlines()[1]


def test_of_lanes_that_compete_the_one_that_was_killed_is_named():
    ends = {"waiter 1": -9, "waiter 2": 0, "waiter 3": 0}
    waiters = [lane(name, exitcode=code, ended=1.0) for name, code in ends.items()]
    run = run_of(lane("cook"), *waiters, receivers={"dishes": [[1, 2, 3]]})
    assert (
        "waiter 1, waiter 2 and waiter 3 share the messages; exit code -9 for waiter 1; "
        "exit code 0 for the other 2."
    ) == run.words().splitlines()[1]


def test_of_lanes_that_compete_it_is_told_what_one_died_of():
    waiters = [
        lane("waiter 1", exitcode=1, ended=1.0, error="ValueError: boom"),
        lane("waiter 2", exitcode=0, ended=1.0),
    ]
    run = run_of(*waiters, receivers={"dishes": [[0, 1]]})
    assert (
        "waiter 1 and waiter 2 share the messages; one died of ValueError: boom; "
        "exit code 0 for one; exit code 1 for one."
    ) == run.words().splitlines()[1]


def test_signals_are_told_with_who_gave_them_and_whom_they_let_go_on():
    run = run_of(
        lane("cook", signals=[Signal(0.2, "go", "set")]),
        lane("waiter (2)", passes=[Pass(0.1, 0.3, "go", "wait")]),
        wakes=[Wake("go", 0, 0.2, 1, 0.3)],
    )
    assert [
        "'go' was set by cook once, which let waiter (2) go on.",
        "measured here: woken through 'go' (waiter [2] by cook)",
    ] == run.words().splitlines()[1:]


def test_the_two_ends_of_a_pipe_do_not_compete():
    run = run_of(
        lane("Ada", marks=[Mark(0.1, "asked")]),
        lane("Bob", marks=[Mark(0.2, "answered")]),
        receivers={"line": [[1], [0]]},
    )
    run.messages = [
        Message("line", "tea?", 0, 0.1, 1, 0.2),
        Message("line", "yes", 1, 0.3, 0, 0.4),
        Message("line", "thanks", 0, 0.5, 1, 0.6),
    ]
    assert (
        "2 processes: Ada, Bob.\n"
        'Ada: logged "asked".\n'
        'Bob: logged "answered".\n'
        "3 messages through 'line': Ada sent 2 and Bob sent 1; Ada received 1 and Bob received 2."
    ) == run.words()


def test_locks_are_counted_by_holder():
    run = run_of(
        lane("cook", holds=[Hold(0.1, 0.2, "door")]),
        lane("waiter", holds=[Hold(0.3, 0.4, "door"), Hold(0.5, None, "door")]),
    )
    assert (
        "'door' was held by cook once and waiter twice; never released by waiter."
        == run.words().splitlines()[-1]
    )


def test_the_words_of_a_stopped_run_say_who_stood_where():
    stand = Stand("cook", "cooks", 4, "dish = orders.get()", "orders.get()")
    run = run_of(lane("cook", stand=stand, ended=1.0, ended_by="the deadline"), stopped=True)
    assert [
        "Stopped at the deadline of 10 s. Where they stood:",
        "  cook waited in orders.get(), line 4 in cook() of cooks: dish = orders.get()",
    ] == run.words().splitlines()[1:3]


def test_the_words_of_an_interrupted_run_say_who_stood_where():
    stand = Stand("cook", "cooks", 4, "dish = orders.get()", "orders.get()")
    run = run_of(lane("cook", stand=stand, ended=0.5, ended_by="the interrupt"), interrupted=0.4)
    assert [
        "Interrupted. Where they stood:",
        "  cook waited in orders.get(), line 4 in cook() of cooks: dish = orders.get()",
        "cook: ended at the interrupt.",
    ] == run.words().splitlines()[1:]


def test_a_process_stopped_on_its_way_out_has_no_line():
    stand = Stand("", "its exit", 0, "", "QueueFeederThread.join()")
    run = run_of(lane("cook", stand=stand, ended=1.0, ended_by="the deadline"), stopped=True)
    said = "  cook waited in QueueFeederThread.join(), on its way out."
    assert said == run.words().splitlines()[2]


@pytest.mark.parametrize(
    "error",
    [
        "AttributeError: Can't get attribute 'greet' on <module '__main__' (built-in)>",
        "AttributeError: module '__main__' has no attribute 'greet'",
        "TypeError: '<' not supported between instances of 'int' and 'str'",
        "RuntimeError: a < b and b > a",
        "OSError: [Errno 24] Too many open files: 'notes/a.txt'",
        "KeyError: 'a/b'",
        "KeyboardInterrupt",
        "ValueError: ",
    ],
)
def test_last_words_are_pythons_own(error):
    said = error.removesuffix(": ")
    assert f"cook: died of {said}." == run_of(lane("cook", error=error)).words().splitlines()[1]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            "TypeError: <function greet at 0x7f00aa10> is <Process pid=12 parent=3>",
            "TypeError: <function greet at 0x...> is <Process pid=... parent=...>",
        ),
        (
            "FileNotFoundError: [Errno 2] No such file or directory: '/tmp/a b/tea.txt'",
            "FileNotFoundError: [Errno 2] No such file or directory: '.../tea.txt'",
        ),
        (
            "AttributeError: Can't get attribute 'f' on <module 'w' from 'C:\\\\T\\\\x\\\\w.py'>",
            "AttributeError: Can't get attribute 'f' on <module 'w' from '.../w.py'>",
        ),
        ("OSError: cannot open /var/tmp/x/tea.txt", "OSError: cannot open .../tea.txt"),
        ("/home/a b/w.py:3: UserWarning: no sugar", ".../w.py:3: UserWarning: no sugar"),
        ("/home/O'Neil b/w.py:3: UserWarning: no sugar", ".../w.py:3: UserWarning: no sugar"),
        ("C:\\a b\\w.py:3: UserWarning: no sugar", ".../w.py:3: UserWarning: no sugar"),
        ("FileExistsError: [Errno 17] File exists: '/psm_0a1b2c3d'", None),
        (
            "ProgrammingError: created in thread id 1397, this is thread id 1396.",
            "ProgrammingError: created in thread id ..., this is thread id ...",
        ),
        ("ValueError: No cup.", "ValueError: No cup"),
        ("ValueError: " + 1000 * "x", "ValueError: " + 285 * "x" + "..."),
        (
            "RuntimeError: \n        An attempt was\n        made to start.\n\n        This means",
            "RuntimeError: An attempt was made to start. ...",
        ),
        (
            "RemoteError: \n----\nTraceback (most recent call last):\n  File x\nKeyError: 1\n----",
            "RemoteError: ... KeyError: 1",
        ),
    ],
)
def test_of_last_words_only_that_is_cut_which_varies(error, said):
    said = said or "FileExistsError: [Errno 17] File exists: '/psm_...'"
    assert f"cook: died of {said}." == run_of(lane("cook", error=error)).words().splitlines()[1]


def test_the_trace_holds_lanes_waits_lines_and_messages(tmp_path):
    run = run_of(
        lane("cook", marks=[Mark(0.1, "soup")], holds=[Hold(0.2, None, "door")]),
        lane("waiter", waits=[Wait(0.1, 0.2, "dishes.get()")], ended=0.5),
    )
    run.messages = [Message("dishes", "soup", 0, 0.1, 1, 0.2)]
    path = run.to_perfetto(tmp_path / "trace.json")
    events = json.loads(path.read_text(encoding="utf-8"))["traceEvents"]
    assert [
        ("M", "process_name"),
        ("M", "thread_name"),
        ("X", "cook"),
        ("X", "door"),
        ("i", "soup"),
        ("M", "process_name"),
        ("M", "thread_name"),
        ("X", "waiter"),
        ("X", "dishes.get()"),
        ("s", "soup"),
        ("f", "soup"),
    ] == [(event["ph"], event["name"]) for event in events]
    assert {"ts": 100000.0, "dur": 100000.0} == {key: events[8][key] for key in ("ts", "dur")}
