"""When the deadline of a run passes. Children that come up late put it off."""

from time import perf_counter_ns

from helpers.note import follow

__all__ = ["Deadline"]

PATIENCE = 1  # seconds that a child which came up late has for its work, at most
LATE = 3  # seconds by which late children can put the deadline off, all of them together
COMING_UP = 20_000_000  # nanoseconds between two looks at a child that is not up yet


class Deadline:
    """`seconds` after `opened`, which is in nanoseconds of `perf_counter_ns()`."""

    def __init__(self, seconds, opened):
        self.at = self.limit = opened + int(seconds * 1e9)
        self.patience = int(min(seconds, PATIENCE) * 1e9)
        self._awaited = None  # the number of processes whose start had begun at the deadline

    def left(self):
        """Seconds until it passes, or until there is to look again; at least 0."""
        return max((self.limit - perf_counter_ns()) / 1e9, 0)

    def put_off(self):
        """Seconds by which it was put off."""
        return (self.limit - self.at) / 1e9

    def has_passed(self, processes, stands):
        """True where it has passed, and no child is on its way that puts it off."""
        return perf_counter_ns() >= self.limit and not self._is_put_off(processes, stands)

    def _is_put_off(self, processes, stands):
        """Put it off for children that come up late; True where there are some.

        Those are awaited whose start had begun before: not all that a block starts for ever.
        """
        starting = len(follow.starting)
        children = list(processes.followed)
        if self._awaited is None:
            self._awaited = starting + len(children)
        limits = [self._limit_of(pid, processes, stands) for pid in children[: self._awaited]]
        if starting and len(children) < self._awaited:
            limits.append(perf_counter_ns() + COMING_UP)
        self.limit = min(max([self.limit, *limits]), self.at + int(LATE * 1e9))
        return perf_counter_ns() < self.limit

    def _limit_of(self, pid, processes, stands):
        """When the child `pid` tells where it stands; if it is not up yet, when to look again."""
        limit = stands.limit_of(pid)
        if limit is not None:
            return limit
        # What has ended before it was up is not waited for.
        return perf_counter_ns() + COMING_UP if processes.lives(pid) else self.limit
