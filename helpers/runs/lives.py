"""How the processes of a run began and ended, where they cannot tell it themselves."""

import os
from dataclasses import dataclass
from multiprocessing import current_process

from helpers.runs.lane import Lane

__all__ = ["Ending", "complete"]


@dataclass
class Ending:
    """What the recording process knows of the end of a process it has started."""

    ended: int | None = None  # nanoseconds of `perf_counter_ns()`
    exitcode: int | None = None
    ended_by: str | None = None


def complete(notes, endings: dict[int, Ending]) -> None:
    """Give each process of `notes` a lane, its birth and its end; `endings` are by process ID."""
    _complete_starts(notes)
    _add_silent_processes(notes)
    _end_lanes(notes, endings)


def _complete_starts(notes):
    """A child may run, and its parent be killed, before `start()` has come back."""
    for pid, start in notes.begun.items():
        if pid not in notes.started and start in notes.half_started:
            notes.started[pid] = notes.half_started[start]


def _add_silent_processes(notes):
    """Those that died before they could note anything, or noted nothing in the main thread."""
    for lane in notes.lanes:
        if lane.pid not in notes.processes:
            notes.processes[lane.pid] = Lane(lane.process, lane.process, None, lane.pid, None, 0)
    if os.getpid() not in notes.processes:
        name = current_process().name
        notes.processes[os.getpid()] = Lane(name, name, None, os.getpid(), None, 0.0)
    for pid, (time, name, _) in notes.started.items():
        if pid not in notes.processes:
            notes.processes[pid] = Lane(name, name, None, pid, None, time)


def _end_lanes(notes, endings):
    for pid, lane in notes.processes.items():
        if pid in notes.started:
            lane.born = notes.started[pid][0]
        if pid in notes.exits:
            lane.ended, lane.exitcode = notes.exits[pid]
        seen = []  # by others, always a little late: the first to see it is the best
        if pid in notes.joins:
            time, lane.exitcode, _ = notes.joins[pid]
            seen.append(time)
        known = endings.get(pid)
        if known is not None and known.ended is not None:
            seen.append(min(notes.seconds(known.ended), notes.run.length))
        if seen:
            lane.ended = min(seen)
        if known is not None:
            if known.exitcode is not None:
                lane.exitcode = known.exitcode
            lane.ended_by = known.ended_by
        if pid in notes.started and _was_interrupted(notes, lane):
            lane.ended_by, lane.error = "the interrupt", None
    for lane in notes.lanes:
        if lane.thread is not None and lane.ended is None and lane.pid in notes.processes:
            lane.ended = notes.processes[lane.pid].ended


def _was_interrupted(notes, lane):
    """Whether the stop button ended the lane. The signal goes to all processes at once, and a
    child may be gone before the parent notes that it got it."""
    if notes.run.interrupted is None:
        return False
    late = lane.ended is None or lane.ended >= notes.run.interrupted
    return late or lane.error == "KeyboardInterrupt"
