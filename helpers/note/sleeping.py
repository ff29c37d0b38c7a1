"""`time.sleep()`, noted: a lane that sleeps is told from one that computes."""

import time
from functools import wraps

from helpers.note import events

__all__ = ["follow_sleep"]

_sleep = time.sleep


@wraps(_sleep)
def _follow(seconds, /):
    # The kernel has threads that sleep too, and are nobody's business here.
    if not events.has_noted():
        return _sleep(seconds)
    events.note_here("z")
    how = ""
    try:
        return _sleep(seconds)
    except KeyboardInterrupt:
        how = "interrupted"
        raise
    finally:
        events.note("w", how)


def follow_sleep():
    """Have this process note when it sleeps in a run, from now on and for good.

    For good, as `from time import sleep` takes what stands there at that moment. Outside a run it
    is the standard library's own `sleep` that is called.
    """
    time.sleep = _follow
