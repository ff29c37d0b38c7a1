"""A `Run`: what the processes and threads of one recording did, as plain data.

No drawing and no processes here. All times are seconds since the recording was opened, as
floats; they come from one clock, `time.perf_counter_ns()`, which all processes of a machine share.
"""

from dataclasses import dataclass, field
from pathlib import Path

from helpers.runs import perfetto
from helpers.shown import Shown

__all__ = [
    "Access",
    "Complaint",
    "Hold",
    "Lane",
    "Mark",
    "Message",
    "Pass",
    "Run",
    "Signal",
    "Stand",
    "Wait",
    "Wake",
]


@dataclass
class Mark:
    """A line that a lane said at `time` (seconds).

    `kind` is "log" for what was logged, "print" for what a child printed, and "check" for what the
    check of an exercise noted, and nothing that the answer wrote. `show.marks` knows them all.
    """

    time: float
    text: str
    kind: str = "log"


@dataclass
class Wait:
    """A lane stood still from `start` to `end` (seconds), for instance `on` "tasks.get()".

    `end` is None where the wait never came to an end.
    """

    start: float
    end: float | None
    on: str


@dataclass
class Hold:
    """A lane held `lock` from `start` to `end` (seconds): a critical section.

    `end` is None where the lock was never released. `again` says that this goes on with a hold
    that the `wait()` of a condition had interrupted.
    """

    start: float
    end: float | None
    lock: str
    again: bool = False


@dataclass
class Signal:
    """At `time` (seconds) a lane let others go on through the object called `through`.

    `call` is how: "set" of an event, "notify" or "notify_all" of a condition, "release" of a
    semaphore that is no lock, "wait" of a barrier for the last to come.
    """

    time: float
    through: str
    call: str


@dataclass
class Pass:
    """A lane came to `through` at `start`, and a signal let it go on at `end` (seconds).

    `call` is "wait" or, of a semaphore, "acquire".
    """

    start: float
    end: float
    through: str
    call: str


@dataclass
class Access:
    """At `time` (seconds) a lane used the shared memory called `name`.

    `call` is "read" or "write", `where` the place in an array ("[3]"), or "", and `label` what was
    read or written; or `call` is "attach", "close" or "unlink".
    """

    time: float
    name: str
    call: str
    where: str = ""
    label: str = ""


@dataclass
class Stand:
    """Where a lane stood when the deadline passed.

    `function`, `file` (as a learner knows it: "this cell", "greeters") and `line` name the
    innermost line of the learner's own code, `source` is its text, `waiting_on` what it waited
    for ("tasks.get()"), or None where nothing is known of it. A process that was on its way out has
    no line left: its `file` is "its exit", its `line` 0.
    """

    function: str
    file: str
    line: int
    source: str
    waiting_on: str | None = None


@dataclass
class Complaint:
    """What a process or thread complained of at `time` (seconds) on standard error, in short.

    `channel` is the watched queue that dropped a message, because it could not pickle it; None
    where this is no matter of one.
    """

    time: float
    text: str
    channel: str | None = None


@dataclass
class Lane:
    """What one thread of one process did. The main thread's lane stands for its process.

    name:      what pictures and words call it: "greeter", or "greeter / Thread-1" for a thread
    process:   the name of the process, `thread` that of the thread (None for the main thread)
    pid:       the process ID
    parent:    index in `run.lanes` of the lane that started this one, None for the first
    born:      when `start()` was called, `ready` when its own first line could run, `ended` when
               it ended, in seconds; `ended` is None for what lives on after the run, such as the
               parent; `ready` is None for a process that died before
    exitcode:  as `Process.exitcode` says it; None where it is unknown or not a process
    error:     the exception that ended it, "ValueError: boom", or None
    ended_by:  None where it ended by itself, else "the deadline", "the interrupt" or "the end of
               the block"
    stderr:    the lines that a child wrote to standard error, its traceback for instance
    complaints: what they say beyond `error`, in short, and which messages were dropped
    stand:     where it stood when the deadline passed, or when the run was interrupted
    manager:   whether it is the process of a `Manager()`, which the library started
    """

    name: str
    process: str
    thread: str | None
    pid: int
    parent: int | None
    born: float
    ready: float | None = None
    ended: float | None = None
    exitcode: int | None = None
    error: str | None = None
    ended_by: str | None = None
    started: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    stderr: list[str] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)
    passes: list[Pass] = field(default_factory=list)
    accesses: list[Access] = field(default_factory=list)
    stand: Stand | None = None
    dropped: bool = False
    manager: bool = False


