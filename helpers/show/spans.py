"""Spans in the bar of a lane, (start, end, text) each, in points."""

from helpers.show.letters import fits
from helpers.show.page import AIR

__all__ = ["apart", "homeless", "merged"]


def apart(spans) -> tuple[list[int], int]:
    """A depth for each span, in which it overlaps no other, and how many depths there are."""
    ends, depths = [], {}
    for number, (start, end, *_) in sorted(enumerate(spans), key=lambda pair: pair[1][0]):
        depth = next((depth for depth, until in enumerate(ends) if until <= start), len(ends))
        ends[depth : depth + 1] = [end]
        depths[number] = depth
    return [depths[number] for number in range(len(spans))], len(ends)


def merged(spans, gap=0.5, short=2.0) -> list[tuple]:
    """Spans with one text that the eye cannot tell apart, as one."""
    found = []
    for start, end, text in sorted(spans):
        close = found and start - found[-1][1] < gap and end - start < short
        if close and text == found[-1][2]:
            found[-1] = found[-1][0], max(end, found[-1][1]), text
        else:
            found.append((start, end, text))
    return found


def homeless(spans, size) -> list[tuple[float, str]]:
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
        if not fits(text, size, start, start + length)
    ]
