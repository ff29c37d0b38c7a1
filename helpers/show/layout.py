"""Where everything goes in the picture of a `Run`, in points; no drawing, no artists.

A run is laid out in points (1/72 inch) from the top left corner of its picture: matplotlib can tell
in points how wide a text is, so texts find places of their own before anything is drawn.
"""

from helpers.show.arrows import Arrows
from helpers.show.captions import complained, ending, label, standing
from helpers.show.flags import Flag, placed
from helpers.show.letters import Text, fits, fitting, width_of
from helpers.show.marks import moments
from helpers.show.page import AIR, MARGIN, WIDTH
from helpers.show.palette import PROCESS_COLOURS, PROCESS_EDGES
from helpers.show.phrases import SAID, shortened
from helpers.show.spans import homeless, merged
from helpers.show.tracks import ROOMY, SNUG, TIGHT, Track

__all__ = ["MARKS", "Plan"]

NAMES = 160.0  # points that the names on the left may take
MARKS = 60  # more in one lane are ticks without texts


class Plan:
    """Where everything goes, in points."""

    def __init__(self, run):
        self.run = run
        self.style = ROOMY if len(run.lanes) <= 8 else SNUG if len(run.lanes) <= 24 else TIGHT
        self.line = self.style.text * 1.4
        self.texts, self.leaders = [], []
        self.names = [fitting(label(lane), self.style.name, NAMES) for lane in run.lanes]
        endings = [width_of(ending(lane), self.style.text) for lane in run.lanes]
        self.left = 2 * MARGIN + max(width_of(name, self.style.name) for name in self.names)
        self.right = WIDTH - 2 * MARGIN - max(*endings, 3 * AIR)
        self.tracks = [Track(self, lane) for lane in run.lanes]
        self.numbers = {pid: n for n, pid in enumerate(dict.fromkeys(x.pid for x in run.lanes))}
        self.arrows = Arrows(run, self.tracks, self.x)
        spots = [self._place(track) for track in self.tracks]
        self._stack()
        for track, (above, below) in zip(self.tracks, spots, strict=True):
            self._write(track, above, below)
        self.arrows.find_ways()
        if self.arrows.step == 1:
            self.texts += self.arrows.labels(self.texts, self.left, self.line)

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
            below.append(Flag(0, self.x(self.run.stopped_at), standing(lane.stand), "trouble"))
        if lane.error:
            below.append(Flag(0, track.end, shortened(lane.error), "trouble"))
        if lane.ended_by == "the end of the block":
            below.append(Flag(1, track.end, "alive at the end of the block", "trouble"))
        above += [Flag(2, x, text, "note") for x, text in homeless(track.waits, size)]
        below += [Flag(2, x, text, "note") for x, text in homeless(track.holds, size)]
        return above, below

    def _place(self, track):
        above, below = self._flags(track)
        size = self.style.text
        return placed(above, track.above, size), placed(below, track.below, size)

    def _stack(self):
        """Give every bar its height, from top to bottom."""
        y = MARGIN + (self.line + 2 if self.run.stopped_at is not None else 0)
        for number, track in enumerate(self.tracks):
            if number:
                gap = self.style.gap
                if self.arrows.crossed[number - 1]:
                    gap = max(gap, self.style.wide_gap * min(1, 4 / len(self.tracks)))
                y += gap * (0.6 if track.lane.thread else 1)
            track.top = y + track.above.used() * self.line + track.hops
            track.bottom = track.top + track.height
            y = track.bottom + track.below.used() * self.line
        self.axis = y + (2.4 * MARGIN if self.arrows.crossed[-1] else MARGIN)
        self.height = self.axis + 5 + self.line * (2 if self.arrows.step > 1 else 1) + MARGIN / 2

    def _write(self, track, above, below):
        size = self.style.text
        name = self.names[self.tracks.index(track)]
        self.texts.append(Text(MARGIN, track.middle(), name, self.style.name))
        for side, flags, edge, out in (
            (-1, above, track.top, track.hops),
            (1, below, track.bottom, 0),
        ):
            for flag, text, line, start in flags:
                y = edge + side * (out + (line + 0.5) * self.line + 1)
                self.texts.append(Text(start, y, text, size, flag.look))
                self.leaders.append([(flag.x, edge), (flag.x, y + side * size / 3)])
        y = track.top + track.body / 2
        starting = [(*track.starting, "starts up")] if track.starting else []
        for start, end, text in [*merged(track.waits), *starting]:
            if fits(text, size, start, end) and track.body > size:
                box = (start, end) != track.starting
                words = Text((start + end) / 2, y, text, size, align="center", box=box)
                self.texts.append(words)
        for (start, end, text), depth in zip(track.holds, track.depths, strict=True):
            if fits(text, size, start, end) and self.style.strip > size:
                y = track.bottom - (depth + 0.5) * self.style.strip
                words = Text((start + end) / 2, y, text, size, "reversed", "center", box=False)
                self.texts.append(words)
