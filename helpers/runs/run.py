"""A `Run`: what the processes and threads of one recording did, as plain data.

No drawing and no processes here. All times are seconds since the recording was opened, as
floats; they come from one clock, `time.perf_counter_ns()`, which all processes of a machine share.
"""

from dataclasses import dataclass, field
from pathlib import Path

from helpers.runs import perfetto
from helpers.runs.lane import Lane, Place
from helpers.shown import Shown

__all__ = ["Message", "Run", "Wake"]


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
    pipes:     the channels that are pipes, of which each end is somebody's own
    limits:    `maxsize` of each queue that has one
    places:    "process ID number": the line of the learner's that this process means by a number
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
    pipes: list[str] = field(default_factory=list)
    limits: dict[str, int] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
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

    def page_figure(self):
        """The picture with a legend of what the notebook has not explained before."""
        from helpers.show import figures, legend

        return figures.of_run(self, explained=legend.news)

    def replay(self):
        """The run again, at a pace that one can follow: play, pause, step, scrub."""
        from helpers.show.replay import Replay

        return Replay(self)

    def unfolded(self):
        """The run with no stretch left out: for where a start or an end is the lesson."""
        from helpers.show.unfolded import Unfolded

        return Unfolded(self)

    def compare_with(self, other, names=("the first run", "the second run")):
        """This run and `other` below each other, on one axis; `names` stand above them.

        Raises ValueError for a run that is still open, or has no lanes.

        Example: `run.compare_with(mended, ("without a lock", "with a lock"))`
        """
        from helpers.show.pair import Pair

        return Pair((self, other), names)

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
