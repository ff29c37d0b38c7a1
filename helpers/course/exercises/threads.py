"""What judges ask of a run whose answer works with threads."""

__all__ = ["deaths_of", "elsewhere", "own_threads", "short_name"]


def own_threads(seen) -> list:
    """The lanes of further threads of the process that runs the answer."""
    first = seen.run.lanes[0]
    return [lane for lane in seen.run.lanes[1:] if lane.pid == first.pid]


def elsewhere(seen) -> list:
    """The lanes of other processes."""
    return [lane for lane in seen.run.lanes if lane.pid != seen.run.lanes[0].pid]


def deaths_of(seen) -> list[str]:
    """A sentence for each further thread that died of an exception."""
    threads = own_threads(seen)
    return [f"{short_name(lane)} died of {lane.error}." for lane in threads if lane.error]


def short_name(lane) -> str:
    """The name of a thread without that of its process: "Ada" for "MainProcess / Ada"."""
    return lane.name.rpartition(" / ")[2]
