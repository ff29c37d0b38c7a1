"""Every state that the workers can reach, and the steps between them.

A state is what stands in each shared thing, and how far each worker is. What a step does depends on
the worker's own place and on the one thing that it touches, and on nothing else: so each pair of
the two is executed once, and from then on looked up. A step whose object nobody knows is looked up
by all that is shared.
"""

from collections import Counter
from dataclasses import dataclass

from helpers.steps.acts import ALL
from helpers.steps.saying import done, rows
from helpers.steps.standins.standin import StandIn

__all__ = ["MOST", "Graph"]

MOST = 200_000  # states; some 600 bytes each


class _Interned:
    """Numbers for things that can be compared, from 0 on."""

    def __init__(self):
        self.numbers = {}
        self.things = []

    def number(self, thing) -> int:
        found = self.numbers.get(thing)
        if found is None:
            found = self.numbers[thing] = len(self.things)
            self.things.append(thing)
        return found


@dataclass(slots=True)
class _Place:
    """How far a worker is. What it does next:

    touched:  the numbers of the parts that the step touches, None for all
    text:     in words
    moves:    {what stands there: (number of the next place, {part: its new value}, what was done),
              or None where it cannot move}
    """

    pending: tuple | None
    error: BaseException | None
    touched: tuple | None
    text: str
    moves: dict


class Graph:
    """The states of a stage, each with a number, the first one 0.

    after[s] is {worker: the state after its step} for each worker who can move in state s, or None
    where nobody looked yet; `look(s)` looks. `workers` are their names.
    """

    def __init__(self, stage, workers):
        self.stage = stage
        self.workers = workers
        self._values, self._locals = _Interned(), _Interned()
        self.rows = []  # in the order of self._values: [(name, text), ...] of each
        self._places = []  # in the order of self._locals
        self._states = _Interned()  # of (values, locals), both tuples of numbers
        self._came = []  # (the state before, the worker), or None
        self.after = []
        stage.start()
        self._at = self._number(None)

    def __len__(self):
        return len(self._came)

    # --- states ---------------------------------------------------------------------------------

    def _number(self, came):
        """The number of the state in which the stage stands."""
        stage = self.stage
        found = stage.values()
        values = [-1] * (max(found, default=-1) + 1)
        for part, value in found.items():
            values[part] = self._value(part, value)
        places = tuple([self._place(n) for n in range(len(stage.workers))])
        return self._enter((tuple(values), places), came)

    def _enter(self, state, came):
        number = self._states.number(state)
        if number == len(self._came):
            self._came.append(came)
            self.after.append(None)
        return number

    def _place(self, worker):
        stage = self.stage
        number = self._locals.number((worker, stage.local(worker)))
        if number == len(self._places):
            pending = stage.pending[worker]
            text = "" if pending is None else stage.about_to(*pending)
            place = _Place(pending, stage.errors[worker], self._touched(pending), text, {})
            self._places.append(place)
        return number

    def _touched(self, pending):
        if pending is None:
            return ()
        thing = pending[1]
        if thing is ALL:
            return None
        things = thing.footprint if isinstance(thing, StandIn) else (thing,)
        return tuple(self.stage.places[id(one)] for one in things)

    def way(self, state) -> tuple[int, ...]:
        """The workers who moved, one after the other, on a way from the start to `state`."""
        found = []
        while self._came[state] is not None:
            state, worker = self._came[state]
            found.append(worker)
        return tuple(reversed(found))

    def go(self, state):
        """Bring the stage to `state`, and return the stage."""
        if self._at != state:
            self.stage.start()
            for worker in self.way(state):
                self.stage.move(worker)
            self._at = state
        return self.stage

    # --- steps ----------------------------------------------------------------------------------

    def look(self, state) -> dict[int, int]:
        """{worker: the state after its step} for all who can move in `state`."""
        found = self.after[state]
        if found is None:
            values, places = self._states.things[state]
            found = {}
            for worker, number in enumerate(places):
                place = self._places[number]
                if place.pending is None:
                    continue
                seen = self._seen(place.touched, values)
                if seen not in place.moves:
                    place.moves[seen] = self._try(state, worker)
                move = place.moves[seen]
                if move is not None:
                    found[worker] = self._moved(state, worker, *move[:2])
            self.after[state] = found
        return found

    def _seen(self, touched, values):
        if touched is None:
            return values
        if len(touched) == 1:
            return values[touched[0]]
        return tuple([values[part] for part in touched])

    def _try(self, state, worker):
        """(the worker's next place, {part: its new value}) from a real step, or None: blocked."""
        stage = self.go(state)
        if not stage.ready(worker):
            return None
        before, (site, thing, kind) = stage.values(), stage.pending[worker]
        text = stage.about_to(site, thing, kind)
        stage.move(worker)
        self._at = None
        changes = {
            part: self._value(part, value)
            for part, value in stage.values().items()
            if part not in before or before[part] != value
        }
        return self._place(worker), changes, done(text, kind, thing, stage.seen())

    def _value(self, part, value):
        """The number of what stands in a part, and, kept beside it, that in words."""
        number = self._values.number((part, value))
        if number == len(self.rows):
            parts, names = self.stage.twins.parts, self.stage.named()
            known = parts[part] if part < len(parts) else None
            self.rows.append(rows(*known, names, self.workers) if known else [])
        return number

    def _moved(self, state, worker, place, changes):
        values, places = self._states.things[state]
        if changes:
            values = list(values)
            for part, value in changes.items():
                if part >= len(values):
                    values += [-1] * (part + 1 - len(values))
                values[part] = value
            values = tuple(values)
        places = (*places[:worker], place, *places[worker + 1 :])
        return self._enter((values, places), (state, worker))

    @property
    def changing(self) -> set[int]:
        """The numbers in `rows` of what stands in parts that some step changes."""
        often = Counter(part for part, _ in self._values.things)
        return {number for number, (part, _) in enumerate(self._values.things) if often[part] > 1}

    def text(self, state, worker) -> str:
        """What `worker` does with its step from `state`, and what comes of it."""
        place = self.place(state, worker)
        return place.moves[self._seen(place.touched, self.values(state))][2]

    def place(self, state, worker) -> _Place:
        """How far `worker` is in `state`."""
        return self._places[self._states.things[state][1][worker]]

    def has_ended(self, state) -> bool:
        """Whether all workers have ended."""
        return all(self._places[number].pending is None for number in self._states.things[state][1])

    def errors(self, state) -> dict[int, BaseException]:
        """{worker: the exception that ended it}."""
        return {
            worker: self._places[number].error
            for worker, number in enumerate(self._states.things[state][1])
            if self._places[number].error is not None
        }

    def values(self, state) -> tuple:
        """What is shared, as something to compare."""
        return self._states.things[state][0]
