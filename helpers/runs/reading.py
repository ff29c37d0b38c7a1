"""The events of each thread are read one after the other, and what they say is kept in `Notes`."""

from collections import defaultdict
from dataclasses import dataclass, field

from helpers.note.kinds import KINDS
from helpers.runs import complaints
from helpers.runs.lane import Access, Complaint, Lane, Mark, Span, Wait
from helpers.runs.naming import is_unnamed
from helpers.runs.run import Message, Run

__all__ = ["Notes", "Thread", "read"]


@dataclass
class Notes:
    """What the events of a run say, before it is brought together. Times are seconds.

    run:             to which the rest is added
    opened:          when the recording was, in nanoseconds of `perf_counter_ns()`
    lanes:           one for each thread that noted anything of its own
    threads:         (pid, ident): the latest lane, for idents are used again
    processes:       pid: the lane of its main thread
    noted:           the pids of which there are events
    started:         pid: (time, name, lane that started it)
    half_started:    (pid of the parent, name): the same, where the parent died in `start()`
    unnamed:         those that nobody named: (pid of its parent, name) of a process, id of the lane
                     of a thread
    places:          "pid number" of a place: (file, line)
    begun:           pid: (pid of its parent, its name), as it says itself
    thread_parents:  (pid, name of a thread): the lane that started it
    thread_starts:   (pid, name of a thread): when it was started
    joins:           pid: (time, exit code, lane that joined it)
    leaving:         pid: when its target had returned and its exit handlers began
    exits:           pid: (time, exit code), as the process itself noted it
    broken_off:      id of a lane: the latest wait that an interrupt ended
    torn_from_sleep: ids of the lanes that an interrupt ended a sleep of
    written:         of threads without a lane: (pid, lines, when an exception was known)
    refused:         (pid, time, number, error), of messages that could not be pickled
    sent:            (channel, number): message, of queues
    pickled:         number: time
    received:        (channel, number, time, lane), of queues
    requests:        (channel, number, time, pid of the manager), of proxies
    replies:         (channel, number, time, label, lane), of proxies
    sends, receives: (channel, end): messages, and (time, lane), of connections
    receivers:       (channel, end of a pipe or ""): {id: lane} of those who asked
    shared:          name of a lock, semaphore, event, condition or barrier: (time, letter of the
                     kind, lane, further fields)
    """

    run: Run
    opened: int
    lanes: list = field(default_factory=list)
    threads: dict = field(default_factory=dict)
    processes: dict = field(default_factory=dict)
    noted: set = field(default_factory=set)
    started: dict = field(default_factory=dict)
    half_started: dict = field(default_factory=dict)
    unnamed: set = field(default_factory=set)
    places: dict = field(default_factory=dict)
    begun: dict = field(default_factory=dict)
    thread_parents: dict = field(default_factory=dict)
    thread_starts: dict = field(default_factory=lambda: defaultdict(list))
    joins: dict = field(default_factory=dict)
    leaving: dict = field(default_factory=dict)
    exits: dict = field(default_factory=dict)
    broken_off: dict = field(default_factory=dict)
    torn_from_sleep: set = field(default_factory=set)
    written: list = field(default_factory=list)
    refused: list = field(default_factory=list)
    sent: dict = field(default_factory=dict)
    pickled: dict = field(default_factory=dict)
    received: list = field(default_factory=list)
    requests: list = field(default_factory=list)
    replies: list = field(default_factory=list)
    sends: dict = field(default_factory=lambda: defaultdict(list))
    receives: dict = field(default_factory=lambda: defaultdict(list))
    receivers: dict = field(default_factory=lambda: defaultdict(dict))
    shared: dict = field(default_factory=lambda: defaultdict(list))

    def seconds(self, nanoseconds):
        """`nanoseconds` of the clock as seconds since the recording was opened."""
        return (nanoseconds - self.opened) / 1e9

    def complain(self, lane, lines, known):
        """Enter into `lane` what the `lines` of its standard error say beyond the `known`."""
        lane.stderr += [line for _, line in lines]
        found = complaints.complaints(lines, known)
        lane.complaints += [Complaint(time, text) for time, text in found]


def read(notes: Notes, events) -> None:
    """Read the `events` of one thread, `(nanoseconds, kind, rest)` each, the first of kind "I"."""
    if unknown := {letter for _, letter, _ in events} - KINDS.keys():
        raise ValueError(
            f"Events were written with letters that no kind has: {', '.join(sorted(unknown))}. "
            "Enter the kind in helpers/note/kinds.py, where the others stand."
        )
    thread = Thread(notes, events)
    opened = notes.opened
    handlers = {letter: (kind.handle, kind.read) for letter, kind in KINDS.items()}
    for time, letter, rest in events:
        handle, fields = handlers[letter]
        handle(thread, (time - opened) / 1e9, *fields(rest))
    thread.end()


