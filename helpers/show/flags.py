"""Texts that belong to a moment of a lane, and the room for them above and below its bar."""

from collections import Counter
from dataclasses import dataclass

from helpers.show.letters import fitting, width_of
from helpers.show.page import AIR, MARGIN, WIDTH

__all__ = ["Flag", "Lines", "placed"]


@dataclass
class Flag:
    """A text that belongs to the moment `x` of a lane; low ranks choose their places first."""

    rank: int
    x: float
    text: str
    look: str = "plain"


class Lines:
    """Lines of text on one side of a bar, numbered from the bar outwards: where is there room?"""

    def __init__(self, number):
        self.texts = [[] for _ in range(number)]
        # Texts stay clear of these too, but leaders may cross them and each other.
        self.thin = [[] for _ in range(number)]

    def copy(self):
        """A twin, to try places in."""
        twin = Lines(0)
        twin.texts, twin.thin = [list(line) for line in self.texts], [list(x) for x in self.thin]
        return twin

    def keep_head_free(self, x):
        """Let no text of the nearest line cover the head of an arrow that comes in at `x`."""
        for line in self.thin[:1]:
            line.append((x - 2, x + 2))

    def keep_free(self, start, end):
        """Let no text of any line stand between two points; leaders may cross there."""
        for line in self.thin:
            line.append((start, end))

    def let_go(self, spans):
        """Texts may stand in `spans` after all."""
        self.thin = [[span for span in line if span not in spans] for line in self.thin]

    def used(self):
        """How many lines there are up to the last one with a text."""
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


def placed(flags, lines, size) -> list[tuple]:
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
        attempt, spots = lines.copy(), []
        for flag in sorted(flags, key=lambda flag: (by_rank and flag.rank, sign * flag.x)):
            text = fitting(flag.text, size, WIDTH * 0.75, flag.look)
            width = width_of(text, size, flag.look)
            starts = [flag.x + AIR, flag.x - AIR - width][:: 1 if right_first else -1]
            place = text and attempt.place(flag.x, width, starts, sides_first)
            if place:
                spots.append((flag, text, *place))
        of_rank = Counter(flag.rank for flag, *_ in spots)
        if (number := [of_rank[rank] for rank in range(3)]) > most:
            best, best_lines, most = spots, attempt, number
    lines.texts, lines.thin = best_lines.texts, best_lines.thin
    return best


def _free(taken, start, end):
    return all(end <= begin or stop <= start for begin, stop in taken)
