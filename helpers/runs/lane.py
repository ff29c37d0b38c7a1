"""A `Lane`: what one thread of one process did in a run, as plain data.

All times are seconds since the recording was opened, as floats; they come from one clock,
`time.perf_counter_ns()`, which all processes of a machine share.
"""

from dataclasses import dataclass, field

__all__ = [
    "Access",
    "Complaint",
    "Hold",
    "Lane",
    "Mark",
    "Pass",
    "Place",
    "Signal",
    "Span",
    "Stand",
    "Wait",
]


@dataclass
class Place:
    """A line of the learner's own: in which `file`, as a learner knows it, and its text."""

    file: str
    line: int
    source: str


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
class Span:
    """From `start` to `end` (seconds); `end` is None where it never came to one.

    `place` is the number of the line that did it, see `Run.places`; "" where it is unknown.
    """

    start: float
    end: float | None
    place: str = ""


@dataclass
class Wait:
    """A lane waited from `start` to `end` (seconds), for instance `on` "tasks.get()".

    `end` is None where the wait never came to an end. `place` is as in `Span`.
    """

    start: float
    end: float | None
    on: str
    place: str = ""


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
    for ("tasks.get()"), or None where nothing is known of it, and `asleep` says whether it was in
    `time.sleep()`. A process that was on its way out has
    no line left: its `file` is "its exit", its `line` 0.
    """

    function: str
    file: str
    line: int
    source: str
    waiting_on: str | None = None
    asleep: bool = False


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
    born:      when `start()` was called, `ready` when its own first line could run, `returned` when
               its target had, `ended` when it ended, in seconds; `ended` is None for what lives on
               after the run, such as the parent; `ready` is None for a process that died before,
               `returned` for one whose target never came to its end
    exitcode:  as `Process.exitcode` says it; None where it is unknown or not a process
    error:     the exception that ended it, "ValueError: boom", or None
    ended_by:  None where it ended by itself, else "the deadline", "the interrupt" or "the end of
               the block"
    stderr:    the lines that a child wrote to standard error, its traceback for instance
    complaints: what they say beyond `error`, in short, and which messages were dropped
    sleeps:    when it was in `time.sleep()`, `starts` when in the `start()` of a process
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
    returned: float | None = None
    ended: float | None = None
    exitcode: int | None = None
    error: str | None = None
    ended_by: str | None = None
    started: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    sleeps: list[Span] = field(default_factory=list)
    starts: list[Span] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    stderr: list[str] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)
    passes: list[Pass] = field(default_factory=list)
    accesses: list[Access] = field(default_factory=list)
    stand: Stand | None = None
    dropped: bool = False
    manager: bool = False
