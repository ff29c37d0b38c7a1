"""`many(race, times)`: the same small race many times, and the orders in which it came out."""

from collections import Counter
from dataclasses import dataclass, field

from helpers.measure import always
from helpers.measure.bar import Bar
from helpers.runs.recording import record
from helpers.runs.run import Run
from helpers.show.phrases import counted, times
from helpers.shown import Shown

__all__ = ["Worlds", "many", "order"]

SHOWN = 8  # orders that are drawn and named; of more, their number is said
LISTED = 6  # events of one lane that are named in a sentence


def many(race, times=200, *, deadline=10) -> "Worlds":
    """Record `race()` `times` times, and put the runs with the same order of events together.

    Gives `Worlds`, which a notebook shows as a strip for each order. An event is a line that was
    logged, or a message that was received, and the last one may be that a run was stopped at its
    deadline. Long work shows a bar. What the race raises goes through, and so does the stop button.

    deadline:  seconds for each run; a race that hangs takes as long each time

    Two threads that log two lines each take about 6 ms a run, so 200 take about 1.2 s (on 2 cores
    of 2.1 GHz, with others at work). A spawned process takes 40 to 70 ms more.

    Raises TypeError for a race that cannot be called, and ValueError for `times` below 1.

    Example:
        worlds = many(race, 100)
        worlds
        worlds.rarest.replay()
    """
    if not callable(race):
        raise TypeError(
            f"many() needs a function, and {race!r} cannot be called. "
            "Give the function itself, without () after its name."
        )
    if isinstance(times, bool) or not isinstance(times, int) or times < 1:
        raise ValueError(f"`times` is how many times to run it, 1 or more; got {times!r}.")
    runs = []
    with Bar(times) as bar:
        for _ in range(times):
            with record(deadline=deadline) as run:
                race()
            runs.append(run)
            bar.step()
    return Worlds(runs)


def order(run) -> tuple[tuple[str, str], ...]:
    """The events of `run` in the order of time: (name of the lane, what happened).

    A message happens when it is received: to its receiver, or, where several send through one
    channel, to its sender, which is then what tells messages apart. A thread is called by its own
    name where no other lane of the run has that.
    """
    names = _names(run)
    found = [
        (mark.time, name, mark.text)
        for lane, name in zip(run.lanes, names, strict=True)
        for mark in lane.marks
    ]
    found += [(message.received, names[lane], text) for message, lane, _, text in _received(run)]
    events = [(name, text) for _, name, text in sorted(found)]
    if run.stopped:
        events.append((names[0], "stopped at the deadline"))
    return tuple(events)


def _received(run):
    """(message, the lane to which it happens, the lane at its other end, what happens)."""
    senders = {}
    for message in run.messages:
        senders.setdefault(message.channel, set()).add(message.sender)
    for message in run.messages:
        if message.receiver is None:
            continue
        if len(senders[message.channel]) > 1:
            yield message, message.sender, message.receiver, f"{message.label} arrives"
        else:
            yield message, message.receiver, message.sender, f"got {message.label}"


def _names(run):
    short = Counter(lane.thread or lane.name for lane in run.lanes)
    return [
        lane.thread if lane.thread and short[lane.thread] == 1 else lane.name for lane in run.lanes
    ]


@dataclass(repr=False)
class Worlds(Shown):
    """Many runs of one race.

    orders:  {order of its events: the runs that had it}, the most frequent first
    """

    runs: list[Run]
    orders: dict[tuple, list[Run]] = field(init=False)

    def __post_init__(self):
        if not self.runs:
            raise ValueError("There is nothing to show: `runs` is empty. Record something.")
        found = {}
        for run in self.runs:
            found.setdefault(order(run), []).append(run)
        self.orders = dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))

    @property
    def rarest(self) -> Run:
        """A run of the order that came least often."""
        return [*self.orders.values()][-1][0]

    def shown(self) -> list[tuple[tuple, list[Run]]]:
        """The (order, its runs) to show: the most frequent ones, and last the rarest."""
        orders = [*self.orders.items()]
        return orders if len(orders) <= SHOWN else [*orders[: SHOWN - 1], orders[-1]]

    def words(self) -> str:
        """How many runs, what each lane did in all of them, and last which orders came here.

        Of what a lane did only that is said which its own code decides, and not the schedule: for
        that, events are called after what is done, and not after a value that a race changes.
        """
        lines = [f"{counted(len(self.runs), 'run')} of one race, by the order of their events."]
        told = self._told_by_others()
        own = [
            f"{lane}: {_listed(texts)}"
            for lane, texts in always.of_lanes(self.orders).items()
            if len(texts) > 1 and lane not in told
        ]
        if own:
            lines.append(f"In each, {'; '.join(own)}.")
        measured = "; ".join(self._measured()).replace("(", "[").replace(")", "]")
        return "\n".join(
            [*lines, f"measured here: orders of them {len(self.orders):,} ({measured})"]
        )

    def _told_by_others(self):
        """The lanes whose events hang on more than one other lane, or on another and themselves:
        their order is up to the schedule, even where it was the same each time."""
        ends = {}
        for run in self.runs:
            names = _names(run)
            for message, lane, other, _ in _received(run):
                found = ends.setdefault(names[lane], set())
                found.add(names[other])
                # When it is received is no matter of its sender, who may log meanwhile.
                if lane == message.sender and run.lanes[lane].marks:
                    found.add(names[lane])
        return {lane for lane, some in ends.items() if len(some) > 1}

    def _measured(self):
        """The orders, and what went before what in all of them although no lane decides it."""
        events = {tuple(sorted(one)) for one in self.orders}
        same = f"the same {counted(len(next(iter(self.orders))), 'event')} in each"
        yield same if len(events) == 1 else "not the same events in each"
        for number, (one, runs) in enumerate(self.shown(), 1):
            said = " > ".join(f"{lane}: {text}" for lane, text in one) or "no events"
            rarest = "the rarest, " if 1 < number == len(self.shown()) else ""
            yield f"{rarest}{times(len(runs))} {said}"
        if len(self.orders) > 1:
            for (lane, text), (other, later) in always.across_lanes(self.orders):
                yield f"in all of them {lane}: {text} before {other}: {later}"

    def figure(self):
        """A strip for each order as a `matplotlib.figure.Figure`."""
        from helpers.show.plots.worlds import plot_worlds

        return plot_worlds(self)


def _listed(texts):
    more = len(texts) - LISTED
    some = [*texts[:LISTED], f"{more} more"] if more > 0 else texts
    return " before ".join(some)
