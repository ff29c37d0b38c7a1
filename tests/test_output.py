"""What a child prints and complains of: nothing of it is lost, and it can do what others can."""

import sys
import types
from multiprocessing import Event, Process, Queue, get_context

import printers
import pytest

from helpers import record, watch
from helpers.runs.complaints import complaints, lines


def run_of(target, *args, method="spawn"):
    with record() as run:
        p = get_context(method).Process(target=target, args=args, name="child")
        p.start()
        p.join()
    return run


def printed(lane):
    return [mark.text for mark in lane.marks if mark.kind == "print"]


@pytest.mark.parametrize(
    ("target", "args", "expected"),
    [
        (printers.print_without_newline, ("x",), ["x"]),
        (printers.print_without_newline, ("one\n", "\n", "two"), ["one", "", "two"]),
        (printers.print_and_leave_at_once, (), ["x"]),
    ],
)
def test_what_ends_without_a_newline_is_kept(target, args, expected):
    assert expected == printed(run_of(target, *args).lane("child"))


def test_a_line_stands_where_it_ended(start_method):
    child = run_of(printers.print_in_turn, method=start_method).lane("child")
    assert ["between", "abc", "rest"] == [mark.text for mark in child.marks]


def test_threads_that_print_at_once_keep_their_lines_whole():
    run = run_of(printers.print_at_once)
    assert [[f"{letter}{number}{letter} end" for number in range(200)] for letter in "AB"] == [
        printed(run.lane(f"child / {letter}")) for letter in "AB"
    ]


@pytest.mark.parametrize(
    ("use", "result", "text"),
    [
        pytest.param(
            "subprocess",
            "0",
            [],
            marks=pytest.mark.skipif(sys.platform == "win32", reason="Windows has no `true`"),
        ),
        ("faulthandler", "True", []),
        ("fileno", "(1, 2)", []),
        ("buffer", "13", ["byte by byte"]),
        ("raw", "4", ["raw"]),
        ("bytes of one character", "[1, 1, 1]", ["ü"]),
        ("reconfigure", "None", ["grün", "grün ✓"]),
        ("dup2", "into the pipe\n", ["into the pipe"]),
        ("wrap", "None", ["wrapped", "again"]),
        ("redirect_stdout", "caught\n", []),
        ("kind", "<class '_io.TextIOWrapper'>", []),
        ("writelines", "None", ["one", "two"]),
        ("name and mode", "('<stdout>', 'utf-8', True)", []),
    ],
)
def test_a_recorded_child_can_do_with_its_streams_what_others_can(use, result, text):
    child = run_of(printers.use, use).lane("child")
    assert (None, 0, [result], text) == (
        child.error,
        child.exitcode,
        [mark.text for mark in child.marks if mark.kind == "log"],
        printed(child),
    )


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (
            printers.complain,
            'child: wrote to standard error "WARNING:root:low on tea", '
            '".../printers.py:LINE: UserWarning: no sugar", "ERROR:root:no luck" and 1 more; '
            "exit code 0.",
        ),
        (
            printers.complain_and_fail,
            'child: wrote to standard error "WARNING:root:low on tea"; '
            "died of ValueError: boom; exit code 1.",
        ),
        (
            printers.exit_with_words,
            'child: wrote to standard error "no tea today"; exit code 1.',
        ),
        (
            printers.put_into_a_queue_of_ones_own,
            'child: wrote to standard error "Traceback (most recent call last): ... '
            "TypeError: cannot pickle 'generator' object\"; exit code 0.",
        ),
        (
            printers.fail_with_an_empty_first_line,
            "child: died of EmptyFirstLine: the second line and the third; exit code 1.",
        ),
    ],
)
def test_the_words_say_what_a_child_wrote_to_standard_error(target, said):
    run = run_of(target)
    assert ["MainProcess", "child"] == [lane.name for lane in run.lanes]
    words = run.words().splitlines()[-1]
    number = words.partition("printers.py:")[2].partition(":")[0]
    assert said == words.replace(f"py:{number}:", "py:LINE:") if number else said == words


def test_the_words_say_how_much_more_was_written():
    assert '"WARNING:root:no. 2" and 97 more; exit code 0.' in (
        run_of(printers.complain_often, 100).words()
    )


def test_what_is_written_to_the_descriptor_is_named(start_method):
    run = run_of(printers.use, "standard error of a program", method=start_method)
    assert 'wrote to standard error "from below"; exit code 0.' in run.words()


