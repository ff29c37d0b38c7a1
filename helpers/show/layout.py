"""Where everything goes in the picture of a `Run`, in points; no drawing, no artists.

A run is laid out in points (1/72 inch) from the top left corner of its picture: matplotlib can tell
in points how wide a text is, so texts find places of their own before anything is drawn.
"""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import text_to_path

from helpers.show.page import AIR, MARGIN, WIDTH
from helpers.show.palette import LOOKS, PROCESS_COLOURS, PROCESS_EDGES
from helpers.show.phrases import SAID, shortened

__all__ = [
    "FONT",
    "MARKS",
    "ROOMY",
    "TIGHT",
    "Plan",
    "Text",
    "ending",
    "in_letters",
    "merged",
    "width_of",
]

NAMES = 160.0  # points that the names on the left may take
ARROWS = 200  # more cannot be told apart: of more messages, a sample is drawn
MARKS = 60  # more in one lane are ticks without texts

FONT = "DejaVu Sans"  # comes with matplotlib, so that a picture is the same on every system


@dataclass(frozen=True)
class _Style:
    """Sizes in points: of letters, bars, strips in bars, and gaps between lanes with or without
    messages. `lines` of text are possible on each side of a bar."""

    name: float
    text: float
    bar: float
    strip: float
    gap: float
    wide_gap: float
    lines: int


ROOMY = _Style(name=13, text=11, bar=26, strip=15, gap=20, wide_gap=44, lines=4)
SNUG = _Style(name=12, text=10, bar=15, strip=13, gap=6, wide_gap=8, lines=1)
TIGHT = _Style(name=9.5, text=8, bar=11, strip=4, gap=4, wide_gap=5, lines=0)


class _Lines:
    """Lines of text on one side of a bar, numbered from the bar outwards: where is there room?"""

    def __init__(self, number):
        self.texts = [[] for _ in range(number)]
        # Texts stay clear of these too, but leaders may cross them and each other.
        self.thin = [[] for _ in range(number)]

    def copy(self):
        twin = _Lines(0)
        twin.texts, twin.thin = [list(line) for line in self.texts], [list(x) for x in self.thin]
        return twin

    def keep_head_free(self, x):
        for line in self.thin[:1]:
            line.append((x - 2, x + 2))

    def used(self):
        return max((number + 1 for number, line in enumerate(self.texts) if line), default=0)

    def place(self, x, width, starts, sides_first):
        """(line, start) of a text with a leader to the bar at `x`, or None without room.

        `starts` are the left ends that would do; with `sides_first` the first of them is better in
        a far line than the second in a near one.
        """
        leader = (x - 1, x + 1)
        reach = 0
        while reach < len(self.texts) - 1 and _free(self.texts[reach], *leader):
            reach += 1
        spots = [(line, start) for line in range(len(self.texts[: reach + 1])) for start in starts]
        for line, start in sorted(spots, key=lambda spot: starts.index(spot[1]) * sides_first):
            taken = self.texts[line] + self.thin[line]
            inside = start >= MARGIN and start + width <= WIDTH - MARGIN
            if inside and _free(taken, start - AIR / 2, start + width + AIR / 2):
                self.texts[line].append((start, start + width))
                for nearer in self.thin[:line]:
                    nearer.append(leader)
                return line, start
        return None


def _free(taken, start, end):
    return all(end <= begin or stop <= start for begin, stop in taken)


@dataclass
class _Flag:
    """A text that belongs to the moment `x` of a lane; low ranks choose their places first."""

    rank: int
    x: float
    text: str
    look: str = "plain"


@dataclass
class Text:
    """A text that has its place: `x` is its left end, its middle or its right end."""

    x: float
    y: float
    text: str
    size: float
    look: str = "plain"
    align: str = "left"
    box: bool = True  # a white ground, for what lies on hatching or lines


class _Track:
    """One lane's room: its bar, from `top` to `bottom`, and the lines of text on both sides."""

    def __init__(self, plan, lane):
        self.lane, self.style = lane, plan.style
        self.begin, self.end = plan.x(lane.born), plan.x(lane.ended)
        self.starting = None  # from when to when Python started up in a process
        if lane.parent is not None and lane.thread is None:
            self.starting = self.begin, self.end if lane.ready is None else plan.x(lane.ready)
        self.waits = self.spans(plan, [(wait, wait.on) for wait in lane.waits])
        self.holds = self.spans(plan, [(hold, _held(hold)) for hold in lane.holds])
        self.depths, depth = _apart(self.holds)
        self.body = self.style.bar * (0.7 if lane.thread else 1)  # the bar without its strips
        self.height = self.body + self.style.strip * depth
        self.above, self.below = _Lines(self.style.lines), _Lines(self.style.lines)
        self.hops = 0.0  # points that messages of the lane to itself take above it
        self.top = self.bottom = 0.0

    def spans(self, plan, named):
        return [
            (plan.x(span.start), self.end if span.end is None else plan.x(span.end), text)
            for span, text in named
        ]

    def middle(self):
        return (self.top + self.bottom) / 2


