"""Where everything goes in the picture of a `Run`, in points; no drawing, no artists.

A run is laid out in points (1/72 inch) from the top left corner of its picture: matplotlib can tell
in points how wide a text is, so texts find places of their own before anything is drawn.
"""

from helpers.show.arrows import Arrows
from helpers.show.captions import complained, ending, label, standing
from helpers.show.flags import Flag, placed
from helpers.show.letters import Text, fits, fitting, width_of
from helpers.show.mailboxes import NAMES, Mailbox, shared
from helpers.show.marks import moments
from helpers.show.page import AIR, MARGIN, WIDTH
from helpers.show.palette import BLUE, PARENT, PROCESS_COLOURS
from helpers.show.phrases import SAID, shortened
from helpers.show.scale import Scale
from helpers.show.spans import homeless, merged
from helpers.show.tracks import ROOMY, SNUG, TIGHT, Track

__all__ = ["MARKS", "Plan", "scale_of"]

MARKS = 60  # more in one lane are ticks without texts


def style_of(run):
    """How large the lanes of `run` are drawn."""
    return ROOMY if len(run.lanes) <= 8 else SNUG if len(run.lanes) <= 24 else TIGHT


def scale_of(runs, folding=True) -> Scale:
    """The scale of a picture of `runs`, one below the other, that leaves room on both sides.

    folding:  whether stretches may be folded
    """
    names, endings = [], [3 * AIR]
    for run in runs:
        style = style_of(run)
        texts = [*map(label, run.lanes), *shared(run)]
        names += [width_of(fitting(text, style.name, NAMES), style.name) for text in texts]
        endings += [width_of(ending(lane), style.text) for lane in run.lanes]
    left, right = 2 * MARGIN + max(names), WIDTH - 2 * MARGIN - max(endings)
    return Scale(runs, left, right, folding)


