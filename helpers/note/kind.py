"""What a kind of event is, and how one is entered into the table of `kinds`."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from helpers.note.events import unescape

__all__ = ["KINDS", "Kind", "kind"]

KINDS = {}  # letter: Kind


@dataclass
class Kind:
    """One kind of event.

    letter:   what stands for it in an event file
    by:       the files that write it: in this room, if none is named, as "watch.queues"
    handle:   what it does, a function `(thread, now, *fields)`
    aside:    a thread that only notes such events is at work for others, and gets no lane
    plain:    its one field is written as it is, without escapes
    """

    letter: str
    by: str
    handle: Callable
    aside: bool = False
    plain: bool = False

    @property
    def name(self) -> str:
        """What it is called."""
        return self.handle.__name__

    def read(self, rest) -> list[str]:
        """The fields in the bytes `rest` of an event."""
        if self.plain:
            return [rest.decode()]
        if not rest and not self._needs_one:
            return []
        return [unescape(field) for field in rest.split(b"\t")]

    @cached_property
    def _needs_one(self):
        first = [*inspect.signature(self.handle).parameters.values()][2:3]
        return any(field.default is field.empty for field in first)


def kind(letter, by, **more):
    """Enter the function that follows into the table."""

    def enter(handle):
        if letter in KINDS:
            raise ValueError(f"{letter!r} stands for {KINDS[letter].name!r} already.")
        KINDS[letter] = Kind(letter, by, handle, **more)
        return handle

    return enter
