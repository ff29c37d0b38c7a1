"""The lanes of a picture, and what lies on them: bars, waits and holds."""

import pytest
from drawn import (
    bottom,
    child,
    lane,
    left,
    main,
    right,
    run_of,
    shapes,
    spots,
    texts,
    top,
    wide,
    written,
)

from helpers.runs.lane import Hold, Signal, Wait
from helpers.runs.run import Wake
from helpers.show import figures


def place(run, words):
    (found,) = [text for text in written(run) if text.get_text() == words]
    return found.get_position()


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
