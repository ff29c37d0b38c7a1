"""The event files of a recording become a `Run`.

One pass over each thread's events, then the two ends of each message are brought together.
"""

import os
import re
from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from multiprocessing import current_process
from pathlib import Path

from helpers.note import events, output
from helpers.runs import complaints
from helpers.runs.run import Complaint, Hold, Lane, Mark, Message, Pass, Run, Signal, Wait, Wake

__all__ = ["Ending", "fill"]

LONGEST = 1 << 16  # characters that are read of what went to a descriptor of standard error

# Names of threads that count up. CPython, Lib/threading.py, `Thread` and `_DummyThread`, and
# Lib/concurrent/futures/thread.py, `ThreadPoolExecutor`.
_THREAD = re.compile(r"Thread-\d+( \((?P<target>.*)\))?")
_DUMMY = re.compile(r"Dummy-\d+")
_EXECUTOR = re.compile(r"(ThreadPoolExecutor-\d+)_(\d+)")


@dataclass
class Ending:
    """What the recording process knows of the end of a process it has started."""

    ended: int | None = None  # nanoseconds of `perf_counter_ns()`
    exitcode: int | None = None
    ended_by: str | None = None


def fill(run: Run, folder, opened: int, closed: int, endings: dict[int, Ending], stands: dict):
    """Read the events in `folder` into `run`.

    opened, closed:  when the recording was, in nanoseconds of `perf_counter_ns()`
    endings:         by process ID
    stands:          by (process ID, thread ident in hexadecimal): `run.Stand` or None, and whether
                     the thread was in a call that is noted, such as `join()`
    """
    _Assembly(run, opened).fill(folder, closed, endings, stands)


