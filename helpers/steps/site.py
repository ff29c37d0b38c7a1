"""Where in the learner's code a step stands."""

from dataclasses import dataclass

__all__ = ["Site", "Sites"]


@dataclass(frozen=True, slots=True)
class Site:
    """A piece of a line that may touch something shared.

    first:     the number of the first site of the same statement
    function:  its name
    file, line, source:  the file, the number of the line, and the line without its indent
    start, end:  columns of the piece in `source`
    """

    first: int
    function: str
    file: str
    line: int
    source: str
    start: int
    end: int

    @property
    def piece(self) -> str:
        """The part of the line, such as `counter.value`."""
        return self.source[self.start : self.end]


class Sites:
    """All sites of a lab, numbered in the order in which they are asked for.

    A number without a site stands for a value that a statement keeps for itself.
    """

    def __init__(self):
        self._sites = []

    def __getitem__(self, number) -> Site:
        return self._sites[number]

    def next(self) -> int:
        """The number that comes next."""
        return len(self._sites)

    def add(self, site=None) -> int:
        """The number of a new site, or of a value without one."""
        self._sites.append(site)
        return len(self._sites) - 1
