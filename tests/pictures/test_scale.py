"""Where a moment stands in a picture, and which stretches of time are folded."""

import pytest
from drawn import artists, child, lane, main, message, run_of, texts

from helpers.runs.lane import Mark, Span, Wait
from helpers.show.scale import ALL, LEAST, MOST, WIDE, Scale, pythons_own

WIDTH = 500.0


def started(**more):
    """A parent that waits for a child, which starts up for 90 of 100 ms, and computes then."""
    settings = {"born": 0.0, "ready": 0.09, "returned": 0.099, "ended": 0.1, **more}
    return run_of(main(waits=[Wait(0.0, 0.1, "child 1.join()")]), child(1, **settings))


def scale(*runs, **more):
    return Scale(runs, 100.0, 100.0 + WIDTH, **more)


def folded(*runs):
    """(start, end) in ms of each fold."""
    return [(round(fold.start * 1e3), round(fold.end * 1e3)) for fold in scale(*runs).folds]


def test_a_start_that_takes_most_of_the_run_is_folded():
    assert [(0, 90)] == folded(started())


def test_what_the_learners_code_did_then_takes_two_thirds_of_the_width():
    x = scale(started())
    assert x(0.1) - x(0.09) >= 2 / 3 * WIDTH


def test_without_a_fold_time_runs_evenly():
    x = scale(started(), folding=False)
    assert ([], 350.0) == (x.folds, x(0.05))


def test_time_goes_on_within_a_fold_and_before_and_after_it():
    x = scale(started())
    moments = [x(0.001 * number) for number in range(101)]
    assert sorted(moments) == moments
    assert (100.0, 600.0) == (moments[0], moments[-1])


def test_a_short_start_is_not_folded():
    assert [] == folded(started(ready=MOST * 0.1 - 0.001))


def test_a_run_without_a_worker_is_not_folded():
    assert [] == folded(run_of(main(marks=[Mark(0.09, "hello")])))


def test_a_stretch_in_which_the_parent_computes_is_not_folded():
    run = started()
    run.lanes[0].waits = [Wait(0.09, 0.1, "child 1.join()")]
    assert [] == folded(run)


def test_a_stretch_in_which_the_parent_sleeps_is_not_folded():
    run = started()
    run.lanes[0].waits = []
    run.lanes[0].sleeps = [Span(0.0, 0.1)]
    assert [] == folded(run)


def test_what_is_logged_on_the_way_stands_between_two_folds():
    run = started()
    run.lanes[0].marks = [Mark(0.04, "I wait")]
    assert [(0, 40), (40, 90)] == folded(run)


def test_a_start_is_folded_while_another_process_only_waits():
    other = lane("other", 9, 0, ready=0.0, returned=0.1, waits=[Wait(0.0, 0.1, "q.get()")])
    run = started()
    run.lanes.append(other)
    assert [(0, 90)] == folded(run)


def test_the_start_is_folded_once_for_two_workers():
    run = started()
    run.lanes.append(child(2, born=0.0, ready=0.085, returned=0.099, ended=0.1))
    assert [(0, 85)] == folded(run)


def test_a_process_that_never_came_up_only_starts():
    lanes = [main(waits=[Wait(0.0, 0.1, "x.join()")]), child(1, ready=None, ended=0.1)]
    run = run_of(*lanes)
    assert [(0.002, 0.1, "starts up")] == [*pythons_own(run, run.lanes[1])]


def test_what_is_too_narrow_stays_as_it_is():
    least = LEAST * 0.1 / WIDTH
    run = started()
    run.lanes[0].marks = [Mark(number * least * 0.9, "here") for number in range(1, 7)]
    assert all(end - start >= 1000 * least - 1 for start, end in folded(run))


def test_folds_take_no_more_than_their_share():
    run = started()
    run.lanes[0].marks = [Mark(0.015 * number, "here") for number in range(1, 6)]
    folds = scale(run).folds
    assert len(folds) == int(ALL * WIDTH / WIDE)
    assert sum(fold.right - fold.left for fold in folds) <= ALL * WIDTH


def test_two_runs_share_one_scale():
    longer = started()
    longer.length = 0.2
    assert 0.2 == scale(started(), longer).length


@pytest.mark.parametrize("seconds", [-1.0, 0.3])
def test_what_lies_outside_stands_at_the_edge(seconds):
    assert scale(started())(seconds) in (100.0, 600.0)


def test_a_fold_is_torn_and_says_its_length():
    run = started()
    assert ("+90 ms", 1, 2) == (
        next(text for text in texts(run) if text.startswith("+")),
        len(artists(run, "folds")[0].get_paths()),
        len(artists(run, "tears")[0].get_paths()),
    )


def test_nothing_is_torn_where_nothing_is_folded():
    lanes = [main(), child(1, ready=0.01)]
    assert [] == artists(run_of(*lanes, messages=[message(0)]), "tears")


def test_what_is_said_beside_a_fold_is_never_left_out():
    run = started()
    said = "what the parent says between two folds, which has room for a few letters only"
    run.lanes[0].marks = [Mark(0.04, said)]
    assert said in texts(run)


def test_two_texts_of_a_bar_do_not_cover_each_other():
    run = started(returned=0.091, waits=[Wait(0.0915, 0.0998, "QueueFeederThread.join()")])
    bar = [text for text in texts(run) if text in ("shuts down", "QueueFeederThread.join()")]
    assert ["QueueFeederThread.join()"] == bar


def test_a_child_that_waits_on_its_way_out_is_not_folded():
    waits = [Wait(0.01, 0.1, "QueueFeederThread.join()")]
    assert [] == folded(started(ready=0.008, returned=0.009, waits=waits))


def test_between_the_waits_on_its_way_out_python_shuts_down():
    run = started(returned=0.091, waits=[Wait(0.092, 0.095, "QueueFeederThread.join()")])
    found = [(round(a, 3), round(b, 3), text) for a, b, text in pythons_own(run, run.lanes[1])][1:]
    assert [(0.091, 0.092, "shuts down"), (0.095, 0.1, "shuts down")] == found
