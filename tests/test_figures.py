"""The picture of a `Run`: what is drawn, where, in which colours, and that it can be read."""

import io
from itertools import combinations
from threading import Thread

import matplotlib
import numpy as np
import pytest
from matplotlib import colors
from matplotlib.figure import Figure
from PIL import Image

from helpers.runs.run import Complaint, Hold, Lane, Mark, Message, Run, Signal, Stand, Wait, Wake
from helpers.show import figures, png

OKABE_ITO = {"#0072b2", "#e69f00", "#cc79a7", "#56b4e9", "#f0e442", "#009e73", "#d55e00"}


def run_of(*lanes, messages=(), **more):
    settings = {"deadline": 10, "length": 0.1, "closed": True, **more}
    return Run(lanes=list(lanes), messages=list(messages), **settings)


def lane(name, pid=1, parent=None, **more):
    process, _, thread = name.partition(" / ")
    return Lane(name, process, thread or None, pid, parent, **{"born": 0.0, "ready": 0.0, **more})


def main(**more):
    return lane("main", **more)


def child(number=1, **more):
    settings = {"born": 0.002 * number, "ready": 0.06, "ended": 0.09, "exitcode": 0, **more}
    return lane(f"child {number}", number + 1, 0, **settings)


def message(number, sender=0, receiver=1, **more):
    times = {"sent": 0.01 + 1e-5 * number, "received": 0.07 + 1e-5 * number}
    if receiver is None:
        times["received"] = None
    return Message("q", str(number), sender, receiver=receiver, **{**times, **more})


def crowd():
    """Everything in the last milliseconds, as under spawn, and more than there is room for."""
    marks = [Mark(0.085 + 0.001 * i, f"line number {i}") for i in range(12)]
    holds = [Hold(0.07, 0.072, "lock"), Hold(0.071, 0.08, "other lock")]
    stand = Stand("wait", "waiters", 4, "inbox.get()", "inbox.get()")
    messages = [
        Message("q", f"message {i}", i % 3, 0.08 + 7e-4 * i, (i + 1) % 4 % 3, 0.083 + 7e-4 * i)
        for i in range(20)
    ]
    return run_of(
        main(marks=[Mark(0.0901, "one"), Mark(0.0902, "two")], waits=[Wait(0, 0.09, "q.get()")]),
        child(1, marks=marks, ended=0.098, exitcode=1, error="ValueError: " + 30 * "long "),
        child(2, marks=marks, ended=0.099, holds=holds, stand=stand),
        lane("child 2 / a thread with a name that is really too long", 3, 2, ended=0.04),
        messages=messages,
        stopped=True,
        deadline=0.097,
    )


def wide(lanes):
    """Many lanes that all have something to say."""
    return run_of(
        main(),
        *(
            child(i, born=0.001 * i, marks=[Mark(0.08, f"I am {i}")], exitcode=i % 2)
            for i in range(1, lanes)
        ),
        messages=[message(i, 0, i) for i in range(1, lanes)],
    )


def nothing():
    return run_of(main(), length=0.00021)


def artists(run, gid):
    return [each for each in figures.of_run(run).axes[0].collections if each.get_gid() == gid]


def shapes(run, gid):
    return [path.vertices for each in artists(run, gid) for path in each.get_paths()]


def spots(run, gid):
    return [tuple(spot) for each in artists(run, gid) for spot in each.get_offsets()]


def written(run):
    return figures.of_run(run).axes[0].texts


def texts(run):
    return [text.get_text() for text in written(run)]


def place(run, words):
    (found,) = [text for text in written(run) if text.get_text() == words]
    return found.get_position()


def extents(figure):
    """(text, where it is in points), as the renderer measures it."""
    renderer, found = figure.canvas.get_renderer(), []
    for text in figure.axes[0].texts:
        text.set_bbox(None)
        found.append((text.get_text(), text.get_window_extent(renderer)))
    return found


def used_colours(run):
    """Every opaque colour of the picture, in hexadecimal."""
    axes = figures.of_run(run).axes[0]
    found = [text.get_color() for text in axes.texts]
    for each in axes.collections:
        found += [*each.get_facecolors(), *each.get_edgecolors()]
    return {colors.to_hex(colour) for colour in found if colors.to_rgba(colour)[3] > 0}


def left(shape):
    return float(shape[:, 0].min())


def right(shape):
    return float(shape[:, 0].max())


def top(shape):
    return float(shape[:, 1].min())


def bottom(shape):
    return float(shape[:, 1].max())


# --- what is drawn -------------------------------------------------------------------------------


