"""`many(race, times)`: the same small race many times, and the orders in which it came out."""

from dataclasses import dataclass, field

from helpers.measure.bar import Bar
from helpers.runs.recording import record
from helpers.runs.run import Run
from helpers.show.phrases import counted
from helpers.shown import Shown

__all__ = ["Worlds", "many", "order"]

SHOWN = 8  # orders that are drawn and named; of more, their number is said


def many(race, times=200, *, deadline=10) -> "Worlds":
    """Record `race()` `times` times, and put the runs with the same order of events together.

    Gives `Worlds`, which a notebook shows as a strip for each order. An event is a line that was
    logged, or a message that was received. What the race raises goes through, and so does the stop
    button.

    deadline:  seconds for each run

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
    """The events of `run` in the order of time: (name of the lane, what happened)."""
    found = [(mark.time, lane.name, mark.text) for lane in run.lanes for mark in lane.marks]
    found += [
        (message.received, run.lanes[message.receiver].name, f"got {message.label}")
        for message in run.messages
        if message.receiver is not None
    ]
    return tuple((lane, text) for _, lane, text in sorted(found))


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

    def words(self) -> str:
        """How many runs, whether all had the same events, and last which orders came here."""
        events = {tuple(sorted(one)) for one in self.orders}
        same = f"the same {counted(len(next(iter(self.orders))), 'event')} in each"
        said = same if len(events) == 1 else "not the same events in each"
        some = [
            f"{len(runs):,} times {' > '.join(f'{lane}: {text}' for lane, text in one)}"
            for one, runs in [*self.orders.items()][:SHOWN]
        ]
        measured = "; ".join(some).replace("(", "[").replace(")", "]")
        return (
            f"{counted(len(self.runs), 'run')} of one race, {said}.\n"
            f"measured here: orders of them {len(self.orders):,} ({measured})"
        )

    def figure(self):
        """A strip for each order as a `matplotlib.figure.Figure`."""
        from helpers.show.plots.worlds import plot_worlds

        return plot_worlds(self)
