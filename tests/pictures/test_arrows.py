"""The messages of a run are arrows, as many as there is room for."""

import pytest
from drawn import bottom, child, main, message, run_of, shapes, spots, texts, top


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
