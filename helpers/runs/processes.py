"""The processes of a run: how those that are started here are followed, and how all are ended."""

import re
import time
from multiprocessing import connection
from pathlib import Path
from time import perf_counter_ns

from helpers.runs import handles, survivors
from helpers.runs.lives import Ending

__all__ = ["Processes"]

POLITE = 0.5  # seconds between SIGTERM and SIGKILL, and for what survivors start meanwhile
LONGEST = 5  # seconds until a process that was killed has ended


class Processes:
    """The processes of a run.

    own:        the ID of this process
    followed:   {pid: popen}, of the processes that this process started
    handles:    {handle that becomes ready at the end of a process: its pid}, of those that live
    endings:    {pid: Ending}
    survivors:  {pid: what it runs}, of processes that `multiprocessing` did not start
    """

    def __init__(self, own, folder):
        self.own, self.folder = own, folder
        self.followed, self.handles, self.endings, self.survivors = {}, {}, {}, {}
        self._before = survivors.pids()

    def follow(self, popen):
        """From now on, the process is known that was started here as `popen`."""
        self.followed[popen.pid] = popen
        self.endings[popen.pid] = Ending()
        self.handles[handles.exit_handle(popen)] = popen.pid

    def lives(self, pid):
        """True while `pid`, which is followed, has not been seen to end."""
        return pid in self.handles.values()

    def note_ends(self, news, timeout):
        """Note when processes end, for `timeout` seconds at most; return the news, if any.

        With None for `timeout`, until one of the two happens.
        """
        told = None
        for ready in connection.wait([news, *self.handles], timeout):
            if ready is news:
                told = ready.recv_bytes().decode()
            else:
                self._has_ended(ready)
        return told

    def _has_ended(self, handle):
        self.endings[self.handles.pop(handle)].ended = perf_counter_ns()
        handles.close(handle)

    def forget_the_ended(self):
        """What has ended is over, even where its handle does not say so yet.

        `join()` takes the exit code out of the pipe that a fork server's child has for a sentinel.
        And where only a sentinel can be waited for, a living grandchild keeps it.
        """
        for handle, pid in list(self.handles.items()):
            joined = self.followed[pid].returncode is not None
            if not joined and handles.is_zombie(pid):
                self.endings[pid].ended = perf_counter_ns()  # or a little before
            elif not joined:
                continue
            handles.close(handle)
            del self.handles[handle]

    def wait_for_ends(self, seconds=POLITE):
        """Wait until all that are followed have ended, for `seconds` at most."""
        until = time.monotonic() + seconds
        while self.handles and (left := until - time.monotonic()) > 0:
            for ready in connection.wait([*self.handles], left):
                self._has_ended(ready)

    def writers(self, pattern):
        """The IDs of the processes that have written a file like `pattern`, in the run's folder."""
        return {int(re.search(r"\d+", path.name)[0]) for path in Path(self.folder).glob(pattern)}

    def living_writers(self, pattern):
        """Those of `writers` that live, in order: children and grandchildren."""
        own = self.writers(pattern) & set(self.handles.values())
        return sorted(self._others(pattern) | own)

    def _others(self, pattern):
        """Those of `writers` that live and that this process did not start itself."""
        others = self.writers(pattern) - {self.own, *self.followed}
        return {pid for pid in others if handles.lives(pid, self.folder)}

    def end(self, by, polite, pools):
        """End every process of the run; `by` says in the run what ended them.

        polite:  ask those that are followed first, with SIGTERM
        pools:   the run's `Pools`, which would start new workers
        """
        left = self._find_survivors()
        pools.end()
        self.forget_the_ended()
        for pid in list(self.handles.values()):
            self.endings[pid].ended_by = by
            (self.followed[pid].terminate if polite else self.followed[pid].kill)()
        if polite and self.handles:
            self.wait_for_ends()
        for pid in list(self.handles.values()):
            self.followed[pid].kill()
        for pid in sorted(self._others("*.events")):
            self.endings[pid] = Ending(perf_counter_ns(), None, by)
            handles.kill(pid, self.folder)
        self._end_survivors(left, by)
        self.wait_for_ends(LONGEST)

    def _find_survivors(self):
        known = {self.own, *self.followed, *self.writers("*.events")}
        return survivors.find(self.folder, self._before, known)

    def _end_survivors(self, left, by):
        """End `left`, which was found while its parents lived, and what it starts meanwhile."""
        until = time.monotonic() + POLITE
        while left:
            for process in left:
                self.survivors[process.pid] = survivors.command(process, self.folder)
                self.endings[process.pid] = Ending(perf_counter_ns(), None, by)
            survivors.kill(left, LONGEST)
            left = self._find_survivors() if time.monotonic() < until else []

    def read_exit_codes(self):
        """Reap what has ended, and keep its exit code."""
        for pid, popen in self.followed.items():
            until = time.monotonic() + 1
            while popen.poll() is None and time.monotonic() < until:
                time.sleep(0.001)
            self.endings[pid].exitcode = popen.returncode

    def close(self):
        """Let go of all handles."""
        for handle in self.handles:
            handles.close(handle)