@dataclass
class Message:
    """One object on its way through a watched channel.

    `sender` and `receiver` are indices in `run.lanes`; `receiver` and `received` are None for a
    message that nobody received. `sent` and `received` are in seconds, and so is `pickled`: when
    the feeder thread of a queue had made bytes of it, None where that never happened. `unfinished`
    says that the sender never came back from sending it.
    """

    channel: str
    label: str
    sender: int
    sent: float
    receiver: int | None = None
    received: float | None = None
    unfinished: bool = False
    pickled: float | None = None


@dataclass
class Wake:
    """A signal through `through` ended a wait: `by` gave it `at`, and `woken` went on at `until`.

    `by` and `woken` are indices in `run.lanes`, the times seconds.
    """

    through: str
    by: int
    at: float
    woken: int
    until: float


@dataclass(repr=False)
class Run(Shown):
    """One recording: lanes, messages, and how it ended.

    lanes:     one for each process, and for each further thread that was seen, in order of birth
    messages:  one for each message through a watched object, in order of sending
    wakes:     one for each wait that a signal ended, in order of the signals
    receivers: for each channel, groups of lanes that asked for the same messages, whether they got
               one or not: one group for a queue, and one for each end of a pipe
    limits:    `maxsize` of each queue that has one
    done:      for each joinable queue when `task_done()` was called, in seconds
    length:    seconds from opening to closing
    deadline:  the time limit in seconds; `stopped` says whether it passed
    put_off:   seconds by which it was put off, as processes were slow to come up
    interrupted: when the stop button ended the block, in seconds; None where it did not
    unwritten: for each lane of which not all could be recorded, why
    survivors: programs and forks that no lane shows, and that were ended because they lived on
    called:    when the check of an exercise called the answer, in seconds
    closed:    False while the block is still running

    Example:
        with record() as run:
            p = Process(target=greeters.greet, args=("Ada",), name="greeter")
            p.start()
            p.join()
        run
    """

    deadline: float
    lanes: list[Lane] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    wakes: list[Wake] = field(default_factory=list)
    receivers: dict[str, list[list[int]]] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)
    done: dict[str, list[float]] = field(default_factory=dict)
    unwritten: dict[str, str] = field(default_factory=dict)
    length: float = 0.0
    stopped: bool = False
    put_off: float = 0.0
    interrupted: float | None = None
    survivors: list[str] = field(default_factory=list)
    called: float = 0.0
    closed: bool = False

    @property
    def stopped_at(self) -> float | None:
        """When the deadline or the stop button ended the block, in seconds, or None."""
        return self.deadline + self.put_off if self.stopped else self.interrupted

    def lane(self, name: str) -> Lane:
        """The lane called `name`.

        Raises KeyError, naming the lanes there are, where there is none of that name.
        """
        for lane in self.lanes:
            if lane.name == name:
                return lane
        known = ", ".join(lane.name for lane in self.lanes) or "none"
        raise KeyError(f"no lane is called {name!r}; the lanes of this run: {known}")

    # The views of a run live further down the data flow, so they are imported when asked for.
    def words(self) -> str:
        """The run in words, the same from run to run where the program determines it."""
        from helpers.show import words

        return words.of_run(self)

    def figure(self):
        """The run as a `matplotlib.figure.Figure`. Raises ValueError for an empty run."""
        from helpers.show import figures

        return figures.of_run(self)

    def depth(self, channel: str):
        """How many messages were put into `channel` and not yet got, over time; see `traffic`.

        Raises KeyError, naming the channels there are, where nothing went through `channel`.
        """
        from helpers.measure import traffic

        return traffic.depth(self, channel)

    def unfinished(self, channel: str):
        """How many tasks of a joinable queue were put and not yet done, over time.

        Raises KeyError as `depth` does.
        """
        from helpers.measure import traffic

        return traffic.unfinished(self, channel)

    def way(self, channel: str):
        """How long each message of a queue was in the sender's buffer, and how long in the pipe.

        Raises KeyError as `depth` does.
        """
        from helpers.measure import traffic

        return traffic.way(self, channel)

    def has_figure(self) -> bool:
        """False for a run in which no process was recorded, such as one that is still open."""
        return bool(self.lanes)

    def to_perfetto(self, path) -> Path:
        """Write the run to `path` in Chrome's trace format and return the path; see `perfetto`.

        Raises OSError where the file cannot be written, and leaves what was there before.
        """
        return perfetto.write(self, path)
