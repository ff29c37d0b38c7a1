"""Pictures of what was measured or counted: what stands in them; no text covers another."""

from dataclasses import replace
from itertools import combinations
from unittest import mock

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.text import Text

from helpers import dissect
from helpers.measure import freethreading, timing, turns
from helpers.measure.sweeps import Sweep
from helpers.measure.tallies import Tally
from helpers.measure.timing import Comparison
from helpers.measure.traffic import Level, Stay, Way
from helpers.measure.turns import Turns
from helpers.show.plots.cliff import plot_cliff
from helpers.show.plots.predictions import plot_predictions
from helpers.show.plots.speedups import plot_speedups

COUNTING = {
    "one after the other": [0.20, 0.21, 0.2, 0.2, 0.22, 0.2, 0.2],
    "two threads": [0.20, 0.21, 0.2, 0.2, 0.22, 0.2, 0.2],
    "two processes": [0.12, 0.11, 0.1, 0.1, 0.12, 0.1, 0.13],
}
LONG = {
    "a variant with a long name that somebody typed": [1.0, 2.0],
    "another one": [2.0, 1.0],
    "eight processes": [0.2, 0.2],
    "far to the right": [9.0, 9.5],
}


LEVEL = Level(
    "tasks",
    "Messages in 'tasks'",
    came=[0.1, 0.2, 0.3],
    left=[0.4, 0.5],
    verbs=("put", "got"),
    length=1.1,
    limit=2,
    joins=[(0.3, None, "MainProcess")],
    deadline=1.0,
)
STAYS = [
    Stay("'first'", 0.1, 0.2, 0.9),
    Stay("bytes of 1,000,000", 0.2, 0.3, None),
    Stay("a label of 24 letters ..", 0.2, None, None),
]


@pytest.fixture(autouse=True)
def cores(monkeypatch):
    def have(number):
        monkeypatch.setattr(timing, "usable_cores", lambda: number)

    have(8)
    monkeypatch.setattr(turns, "spare_cores", lambda wanted: wanted)
    return have


def drawn(figure):
    """[(text, its box in pixels)] for every text that is drawn, without the line to its curve."""
    seen = []

    def draw(text, *_):
        seen.append(text)

    canvas = FigureCanvasAgg(figure)
    with mock.patch.object(Text, "draw", draw):
        canvas.draw()
    return [
        (" ".join(text.get_text().split()), Text.get_window_extent(text, canvas.get_renderer()))
        for text in seen
        if text.get_visible() and text.get_text()
    ]


def texts(figure):
    return {text for text, _ in drawn(figure)}


def figures():
    ideal = {"two processes": 2, "two threads": 2}
    yield "few", Comparison(COUNTING, ideal=ideal, title="Counting down").figure()
    yield "long", Comparison(LONG, ideal={"eight processes": 8, "far to the right": 1.5}).figure()
    yield "one", Comparison({"a": [3e-5]}).figure()
    near = {label: {1: [0.01], 1000: [1.0 + number / 1000]} for number, label in enumerate("abcde")}
    yield "near", Sweep(near, "tasks", title="Five curves that end in one point").figure()
    sizes = {at: [at * 1e-9, at * 2e-9] for at in (2**power for power in range(4, 27))}
    narrow = {at: [at * 1e-6] for at in (100, 110, 120)}
    yield "narrow", Sweep({"send": narrow}, "messages", log=True).figure()
    yield "sizes", Sweep({"send": sizes, "send_bytes": sizes}, "bytes", log=True).figure()
    rate = {"rate": ("bytes", lambda size: 100 * size), "limit": "a bare os.pipe"}
    some = {"send": sizes, "a bare os.pipe": sizes}
    yield "rate", Sweep(some, "bytes", log=True, title="Throughput", **rate).figure()
    alike = {f"a name of three lines, the {n}. of all": sizes for n in range(7)}
    yield "long names", Sweep(alike, "bytes", log=True).figure()
    slow = {"5 ms": {0: [0.0002], 1: [0.005]}, "50 ms": {0: [0.0002], 1: [0.05]}}
    yield "delay", Sweep(slow, "busy threads", y="delay").figure()
    edge = {4096: [1e-5], 65536: [0.02], 262144: [0.03]}
    edge = {"the reader comes late": edge}
    yield "edge", Sweep(edge, "bytes", log=True, mark=(65532, "the largest that fits")).figure()
    cliff = [(1_040, 1e-4, "reader rests 20 ms"), (1_000_040, 0.2, "reader rests 0 ms")]
    yield "cliff", plot_cliff(cliff, 65536)
    yield "cliff, no room known", plot_cliff(cliff, None)
    yield "anatomy", dissect(b"\0\0\0\3tea").figure()
    yield "tally", Tally({True: 104, False: 96}, "empty() right after put()").figure()
    yield "shares", Tally({"kept": 1_000_000, "lost in the long run": 1, "none": 0}).figure()
    yield "level", LEVEL.figure()
    two = [(0.1, 1.0, "MainProcess"), (0.2, 1.0, "waiter")]
    yield "level with two joins", replace(LEVEL, joins=two, deadline=None).figure()
    late = [(1.09, 1.1, "MainProcess")]
    yield "level with a late join", replace(LEVEL, joins=late, deadline=None, left=[0.4]).figure()
    yield "way", Way("tasks", STAYS, 1.1, deadline=1.0).figure()
    yield "many", Way("tasks", STAYS * 20, 1.1).figure()
    pair = [([(1.0, 1.005), (1.01, 1.02)], 0.015), ([(1.005, 1.01), (1.02, 1.06)], 0.045)]
    work = {"one after the other": pair[:1], "two threads": pair, "eight processes": pair * 4}
    yield "turns", Turns(work, "Who computed when", {"two threads": 0.03}).figure()
    yield "one turn", Turns({"a": pair}, expected={"a": 0.2}).figure()
    yield "recorded", freethreading._recorded("none was found").figure()
    work = dict.fromkeys(COUNTING, pair)
    yield "turns, busy", Turns(work, "Who computed when", free=0.6).figure()
    shared = {**work, "two processes": [(spans, 2 * cost) for spans, cost in pair]}
    yield "turns, shared", Turns(shared, "Who computed when", free=2.0).figure()
    yield "turns, busy, without a record", Turns({"a": pair}, free=0.6).figure()
    ideal = {"two processes": 2}
    yield "few, busy", Comparison(COUNTING, ideal=ideal, title="Two counts", free=0.6).figure()
    yield "predictions", plot_predictions([(0.1, 0.2, "threads"), (0.3, 0.1, "processes")])
    tried = [(2, 1.5, "spawn, 100 ms"), (8, 1.9, "fork, 100 ms"), (8, 1.7, "fork, 1 ms")]
    yield "speed-ups", plot_speedups(tried, 2, 8)


