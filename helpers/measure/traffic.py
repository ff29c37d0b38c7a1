"""What was in a watched channel over time, and the way of each message through it.

A `Run` knows when each message was put, pickled and received. Here that becomes a `Level`, how
many things were in the channel at each moment, or a `Way`, where each message was meanwhile.
"""

from dataclasses import dataclass, field

from helpers.show.phrases import counted, joined
from helpers.shown import Shown
from helpers.units import duration

__all__ = ["Level", "Stay", "Way", "depth", "unfinished", "way"]


@dataclass(repr=False)
class Level(Shown):
    """A number of things in `channel` over time.

    channel:  its name
    title:    what is counted, such as "Messages in 'tasks'"
    came:     when each came, `left` when each left, in seconds since the recording began
    verbs:    the words for coming and leaving, such as ("put", "got")
    length:   seconds that the recording took
    limit:    the `maxsize` of the queue, None where it has none
    joins:    (start, end, lane) of each `join()` of the queue, in seconds; `end` is None for one
              that never came back
    deadline: when the run was stopped, in seconds; None where it was not

    Example:
        run.depth("tasks")
    """

    channel: str
    title: str
    came: list[float]
    left: list[float]
    verbs: tuple[str, str]
    length: float
    limit: int | None = None
    joins: list[tuple[float, float | None, str]] = field(default_factory=list)
    deadline: float | None = None

    def steps(self) -> list[tuple[float, int]]:
        """(seconds, number from then on), beginning at 0 s, one for each moment of change."""
        changes = sorted([(at, 1) for at in self.came] + [(at, -1) for at in self.left])
        steps, number = [(0.0, 0)], 0
        for at, change in changes:
            number += change
            # A message is noted as received a moment after its place was free, and another may be
            # put in between: the queue itself never holds more than its limit.
            shown = max(0, number if self.limit is None else min(number, self.limit))
            if steps[-1][0] == at:
                steps[-1] = at, shown
            else:
                steps.append((at, shown))
        return steps

    def most(self) -> int:
        """The largest number at once."""
        return max(number for _, number in self.steps())

    def words(self) -> str:
        """What came, left and stayed, and last how many there were at once here."""
        came, left = self.verbs
        text = f"{self.title}: {len(self.came):,} {came}, {len(self.left):,} {left}, "
        lines = [f"{text}{len(self.came) - len(self.left):,} left at the end."]
        if self.limit is not None:
            lines.append(f"Dashed: maxsize {self.limit:,}, the most that it can hold.")
        for _, end, lane in self.joins:
            back = "came back" if end is not None else "never came back"
            lines.append(f"Hatched: {lane} waited in {self.channel}.join() and {back}.")
        return "\n".join([*lines, f"measured here: at most {self.most():,} at once"])

    def figure(self):
        """The curve as a `matplotlib.figure.Figure`."""
        from helpers.show.plots.level import plot_level

        return plot_level(self)


@dataclass
class Stay:
    """Where one message was: `put`, `pickled` and `received` in seconds, None for never.

    `gone` is when its feeder thread dropped it, as it could not pickle it, or else when its sender
    ended; None where that lives on. What was not pickled by then never will be.
    """

    label: str
    put: float
    pickled: float | None
    received: float | None
    gone: float | None = None


@dataclass(repr=False)
class Way(Shown):
    """Where each message of `channel` was, in the order of putting.

    `length` is how many seconds the recording took, `deadline` when the run was stopped, or None.

    Example:
        run.way("tasks")
    """

    channel: str
    stays: list[Stay]
    length: float
    deadline: float | None = None

    def words(self) -> str:
        """How far how many messages came, and last how long that took here."""
        pickled = [stay for stay in self.stays if stay.pickled is not None]
        received = [stay for stay in pickled if stay.received is not None]
        lines = [
            f"The way of {counted(len(self.stays), 'message')} through {self.channel!r}: "
            f"{len(self.stays):,} put, {len(pickled):,} pickled, {len(received):,} received."
        ]
        said = []
        if pickled:
            longest = max(stay.pickled - stay.put for stay in pickled)
            said.append(f"pickled {duration(longest)} after put() at the most")
        if received:
            longest = max(stay.received - stay.pickled for stay in received)
            said.append(f"received {duration(longest)} after that at the most")
        if said:
            lines.append(f"measured here: {'; '.join(said)}")
        return "\n".join(lines)

    def figure(self):
        """A row for each message as a `matplotlib.figure.Figure`."""
        from helpers.show.plots.way import plot_way

        return plot_way(self)


def depth(run, channel) -> Level:
    """How many messages were put into `channel` and not yet got, over time.

    Raises KeyError where nothing went through a channel of that name.
    """
    messages = _messages(run, channel)
    return Level(
        channel,
        f"Messages in {channel!r}",
        [message.sent for message in messages],
        [message.received for message in messages if message.received is not None],
        ("put", "got"),
        run.length,
        run.limits.get(channel),
        deadline=run.stopped_at if run.stopped else None,
    )


def unfinished(run, channel) -> Level:
    """How many tasks were put into the joinable queue `channel` and not yet done, over time.

    Raises KeyError where nothing went through a channel of that name.
    """
    joins = [
        (wait.start, wait.end, lane.name)
        for lane in run.lanes
        for wait in lane.waits
        if wait.on == f"{channel}.join()"
    ]
    return Level(
        channel,
        f"Unfinished tasks of {channel!r}",
        [message.sent for message in _messages(run, channel)],
        run.done.get(channel, []),
        ("put", "done"),
        run.length,
        joins=[(start, _before(end, run), name) for start, end, name in joins],
        deadline=run.stopped_at if run.stopped else None,
    )


def way(run, channel) -> Way:
    """Where each message of the queue `channel` was: in the buffer, in the pipe, received.

    Raises KeyError where nothing went through a channel of that name.
    """
    messages = _messages(run, channel)
    dropped = _dropped(run, messages)
    stays = [
        Stay(
            message.label,
            message.sent,
            message.pickled,
            message.received,
            dropped.get(number, run.lanes[message.sender].ended),
        )
        for number, message in enumerate(messages)
    ]
    return Way(channel, stays, run.length, run.stopped_at if run.stopped else None)


def _dropped(run, messages):
    """{number of a message of one channel: when its feeder dropped it}.

    A feeder takes what one process put in the order of putting, so of what it never pickled it
    complains in that order.
    """
    found = {}
    for pid in {run.lanes[message.sender].pid for message in messages}:
        lost = [
            number
            for number, message in enumerate(messages)
            if message.pickled is None and run.lanes[message.sender].pid == pid
        ]
        times = sorted(
            complaint.time
            for lane in run.lanes
            for complaint in lane.complaints
            if lane.pid == pid and complaint.channel == messages[0].channel
        )
        found.update(zip(lost, times, strict=False))
    return found


def _before(end, run):
    # What came back because it was interrupted did not come back.
    stopped = run.stopped_at
    return None if end is None or (stopped is not None and end >= stopped) else end


def _messages(run, channel):
    messages = [message for message in run.messages if message.channel == channel]
    if not messages:
        known = joined(sorted({message.channel for message in run.messages}))
        raise KeyError(
            f"nothing went through a channel called {channel!r}; "
            f"the channels of this run: {known or 'none'}"
        )
    return messages
