"""The arrows in the picture of a `Run`: who sent to whom, and who woke whom."""

from itertools import pairwise

import numpy as np

from helpers.show.letters import Text, fitting, width_of
from helpers.show.page import AIR, MARGIN, WIDTH
from helpers.show.spans import apart

__all__ = ["Arrows"]

MOST = 200  # more cannot be told apart: of more messages, a sample is drawn


class Arrows:
    """The arrows between `tracks`, of `messages` and wakes.

    `x` gives the points from the left of a time in seconds.

    At first they only say what room they need, before the tracks have their heights: which gaps
    they cross, how high they go over their own lane, and where texts must let their heads through.
    """

    def __init__(self, run, messages, tracks, x):
        self.tracks, self.x = tracks, x
        self.step = _step(len(messages))  # every how many-th message is drawn
        self.messages = messages[:: self.step]
        self.wakes = run.wakes[:: _step(len(run.wakes))]
        self.of_messages, self.of_wakes = [], []  # the points of the way of each
        self.crossed = [False] * len(tracks)  # whether arrows cross the gap below a lane
        self.heights = {}  # of the arrows that go over their own lane
        self._make_room()

    def _make_room(self):
        hops = {}
        for message in self.messages:
            sender, receiver = message.sender, message.receiver
            if receiver is None:
                self.crossed[sender] = True
            elif receiver == sender:
                hops.setdefault(sender, []).append(message)
            else:
                self._make_room_between(sender, receiver, message.received)
        for wake in self.wakes:
            self._make_room_between(wake.by, wake.woken, wake.until)
        for number, messages in hops.items():
            spans = [(self.x(message.sent), self.x(message.received)) for message in messages]
            depths, depth = apart(spans)
            for message, at in zip(messages, depths, strict=True):
                self.heights[id(message)] = 11.0 + 8 * (at % 4)
            self.tracks[number].hops = 20.0 + 8 * min(depth - 1, 3)

    def _make_room_between(self, tail, head, until):
        low, high = sorted((tail, head))
        self.crossed[low:high] = [True] * (high - low)
        track = self.tracks[head]
        lines = track.above if tail < head else track.below
        lines.keep_head_free(self.x(until))

    def find_ways(self):
        """Find the way of each arrow, now that the tracks have their heights."""
        self.of_messages = [self._way(message) for message in self.messages]
        self.of_wakes = [
            self._between(self.tracks[wake.by], wake.at, self.tracks[wake.woken], wake.until)
            for wake in self.wakes
        ]

    def _way(self, message):
        """The points of a message's way; for one that nobody received, a stub below its sender."""
        track, x = self.tracks[message.sender], self.x(message.sent)
        if message.receiver is None:
            return [(x, track.bottom), (x, track.bottom + min(15.0, 0.8 * track.style.wide_gap))]
        other, until = self.tracks[message.receiver], self.x(message.received)
        if other is track:
            y = track.top - self.heights[id(message)]
            return [(x, track.top), (x, y), (until, y), (until, track.top)]
        return self._between(track, message.sent, other, message.received)

    def _between(self, track, start, other, end):
        """The points of an arrow from one lane to another."""
        x, until = self.x(start), self.x(end)
        if other.top > track.top:
            return [(x, track.bottom), (until, other.top)]
        return [(x, track.top), (until, other.bottom)]

    def labels(self, texts, left, height):
        """A label on each arrow of a message, or beside it, where it covers nothing else.

        `texts` have their places already, `left` is where time begins, and `height` is that of a
        line.
        """
        size = self.tracks[0].style.text
        boxes = [text.frame() for text in texts]
        boxes += [(track.begin, WIDTH, track.top, track.bottom) for track in self.tracks]
        legs = [
            (number, *tail, *head)
            for number, arrow in enumerate([*self.of_messages, *self.of_wakes])
            for tail, head in pairwise(arrow)
        ]
        legs = np.array(legs, dtype=float).reshape(-1, 5)
        found = []
        drawn = zip(self.messages, self.of_messages, strict=True)
        for number, (message, arrow) in enumerate(drawn):
            text = fitting(message.label, size, WIDTH / 4, "message")
            width = width_of(text, size, "message")
            others = legs[legs[:, 0] != number, 1:]
            for x, y in _places(arrow, width, message.receiver is None):
                box = (x - width / 2 - 1, x + width / 2 + 1, y - height / 2, y + height / 2)
                inside = box[0] >= left and box[1] <= WIDTH - MARGIN
                if text and inside and not (_overlaps(box, boxes) or _crosses(box, others)):
                    found.append(Text(x, y, text, size, "message", "center"))
                    boxes.append(box)
                    break
        return found


def _places(arrow, width, lost):
    """Middles for a label: on its arrow, or beside it where it would hide all of it."""
    (x0, y0), (x1, y1) = arrow if len(arrow) == 2 else arrow[1:3]
    aside = width / 2 + 2 * AIR
    if lost or (len(arrow) > 2 and x1 - x0 < 2 * aside):
        return [(x1 + aside, y1), (x0 - aside, y1)]
    parts = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
    return [(x0 + part * (x1 - x0), y0 + part * (y1 - y0)) for part in parts]


def _overlaps(box, boxes):
    x0, x1, y0, y1 = box
    return any(x0 < b and a < x1 and y0 < d and c < y1 for a, b, c, d in boxes)


def _crosses(box, legs):
    """Whether a leg (x0, y0, x1, y1) of an arrow crosses the box."""
    left, right, top, bottom = box
    x0, y0, x1, y1 = legs.T
    near = (np.minimum(x0, x1) < right) & (np.maximum(x0, x1) > left)
    near &= (np.minimum(y0, y1) < bottom) & (np.maximum(y0, y1) > top)
    sides = [
        (x - x0) * (y1 - y0) - (y - y0) * (x1 - x0) for x in (left, right) for y in (top, bottom)
    ]
    return bool(np.any(near & (np.min(sides, axis=0) < 0) & (np.max(sides, axis=0) > 0)))


def _step(number):
    """Every how many-th message is drawn: 1, 2, 5, 10, 20, ..."""
    steps = (first * 10**power for power in range(12) for first in (1, 2, 5))
    return next(step for step in steps if number <= MOST * step)
