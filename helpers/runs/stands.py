"""Where each thread stood when a run was stopped or interrupted.

This process is asked for the frames of its threads. A child writes down by itself where it stands,
when the deadline passes or an interrupt comes (see `note.follow`), and that is read here.

A frame is (file, line, function), and the innermost comes first.
"""

import linecache
import re
import sys
import threading
import time
from pathlib import Path

from helpers.note import follow
from helpers.note.learners import is_learners, is_ours
from helpers.runs.lane import Place, Stand

__all__ = ["Stands", "frames_of", "place_at", "place_of"]

TELLING = 0.5  # seconds that children get to tell where they stand when the deadline passes


class Stands:
    """What is known of where threads stood.

    found:  {(pid, thread ident in hexadecimal): (Stand or None, in a call that is noted)}
    """

    def __init__(self, folder):
        self.folder = folder
        self.found = {}

    def take(self, pid, ident, frames):
        """The thread `ident` of the process `pid` stood in `frames`."""
        self.found[pid, f"{ident:x}"] = stand_at(frames)

    def of(self, pid, ident):
        """Where the thread `ident` of the process `pid` stood: a `Stand`, or None."""
        return self.found.get((pid, f"{ident:x}"), (None, False))[0]

    def await_told(self, pids):
        """Read where the processes `pids()` stand, as soon as all of them have told it."""
        until = time.monotonic() + TELLING
        before = None
        while time.monotonic() < until:
            texts = {pid: self._told_by(pid) for pid in pids()}
            if texts == before and all(texts.values()):
                break
            before = texts
            time.sleep(0.02)
        self._take_texts(before)

    def read_told(self, pids):
        """Read where the processes `pids` stood, as far as they have told it."""
        self._take_texts({pid: self._told_by(pid) for pid in pids})

    def limit_of(self, pid):
        """When the child `pid` tells where it stands, in nanoseconds; None if it is not up yet."""
        try:
            limit, end, _ = self._dump_of(pid).partition("\n")
        except FileNotFoundError:
            return None
        return int(limit) if end else None

    def _told_by(self, pid):
        return self._dump_of(pid).partition("\n")[2]

    def _dump_of(self, pid):
        path = Path(self.folder, follow.DUMP.format(pid=pid))
        return path.read_text(encoding="utf-8", errors="replace")

    def _take_texts(self, texts):
        for pid, text in texts.items():
            for ident, frames in _parse_dump(text):
                self.found[pid, ident] = stand_at(frames)


def frames_of(frame):
    """The frames of a thread of this process, from `frame` outwards."""
    while frame is not None:
        yield place_of(frame)
        frame = frame.f_back


def place_of(frame):
    """A frame as (file, line, function)."""
    return frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name


def _parse_dump(text):
    """`(thread ident in hexadecimal, frames)` for each thread in a dump of faulthandler."""
    for part in re.split(r"^(?=(?:Current t|T)hread 0x)", text, flags=re.MULTILINE)[1:]:
        ident = int(re.search(r"0x([0-9a-f]+)", part)[1], 16)
        frames = re.findall(r'^  File "(.*)", line (\d+) in (.*)$', part, flags=re.MULTILINE)
        yield f"{ident:x}", [(_with_umlauts(file), int(line), name) for file, line, name in frames]


def _with_umlauts(file):
    """`file` with the characters that faulthandler writes as escapes."""
    return re.sub(
        r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})",
        lambda escape: escape[0].encode().decode("unicode_escape"),
        file,
    )


def place_at(file, line):
    """A line of the learner's own as a `Place`."""
    known_as = Path(file).stem
    if "ipykernel" in file:
        known_as = "this cell" if file == (_running_cell() or file) else "another cell"
    return Place(known_as, line, linecache.getline(file, line).strip())


def _running_cell():
    """The file of the cell that runs, or None: the outermost code of a learner's that runs now."""
    # No name for the frame: one of this function's own frame would keep all that called it.
    frames = frames_of(sys._current_frames().get(threading.main_thread().ident))
    cells = [file for file, *_ in frames if "ipykernel" in file and is_learners(file)]
    return cells[-1] if cells else None


def stand_at(frames):
    """The innermost line of the learner's own code, or None where there is none, and whether it
    was in a call that goes through this package, as each wait that is noted does.

    A process on its way out has no line left, but may be stuck: it joins its feeder threads and its
    children (CPython, Lib/multiprocessing/util.py, `_exit_function`). Below that, a forked child
    still has the lines of its parent.
    """
    in_call = False
    for file, line, function in frames:
        in_call = in_call or is_ours(file)
        if function == "_exit_function":
            return Stand("", "its exit", 0, ""), in_call
        if is_learners(file):
            place = place_at(file, line)
            return Stand(function, place.file, line, place.source), in_call
    return None, in_call
