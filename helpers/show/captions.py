"""The words that stand in the picture of a `Run`, as short as they can be."""

from helpers.show.phrases import shortened

__all__ = ["called", "complained", "ending", "held", "label", "standing", "stood", "used"]


def label(lane) -> str:
    """The name on the left of a lane; threads are indented under their process."""
    return f"    {lane.thread}" if lane.thread else lane.name


def held(hold) -> str:
    """The words in the strip of a lock."""
    return hold.lock if hold.end is not None else f"{hold.lock}, never released"


def complained(complaint) -> str:
    """The words under what a lane wrote to standard error, or could not pickle."""
    if complaint.channel is None:
        return f"stderr: {shortened(complaint.text)}"
    return f"not pickled for {complaint.channel}: {shortened(complaint.text)}"


def called(signal) -> str:
    """The words over a signal."""
    return f"{signal.through}.{signal.call}(){' as the last' if signal.call == 'wait' else ''}"


def ending(lane) -> str:
    """How a process ended, in the words beside the end of its bar; "" for no exit code."""
    return "" if lane.exitcode is None else f"exit {lane.exitcode}"


def standing(stand) -> str:
    """The words under the place where a lane stood at the deadline, as those of the run."""
    waited = f"waited in {stand.waiting_on}, " if stand.waiting_on else ""
    if not stand.line:
        return f"{waited or 'was '}on its way out"
    how = waited or ("slept, " if stand.asleep else "was at ")
    return f"{how}line {stand.line} of {stand.file}"


def stood(stand) -> str:
    """What a lane did when the run was stopped; its line stands elsewhere."""
    if stand.waiting_on:
        return f"waited in {stand.waiting_on}{'' if stand.line else ', on its way out'}"
    if not stand.line:
        return "was on its way out"
    return "slept" if stand.asleep else "was stopped"


def used(access) -> str:
    """The words over a use of shared memory: what was written; a read has none."""
    if access.call == "write":
        return f"{access.name}{access.where} = {access.label}"
    return "" if access.call == "read" else f"{access.name}.{access.call}()"