def test_no_text_covers_another_or_leaves_the_picture(subtests):
    for name, figure in figures():
        with subtests.test(name):
            assert ([], []) == overlaps_and_leavers(figure)


def overlaps_and_leavers(figure):
    boxes = drawn(figure)
    covered = [
        (one, other)
        for (one, here), (other, there) in combinations(boxes, 2)
        if here.overlaps(there)
    ]
    outside = [
        text
        for text, box in boxes
        if box.x0 < 0 or box.y0 < 0 or box.x1 > figure.bbox.x1 or box.y1 > figure.bbox.y1
    ]
    return covered, outside


def test_a_short_scale_of_factors_has_marks_between_the_powers_of_ten():
    rate = {"rate": ("bytes", lambda size: size)}
    found = Sweep({"hash": {100: [1e-6], 800: [2e-6]}}, "bytes", log=True, **rate)
    assert {"100 M", "200 M"} <= texts(found.figure())


def test_names_verdicts_medians_and_the_ideal_are_in_the_picture():
    found = texts(Comparison(COUNTING, ideal={"two processes": 2}, title="Counting").figure())
    expected = {
        *("Counting", *COUNTING),
        *("the baseline", "no faster", "1.8 times as fast"),
        *("median 200 ms", "median 110 ms"),
        "ideal: half the time",
    }
    assert set() == expected - found


def test_one_core_has_another_ideal_and_no_verdict(cores):
    cores(1)
    found = texts(Comparison(COUNTING, ideal={"two processes": 2}).figure())
    assert set() == {"cannot tell on this machine: 1 core", "ideal: the same time"} - found


def test_every_time_is_a_dot():
    axes = Comparison(COUNTING).figure().axes[0]
    dots = [strip.get_offsets()[:, 0].tolist() for strip in axes.collections if strip.get_paths()]
    assert [*COUNTING.values()] == [found for found in dots if len(found) == 7]


def test_the_dots_of_a_row_lie_in_the_order_of_their_rounds():
    axes = Comparison({"a": [1.0, 1.0, 1.0]}).figure().axes[0]
    heights = axes.collections[1].get_offsets()[:, 1].tolist()
    assert [-0.2, 0.0, 0.2] == [round(height, 6) for height in heights]


def test_the_bars_are_at_the_medians():
    axes = Comparison(COUNTING).figure().axes[0]
    bars = [lines for lines in axes.collections if lines.get_linewidth()[0] == 4]
    assert [0.2, 0.2, 0.11] == [lines.get_segments()[0][0, 0] for lines in bars]


def test_a_long_name_leaves_half_of_the_page_to_the_picture():
    width = Comparison(LONG).figure().axes[0].get_position().width
    assert width > 0.5


def test_the_ideal_is_drawn_at_its_time():
    axes = Comparison(COUNTING, ideal={"two processes": 4}).figure().axes[0]
    dashed = [lines for lines in axes.collections if lines.get_linestyle()[0][1]]
    assert [0.05] == [lines.get_segments()[0][0, 0] for lines in dashed]


def test_a_sweep_names_its_curves_and_numbers():
    sizes = {64: [0.001], 1024: [0.02], 2**20: [3.0]}
    found = texts(Sweep({"send": sizes}, "bytes", log=True, title="Sizes").figure())
    assert set() == {"Sizes", "send 1.0 ms to 3.0 s", "bytes", "64", "1 Ki", "1 Mi"} - found