class Thread:
    """One thread whose events are being read: what the kinds of events act upon.

    lane:      its lane, or None for one that is at work for others, such as a feeder thread
    run:       the run
    notes:     what is known of all threads
    pid:       of its process
    starting:  (time, name) of the process whose `start()` is under way
    sending:   the message whose `send()` is under way
    printed:   pieces of its standard output, (time, text); `written`: of its standard error
    known:     when an exception was noted, of which standard error tells too
    dropped:   whether it noted more than fits
    """

    def __init__(self, notes, events):
        time, _, rest = events[0]
        process, thread, pid, _, ident, main, target = KINDS["I"].read(rest)
        self.notes, self.run, self.pid = notes, notes.run, int(pid)
        self.starting = self.sending = None
        self.printed, self.written, self.known = [], [], []
        self.waits, self.dropped = 0, False
        notes.noted.add(self.pid)
        if all(KINDS[letter].aside for _, letter, _ in events):
            self.lane = None
            return
        main = main == "1"
        name = None if main else thread
        self.lane = Lane(process, process, name, self.pid, None, notes.seconds(time))
        notes.lanes.append(self.lane)
        if is_unnamed(thread, target):
            notes.unnamed.add(id(self.lane))
        notes.threads[self.pid, ident] = self.lane
        if main:
            notes.processes[self.pid] = self.lane

    def mark(self, now, text, kind="log"):
        """It said `text`; see `run.Mark` for the `kind`."""
        self.lane.marks.append(Mark(now, text, kind))

    def begin_wait(self, now, on, place):
        """It waits; a wait inside a wait is a part of it."""
        self.waits += 1
        if self.waits == 1:
            self.lane.waits.append(Wait(now, None, on, place))

    def end_wait(self, now, how):
        """A wait is over; `how` says whether an interrupt ended it."""
        self.waits -= 1
        if self.waits == 0:
            self.lane.waits[-1].end = now
            if how:
                self.notes.broken_off[id(self.lane)] = self.lane.waits[-1]
        self.sending = None

    def fall_asleep(self, now, place):
        """It sleeps."""
        self.lane.sleeps.append(Span(now, None, place))

    def wake_up(self, now, how):
        """It sleeps no longer; `how` says whether an interrupt ended that."""
        self.lane.sleeps[-1].end = now
        if how:
            self.notes.torn_from_sleep.add(id(self.lane))

    def begin_start(self, now, name, place):
        """It is about to start the process `name`."""
        self.starting = now, name
        self.lane.starts.append(Span(now, None, place))

    def end_start(self, now):
        """The `start()` of a process came back."""
        self.lane.starts[-1].end = now
        self.starting = None

    def came(self, now):
        """When it came to what it is let go on from `now`: before its wait, if it waited."""
        return self.lane.waits[-1].start if self.lane.waits and not self.waits else now

    def put(self, now, channel, number, label):
        """It put the message `number` into a queue."""
        message = Message(channel, label, self.lane, now)
        self.notes.sent[channel, number] = message
        self.run.messages.append(message)

    def send(self, now, channel, end, label):
        """It is about to send a message into one end of a pipe."""
        self.sending = Message(channel, label, self.lane, now)
        self.notes.sends[channel, end].append(self.sending)

    def share(self, now, letter, name, *fields):
        """It did something with a lock, semaphore, event, condition or barrier."""
        self.notes.shared[name].append((now, letter, self.lane, fields))

    def use_memory(self, now, name, call, where, label):
        """It used shared memory."""
        self.lane.accesses.append(Access(now, name, call, where, label))

    def end(self):
        """The last of its events was read."""
        lines = complaints.lines(self.written)
        if self.lane is None:
            self.notes.written.append((self.pid, lines, self.known))
            return
        self.lane.dropped = self.dropped
        if self.printed:
            for time, line in complaints.lines(self.printed):
                self.mark(time, line, "print")
            self.lane.marks.sort(key=lambda mark: mark.time)
        self.notes.complain(self.lane, lines, self.known)
        if self.sending is not None:
            self.sending.unfinished = True
        if self.starting is not None:
            _, name = self.starting
            self.notes.half_started[self.pid, name] = (*self.starting, self.lane)
