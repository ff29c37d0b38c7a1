"""What judges ask of the lanes of a run: who was started, what was noted there, who waits."""

from helpers.show.phrases import shortened

__all__ = [
    "death",
    "ended_badly",
    "joining",
    "lost_with_a_death",
    "marks",
    "noted",
    "started",
    "stays_for_its_feeder",
    "texts_of",
    "times_of",
    "waits_on",
]


def started(seen) -> list:
    """The lanes of the processes that the answer has started, in order of their start.

    Not among them are what its cell has started before it was called, and the process of a
    `Manager()`, which is the library's.
    """
    return [
        lane
        for lane in seen.run.lanes[1:]
        if lane.thread is None and not lane.manager and lane.born >= seen.run.called
    ]


def marks(lane) -> list:
    """What the check's own functions have noted in `lane`: never what an answer logs or prints."""
    return [mark for mark in lane.marks if mark.kind == "check"]


def texts_of(lane, word="") -> list[str]:
    """The notes of the check in `lane` that begin with `word`, without it.

    Example: `texts_of(lane, "got ")` is ["tea"] where "got tea" and "the end" were noted.
    """
    return [one.text.removeprefix(word) for one in marks(lane) if one.text.startswith(word)]


def noted(lane, word) -> int:
    """How many notes of the check in `lane` begin with `word`."""
    return len(texts_of(lane, word))


def times_of(seen, word) -> dict[str, float]:
    """When each note was made that begins with `word`: {the rest of the note: seconds}."""
    return {
        one.text.removeprefix(f"{word} "): one.time
        for lane in seen.run.lanes
        for one in marks(lane)
        if one.text.startswith(f"{word} ")
    }


def death(seen) -> str | None:
    """Which child died of an exception, as a sentence, or None: who waits for it waits for ever."""
    for lane in started(seen):
        if lane.error:
            return f"{lane.name} died of {shortened(lane.error)}."
    return None


def lost_with_a_death(seen) -> str | None:
    """`death`, where others wait for what the child was to send."""
    died = death(seen)
    return died and f"{died} What it did not send never comes."


def ended_badly(seen) -> str | None:
    """What to say of an answer that gave back what is right while a process of it died, or None."""
    if any(lane.error for lane in started(seen)):
        return "What came back is right, but not every process ended well."
    return None


def stays_for_its_feeder(seen) -> str | None:
    """What to say of a child that waits, at its end, until its feeder has written all, or None."""
    for lane in started(seen):
        if lane.stand and not lane.stand.line:
            return (
                f"{lane.name} is on its way out, and waits until its result is in the pipe. The "
                "pipe is full until somebody reads. First get all results, then join."
            )
    return None


def joining(seen) -> str | None:
    """The name of the process for whose end the answer waits in the end, or None."""
    stand = seen.run.lanes[0].stand
    on = (stand and stand.waiting_on) or ""
    return on.removesuffix(".join()") if on.endswith(".join()") else None


def waits_on(seen) -> str | None:
    """What the process of the answer waited for when the deadline passed: "q.get()", or None."""
    for wait in seen.run.lanes[0].waits:
        if wait.end is None or (seen.run.stopped and wait.start <= seen.run.stopped_at <= wait.end):
            return wait.on
    return None
