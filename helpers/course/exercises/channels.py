"""What judges ask of the messages in the queues of a run, and of how many were counted as done."""

__all__ = ["EARLY", "done_too_early", "is_end", "through"]

EARLY = (
    "`task_done()` was called for a task whose result was not there yet. `tasks.join()` believes "
    "what it is told. First put the result, then call `task_done()`."
)


def through(seen, channel) -> list:
    """The messages that were put into `channel`."""
    return [message for message in seen.run.messages if message.channel == channel]


def is_end(message) -> bool:
    """Whether `message` is None, which tells who gets it that no more will come."""
    return message.label == "None"


def done_too_early(seen, channel, finished) -> bool:
    """Whether more tasks had been counted as done at some time than were `finished`.

    finished:  when each task was, in seconds of the run
    """
    ends = [message.received for message in through(seen, channel) if is_end(message)]
    free = [*finished, *(time for time in ends if time is not None)]
    return any(
        sum(before < now for before in free) < count
        for count, now in enumerate(seen.run.done.get(channel, ()), start=1)
    )
