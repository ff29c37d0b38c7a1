"""What the picture of a lab carries into a page without a kernel."""

import json
from threading import Lock

import pytest
from programs import Account, cross, deposit, deposit_twice

from helpers import interleave
from helpers.steps import story


def story_of(lab, is_asked=False):
    return json.loads(story.of_lab(lab, is_asked))


@pytest.fixture
def lost():
    account = Account()
    lab = interleave(*[(deposit, account)] * 2, promise=lambda: account.balance == 2)
    return story_of(lab)


def states_along(told, order):
    """The states on the way of an order such as "1221", the first and the last one included."""
    found = [told["states"][0]]
    for one in order:
        [after] = [move[1] for move in found[-1][2] if move[0] == int(one) - 1]
        found.append(told["states"][after])
    return found


def test_it_carries_the_workers_and_every_state(lost):
    assert ("lab", ["deposit 1", "deposit 2"]) == (lost["kind"], lost["workers"])
    assert 12 == len(lost["states"])


def test_it_names_the_shortest_failure_but_not_the_verdict_before_it_is_asked(lost):
    assert [0, 1, 1, 0] == lost["shortest"]
    assert "" == lost["verdict"]


def test_it_tells_the_verdict_when_it_is_asked():
    account = Account()
    lab = interleave(*[(deposit, account)] * 2, promise=lambda: account.balance == 2)
    told = story_of(lab, is_asked=True)
    assert "All 6 orders tried: 2 keep the promise, 4 break it." == told["verdict"]


def test_each_step_says_what_it_does(lost):
    states = states_along(lost, "1221")
    said = [
        lost["texts"][next(move[2] for move in state[2] if move[0] == worker)]
        for state, worker in zip(states, (0, 1, 1, 0), strict=False)
    ]
    expected = [
        *("reads account.balance: 0", "reads account.balance: 0"),
        *("writes account.balance: 1", "writes account.balance: 1"),
    ]
    assert expected == said


def test_a_state_says_what_is_shared(lost):
    values = [
        [row for number in state[0] for row in lost["rows"][number]]
        for state in states_along(lost, "1122")
    ]
    assert [[["account.balance", text]] for text in "00112"] == values


def test_a_place_marks_the_part_of_the_line_that_is_next(lost):
    marked = set()
    for number, _ in lost["places"]:
        if number >= 0:
            function, _, source, start, end = lost["sites"][number]
            marked.add((function, source[start:end].strip()))
    assert {("deposit", "account.balance")} == marked


def test_who_has_ended_is_at_no_site(lost):
    last = states_along(lost, "1122")[-1]
    assert [[-1, "has ended"]] * 2 == [
        [lost["places"][number][0], lost["texts"][lost["places"][number][1]]] for number in last[1]
    ]


def test_only_broken_states_say_how(lost):
    broken = [state for state in lost["states"] if state[4] >= 0]
    assert 1 == len(broken)
    assert broken[0] is states_along(lost, "1221")[-1]
    assert lost["texts"][broken[0][4]].startswith("At the end the promise does not hold")


def test_who_cannot_go_on_says_for_whom_it_waits():
    left, right = Lock(), Lock()
    told = story_of(interleave((cross, left, right), (cross, right, left)))
    waits = states_along(told, "12")[-1][3]
    assert [[0, [1]], [1, [0]]] == [[worker, holders] for worker, holders, _ in waits]
    assert "waits for right, which cross 2 holds" == told["texts"][waits[0][2]]


def test_of_many_states_the_nearest_and_the_shortest_failure_are_carried(monkeypatch):
    monkeypatch.setattr(story, "MOST", 10)
    account = Account()
    lab = interleave(*[(deposit_twice, account)] * 2, promise=lambda: account.balance == 4)
    told = story_of(lab)
    assert 10 == len(told["states"])
    order = "".join(str(worker + 1) for worker in told["shortest"])
    assert states_along(told, order)[-1][4] >= 0
    assert -1 in {move[1] for state in told["states"] for move in state[2]}


def test_of_a_large_lab_no_more_is_carried_than_a_picture_should_hold():
    account = Account()
    lab = interleave(*[(deposit_twice, account)] * 4, promise=lambda: account.balance == 8)
    assert lab.found.states > story.MOST
    assert story.MOST == len(story_of(lab)["states"])
