"""What a search found, in words: the same on every version of Python, byte for byte."""

import ast
import inspect

from helpers.show.phrases import counted
from helpers.steps.graph import MOST

__all__ = [
    "ending",
    "how_broken",
    "of_order",
    "of_start",
    "shared",
    "start",
    "states_along",
    "verdict",
    "waits",
    "words",
]


def words(lab) -> str:
    """The verdict, the order with the fewest switches that breaks it, and what was not seen."""
    lines = [verdict(lab)]
    if lab.found.failure:
        lines += _order(lab)
    lines += _unseen(lab)
    return "\n".join(lines)


def start(lab) -> str:
    """What each worker does first, and what is shared."""
    wide = max(len(worker) for worker in lab.workers)
    lines = [
        f"{worker:<{wide}}  {lab.graph.place(0, number).text or 'has ended'}"
        for number, worker in enumerate(lab.workers)
    ]
    said = "; ".join(f"{name} is {text}" for name, text in shared(lab, 0))
    return "\n".join(["Before the first step:", *lines, f"Shared: {said or 'nothing'}."])


def of_start(lab) -> tuple:
    """What `draw_start` draws before the first step: terms of JSON, but for the tuples."""
    nexts = []
    for number in range(len(lab.workers)):
        place = lab.graph.place(0, number)
        if place.pending is None:
            nexts.append(("", "has ended"))
        else:
            nexts.append((lab.stage.sites[place.pending[0]].source, place.text))
    return lab.workers, nexts, shared(lab, 0)


def of_order(lab, schedule) -> tuple:
    """What `draw_order` draws of an order: terms of JSON, but for the tuples."""
    steps, rows, state = [], [shared(lab, 0)], 0
    for worker in schedule:
        steps.append((worker, lab.graph.text(state, worker)))
        state = lab.graph.look(state)[worker]
        rows.append(shared(lab, state))
    kind = lab.promises.broken(state)
    waiting = waits(lab, state) if kind == "deadlock" else []
    ending = how_broken(lab, state, kind) if kind else verdict(lab)
    return lab.workers, steps, rows, ending, waiting, bool(kind)


def states_along(lab, schedule) -> list[int]:
    """The states on the way of an order, the first and the last one included."""
    states = [0]
    for worker in schedule:
        states.append(lab.graph.look(states[-1])[worker])
    return states


def verdict(lab) -> str:
    """One sentence: what is true of all orders, and how many there are."""
    found = lab.found
    if found.switches is not None:
        begun = f"There are too many states to try all orders: after {MOST:,} it was enough."
        if found.failure:
            return f"{begun} An order that breaks {_it(lab)} was found."
        few = counted(found.switches, "switch", "switches")
        return f"{begun} No order with fewer than {few} breaks {_it(lab)}; of others nobody knows."
    if found.orders is None:
        some = "some orders break" if found.failure else "no order breaks"
        return (
            f"All {found.states:,} states tried: {some} {_it(lab)}. The orders cannot be counted, "
            "as a loop may go round any number of times."
        )
    tried = f"All {found.orders:,} orders tried" if found.orders > 1 else "The one order tried"
    if not found.broken:
        return f"{tried}: no order breaks {_it(lab)}."
    kept = found.orders - found.broken
    keep = f"{kept:,} keep{'s' * (kept == 1)}" if kept else "none keeps"
    return f"{tried}: {keep} {_it(lab)}, {found.broken:,} break{'s' * (found.broken == 1)} it."


def _it(lab):
    if any(lab.asked.values()):
        return "the promise"
    return "the promise that all come to their end"


def _order(lab):
    failure = lab.found.failure
    steps = steps_of(lab, failure.schedule)
    wide = max(len(worker) for worker, _ in steps) if steps else 0
    title = f"With {counted(failure.switches, 'switch', 'switches')}, the fewest that break it:"
    lines = [f"{n:>3}  {worker:<{wide}}  {text}" for n, (worker, text) in enumerate(steps, 1)]
    return ["", *([title] if steps else []), *lines, ending(lab)]


def steps_of(lab, schedule) -> list[tuple[str, str]]:
    """[(worker, what it did), ...] along `schedule`."""
    found, state = [], 0
    for worker in schedule:
        found.append((lab.workers[worker], lab.graph.text(state, worker)))
        state = lab.graph.look(state)[worker]
    return found


def state_after(lab, schedule) -> int:
    state = 0
    for worker in schedule:
        state = lab.graph.look(state)[worker]
    return state


def ending(lab) -> str:
    """How the shortest order breaks the promise."""
    failure = lab.found.failure
    state = state_after(lab, failure.schedule)
    return how_broken(lab, state, failure.kind)


def how_broken(lab, state, kind) -> str:
    """One or two sentences on what is broken in `state`."""
    graph = lab.graph
    if kind == "deadlock":
        said = [f"{lab.workers[worker]} {text}" for worker, _, text in waits(lab, state)]
        return f"Nobody can go on: {'; '.join(said)}."
    if kind == "error":
        worker, error = next(iter(graph.errors(state).items()))
        return f"{lab.workers[worker]} ends with {type(error).__name__}: {error}"
    if kind == "for ever":
        return "From here on nobody ever comes to an end."
    rows = "; ".join(f"{name} is {text}" for name, text in shared(lab, state))
    when = "At the end" if kind == "end" else "Here"
    return f"{when} the promise does not hold: {_source(lab.asked[kind])}. There {rows}."


def waits(lab, state) -> list[tuple[int, list[int], str]]:
    """[(worker, who keeps it waiting, that in words), ...] of all who cannot go on."""
    stage, found = lab.graph.go(state), []
    for worker, pending in enumerate(stage.pending):
        if pending is None or stage.ready(worker):
            continue
        _, thing, kind = pending
        holders = thing.holders(kind)
        who = " and ".join(lab.workers[one] for one in holders)
        held = f", which {who} {'hold' if len(holders) > 1 else 'holds'}" if holders else ""
        found.append((worker, holders, f"waits for {stage.named()[id(thing)]}{held}"))
    return found


def shared(lab, state) -> list[tuple[str, str]]:
    """[(name, text), ...] of what is shared in `state`, save for what no step ever changes.

    Where no step changes anything, it is all that is shared.
    """
    graph, numbers = lab.graph, lab.graph.values(state)
    changing = [one for one in numbers if one in graph.changing]
    return [row for number in changing or numbers for row in graph.rows[number]]


def _source(promise) -> str:
    """What a lambda promises, as it was typed, or the name of a function."""
    code = promise.__code__
    if promise.__name__ == "<lambda>":
        try:
            tree = ast.parse("".join(inspect.findsource(promise)[0]))
        except (OSError, SyntaxError):
            return promise.__name__
        lambdas = [one for one in ast.walk(tree) if isinstance(one, ast.Lambda)]
        there = [one for one in lambdas if one.lineno == code.co_firstlineno]
        if len(there) > 1:
            places = set(code.co_positions())
            there = [one for one in there if _place(one.body) in places]
        if len(there) == 1:
            return ast.unparse(there[0].body)
    return promise.__name__


def _place(node):
    return node.lineno, node.end_lineno, node.col_offset, node.end_col_offset


def _unseen(lab):
    sites = sorted(lab.stage.notes, key=lambda number: lab.stage.sites[number].line)
    if not sites:
        return []
    pieces = dict.fromkeys(
        f"line {lab.stage.sites[number].line}, `{lab.stage.sites[number].piece}`"
        for number in sites
    )
    return [
        "",
        f"Not seen inside: {'; '.join(pieces)}. It counts as one step; real threads may switch in "
        "the middle of it.",
    ]
