"""What a lane says: its lines, its end, where it stood, and what stopped it."""

import pytest
from drawn import (
    artists,
    child,
    crowd,
    left,
    main,
    nothing,
    right,
    run_of,
    shapes,
    spots,
    texts,
    top,
)
from matplotlib import colors

from helpers.runs.lane import Complaint, Mark, Stand, Wait
from helpers.show.captions import standing


def test_each_log_line_has_a_dot_at_its_time():
    run = run_of(main(marks=[Mark(0.0, "a"), Mark(0.1, "b")]))
    (bar,) = shapes(run, "bars")

    assert spots(run, "marks") == [(left(bar), top(bar)), (right(bar), top(bar))]


@pytest.mark.parametrize("before", [0.0001, 0.001, 0.003, 0.005, 0.008, 0.012, 0.03])
def test_what_a_child_complains_of_has_room_however_soon_it_dies(before):
    complaint = Complaint(0.095 - before, "WARNING:root:low on tea")
    dying = child(ended=0.095, exitcode=1, error="ValueError: boom", complaints=[complaint])
    shown = texts(run_of(main(waits=[Wait(0.01, 0.0955, "join()")]), dying))
    assert {"stderr: WARNING:root:low on tea", "ValueError: boom"} <= {*shown}


def test_log_lines_that_crowd_still_have_their_texts():
    marks = [Mark(0.0671, "one"), Mark(0.0675, "two"), Mark(0.0679, "three")]

    assert {"one", "two", "three"} <= set(texts(run_of(main(), child(marks=marks))))


@pytest.mark.parametrize("step", [0, 1e-5, 0.0005])
def test_log_lines_that_crowd_at_the_right_edge_still_have_their_texts(step):
    marks = [Mark(0.098 + step * i, f"a text of some length {i}") for i in range(4)]

    assert {mark.text for mark in marks} <= set(texts(run_of(main(marks=marks))))


def test_many_log_lines_are_ticks():
    run = run_of(main(marks=[Mark(0.001 * i, f"line {i}") for i in range(100)]))

    assert [len(shapes(run, "ticks")), spots(run, "marks")] == [100, []]


@pytest.mark.parametrize("code", [0, 1, -9])
def test_an_exit_code_is_said(code):
    assert f"exit {code}" in texts(run_of(main(), child(exitcode=code)))


@pytest.mark.parametrize(("code", "expected"), [(0, [1, 0]), (1, [0, 1]), (-9, [0, 1])])
def test_a_bad_end_has_another_symbol_than_a_good_one(code, expected):
    run = run_of(main(), child(exitcode=code))

    assert expected == [len(spots(run, "ended well")), len(spots(run, "ended badly"))]


def test_the_symbols_of_ends_differ_in_shape_and_colour():
    run = run_of(main(), child(1), child(2, exitcode=1))
    (good,), (bad,) = artists(run, "ended well"), artists(run, "ended badly")
    same = [
        len(good.get_paths()[0]) == len(bad.get_paths()[0]),
        colors.to_hex(good.get_facecolor()[0]) == colors.to_hex(bad.get_facecolor()[0]),
    ]

    assert same == [False, False]


def test_an_error_is_said():
    assert "ValueError: boom" in texts(run_of(main(), child(exitcode=1, error="ValueError: boom")))


def test_what_the_end_of_the_block_ended_says_so():
    run = run_of(main(), child(exitcode=-15, ended_by="the end of the block"))

    assert "alive at the end of the block" in texts(run)


def test_a_lane_says_where_it_stood():
    assert "waited in inbox.get(), line 4 of waiters" in texts(crowd())


@pytest.mark.parametrize(
    ("stand", "expected"),
    [
        (Stand("f", "work", 4, "q.get()", "q.get()"), "waited in q.get(), line 4 of work"),
        (Stand("f", "work", 4, "n += 1"), "was at line 4 of work"),
        (Stand("f", "work", 4, "sleep(1)", asleep=True), "slept, line 4 of work"),
        (Stand("", "its exit", 0, "", "q.join()"), "waited in q.join(), on its way out"),
        (Stand("", "its exit", 0, ""), "was on its way out"),
    ],
    ids=["waits", "computes", "sleeps", "waits at its exit", "exits"],
)
def test_where_a_lane_stood(stand, expected):
    assert expected == standing(stand)


def test_the_deadline_is_drawn_where_it_passed():
    run = run_of(main(), stopped=True, deadline=0.05)
    (bar,), (line,) = shapes(run, "bars"), shapes(run, "deadline")

    assert (left(bar) + right(bar)) / 2 == pytest.approx(left(line))


def test_an_interrupt_is_drawn_where_it_came():
    run = run_of(main(), interrupted=0.05)
    (bar,), (line,) = shapes(run, "bars"), shapes(run, "deadline")

    assert (left(bar) + right(bar)) / 2 == pytest.approx(left(line))
    assert "interrupted" in texts(run)


def test_no_deadline_is_drawn_where_it_did_not_pass():
    assert shapes(run_of(main(), deadline=0.05), "deadline") == []


@pytest.mark.parametrize(
    ("length", "expected"), [(0.00021, "0.2 ms"), (0.1, "100 ms"), (0.99, "800 ms"), (12, "12 s")]
)
def test_time_is_in_milliseconds_or_seconds(length, expected):
    assert expected in texts(run_of(main(), length=length))


def test_a_run_in_which_nothing_happened_is_one_bar():
    assert len(shapes(nothing(), "bars")) == 1
