"""Somebody who is silent for longer than any timeout: so who leaves after one is found out."""

import os
from multiprocessing import connection

from helpers.course.exercises.lanes import started, texts_of
from helpers.note.events import mark

__all__ = ["AfterSilence", "left_after_a_timeout"]

_silent = False  # whether the next timeout of a poll() in this process passes at once
_made_silent = set()  # kinds of connections


class AfterSilence:
    """What somebody sends who was silent before, for longer than any timeout.

    In a child, it is unpickled as `thing`, and from then on as if that silence had been: the next
    poll() that does not wait for ever finds nothing.
    """

    def __init__(self, thing):
        self.thing = thing

    def __reduce__(self):
        return _after_silence, (self.thing, os.getpid())

    def __call__(self, *args):
        """Call `thing`, in a child that is a fork, where nothing is unpickled."""
        return self.thing(*args)


def _after_silence(thing, sender):
    global _silent
    if os.getpid() != sender:
        _silent = True
        # On Windows a pipe is a PipeConnection.
        ends = {connection.Connection, getattr(connection, "PipeConnection", connection.Connection)}
        for kind in ends - _made_silent:
            kind.poll = _seldom_silent(kind.poll)
            _made_silent.add(kind)
    return thing


def _seldom_silent(original):
    def poll(connection, timeout=0.0):
        global _silent
        if not _silent or timeout is None:
            return original(connection, timeout)
        _silent = False
        mark("found nothing")
        return False

    return poll


def left_after_a_timeout(seen, who) -> str | None:
    """What to say of a child that left after a timeout, or None. `who` may be silent for longer."""
    for lane in started(seen):
        if lane.exitcode == 0 and not lane.ended_by and texts_of(lane)[-1:] == ["found nothing"]:
            return (
                f"{lane.name} found nothing in time, and left. {who} may be silent for longer than "
                "any timeout. Only EOFError says that no more will come."
            )
    return None