def test_the_mark_of_a_sweep_is_named():
    sweep = Sweep({"a": {1000: [0.1], 100_000: [0.2]}}, mark=(65_532, "the largest that fits"))
    assert "the largest that fits: 65,532" in texts(sweep.figure())


def test_a_cliff_draws_what_was_tried_and_names_the_room():
    tried = [(1_040, 1e-4, "rests 20 ms"), (1_000_040, 0.2, "rests 20 ms")]
    figure = plot_cliff(tried, 65_536)
    dots = [tuple(dots.get_offsets()[0]) for dots in figure.axes[0].collections]
    assert (
        [(1_040, 1e-4), (1_000_040, 0.2)],
        {"rests 20 ms", "room in this pipe, bytes: 65,536"},
    ) == (
        dots,
        texts(figure) & {"rests 20 ms", "room in this pipe, bytes: 65,536"},
    )


def test_a_dissected_message_shows_each_byte_and_its_letter():
    expected = ["00", "00", "00", "03", "74", "t", "65", "e", "61", "a"]
    shown = drawn(dissect(b"\0\0\0\3tea").figure())
    assert expected == [text for text, _ in shown if len(text) < 3]


def test_of_a_long_message_only_the_beginning_is_drawn():
    shown = drawn(dissect((5000).to_bytes(4, "big") + b"\0" * 5000).figure())
    assert 120 == len([text for text, _ in shown if text in ("00", "13", "88")])


def test_the_limit_of_a_sweep_is_dashed_and_named():
    figure = Sweep({"a": {1: [2.0]}, "b": {1: [1.0]}}, limit="b").figure()
    assert ["-", "--"] == [curve.get_linestyle() for curve in figure.axes[0].lines]
    assert "limit: b 1.0 s to 1.0 s" in texts(figure)


def test_the_bars_of_a_tally_are_as_long_as_its_numbers():
    axes = Tally({"kept": 900, "lost": 100}).figure().axes[0]
    assert [900, 100] == [bar.get_width() for bar in axes.patches]


def test_a_tally_names_its_outcomes_numbers_and_shares():
    found = texts(Tally({"kept": 999, "lost": 1, "torn": 0}, title="Updates").figure())
    expected = {"Updates", "kept", "lost", "torn", "999 (> 99 %)", "1 (< 1 %)", "0 (0%)"}
    assert set() == expected - found


def test_a_level_is_drawn_in_steps():
    [curve] = [line for line in LEVEL.figure().axes[0].lines if line.get_drawstyle() != "default"]
    assert [0, 1, 2, 2, 2, 1, 1] == [*curve.get_ydata()]


def test_a_level_names_its_limit_its_join_and_its_deadline():
    expected = {
        "Messages in 'tasks'",
        "maxsize 2",
        "MainProcess in tasks.join(), never back",
        "deadline",
        "1 left at most 2",
    }
    assert set() == expected - texts(LEVEL.figure())


def test_the_name_of_a_join_without_room_covers_neither_its_hatching_nor_the_curve():
    late = replace(LEVEL, joins=[(0.95, 1.1, "MainProcess")], deadline=None, left=[1.05])
    figure = late.figure()
    [name] = [box for text, box in drawn(figure) if ".join()" in text]
    axes = figure.axes[0]
    [band] = [patch for patch in axes.patches if patch.get_hatch()]
    curve = axes.transData.transform((0, late.most()))[1]
    assert name.y0 > max(band.get_window_extent().y1, curve)
    strokes = [each for each in axes.collections if isinstance(each, LineCollection)]
    lines = [
        each.get_transform().transform(line) for each in strokes for line in each.get_segments()
    ]
    low, high = band.get_window_extent().y1, name.y0
    assert any(min(line[:, 1]) <= low + 1 and max(line[:, 1]) >= high - 8 for line in lines)


def test_joins_of_several_processes_have_a_row_each():
    joins = [(0.1, 1.0, "MainProcess"), (0.2, 1.0, "waiter")]
    figure = replace(LEVEL, joins=joins, deadline=None).figure()
    rows = {text.get_position()[1] for text in figure.axes[0].texts if ".join()" in text.get_text()}
    assert 2 == len(rows)


def test_a_way_has_a_bar_for_the_buffer_and_one_for_the_pipe():
    axes = Way("tasks", STAYS, 1.1).figure().axes[0]
    bars = [(round(bar.get_x(), 6), round(bar.get_width(), 6)) for bar in axes.patches]
    assert [(0.1, 0.1), (0.2, 0.7), (0.2, 0.1), (0.3, 0.8), (0.2, 0.9)] == bars


def test_what_was_never_pickled_was_gone_with_its_sender():
    stays = [Stay("lost", 0.1, None, None, gone=0.4)]
    (bar,) = Way("tasks", stays, 1.1).figure().axes[0].patches
    assert 0.4 == pytest.approx(bar.get_x() + bar.get_width())


def test_a_way_whose_messages_all_arrive_has_no_sign_for_those_that_do_not():
    assert "never received" in texts(Way("tasks", STAYS, 1.1).figure())
    assert "never received" not in texts(Way("tasks", STAYS[:1], 1.1).figure())