class _Assembly:
    def __init__(self, run, opened):
        self.run = run
        self.opened = opened
        self.lanes = []  # one for each thread that noted anything
        self.threads = {}  # (pid, ident): the latest lane, for idents are used again
        self.processes = {}  # pid: lane of its main thread
        self.started = {}  # pid: (time, name, lane that started it)
        # Of those that nobody named: (pid of its parent, name) of a process, id of a thread's lane.
        self.unnamed = set()
        self.half_started = {}  # (pid, name): the same, where its parent, pid, died in `start()`
        self.begun = {}  # pid: (pid of its parent, its name), as it says itself
        self.thread_parents = {}  # (pid, thread name): lane that started it
        self.thread_starts = defaultdict(list)  # (pid, thread name): when it was started
        self.renamed = {}  # (pid, what a thread is joined with): the same in the words of a run
        self.joins = {}  # pid: (time, exit code)
        self.pid = os.getpid()
        self.noted = set()  # pids of processes of which there are events
        self.written = []  # of threads without a lane: (pid, lines, when an exception was known)
        self.refused = []  # (pid, time, number, error), of messages that could not be pickled
        self.broken_off = {}  # id of a lane: the wait that an interrupt ended, the latest
        self.leaving = {}  # pid: when its target had returned and its exit handlers began
        self.exits = {}  # pid: (time, exit code), as the process itself noted it
        self.sent = {}  # (channel, number): message, of queues
        self.pickled = {}  # number: time, of messages of queues
        self.received = []  # (channel, number, time, lane), of queues
        self.sends = defaultdict(list)  # (channel, end): messages, of connections
        self.receives = defaultdict(list)  # (channel, end): (time, lane), of connections
        self.receivers = defaultdict(dict)  # (channel, end of a pipe or ""): lanes
        # Name of a lock, semaphore, event, condition or barrier: (time, kind, lane, fields), where
        # of who was let go on the first field is when it came.
        self.shared = defaultdict(list)

    def seconds(self, nanoseconds):
        return (nanoseconds - self.opened) / 1e9

    def fill(self, folder, closed, endings, stands):
        self.run.length = self.seconds(closed)
        for notes, dropped in events.read(folder):
            if not notes:  # killed before it could say who it is
                continue
            self.noted.add(int(notes[0][2].split(b"\t")[2]))
            if all(kind in "IFre" for _, kind, _ in notes):
                self.read_feeder(notes)
            else:
                self.read_thread(notes, dropped)
        self.complete_starts()
        self.add_silent_processes()
        self.end_lanes(endings)
        self.read_complaints(folder)
        for key, (stand, in_call) in stands.items():
            lane = self.threads.get(key)
            if lane is not None and stand is not None:
                lane.stand = stand
                if in_call:
                    stand.waiting_on = self.waited_on(lane)
        self.order_and_name_lanes()
        self.read_unwritten(folder)
        self.match_queues()
        self.match_connections()
        self.read_shared()
        number = {id(lane): index for index, lane in enumerate(self.run.lanes)}
        for message in self.run.messages:
            message.sender = number[id(message.sender)]
            if message.receiver is not None:
                message.receiver = number[id(message.receiver)]
        for wake in self.run.wakes:
            wake.by, wake.woken = number[id(wake.by)], number[id(wake.woken)]
        self.run.wakes.sort(key=lambda wake: (wake.at, wake.until))
        self.run.messages.sort(key=lambda message: message.sent)
        for times in self.run.done.values():
            times.sort()
        for (channel, _), lanes in sorted(self.receivers.items()):
            asked = sorted(number[key] for key in lanes if key in number)
            self.run.receivers.setdefault(channel, []).append(asked)

    def waited_on(self, lane):
        """What the lane of a stopped run waited on, or None where it was only about to.

        A process may be a little late to tell where it stands, or a little early to be interrupted.
        """
        if self.run.interrupted is not None and lane.pid in self.started:
            wait = self.broken_off.get(id(lane))
            return None if wait is None else wait.on
        for wait in lane.waits:
            if wait.end is None or wait.end >= self.run.stopped_at:
                return wait.on
        return None

    def read_feeder(self, notes):
        """A thread that only pickles what others have put, or complains, gets no lane."""
        pid = int(notes[0][2].split(b"\t")[2])
        pieces, refused = [], []
        for time, kind, rest in notes[1:]:
            now = self.seconds(time)
            if kind == "F":
                self.pickled[rest.decode()] = now
            elif kind == "r":
                refused.append(now)
                self.refused.append((pid, now, *map(events.unescape, rest.split(b"\t"))))
            else:
                pieces.append((now, events.unescape(rest)))
        self.written.append((pid, complaints.lines(pieces), refused))

    def read_thread(self, notes, dropped):
        time, _, rest = notes[0]
        process, thread, pid, _, ident, main, target = map(events.unescape, rest.split(b"\t"))
        pid, main = int(pid), main == "1"
        lane = Lane(process, process, None if main else thread, pid, None, self.seconds(time))
        lane.dropped = dropped
        self.lanes.append(lane)
        if (made := _THREAD.fullmatch(thread)) and (made["target"] or "") == target:
            self.unnamed.add(id(lane))
        self.threads[pid, ident] = lane
        if main:
            self.processes[pid] = lane
        starting, waiting, sending = None, 0, None
        printed, written, known = [], [], []
        for time, kind, rest in notes:
            now = (time - self.opened) / 1e9
            if kind == "L":
                lane.marks.append(Mark(now, rest.decode()))
            elif kind == "W":
                waiting += 1
                if waiting == 1:
                    lane.waits.append(Wait(now, None, events.unescape(rest)))
            elif kind == "E":
                waiting -= 1
                if waiting == 0:
                    lane.waits[-1].end = now
                    if rest:
                        self.broken_off[id(lane)] = lane.waits[-1]
                sending = None
            elif kind == "M":
                channel, number, label, limit = map(events.unescape, rest.split(b"\t"))
                message = Message(channel, label, lane, now)
                self.sent[channel, number] = message
                self.run.messages.append(message)
                if limit != "0":
                    self.run.limits[channel] = int(limit)
            elif kind == "F":
                self.pickled[rest.decode()] = now
            elif kind == "R":
                channel, number = map(events.unescape, rest.split(b"\t"))
                self.received.append((channel, number, now, lane))
            elif kind == "K":
                self.run.done.setdefault(events.unescape(rest), []).append(now)
            elif kind == "k":  # the one before was refused
                self.run.done[events.unescape(rest)].pop()
            elif kind == "G":
                channel, _, end = rest.partition(b"\t")
                self.receivers[events.unescape(channel), end][id(lane)] = lane
            elif kind == "C":
                channel, end, label = map(events.unescape, rest.split(b"\t"))
                sending = Message(channel, label, lane, now)
                self.sends[channel, end].append(sending)
            elif kind == "c":
                channel, end = map(events.unescape, rest.split(b"\t"))
                self.sends[channel, end].pop()
                sending = None
            elif kind == "P":
                channel, end = map(events.unescape, rest.split(b"\t"))
                self.receives[channel, end].append((now, lane))
            elif kind in "HUyhVv":
                name, *fields = map(events.unescape, rest.split(b"\t"))
                self.shared[name].append((now, kind, lane, fields))
            elif kind in "qY":
                name, *fields = map(events.unescape, rest.split(b"\t"))
                came = lane.waits[-1].start if lane.waits and not waiting else now
                self.shared[name].append((now, kind, lane, [came, *fields]))
            elif kind == "u":  # the one before was refused
                self.shared[events.unescape(rest)].pop()
            elif kind == "p":
                printed.append((now, events.unescape(rest)))
            elif kind == "e":
                written.append((now, events.unescape(rest)))
            elif kind == "l":
                lane.marks.append(Mark(now, events.unescape(rest)))
            elif kind == "m":
                lane.marks.append(Mark(now, events.unescape(rest), of_check=True))
            elif kind == "Q":
                self.run.called = now
            elif kind == "N":
                lane.manager = True
            elif kind == "S":
                name, unnamed = map(events.unescape, rest.split(b"\t"))
                starting = now, name
                if unnamed == "1":
                    self.unnamed.add((pid, name))
            elif kind == "s":
                if rest != b"0":
                    self.started[int(rest)] = (*starting, lane)
                starting = None
            elif kind == "J":
                joined, exitcode = map(int, rest.split(b"\t"))
                self.joins.setdefault(joined, (now, exitcode, lane))
            elif kind == "T":
                self.thread_parents[pid, events.unescape(rest)] = lane
                self.thread_starts[pid, events.unescape(rest)].append(now)
            elif kind == "Z":
                known.append(now)
                lane.error = ": ".join(map(events.unescape, rest.split(b"\t"))).removesuffix(": ")
            elif kind == "A":
                self.leaving[pid] = now
            elif kind == "X":
                self.exits[pid] = now, int(rest)
            elif kind == "B":
                name, parent = map(events.unescape, rest.split(b"\t"))
                lane.process = lane.name = name
                lane.ready = now
                self.begun[pid] = int(parent), name
            elif kind == "x":
                lane.ended = now
        if printed:
            lane.marks += [Mark(now, text, printed=True) for now, text in complaints.lines(printed)]
            lane.marks.sort(key=lambda mark: mark.time)
        self.complain(lane, complaints.lines(written), known)
        if sending is not None:
            sending.unfinished = True
        if starting is not None:
            self.half_started[pid, starting[1]] = (*starting, lane)

    def complain(self, lane, lines, known):
        lane.stderr += [line for _, line in lines]
        found = complaints.complaints(lines, known)
        lane.complaints += [Complaint(time, text) for time, text in found]

    def read_complaints(self, folder):
        """What has no lane of its own stands in that of its process."""
        for pid, lines, known in self.written:
            self.complain(self.processes[pid], lines, known)
        channels = {number: channel for channel, number in self.sent}
        for pid, time, number, error in self.refused:
            channel = channels.get(number, "a queue")
            self.processes[pid].complaints.append(Complaint(time, error, channel))
        for pid, lane in self.processes.items():
            time = self.run.length if lane.ended is None else lane.ended
            text = _text_of(Path(folder, output.STDERR.format(pid=pid)))
            self.complain(lane, complaints.lines([(time, text)]), [])
        stopped = self.run.stopped_at
        for lane in [*self.lanes, *self.processes.values()]:
            lane.complaints.sort(key=lambda complaint: complaint.time)
            # What is said because the run was stopped is no complaint.
            if stopped is not None:
                lane.complaints = [
                    one
                    for one in lane.complaints
                    if one.time <= stopped and not one.text.endswith("KeyboardInterrupt")
                ]

    def read_unwritten(self, folder):
        why = events.unwritten(folder)
        if self.pid not in self.noted:
            why.setdefault(self.pid, "its files are gone")
        for pid in sorted(why):
            name = self.processes[pid].name if pid in self.processes else "a process"
            self.run.unwritten[name] = why[pid]

    def complete_starts(self):
        """A child may run, and its parent be killed, before `start()` has come back."""
        for pid, start in self.begun.items():
            if pid not in self.started and start in self.half_started:
                self.started[pid] = self.half_started[start]

    def add_silent_processes(self):
        """Those that died before they could note anything, or noted nothing in the main thread."""
        for lane in self.lanes:
            if lane.pid not in self.processes:
                self.processes[lane.pid] = Lane(lane.process, lane.process, None, lane.pid, None, 0)
        if self.pid not in self.processes:
            name = current_process().name
            self.processes[self.pid] = Lane(name, name, None, self.pid, None, 0.0)
        for pid, (time, name, _) in self.started.items():
            if pid not in self.processes:
                self.processes[pid] = Lane(name, name, None, pid, None, time)

    def end_lanes(self, endings):
        for pid, lane in self.processes.items():
            if pid in self.started:
                lane.born = self.started[pid][0]
            if pid in self.exits:
                lane.ended, lane.exitcode = self.exits[pid]
            seen = []  # by others, always a little late: the first to see it is the best
            if pid in self.joins:
                time, lane.exitcode, _ = self.joins[pid]
                seen.append(time)
            known = endings.get(pid)
            if known is not None and known.ended is not None:
                seen.append(min(self.seconds(known.ended), self.run.length))
            if seen:
                lane.ended = min(seen)
            if known is not None:
                if known.exitcode is not None:
                    lane.exitcode = known.exitcode
                lane.ended_by = known.ended_by
            if pid in self.started and self.was_interrupted(lane):
                lane.ended_by, lane.error = "the interrupt", None
        for lane in self.lanes:
            if lane.thread is not None and lane.ended is None and lane.pid in self.processes:
                lane.ended = self.processes[lane.pid].ended

    def was_interrupted(self, lane):
        """Whether the stop button ended the lane. The signal goes to all processes at once, and a
        child may be gone before the parent notes that it got it."""
        if self.run.interrupted is None:
            return False
        late = lane.ended is None or lane.ended >= self.run.interrupted
        return late or lane.error == "KeyboardInterrupt"

    def starts_of_threads(self):
        """When each thread was started, for the order of the lanes: {id of a lane: seconds}.

        Which of two started threads is the first to note anything is up to the schedule.
        """
        starts = {}
        for lane in sorted(self.lanes, key=lambda lane: lane.born):
            times = self.thread_starts.get((lane.pid, lane.thread))
            starts[id(lane)] = times.pop(0) if times else lane.born
        return starts

    def order_and_name_lanes(self):
        parents = {pid: lane for pid, (_, _, lane) in self.started.items()}
        starts = self.starts_of_threads()
        in_order = []
        for process in sorted(self.processes.values(), key=lambda lane: lane.born):
            further = [
                lane for lane in self.lanes if lane.pid == process.pid and lane is not process
            ]
            in_order += [process, *sorted(further, key=lambda lane: starts[id(lane)])]
        self.run.lanes = in_order
        number = {id(lane): index for index, lane in enumerate(in_order)}
        process_names, thread_names = _Names(), None
        for lane in in_order:
            if lane.thread is None:
                parent = parents.get(lane.pid)
                unnamed = parent is not None and (parent.pid, lane.process) in self.unnamed
                lane.name = lane.process = process_names.of_process(lane.process, unnamed)
                thread_names = _Names()
            else:
                process = self.processes[lane.pid]
                parent = self.thread_parents.get((lane.pid, lane.thread))
                lane.process = process.name
                old, unnamed = lane.thread, id(lane) in self.unnamed
                lane.thread = thread_names.of_thread(old, unnamed)
                self.renamed.setdefault((lane.pid, f"{old}.join()"), f"{lane.thread}.join()")
                lane.name = f"{lane.process} / {lane.thread}"
            lane.parent = None if parent is None else number.get(id(parent))
        for lane in in_order:
            if lane.parent is not None and lane.thread is None:
                in_order[lane.parent].started.append(lane.name)
        for pid, (time, _, joiner) in sorted(self.joins.items(), key=self.joined_at):
            if pid in self.processes and not self.stopped_before(time, joiner):
                joiner.joined.append(self.processes[pid].name)
        self.rename_waits()

    def stopped_before(self, time, joiner):
        """What was joined because the run was stopped, and its processes ended, does not count."""
        stopped = self.run.stopped_at
        if stopped is None:
            return False
        if joiner.ended_by == "the interrupt":
            stopped = min(stopped, self.leaving.get(joiner.pid, stopped))
        return time > stopped

    def joined_at(self, item):
        """What to sort joins by. On its way out a process joins its children as a set has them."""
        pid, (time, _, joiner) = item
        started = self.started[pid][0] if pid in self.started else 0
        return min(time, self.leaving.get(joiner.pid, time)), started

    def rename_waits(self):
        """`Process-7.join()` in the words of a run, in which that process is "child 1"."""
        renamed = {
            f"{name}.join()": f"{self.processes[pid].name}.join()"
            for pid, (_, name, _) in self.started.items()
        }
        for lane in self.run.lanes:
            for wait in lane.waits:
                wait.on = self.renamed.get((lane.pid, wait.on), renamed.get(wait.on, wait.on))
            if lane.stand is not None:
                on = lane.stand.waiting_on
                lane.stand.waiting_on = self.renamed.get((lane.pid, on), renamed.get(on, on))

    def match_queues(self):
        for (_, number), message in self.sent.items():
            message.pickled = self.pickled.get(number)
            if message.pickled is not None:
                message.sent = min(message.sent, message.pickled)
        for channel, number, time, lane in self.received:
            message = self.sent.get((channel, number))
            if message is None:
                # The sender was killed between sending and noting; the number names its process.
                sender = self.processes.get(int(number.partition(".")[0]))
                if sender is None:
                    continue
                message = Message(channel, "", sender, time)
                message.pickled = self.pickled.get(number)
                self.run.messages.append(message)
            message.receiver, message.received = lane, time
            message.sent = min(message.sent, time)

    def match_connections(self):
        ends = defaultdict(set)
        for channel, end in [*self.sends, *self.receives]:
            ends[channel].add(end)
        for (channel, end), messages in self.sends.items():
            messages.sort(key=lambda message: message.sent)
            others = sorted(ends[channel] - {end})
            receives = sorted(
                self.receives[channel, others[0]] if len(others) == 1 else (),
                key=lambda receive: receive[0],
            )
            for message, (time, lane) in zip(messages, receives, strict=False):
                message.receiver, message.received = lane, time
            self.run.messages += [
                message
                for message in messages
                if message.receiver is not None or not message.unfinished
            ]

    def read_shared(self):
        """Who held what, and who let whom go on."""
        stopped = self.run.stopped_at
        for name, notes in self.shared.items():
            # What was released, or taken, because the run was stopped does not count.
            notes = [note for note in notes if stopped is None or note[0] <= stopped]
            notes.sort(key=lambda note: note[0])
            signals = _is_signal(notes)
            self.pair_holds(
                name, [note for note in notes if note[1] in ("HUyh" if signals else "HUyhqv")]
            )
            self.pair_signals(
                name, [note for note in notes if note[1] in ("VYqv" if signals else "VY")]
            )

    def pair_holds(self, lock, notes):
        held = []  # [lane, hold, depth], in order of acquiring
        put_down = {}  # id of a lane that waits: the depth of its hold
        for time, kind, lane, fields in notes:
            mine = next((entry for entry in held if entry[0] is lane), None)
            if kind in "Hq" and mine:
                mine[2] += 1
            elif kind in "Hq" or (kind == "h" and id(lane) in put_down):
                lane.holds.append(Hold(time, None, lock, again=kind == "h"))
                held.append([lane, lane.holds[-1], put_down.pop(id(lane), 1)])
            elif kind == "y" and mine:
                mine[1].end = time
                held.remove(mine)
                put_down[id(lane)] = mine[2]
            elif kind in "Uv" and held:
                entry = mine or held[0]
                entry[2] -= int(fields[0]) if fields else 1
                if entry[2] == 0:
                    entry[1].end = time
                    held.remove(entry)

    def pair_signals(self, name, notes):
        given = []  # (time, lane, how many it lets go on at most)
        passed = defaultdict(deque)  # id of a lane: (Pass, lane), in order
        for time, kind, lane, fields in notes:
            if kind == "V":
                call, number = fields
                given.append((time, lane, None if number == "all" else int(number)))
                lane.signals.append(Signal(time, name, call))
            elif kind == "v":
                given.append((time, lane, int(fields[0]) if fields else 1))
                lane.signals.append(Signal(time, name, "release"))
            elif fields[1:] == ["last"]:
                given.append((fields[0], lane, None))
                lane.signals.append(Signal(fields[0], name, "wait"))
                lane.passes.append(Pass(fields[0], time, name, "wait"))
            else:
                call = "acquire" if kind == "q" else "wait"
                lane.passes.append(Pass(fields[0], time, name, call))
                passed[id(lane)].append((lane.passes[-1], lane))
        for at, lane, number in sorted(given, key=lambda one: one[0]):
            woken = []
            for passes in passed.values():
                while passes and passes[0][0].end < at:
                    passes.popleft()
                if passes and passes[0][0].start < at:
                    woken.append(passes)
            woken.sort(key=lambda passes: passes[0][0].end)
            for passes in woken[:number]:
                one, sleeper = passes.popleft()
                self.run.wakes.append(Wake(name, lane, at, sleeper, one.end))


