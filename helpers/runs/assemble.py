"""The event files of a recording become a `Run`."""

import gc
import os
from contextlib import contextmanager
from pathlib import Path

from helpers.note import events, output
from helpers.runs import complaints, lanes, lives, messages, reading, sharing
from helpers.runs.lane import Complaint
from helpers.runs.lives import Ending
from helpers.runs.reading import Notes
from helpers.runs.run import Run
from helpers.runs.stands import place_at

__all__ = ["fill"]

LONGEST = 1 << 16  # characters that are read of what went to a descriptor of standard error


def fill(run: Run, folder, opened: int, closed: int, endings: dict[int, Ending], stands: dict):
    """Read the events in `folder` into `run`.

    opened, closed:  when the recording was, in nanoseconds of `perf_counter_ns()`
    endings:         by process ID
    stands:          by (process ID, thread ident in hexadecimal): `run.Stand` or None, and whether
                     the thread was in a call that is noted, such as `join()`
    """
    notes = Notes(run, opened)
    run.length = notes.seconds(closed)
    with _no_collection():
        for one in events.read(folder):
            if one:  # a thread may be killed before it could say who it is
                reading.read(notes, one)
    lives.complete(notes, endings)
    _read_complaints(notes, folder)
    run.places = {key: place_at(*place) for key, place in notes.places.items()}
    _place_stands(notes, stands)
    lanes.put_in_order(notes)
    _read_unwritten(notes, folder)
    messages.match(notes)
    sharing.pair(notes)
    _number_lanes(notes)


@contextmanager
def _no_collection():
    """A million events are a million objects, of which none is garbage: looking for some would take
    a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _place_stands(notes, stands):
    for key, (stand, in_call) in stands.items():
        lane = notes.threads.get(key)
        if lane is not None and stand is not None:
            lane.stand = stand
            if in_call:
                stand.waiting_on = _waited_on(notes, lane)
                stand.asleep = stand.waiting_on is None and _slept(notes, lane)


def _waited_on(notes, lane):
    """What the lane of a stopped run waited on, or None where it was only about to.

    A process may be a little late to tell where it stands, or a little early to be interrupted.
    """
    if notes.run.interrupted is not None and lane.pid in notes.started:
        wait = notes.broken_off.get(id(lane))
        return None if wait is None else wait.on
    for wait in lane.waits:
        if wait.end is None or wait.end >= notes.run.stopped_at:
            return wait.on
    return None


def _slept(notes, lane):
    if notes.run.interrupted is not None:
        return id(lane) in notes.torn_from_sleep
    return any(sleep.end is None or sleep.end >= notes.run.stopped_at for sleep in lane.sleeps)


def _read_complaints(notes, folder):
    """What has no lane of its own stands in that of its process."""
    for pid, lines, known in notes.written:
        notes.complain(notes.processes[pid], lines, known)
    channels = {number: channel for channel, number in notes.sent}
    for pid, time, number, error in notes.refused:
        channel = channels.get(number, "a queue")
        notes.processes[pid].complaints.append(Complaint(time, error, channel))
    for pid, lane in notes.processes.items():
        time = notes.run.length if lane.ended is None else lane.ended
        text = _text_of(Path(folder, output.STDERR.format(pid=pid)))
        notes.complain(lane, complaints.lines([(time, text)]), [])
    stopped = notes.run.stopped_at
    for lane in [*notes.lanes, *notes.processes.values()]:
        lane.complaints.sort(key=lambda complaint: complaint.time)
        # What is said because the run was stopped is no complaint.
        if stopped is not None:
            lane.complaints = [
                one
                for one in lane.complaints
                if one.time <= stopped and not one.text.endswith("KeyboardInterrupt")
            ]


def _text_of(path):
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(LONGEST)
    except OSError:  # the process never came so far as to make it
        return ""


def _read_unwritten(notes, folder):
    why = events.unwritten(folder)
    if os.getpid() not in notes.noted:
        why.setdefault(os.getpid(), "its files are gone")
    for pid in sorted(why):
        name = notes.processes[pid].name if pid in notes.processes else "a process"
        notes.run.unwritten[name] = why[pid]


def _number_lanes(notes):
    """In a run, lanes are told by their numbers, and things stand in the order of time."""
    run = notes.run
    number = {id(lane): index for index, lane in enumerate(run.lanes)}
    for message in run.messages:
        message.sender = number[id(message.sender)]
        if message.receiver is not None:
            message.receiver = number[id(message.receiver)]
    for wake in run.wakes:
        wake.by, wake.woken = number[id(wake.by)], number[id(wake.woken)]
    run.wakes.sort(key=lambda wake: (wake.at, wake.until))
    run.messages.sort(key=lambda message: message.sent)
    for times in run.done.values():
        times.sort()
    for (channel, _), asking in sorted(notes.receivers.items()):
        asked = sorted(number[key] for key in asking if key in number)
        run.receivers.setdefault(channel, []).append(asked)