def test_lanes_lie_from_top_to_bottom_in_their_order():
    tops = [top(shape) for shape in shapes(wide(20), "bars")]

    assert sorted(set(tops)) == tops


def test_the_first_lane_is_at_the_top():
    assert figures.of_run(wide(3)).axes[0].yaxis_inverted()


def test_the_names_stand_beside_their_bars():
    run = run_of(main(), child(1), child(2))
    middles = [float(shape[:-1, 1].mean()) for shape in shapes(run, "bars")]

    assert [place(run, lane.name)[1] for lane in run.lanes] == pytest.approx(middles, abs=3)


def test_a_thread_is_called_by_its_own_name_indented():
    run = run_of(main(), lane("main / feeder", parent=0))

    assert "    feeder" in texts(run)


def test_a_bar_reaches_from_birth_to_end():
    whole, part = shapes(run_of(main(), child(born=0.025, ended=0.075)), "bars")
    length = right(whole) - left(whole)

    assert [left(whole) + length / 4, left(whole) + length * 3 / 4] == pytest.approx(
        [left(part), right(part)]
    )


def test_a_process_is_pale_until_it_is_ready():
    run = run_of(main(), child(born=0.0, ready=0.05))
    (whole, _), (starting,) = shapes(run, "bars"), shapes(run, "starting")

    assert (left(whole) + right(whole)) / 2 == pytest.approx(right(starting))


def test_a_process_that_never_was_ready_is_pale_to_its_end():
    run = run_of(main(), child(ready=None))

    assert right(shapes(run, "bars")[1]) == right(shapes(run, "starting")[0])


def test_a_line_leads_from_the_parent_to_each_child():
    run = run_of(main(), child(1), child(2), lane("child 2 / one", 3, 2, born=0.07))

    assert len(shapes(run, "births")) == 3


def test_a_wait_is_hatched():
    assert len(shapes(run_of(main(waits=[Wait(0.01, 0.09, "q.get()")])), "hatching")) > 10


def test_a_wait_says_what_it_waits_on():
    assert "q.get()" in texts(run_of(main(waits=[Wait(0.01, 0.09, "q.get()")])))


def test_a_short_wait_says_it_above_the_bar():
    run = run_of(main(waits=[Wait(0.01, 0.015, "q.get()")]))

    assert place(run, "q.get()")[1] < top(shapes(run, "bars")[0])


def test_two_waits_one_after_the_other_say_both_what_they_wait_on():
    run = run_of(main(waits=[Wait(0.01, 0.05, "q.get()"), Wait(0.05001, 0.09, "p.join()")]))

    assert {"q.get()", "p.join()"} <= set(texts(run))


def test_a_wait_without_end_ends_with_its_lane():
    run = run_of(main(), child(waits=[Wait(0.07, None, "q.get()")]))

    assert right(shapes(run, "bars")[1]) == right(shapes(run, "waits")[0])


def test_a_lock_is_named_on_its_strip():
    run = run_of(main(holds=[Hold(0.01, 0.09, "lock")]))
    (strip,) = shapes(run, "holds")

    assert top(strip) < place(run, "lock")[1] < bottom(strip)


def test_a_lock_that_was_never_released_says_so():
    run = run_of(main(holds=[Hold(0.03, None, "door")]))
    assert "door, never released" in texts(run)


def test_a_signal_is_a_triangle_with_its_call():
    run = run_of(main(signals=[Signal(0.05, "go", "set")]))
    assert (1, True) == (len(spots(run, "signals")), "go.set()" in texts(run))


def test_an_arrow_leads_from_the_signal_to_the_wait_that_it_ended():
    run = run_of(main(), child(), wakes=[Wake("go", 0, 0.07, 1, 0.08)])
    [arrow], bars = shapes(run, "wakes"), shapes(run, "bars")
    assert [bottom(bars[0]), top(bars[1])] == list(arrow[:, 1])


def test_locks_held_at_a_time_have_strips_of_their_own():
    run = run_of(main(holds=[Hold(0.01, 0.08, "left fork"), Hold(0.02, 0.09, "right fork")]))

    assert len({top(strip) for strip in shapes(run, "holds")}) == 2


def test_locks_held_one_after_the_other_have_a_gap():
    run = run_of(main(holds=[Hold(0.01, 0.05, "lock"), Hold(0.05, 0.09, "lock")]))
    first, second = shapes(run, "holds")

    assert right(first) < left(second)


def test_thousands_of_short_waits_are_few_boxes():
    waits = [Wait(1e-5 * i, 1e-5 * i + 5e-6, "q.get()") for i in range(9000)]

    assert len(shapes(run_of(main(waits=waits)), "waits")) < 900


