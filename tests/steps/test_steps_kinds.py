"""Each kind of step that a learner may write: its steps one by one, and all orders of two."""

import inspect

import kinds_of_steps as kinds
import pytest
from plain import plain_search
from things import things

from helpers.steps import account
from helpers.steps.lab import Lab

# name in `kinds_of_steps`: the steps of one worker alone, in words; each was read by hand.
STEPS = {
    "attribute": ["reads account.balance: 5", "writes account.balance: 4"],
    "attribute_added": ["reads account.balance: 5", "writes account.balance: 6"],
    "attribute_deleted": ["deletes account.balance"],
    "item": ["reads items[1]: 1", "writes items[0]: 1"],
    "item_added": ['reads table["a"]: 1', 'writes table["a"]: 11'],
    "item_deleted": ['deletes table["a"]'],
    "slices": ["reads items[1:]: [1, 2]", "writes items[:2]: [1, 2]"],
    "slice_added": ["reads items[1:]: [1, 2]", "writes items[1:]: [1, 2, 9]"],
    "slice_deleted": ["deletes items[:1]"],
    "list_added": [
        "reads account.log: account.log",
        "writes account.log",
        "writes account.log: account.log",
    ],
    "global_": ["reads total: 1", "reads account.balance: 5", "writes total: 6"],
    "global_added": ["reads total: 1", "writes total: 2"],
    "global_deleted": ["deletes doomed"],
    "lock": ["acquires lock", "releases lock"],
    "lock_tried": ["tries to acquire lock: True", "releases lock"],
    "rlock": ["acquires rlock", "acquires rlock", "releases rlock", "releases rlock"],
    "semaphore": ["acquires semaphore", "releases semaphore"],
    "semaphore_released_too_often": ["releases bounded"],
    "waits_for": [
        "acquires the lock of condition",
        "calls condition.wait_for(lambda: account.balance)",
        "releases the lock of condition",
    ],
    "notifies": [
        "acquires the lock of condition",
        "notifies condition",
        "notifies condition",
        "releases the lock of condition",
    ],
    "event": ["sets event", "waits for event", "reads event.is_set(): True", "clears event"],
    "barrier": ["arrives at barrier", "goes on after barrier"],
    "queue": [
        "puts into queue",
        "gets from queue: 'item'",
        "calls queue.task_done()",
        "joins queue",
    ],
    "full": ["tries to put into one_place", "reads one_place.full(): True"],
    "empty": ["tries to get from queue", "reads queue.empty(): True", "reads queue.qsize(): 0"],
    "stack": [
        "puts into stack",
        "puts into smallest",
        "puts into stack",
        "puts into smallest",
        "puts into stack",
        "puts into smallest",
        "gets from stack: 3",
        "gets from smallest: 1",
    ],
    "process_lock": ["acquires process_lock", "sets process_event", "releases process_lock"],
    "value": [
        "acquires number.get_lock()",
        "reads number.value: 7",
        "writes number.value: 8",
        "releases number.get_lock()",
    ],
    "array": [
        "reads numbers[0]: 1",
        "reads numbers[1]: 2",
        "writes numbers[0]: 3",
        "reads len(numbers): 2",
    ],
    "arguments": [
        "reads account.balance: 5",
        "writes account.balance: 6",
        "reads account.balance: 6",
        "writes account.balance: 23",
    ],
    "star_arguments": ["reads account.balance: 5", "writes account.balance: 10"],
    "recursion": [
        "reads account.balance: 5",
        "writes account.balance: 6",
        "reads account.balance: 6",
        "writes account.balance: 7",
    ],
    "method": ["reads self.balance: 5", "writes self.balance: 8"],
    "bound_method": ["reads self.balance: 5", "writes self.balance: 8"],
    "property_": ["reads self.balance: 5"],
    "finally_": ["reads account.balance: 5", "writes account.balance: 0"],
    "raised": [
        'reads table["missing"]',
        "reads account.log: account.log",
        "calls account.log.append(str(error))",
        "reads account.balance: 5",
        "writes account.balance: 6",
    ],
    "returns_in_with": ["acquires lock", "reads account.balance: 5", "releases lock"],
    "breaks": [
        "reads items: 3",
        "reads account.balance: 5",
        "writes account.balance: 8",
        "reads items: 1",
    ],
    "match_value": ["reads account.balance: 5", "reads account.balance: 5"],
    "match_items": ["reads items: [3, 1, 2]"],
    "walrus": ["reads account.balance: 5", "puts into queue"],
    "comprehension": ["calls [one + 1 for one in items]"],
    "chained": ["reads account.balance: 5", "reads account.balance: 5"],
    "chained_short": ["reads account.balance: 5"],
    "and_": ["reads account.balance: 5", "reads bool(account.balance and items): True"],
    "or_": ["reads account.balance: 5"],
    "and_tested": [
        "reads items: [3, 1, 2]",
        "reads account.log: account.log",
        "reads account.log: []",
    ],
    "not_": ["reads items: [3, 1, 2]"],
    "conditional": ["reads items: [3, 1, 2]", "reads account.balance: 5"],
    "text": ["reads account.balance: 5", "reads account.balance: 5", "reads items: [3, 1, 2]"],
    "unpacked": ["reads first, *rest: [3, 1, 2]"],
    "swapped": [
        "reads items[1]: 1",
        "reads items[0]: 3",
        "writes items[0]: 1",
        "writes items[1]: 3",
    ],
    "star_in_list": ["reads items: [3, 1, 2]"],
    "nested": ["calls change(2)"],
    "lambda_": ["calls sorted(items, key=lambda one: -one)"],
    "numbered": [
        "calls enumerate(items)",
        "reads account.balance: 5",
        "writes account.balance: 5",
        "calls enumerate(items)",
        "reads account.balance: 5",
        "writes account.balance: 6",
        "calls enumerate(items)",
        "reads account.balance: 6",
        "writes account.balance: 10",
        "calls enumerate(items)",
    ],
    "while_else": [
        "reads account.balance: 5",
        "reads account.balance: 5",
        "writes account.balance: 4",
        "reads account.balance: 4",
        "writes account.balance: 9",
    ],
    "membership": [
        "reads items: [3, 1, 2]",
        "reads table: {'a': 1, 'b': 2}",
        "reads table: {'a': 1, 'b': 2}",
    ],
    "same": ["reads account.balance: 5"],
    "methods_of_containers": [
        "calls items.append(4)",
        "calls items.sort()",
        'calls table.setdefault("c", 3): 3',
        "calls items.pop(): 4",
        'calls table.get("d")',
        "reads len(items): 3",
    ],
}
# Nobody sees inside these, and the words say so.
UNSEEN = {"waits_for", "comprehension", "nested", "lambda_", "numbered"}
TWO_ARE_TOO_LONG = {"numbered", "stack", "raised"}