class Plan:
    """Where everything goes, in points."""

    def __init__(self, run):
        self.run = run
        self.style = ROOMY if len(run.lanes) <= 8 else SNUG if len(run.lanes) <= 24 else TIGHT
        self.line = self.style.text * 1.4
        self.texts, self.leaders = [], []
        self.names = [_fitting(_label(lane), self.style.name, NAMES) for lane in run.lanes]
        endings = [width_of(ending(lane), self.style.text) for lane in run.lanes]
        self.left = 2 * MARGIN + max(width_of(name, self.style.name) for name in self.names)
        self.right = WIDTH - 2 * MARGIN - max(*endings, 3 * AIR)
        self.tracks = [_Track(self, lane) for lane in run.lanes]
        self.numbers = {pid: n for n, pid in enumerate(dict.fromkeys(x.pid for x in run.lanes))}
        self.step = _step(len(run.messages))
        self.messages = run.messages[:: self.step]
        self.wakes = run.wakes[:: _step(len(run.wakes))]
        self._make_room_for_arrows()
        placed = [self._place(track) for track in self.tracks]
        self._stack()
        for track, flags in zip(self.tracks, placed, strict=True):
            self._write(track, *flags)
        self.arrows = [self._arrow(message) for message in self.messages]
        self.wake_arrows = [
            self._between(self.tracks[wake.by], wake.at, self.tracks[wake.woken], wake.until)
            for wake in self.wakes
        ]
        if self.step == 1:
            self._label_arrows()

    def x(self, seconds):
        """Points from the left of `seconds`; None is the end of the run."""
        length = self.run.length or 1.0
        seconds = length if seconds is None else min(max(seconds, 0.0), length)
        return self.left + (self.right - self.left) * seconds / length

    def colour(self, lane):
        """The fill of the bar of `lane`, one for each process."""
        return PROCESS_COLOURS[self.numbers[lane.pid] % len(PROCESS_COLOURS)]

    def edge(self, lane):
        """The line around the bar of `lane`; the next kind when the colours run out."""
        return PROCESS_EDGES[self.numbers[lane.pid] // len(PROCESS_COLOURS) % len(PROCESS_EDGES)]

    def _make_room_for_arrows(self):
        self.crossed = [False] * len(self.tracks)  # whether arrows cross the gap below a lane
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
        self.heights = {}  # of the arrows that go over their own lane
        for number, messages in hops.items():
            spans = [(self.x(message.sent), self.x(message.received)) for message in messages]
            for message, depth in zip(messages, _apart(spans)[0], strict=True):
                self.heights[id(message)] = 11.0 + 8 * (depth % 4)
            self.tracks[number].hops = 20.0 + 8 * min(_apart(spans)[1] - 1, 3)

    def _make_room_between(self, tail, head, until):
        low, high = sorted((tail, head))
        self.crossed[low:high] = [True] * (high - low)
        track = self.tracks[head]
        lines = track.above if tail < head else track.below
        lines.keep_head_free(self.x(until))

    def _flags(self, track):
        """(above, below): what a lane has to say, and how it stood or died."""
        lane, size = track.lane, self.style.text
        marks = lane.marks if len(lane.marks) <= MARKS else []
        above = [_Flag(0, self.x(mark.time), mark.text) for mark in marks]
        below = [
            _Flag(1, self.x(complaint.time), _complained(complaint), "trouble")
            for complaint in lane.complaints[:SAID]
        ]
        if lane.stand:
            below.append(_Flag(0, self.x(self.run.stopped_at), _standing(lane.stand), "trouble"))
        if lane.error:
            below.append(_Flag(0, track.end, shortened(lane.error), "trouble"))
        if lane.ended_by == "the end of the block":
            below.append(_Flag(1, track.end, "alive at the end of the block", "trouble"))
        signals = lane.signals if len(lane.signals) <= MARKS else []
        above += [_Flag(1, self.x(signal.time), _called(signal), "note") for signal in signals]
        above += [_Flag(2, x, text, "note") for x, text in _homeless(track.waits, size)]
        below += [_Flag(2, x, text, "note") for x, text in _homeless(track.holds, size)]
        return above, below

    def _place(self, track):
        return [
            self._place_side(lines, flags)
            for lines, flags in zip((track.above, track.below), self._flags(track), strict=True)
        ]

    def _place_side(self, lines, flags):
        """(flag, text, line, start) of the flags that have found room.

        Which order finds most room depends on where they crowd, so several are tried. In the last
        one, a flag that leaves another no way out to its bar does not come first for its rank.
        """
        best, best_lines, most = [], lines, []
        for by_rank, sign, right_first, sides_first in (
            (True, -1, True, 0),
            (True, -1, True, 1),
            (True, 1, False, 1),
            (False, 1, False, 0),
        ):
            attempt, placed = lines.copy(), []
            for flag in sorted(flags, key=lambda flag: (by_rank and flag.rank, sign * flag.x)):
                text = _fitting(flag.text, self.style.text, WIDTH * 0.75, flag.look)
                width = width_of(text, self.style.text, flag.look)
                starts = [flag.x + AIR, flag.x - AIR - width][:: 1 if right_first else -1]
                place = text and attempt.place(flag.x, width, starts, sides_first)
                if place:
                    placed.append((flag, text, *place))
            of_rank = Counter(flag.rank for flag, *_ in placed)
            if (number := [of_rank[rank] for rank in range(3)]) > most:
                best, best_lines, most = placed, attempt, number
        lines.texts = best_lines.texts
        return best

    def _stack(self):
        """Give every bar its height, from top to bottom."""
        y = MARGIN + (self.line + 2 if self.run.stopped_at is not None else 0)
        for number, track in enumerate(self.tracks):
            if number:
                gap = self.style.gap
                if self.crossed[number - 1]:
                    gap = max(gap, self.style.wide_gap * min(1, 4 / len(self.tracks)))
                y += gap * (0.6 if track.lane.thread else 1)
            track.top = y + track.above.used() * self.line + track.hops
            track.bottom = track.top + track.height
            y = track.bottom + track.below.used() * self.line
        self.axis = y + (2.4 * MARGIN if self.crossed[-1] else MARGIN)
        self.height = self.axis + 5 + self.line * (2 if self.step > 1 else 1) + MARGIN / 2

    def _write(self, track, above, below):
        size = self.style.text
        name = self.names[self.tracks.index(track)]
        self.texts.append(Text(MARGIN, track.middle(), name, self.style.name))
        for side, placed, edge, out in (
            (-1, above, track.top, track.hops),
            (1, below, track.bottom, 0),
        ):
            for flag, text, line, start in placed:
                y = edge + side * (out + (line + 0.5) * self.line + 1)
                self.texts.append(Text(start, y, text, size, flag.look))
                self.leaders.append([(flag.x, edge), (flag.x, y + side * size / 3)])
        y = track.top + track.body / 2
        starting = [(*track.starting, "starts up")] if track.starting else []
        for start, end, text in [*merged(track.waits), *starting]:
            if _fits(text, size, start, end) and track.body > size:
                box = (start, end) != track.starting
                words = Text((start + end) / 2, y, text, size, align="center", box=box)
                self.texts.append(words)
        for (start, end, text), depth in zip(track.holds, track.depths, strict=True):
            if _fits(text, size, start, end) and self.style.strip > size:
                y = track.bottom - (depth + 0.5) * self.style.strip
                words = Text((start + end) / 2, y, text, size, "reversed", "center", box=False)
                self.texts.append(words)

    def _arrow(self, message):
        """The points of a message's way; for one that nobody received, a stub below its sender."""
        track, x = self.tracks[message.sender], self.x(message.sent)
        if message.receiver is None:
            return [(x, track.bottom), (x, track.bottom + min(15.0, 0.8 * self.style.wide_gap))]
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

    def _label_arrows(self):
        """A label lies on its arrow, or beside it, where it covers nothing else."""
        size, height = self.style.text, self.line
        boxes = [_box(text) for text in self.texts]
        boxes += [(track.begin, WIDTH, track.top, track.bottom) for track in self.tracks]
        legs = [
            (number, *tail, *head)
            for number, arrow in enumerate([*self.arrows, *self.wake_arrows])
            for tail, head in pairwise(arrow)
        ]
        legs = np.array(legs, dtype=float).reshape(-1, 5)
        for number, (message, arrow) in enumerate(zip(self.messages, self.arrows, strict=True)):
            text = _fitting(message.label, size, WIDTH / 4, "message")
            width = width_of(text, size, "message")
            others = legs[legs[:, 0] != number, 1:]
            for x, y in _places(arrow, width, message.receiver is None):
                box = (x - width / 2 - 1, x + width / 2 + 1, y - height / 2, y + height / 2)
                inside = box[0] >= self.left and box[1] <= WIDTH - MARGIN
                if text and inside and not (_overlaps(box, boxes) or _crosses(box, others)):
                    self.texts.append(Text(x, y, text, size, "message", "center"))
                    boxes.append(box)
                    break


def _places(arrow, width, lost):
    """Middles for a label: on its arrow, or beside it where it would hide all of it."""
    (x0, y0), (x1, y1) = arrow if len(arrow) == 2 else arrow[1:3]
    aside = width / 2 + 2 * AIR
    if lost or (len(arrow) > 2 and x1 - x0 < 2 * aside):
        return [(x1 + aside, y1), (x0 - aside, y1)]
    parts = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
    return [(x0 + part * (x1 - x0), y0 + part * (y1 - y0)) for part in parts]


def _box(text):
    width = width_of(text.text, text.size, text.look)
    left = text.x - width * {"left": 0, "center": 0.5, "right": 1}[text.align]
    return left, left + width, text.y - text.size * 0.7, text.y + text.size * 0.7


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


def _apart(spans):
    """A depth for each span, in which it overlaps no other, and how many depths there are."""
    ends, depths = [], {}
    for number, (start, end, *_) in sorted(enumerate(spans), key=lambda pair: pair[1][0]):
        depth = next((depth for depth, until in enumerate(ends) if until <= start), len(ends))
        ends[depth : depth + 1] = [end]
        depths[number] = depth
    return [depths[number] for number in range(len(spans))], len(ends)


def merged(spans, apart=0.5, short=2.0):
    """Spans with one text that the eye cannot tell apart, as one."""
    found = []
    for start, end, text in sorted(spans):
        close = found and start - found[-1][1] < apart and end - start < short
        if close and text == found[-1][2]:
            found[-1] = found[-1][0], max(end, found[-1][1]), text
        else:
            found.append((start, end, text))
    return found


def _homeless(spans, size):
    """(x, text) of the longest span of each text that has no room in any span.

    Spans too short to be seen as spans are left out.
    """
    longest = {}
    for start, end, text in merged(spans):
        if text and end - start > longest.get(text, (3 * AIR, 0))[0]:
            longest[text] = end - start, start
    return [
        (start + length / 2, text)
        for text, (length, start) in longest.items()
        if not _fits(text, size, start, start + length)
    ]


def _step(number):
    """Every how many-th message is drawn: 1, 2, 5, 10, 20, ..."""
    steps = (first * 10**power for power in range(12) for first in (1, 2, 5))
    return next(step for step in steps if number <= ARROWS * step)


# --- words in a picture --------------------------------------------------------------------------


def _label(lane):
    return f"    {lane.thread}" if lane.thread else lane.name


def _held(hold):
    return hold.lock if hold.end is not None else f"{hold.lock}, never released"


def _complained(complaint):
    if complaint.channel is None:
        return f"stderr: {shortened(complaint.text)}"
    return f"not pickled for {complaint.channel}: {shortened(complaint.text)}"


def _called(signal):
    return f"{signal.through}.{signal.call}(){' as the last' if signal.call == 'wait' else ''}"


def ending(lane):
    """How a process ended, in the words beside the end of its bar; "" for no exit code."""
    return "" if lane.exitcode is None else f"exit {lane.exitcode}"


def _standing(stand):
    if not stand.line:
        return f"stood in {stand.waiting_on or stand.file}, on its way out"
    return f"stood in {stand.waiting_on or stand.function}, line {stand.line} of {stand.file}"


@lru_cache(maxsize=10_000)
def width_of(text, size, look="plain"):
    """The width of `text` in points."""
    font, text = _font(look, size), in_letters(text, look)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return width * 1.02  # on screen, letters are shifted to whole pixels


@lru_cache(maxsize=10_000)
def in_letters(text, look="plain"):
    """The first line of `text` in letters that the font has; a box stands for any other."""
    number_of = get_font(findfont(_font(look))).get_char_index
    text = (text.splitlines() or [""])[0]
    return "".join(x if x.isprintable() and number_of(ord(x)) else "▯" for x in text)


def _font(look, size=None):
    style, weight = LOOKS[look].get("style"), LOOKS[look].get("weight")
    return FontProperties(family=FONT, style=style, weight=weight, size=size)


def _fits(text, size, start, end):
    return bool(text) and width_of(text, size) < end - start - 2 * AIR


def _fitting(text, size, width, look="plain"):
    """The first line of `text` in letters that the font has, cut where it is wider than `width`."""
    text = in_letters(text[:200], look).rstrip()
    while text and width_of(text, size, look) > width:
        text = text.removesuffix("…")[:-1].rstrip() + "…"
    return text