def test_each_message_has_an_arrow():
    run = run_of(main(), child(), messages=[message(i) for i in range(150)])

    assert len(shapes(run, "messages")) == 150


@pytest.mark.parametrize("way", [(0, 1), (1, 0)])
def test_an_arrow_leads_from_sender_to_receiver(way):
    run = run_of(main(), child(), messages=[message(0, *way)])
    (arrow,) = shapes(run, "messages")
    upper, lower = shapes(run, "bars")
    edges = [bottom(upper), top(lower)]

    assert [edges[number] for number in way] == list(arrow[:, 1])


def test_an_arrow_has_its_label():
    assert "7" in texts(run_of(main(), child(), messages=[message(7)]))


def test_a_message_to_its_own_lane_goes_over_the_bar():
    run = run_of(main(), messages=[message(0, 0, 0)])

    assert top(shapes(run, "messages")[0]) < top(shapes(run, "bars")[0])


@pytest.mark.parametrize(("unfinished", "gid"), [(False, "rings"), (True, "crosses")])
def test_an_unreceived_message_ends_in_a_symbol(unfinished, gid):
    run = run_of(main(), child(), messages=[message(0, receiver=None, unfinished=unfinished)])

    assert [len(shapes(run, "messages")), len(spots(run, gid))] == [0, 1]


def test_many_messages_thin_out():
    run = run_of(main(), child(), messages=[message(i) for i in range(2000)])

    assert len(shapes(run, "messages")) == 200


def test_a_note_says_that_messages_are_left_out():
    run = run_of(main(), child(), messages=[message(i) for i in range(2000)])

    assert "every 10th of 2,000 messages drawn" in texts(run)


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
    assert "stood in inbox.get(), line 4 of waiters" in texts(crowd())


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


# --- whether it can be read ----------------------------------------------------------------------

PICTURES = [crowd, nothing, lambda: wide(8), lambda: wide(20), lambda: wide(64)]


@pytest.mark.parametrize("run", PICTURES)
def test_no_two_texts_overlap(run):
    pairs = combinations(extents(figures.of_run(run())), 2)

    assert [(a, b) for (a, here), (b, there) in pairs if here.overlaps(there)] == []


@pytest.mark.parametrize("run", PICTURES)
def test_every_text_lies_within_the_picture(run):
    figure = figures.of_run(run())
    outer = figure.bbox

    assert [
        text
        for text, box in extents(figure)
        if box.x0 < 0 or box.y0 < 0 or box.x1 > outer.x1 or box.y1 > outer.y1
    ] == []


def test_a_label_covers_no_arrow_but_its_own():
    messages = [message(i, sent=0.01 + 0.004 * i, received=0.012 + 0.004 * i) for i in range(20)]
    messages = [Message("q", "a long label", *(m.sender, m.sent, 1, m.received)) for m in messages]

    assert texts(run_of(main(), child(), messages=messages)).count("a long label") == 0


@pytest.mark.parametrize(("lanes", "expected"), [(2, 13), (20, 12), (64, 9.5)])
def test_names_are_as_large_as_the_lanes_allow(lanes, expected):
    (name,) = [text for text in written(wide(lanes)) if text.get_text() == "main"]

    assert expected == name.get_size()


def test_processes_cycle_through_colours_and_then_edges():
    edges = artists(wide(20), "edges")[0].get_linestyles()
    fills = artists(wide(20), "bars")[0].get_facecolors()
    looks = {(colors.to_hex(fill), str(edge)) for fill, edge in zip(fills, edges, strict=True)}

    assert len(looks) == 20


def test_threads_have_the_colour_of_their_process():
    run = run_of(main(), child(), lane("child 1 / one", 2, 1, born=0.07))
    _, process, thread = artists(run, "bars")[0].get_facecolors()

    assert list(process) == list(thread)


@pytest.mark.parametrize("run", [crowd, lambda: wide(20)])
def test_the_colours_are_of_okabe_and_ito_or_grey(run):
    greys = {colour for colour in used_colours(run()) if len(set(colors.to_rgb(colour))) == 1}

    assert used_colours(run()) - greys - OKABE_ITO == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("$x$ and $y$", "$x$ and $y$"), ("one\ntwo", "one"), ("李 a\u202eb", "▯ a▯b"), (" ", " ")],
)
def test_any_text_can_be_drawn(text, expected):
    run = run_of(main(marks=[Mark(0.01, text)]))
    png.of_figure(figures.of_run(run))

    assert [word for word in [expected] if word.strip()] == [
        word for word in texts(run) if word in (text, expected)
    ]


def test_no_text_is_taken_for_mathematics():
    assert {text.get_parse_math() for text in written(crowd())} == {False}


