"""`multiprocessing.connection.wait()`, noted: who waits for several things at once, waits.

Only in the process of the notebook: a child would have to load `multiprocessing.connection` for
it, which takes as long as all else that a recording asks of a child.
"""

import os
from functools import wraps
from sys import _getframe

from helpers.note import events
from helpers.note.learners import is_learners

__all__ = ["follow_wait"]


def follow_wait():
    """Have this process note when it is in `wait()` in a run, from now on and for good.

    For good, as with `sleep` (see `sleeping`): it is mostly imported by its name.
    """
    from multiprocessing import connection

    if not hasattr(connection.wait, "followed_in"):
        connection.wait = _followed(connection.wait)


def _followed(wait):
    @wraps(wait)
    def follow(object_list, timeout=None):
        # The library waits with it too, in join() and in poll(), which have names of their own.
        is_asked = is_learners(_getframe(1).f_code.co_filename)
        if not is_asked or os.getpid() != follow.followed_in or not events.has_noted():
            return wait(object_list, timeout)
        with events.waiting("wait()"):
            return wait(object_list, timeout)

    follow.followed_in = os.getpid()
    return follow
