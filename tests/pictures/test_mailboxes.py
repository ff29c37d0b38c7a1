"""A shared channel has a lane of its own; a pipe and a channel between two have arrows."""

import pytest
from drawn import artists, bottom, child, main, right, run_of, shapes, texts, top

from helpers.runs.run import Message
from helpers.show.mailboxes import shared


def three(*messages, **more):
    return run_of(main(), child(1), child(2), messages=messages, **more)


def sent(number, sender, receiver, at=None, received=0.08):
    received = None if receiver is None else received
    return Message("q", str(number), sender, at or 0.07 + 0.001 * number, receiver, received)


TWO_SENDERS = sent(1, 1, 0), sent(2, 2, 0)
TWO_RECEIVERS = sent(1, 0, 1), sent(2, 0, 2)
ONE_EACH = sent(1, 0, 1), sent(2, 0, 1)


@pytest.mark.parametrize(
    ("messages", "expected"),
    [(TWO_SENDERS, ["q"]), (TWO_RECEIVERS, ["q"]), (ONE_EACH, []), ((), [])],
    ids=["two senders", "two receivers", "one each", "none"],
)
def test_a_channel_is_shared_by_who_sends_and_who_receives(messages, expected):
    assert expected == shared(three(*messages))


def test_who_only_waits_for_a_message_shares_its_channel():
    assert ["q"] == shared(three(sent(1, 0, 1), receivers={"q": [[1, 2]]}))


def test_a_pipe_is_not_shared():
    assert [] == shared(three(*TWO_SENDERS, pipes=["q"]))


def test_a_shared_channel_has_a_lane_with_its_name_and_no_arrows():
    run = three(*TWO_SENDERS)
    assert 1 == len(shapes(run, "mailboxes"))
    assert "q" in texts(run)
    assert [] == shapes(run, "messages")


def test_a_channel_between_two_has_arrows_and_no_lane():
    run = three(*ONE_EACH)
    assert ([], 2) == (shapes(run, "mailboxes"), len(shapes(run, "messages")))


def test_the_lane_is_as_full_as_there_are_messages():
    run = three(*(sent(number, 1 + number % 2, 0) for number in (1, 2, 3)))
    [frame] = shapes(run, "mailboxes")
    heights = [
        round((bottom(box) - top(box)) / (bottom(frame) - top(frame)), 2)
        for box in shapes(run, "filled")
    ]
    assert [0.33, 0.67, 1.0] == heights


def test_what_is_never_received_stays_to_the_end():
    run = three(sent(1, 1, None), sent(2, 2, None))
    [frame] = shapes(run, "mailboxes")
    assert right(frame) == right(shapes(run, "filled")[-1])


def test_each_message_has_a_tick_in_and_a_tick_out():
    run = three(sent(1, 1, 0, received=0.08), sent(2, 2, 0, received=0.085))
    [box] = shapes(run, "mailboxes")
    edges, ticks = (top(box), bottom(box)), shapes(run, "ticks of messages")
    into = [tick for tick in ticks if tick[-1, 1] in edges]
    out = [tick for tick in ticks if tick[0, 1] in edges]
    assert (2, 2) == (len(into), len(out))


def test_the_lane_stands_between_who_sends_and_who_receives():
    run = three(sent(1, 1, 0), sent(2, 2, 0), sent(3, 1, 0))
    bars = shapes(run, "bars")
    [box] = shapes(run, "mailboxes")
    assert bottom(bars[0]) < top(box)
    assert bottom(box) < top(bars[1])


def test_every_label_stands_at_its_lane():
    labels = [text for text in texts(three(*TWO_SENDERS)) if text in ("1", "2")]
    assert ["1", "1", "2", "2"] == sorted(labels)


def test_many_messages_are_drawn_in_columns():
    times = [0.07 + number * 1e-6 for number in range(3000)]
    run = three(*(sent(n, 1 + n % 2, 0, time, time + 5e-4) for n, time in enumerate(times)))
    assert len(shapes(run, "filled")) < 100
    assert artists(run, "heads of ticks")


def test_what_is_got_at_once_fills_the_lane_for_a_moment_only():
    run = three(sent(1, 1, 0, 0.07, 0.07001), sent(2, 2, 0, 0.08, 0.08001))
    assert [1.0, 1.0] == [round(right(box) - box[:, 0].min(), 3) for box in shapes(run, "filled")]