def test_a_long_text_is_cut():
    (cut,) = [text for text in texts(run_of(main(marks=[Mark(0.01, 999 * "x")]))) if "x" in text]

    assert "…" == cut[-1]


# --- of_run and of_figure -------------------------------------------------------------------------


def test_an_open_run_has_no_picture_yet():
    with pytest.raises(ValueError) as error:
        figures.of_run(run_of(main(), closed=False))

    assert str(error.value) == (
        "This run has no picture yet, because it is still open: "
        "ask for the picture after the `with record()` block."
    )


def test_an_empty_run_has_no_picture():
    with pytest.raises(ValueError) as error:
        figures.of_run(run_of())

    assert str(error.value) == (
        "This run has no picture, because no process was recorded in it: "
        "use a run that came from a `with record() as run:` block."
    )


def test_the_picture_is_ten_inches_wide():
    assert figures.of_run(wide(3)).get_size_inches()[0] == 10


def test_the_picture_is_higher_with_more_lanes():
    heights = [figures.of_run(wide(lanes)).get_size_inches()[1] for lanes in (2, 5, 20, 64)]

    assert sorted(set(heights)) == heights


def test_a_thread_draws_the_same_picture():
    found = []
    thread = Thread(target=lambda: found.append(png.of_figure(figures.of_run(crowd()))))
    thread.start()
    thread.join()

    assert [png.of_figure(figures.of_run(crowd()))] == found


def test_drawing_leaves_pyplot_alone():
    plt = pytest.importorskip("matplotlib.pyplot")
    png.of_figure(figures.of_run(crowd()))

    assert plt.get_fignums() == []


def test_the_users_settings_leave_the_picture_alone():
    expected = png.of_figure(figures.of_run(crowd()))
    theirs = {"figure.facecolor": "black", "font.family": "serif", "text.color": "red"}
    theirs |= {"font.size": 30, "lines.linewidth": 5, "patch.linewidth": 5, "figure.dpi": 20}
    with matplotlib.rc_context(theirs):
        actual = png.of_figure(figures.of_run(crowd()))

    assert expected == actual


def test_equal_runs_give_equal_bytes():
    assert png.of_figure(figures.of_run(wide(8))) == png.of_figure(figures.of_run(wide(8)))


def test_a_png_tells_its_width_on_the_page():
    data, width = png.of_figure(figures.of_run(wide(3)))

    assert (960, 960 * png.SHARPNESS) == (width, Image.open(io.BytesIO(data)).width)


def test_a_png_holds_no_date_and_no_software():
    data, _ = png.of_figure(figures.of_run(crowd()))

    assert Image.open(io.BytesIO(data)).info == {}


def test_a_typical_png_is_small():
    run = run_of(
        main(waits=[Wait(0.003, 0.099, "child 1.join()")]),
        child(marks=[Mark(0.07, "hello, Ada")]),
        messages=[message(0, 0, 1), message(1, 1, 0, received=0.08)],
    )

    assert len(png.of_figure(figures.of_run(run))[0]) <= 25_000


def test_plain_areas_keep_their_exact_colour():
    data, _ = png.of_figure(figures.of_run(wide(8)))
    image = Image.open(io.BytesIO(data)).convert("RGB")
    found = {colors.to_hex(np.array(colour) / 255) for _, colour in image.getcolors(1 << 20)}

    assert OKABE_ITO - found == set()


def test_a_figure_keeps_its_own_resolution():
    figure = Figure((2, 1), dpi=50)
    canvas = figure.canvas
    png.of_figure(figure)

    assert (figure.dpi, figure.canvas) == (50, canvas)


def test_any_figure_is_shown_in_its_own_size():
    assert png.of_figure(Figure((2, 1), dpi=50))[1] == 192


@pytest.mark.parametrize("look", ["figure", "level", "way"])
def test_what_the_font_does_not_have_puts_no_warning_above_the_picture(look):
    fox = "🦊 漢 \x1b"
    parts = {"marks": [Mark(0.01, fox)], "waits": [Wait(0.02, 0.08, f"{fox}.get()")]}
    parts |= {"holds": [Hold(0.01, 0.06, fox)], "error": fox, "stand": Stand(fox, fox, 3, fox, fox)}
    lanes = [lane(fox, **parts), child(1, error=f"{fox}: {fox}")]
    run = run_of(*lanes, messages=[Message(fox, fox, 0, 0.01, 1, 0.03, pickled=0.02)])
    drawn = {"figure": run, "level": run.depth(fox), "way": run.way(fox)}[look].figure()
    data, _ = png.of_figure(drawn)  # a warning is an error in these tests
    assert data.startswith(b"\x89PNG")
