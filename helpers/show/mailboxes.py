"""The thin lane of a channel that several share: a mailbox, as high as it is full.

Between two processes a message is an arrow. Where several send or receive, arrows would cross all
that stands between: the channel then has a lane of its own, and a message is a tick into it and a
tick out of it.
"""

from collections import Counter

from helpers.show.flags import Flag
from helpers.show.letters import fitting

__all__ = ["NAMES", "Mailbox", "shared"]

NAMES = 160.0  # points that the names on the left may take
HEIGHT = 22.0  # points of the lane, at its fullest
LEAST = 4.0  # points for one message
LABELS = 60  # of more in one lane, some have no label
TICK = 5.0  # points
COLUMN = 1.0  # points: what lies closer together is one in the picture


class Mailbox:
    """The room of one shared channel. It stands below the lane with the number `after`.

    steps:  [(x, depth)]: from x on so many messages lie in it
    """

    def __init__(self, plan, channel, messages):
        self.channel, self.messages, self.x = channel, messages, plan.x
        self.after = _between(messages)
        self.name = fitting(channel, plan.style.name, NAMES, "message")
        changes = Counter()
        for message in messages:
            changes[message.sent] += 1
            if message.received is not None:
                changes[message.received] -= 1
        columns, depth = {}, 0  # x: the most that lay in it there, and what lay in it last
        for time in sorted(changes):
            depth += changes[time]
            x = _column(plan.x(time))
            columns[x] = max(depth, *columns.get(x, (0,))), depth
        self.deepest = max((most for most, _ in columns.values()), default=1)
        self.steps = []
        for x, (most, last) in columns.items():
            self.steps += [(x, most)] if most == last else [(x, most), (x + COLUMN, last)]
        self.height = max(HEIGHT * plan.style.bar / 26, LEAST)
        self.top = self.bottom = 0.0

    def flags(self, plan, track):
        """What stands at the bar of `track`: the labels of what it put and got."""
        moments = [
            *((one.sent, one.label) for one in self.messages if one.sender == track.number),
            *((one.received, one.label) for one in self.messages if one.receiver == track.number),
        ]
        return [Flag(2, plan.x(time), label, "message") for time, label in moments[:LABELS]]

    def place(self, y):
        """Let it begin `y` points from the top, and return where it ends."""
        self.top = y + TICK
        self.bottom = self.top + self.height
        return self.bottom + TICK

    def middle(self) -> float:
        """Half of the way from its top to its bottom."""
        return (self.top + self.bottom) / 2

    def ways(self, tracks):
        """Two points for each message in and each out: between a bar and this lane where they
        stand next to each other, else a short way from or to the bar, and one at this lane."""
        found = {}
        for message in self.messages:
            sender = tracks[message.sender]
            found.update(dict.fromkeys(self._way(sender, self.x(message.sent), 1)))
            if message.receiver is not None:
                receiver = tracks[message.receiver]
                found.update(dict.fromkeys(self._way(receiver, self.x(message.received), -1)))
        return list(found)

    def _way(self, track, x, direction):
        x = _column(x)
        down = track.number <= self.after
        bar, box = (track.bottom, self.top) if down else (track.top, self.bottom)
        if track.number in (self.after, self.after + 1):
            legs = [((x, bar), (x, box))]
        else:
            out = TICK if down else -TICK
            legs = [((x, bar), (x, bar + out)), ((x, box - out), (x, box))]
        return [leg[::direction] for leg in legs]

    def filled(self, end) -> list[tuple[float, float, float, float]]:
        """Boxes (left, right, top, bottom) that show how many messages lie in it; the last one
        ends at `end`."""
        unit = self.height / self.deepest
        lefts = [x for x, _ in self.steps]
        return [
            (left, right, self.bottom - depth * unit, self.bottom)
            for (left, depth), right in zip(self.steps, [*lefts[1:], end], strict=True)
            if depth > 0 and right > left
        ]


def shared(run) -> list[str]:
    """The channels of `run` that several send to or receive from, in the order of their use.

    A pipe is none: each of its ends is somebody's own.
    """
    senders, receivers = {}, {}
    for message in run.messages:
        senders.setdefault(message.channel, set()).add(message.sender)
        receivers.setdefault(message.channel, set()).add(message.receiver)
    return [
        channel
        for channel in senders
        if channel not in run.pipes
        and max(
            len(senders[channel]),
            len(receivers[channel] - {None}),
            *map(len, run.receivers.get(channel, [])),
            0,
        )
        > 1
    ]


def _column(x):
    return round(x / COLUMN) * COLUMN


def _between(messages):
    """The number of the lane below which the ways to all senders and receivers are shortest."""
    ends = Counter(message.sender for message in messages)
    ends.update(message.receiver for message in messages if message.receiver is not None)

    def way(after):
        return sum(
            count * (after - lane if lane <= after else lane - after - 1)
            for lane, count in ends.items()
        )

    return min(range(min(ends), max(ends) + 1), key=way)
