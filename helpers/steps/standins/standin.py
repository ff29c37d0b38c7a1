"""Stand-ins for locks, queues and the like: the same methods, each of them a step.

A method is a generator: it yields (number of the site, itself, what it is about to do), and when it
goes on, it does that at once. Whether it can go on at all, `ready` says: nothing here ever blocks.
What each method does is what the documentation of `threading`, `queue` and `multiprocessing` says.

    frozen()       the state as something to compare
    restore(state) puts that state back
    shown(names)   the state in words; `names` are those of the workers
    holders(kind)  the numbers of the workers who keep others from doing `kind`
"""

from helpers.steps.refused import Refused

__all__ = ["StandIn", "without_timeout"]


class StandIn:
    """What all stand-ins have. `now()` gives the number of the worker who moves."""

    def __init__(self, now):
        self.now = now
        self.footprint = (self,)  # what a step of its methods reads and changes

    def ready(self, kind) -> bool:
        return True

    def holders(self, kind) -> list[int]:
        return []

    def enter(self, site):
        return (yield from self.acquire(site))

    def leave(self, site):
        yield from self.release(site)


def without_timeout(timeout, none):
    """Raise Refused for a `timeout` that is not `none`, the value that means no timeout."""
    if timeout is not None and timeout != none:
        raise Refused(
            "A wait with a timeout cannot be stepped: whether it elapses is a matter of time, and "
            "here only the order counts. Leave `timeout` out, or do not block at all."
        )