def lab_of(name, times=1):
    shared = things()
    function = getattr(kinds, name)
    workers = [(function, arguments_of(function, shared))] * times
    return workers, Lab(workers, None, None, {id(one): key for key, one in shared.items()})


def arguments_of(function, shared):
    return tuple(shared[one] for one in inspect.signature(function).parameters if one in shared)


def test_every_kind_has_its_steps_written_down():
    found = {
        name
        for name, one in vars(kinds).items()
        if inspect.isfunction(one) and one.__module__ == "kinds_of_steps"
    }
    assert found - {"added"} == set(STEPS)


def alone(lab):
    """The order of its only worker, to the end."""
    state, found = 0, []
    while moves := lab.graph.look(state):
        state = moves[0]
        found.append(0)
    return found


@pytest.mark.parametrize("name", STEPS)
def test_the_steps_of_one_worker(name):
    _, lab = lab_of(name)
    steps = [text for _, text in account.steps_of(lab, alone(lab))]
    assert STEPS[name] == steps


@pytest.mark.parametrize("name", STEPS)
def test_what_nobody_sees_inside_is_said(name):
    assert (name in UNSEEN) == ("Not seen inside" in lab_of(name)[1].all_orders().words())


@pytest.mark.parametrize("name", sorted(set(STEPS) - TWO_ARE_TOO_LONG))
def test_two_workers_have_the_orders_of_plain_search(name):
    workers, lab = lab_of(name, 2)
    plain = plain_search(workers)
    assert (plain.orders, plain.broken) == (lab.found.orders, lab.found.broken)


@pytest.mark.parametrize("name", sorted(set(STEPS) - {"global_deleted", "global_", "global_added"}))
def test_one_worker_leaves_behind_what_the_function_itself_does(name):
    _, lab = lab_of(name)
    lab.graph.go(0)
    state = account.states_along(lab, alone(lab))[-1]
    rows = dict(
        row for number in lab.graph.values(state) if number >= 0 for row in lab.graph.rows[number]
    )
    shared = things()
    function = getattr(kinds, name)
    function(*arguments_of(function, shared))
    for key in ("account", "items", "table"):
        if key in inspect.signature(function).parameters:
            assert shown(shared[key], key) == {one: rows[one] for one in shown(shared[key], key)}


def shown(thing, name):
    if name == "account":
        return {f"account.{key}": repr(value) for key, value in vars(thing).items() if key != "log"}
    return {name: repr(thing)}