class Plan:
    """Where everything of `run` goes, in points.

    x:      the `Scale` of its picture
    title:  stands above it
    """

    def __init__(self, run, x, title=""):
        self.run, self.x = run, x
        self.left, self.right, self.end = x.left, x.right, x(run.length)
        self.style = style_of(run)
        self.line = self.style.text * 1.4
        self.texts, self.leaders = [], []
        self.top = MARGIN
        if title:
            self.top += 1.2 * self.line
            size = self.style.name
            self.texts.append(Text(MARGIN, MARGIN + self.line / 2, title, size, "title"))
        self.names = [fitting(label(lane), self.style.name, NAMES) for lane in run.lanes]
        channels = shared(run)
        self.tracks = [Track(self, lane, number) for number, lane in enumerate(run.lanes)]
        self.numbers = {pid: n for n, pid in enumerate(dict.fromkeys(x.pid for x in run.lanes))}
        own = [message for message in run.messages if message.channel not in channels]
        self.arrows = Arrows(run, own, self.tracks, self.x)
        self.mailboxes = [
            Mailbox(self, name, [one for one in run.messages if one.channel == name])
            for name in channels
        ]
        spots = [self._place(track) for track in self.tracks]
        self._stack()
        self._name_mailboxes()
        for track, (above, below) in zip(self.tracks, spots, strict=True):
            self._write(track, above, below)
        self.arrows.find_ways()
        if self.arrows.step == 1:
            self.texts += self.arrows.labels(self.texts, self.left, self.line)

    def at(self, seconds) -> float:
        """Points from the left of `seconds`; None is the end of the run."""
        return self.end if seconds is None else self.x(seconds)

    def colour(self, lane):
        """The fill of the bar of `lane`: grey for the first process, then one for each worker, or
        one for all where they are too many to be told by colours."""
        number = self.numbers[lane.pid]
        if number == 0:
            return PARENT
        many = len(self.numbers) - 1 > len(PROCESS_COLOURS)
        return BLUE if many else PROCESS_COLOURS[number - 1]

    def _flags(self, track):
        """(above, below): what a lane has to say, and how it stood or died."""
        lane, size = track.lane, self.style.text
        above = [
            Flag(one.look.rank, self.x(one.time), one.text, one.look.text)
            for group in moments(lane)
            for one in (group if len(group) <= MARKS else [])
        ]
        below = [
            Flag(1, self.x(complaint.time), complained(complaint), "trouble")
            for complaint in lane.complaints[:SAID]
        ]
        if lane.stand:
            below.append(Flag(0, self.at(self.run.stopped_at), standing(lane.stand), "trouble"))
        if lane.error:
            below.append(Flag(0, track.end, shortened(lane.error), "trouble"))
        if lane.ended_by == "the end of the block":
            below.append(Flag(1, track.end, "alive at the end of the block", "trouble"))
        for mailbox in self.mailboxes:
            side = below if track.number <= mailbox.after else above
            side += mailbox.flags(self, track)
        above += [Flag(2, x, text, "note") for x, text in homeless(track.waits, size)]
        below += [Flag(2, x, text, "note") for x, text in homeless(track.holds, size)]
        return above, below

    def _place(self, track):
        above, below = self._flags(track)
        return self._beside_tears(above, track.above), self._beside_tears(below, track.below)

    def _beside_tears(self, flags, side):
        """`flags` as `placed`, beside the tears; over them where there is no other room."""
        tears, size = self.x.tears(), self.style.text
        for start, end in tears:
            side.keep_free(start, end)
        spots = placed(flags, side, size)
        side.let_go(tears)
        shown = [flag for flag, *_ in spots]
        return spots + placed([flag for flag in flags if flag not in shown], side, size)

    def _stack(self):
        """Give every bar its height, from top to bottom, and every mailbox."""
        y = self.top + (self.line + 2 if self.run.stopped_at is not None else 0)
        for number, track in enumerate(self.tracks):
            if number:
                y += self._gap(number)
            track.top = y + track.above.used() * self.line + track.hops
            track.bottom = track.top + track.height
            y = track.bottom + track.below.used() * self.line
            for mailbox in self.mailboxes:
                if mailbox.after == number:
                    y = mailbox.place(y + self.style.gap / 2)
        self.axis = y + (2.4 * MARGIN if self.arrows.crossed[-1] else MARGIN)
        lines = 2 if self.arrows.step > 1 else 1
        self.height = self.axis + 5 + self.line * lines + MARGIN / 2

    def _gap(self, number):
        """Points between a lane and the one before."""
        if any(mailbox.after == number - 1 for mailbox in self.mailboxes):
            return self.style.gap / 2
        gap = self.style.gap
        if self.arrows.crossed[number - 1]:
            gap = max(gap, self.style.wide_gap * min(1, 4 / len(self.tracks)))
        return gap * (0.6 if self.tracks[number].lane.thread else 1)

    def _name_mailboxes(self):
        for mailbox in self.mailboxes:
            text = Text(MARGIN, mailbox.middle(), mailbox.name, self.style.text, "message")
            self.texts.append(text)

    def _write(self, track, above, below):
        size = self.style.text
        name = self.names[track.number]
        self.texts.append(Text(MARGIN, track.middle(), name, self.style.name))
        for side, flags, edge, out in (
            (-1, above, track.top, track.hops),
            (1, below, track.bottom, 0),
        ):
            for flag, text, line, start in flags:
                y = edge + side * (out + (line + 0.5) * self.line + 1)
                self.texts.append(Text(start, y, text, size, flag.look))
                self.leaders.append([(flag.x, edge), (flag.x, y + side * size / 3)])
        y, written = track.top + track.body / 2, []
        for spans, box in ((track.waits, True), (track.sleeps, True), (track.pythons, False)):
            for start, end, text in merged(spans):
                start, end = self.x.widest(start, end)
                half = width_of(text, size) / 2
                middle = (start + end) / 2
                is_free = all(middle + half < a or b < middle - half for a, b in written)
                if is_free and fits(text, size, start, end) and track.body > size:
                    self.texts.append(Text(middle, y, text, size, align="center", box=box))
                    written.append((middle - half, middle + half))
        for (start, end, text), depth in zip(track.holds, track.depths, strict=True):
            if fits(text, size, start, end) and self.style.strip > size:
                y = track.bottom - (depth + 0.5) * self.style.strip
                words = Text((start + end) / 2, y, text, size, "reversed", "center", box=False)
                self.texts.append(words)