def _text_of(path):
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(LONGEST)
    except OSError:  # the process never came so far as to make it
        return ""


def _is_signal(notes):
    """Whether a semaphore was released by a thread that did not have it: as a lock never is."""
    held = Counter()
    for _, kind, lane, fields in notes:
        if kind == "q":
            held[id(lane)] += 1
        elif kind == "v":
            held[id(lane)] -= int(fields[0]) if fields else 1
            if held[id(lane)] < 0:
                return True
    return False


class _Names:
    """Gives names that the library has counted up a number within this run, and no name twice.

    They are the same under every start method: "SpawnPoolWorker-7" is "PoolWorker-1".
    """

    def __init__(self):
        self.numbers = Counter()
        self.executors = {}

    def of_process(self, name, unnamed):
        if not unnamed:
            return self.once(name)
        kind, _, _ = name.rpartition("-")
        if kind.endswith("Process"):
            return self.counted("child ")
        return self.counted("PoolWorker-" if kind.endswith("PoolWorker") else f"{kind}-")

    def of_thread(self, name, unnamed):
        if unnamed:
            return self.counted("thread ")
        if _DUMMY.fullmatch(name):
            return self.counted("Dummy-")
        if made := _EXECUTOR.fullmatch(name):
            number = self.executors.setdefault(made[1], len(self.executors))
            return self.once(f"ThreadPoolExecutor-{number}_{made[2]}")
        return self.once(name)

    def counted(self, kind):
        self.numbers[kind] += 1
        return self.once(f"{kind}{self.numbers[kind]}")

    def once(self, name):
        self.numbers[name] += 1
        return name if self.numbers[name] == 1 else f"{name} ({self.numbers[name]})"