def test_what_faulthandler_writes_is_named():
    (complaint,) = run_of(printers.dump_stacks).lane("child").complaints
    assert complaint.text.endswith("(most recent call first):")


def test_the_picture_shows_what_was_written():
    run = run_of(printers.complain_and_fail)
    texts = [text.get_text() for text in run.figure().axes[0].texts]
    assert ["stderr: WARNING:root:low on tea"] == [text for text in texts if "stderr" in text]


def test_a_message_that_cannot_be_pickled_is_named_with_its_queue(start_method):
    with record() as run:
        results, dropped = watch(Queue(), "results"), Event()
        p = Process(target=printers.put_what_no_pickle_takes, args=(results, dropped), name="maker")
        p.start()
        assert "after" == results.get()
        dropped.set()
        p.join()
    assert ["MainProcess", "maker"] == [lane.name for lane in run.lanes]
    assert (
        "maker: could not pickle a message for 'results', "
        "TypeError: cannot pickle 'generator' object; exit code 0."
    ) in run.words()
    assert "Traceback (most recent call last):" == run.lane("maker").stderr[0]


def test_a_module_that_starts_a_process_at_its_top_level_says_what_is_wrong(tmp_path, monkeypatch):
    start = (
        "from multiprocessing import get_context as c\nc('spawn').Process(target=print).start()\n"
    )
    (tmp_path / "eager.py").write_text(start + "\ndef work():\n    pass\n")
    module = types.ModuleType("eager")
    module.work = types.FunctionType(printers.complain.__code__, {}, "work")
    module.work.__module__, module.work.__qualname__ = "eager", "work"
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(sys.modules, "eager", module)
    assert (
        "child: died of RuntimeError: An attempt has been made to start a new process before the "
        "current process has finished its bootstrapping phase. ...; exit code 1."
    ) == run_of(module.work).words().splitlines()[-1]


# Without processes


def of(text, explained=()):
    return [found for _, found in complaints(lines([(1.0, text)]), explained)]


def test_lines_are_put_together_from_pieces_and_have_the_time_of_their_end():
    pieces = [(1, "a"), (2, "b\nc"), (3, "\n\nd"), (4, "e")]
    assert [(2, "ab"), (3, "c"), (3, ""), (4, "de")] == lines(pieces)


TRACEBACK = """\
Process child:
Traceback (most recent call last):
  File "a.py", line 1, in <module>
    1 / 0
    ~~^~~
ZeroDivisionError: division by zero
"""
CHAIN = (
    TRACEBACK
    + """
During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "a.py", line 3, in <module>
KeyError: 'x'
"""
)
GROUP = """\
  + Exception Group Traceback (most recent call last):
  |   File "a.py", line 1, in <module>
  |     raise ExceptionGroup("both", [ValueError(1)])
  | ExceptionGroup: both (1 sub-exception)
  +-+---------------- 1 ----------------
    | ValueError: 1
    +------------------------------------
"""
STACK = """\
Fatal Python error: Segmentation fault

Current thread 0x00007f0000000000 (most recent call first):
  File "a.py", line 1 in crash
  File "a.py", line 3 in <module>
"""
HEAD = "Traceback (most recent call last): ... "


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("one\n\ntwo\n", ["one", "two"]),
        (TRACEBACK, [f"{HEAD}ZeroDivisionError: division by zero"]),
        (CHAIN, [f"{HEAD}KeyError: 'x'"]),
        (
            f"before\n{GROUP}after\n",
            ["before", f"{HEAD}ExceptionGroup: both (1 sub-exception)", "after"],
        ),
        (
            f"{TRACEBACK}when serializing tuple item 1\nwhen serializing dict object\nafter\n",
            [f"{HEAD}ZeroDivisionError: division by zero", "after"],
        ),
        ("when serializing a cake\n", ["when serializing a cake"]),
        ("10 %\r 50 %\r100 %\n", ["100 %"]),
        (
            "a.py:3: UserWarning: careful\n  warn()\nnext\n",
            ["a.py:3: UserWarning: careful", "next"],
        ),
        (
            STACK,
            [
                "Fatal Python error: Segmentation fault",
                "Current thread 0x00007f0000000000 (most recent call first):",
            ],
        ),
    ],
)
def test_complaints_are_told_in_short(text, found):
    assert found == of(text)


def test_a_traceback_of_what_is_known_already_is_no_complaint():
    assert ["before", f"{HEAD}KeyError: 'x'"] == of(
        f"before\n{TRACEBACK}\n{HEAD[:34]}\nKeyError: 'x'\n", [0.5]
    )
