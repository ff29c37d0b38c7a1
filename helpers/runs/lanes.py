"""The lanes of a run in their order, with the names by which pictures and words call them."""

from helpers.runs.naming import Names

__all__ = ["put_in_order"]


def put_in_order(notes) -> None:
    """Give the run of `notes` its lanes: each process, followed by its further threads."""
    lanes = notes.run.lanes = _in_order(notes)
    renamed = _name(notes, lanes)
    for lane in lanes:
        if lane.parent is not None and lane.thread is None:
            lanes[lane.parent].started.append(lane.name)
    for pid, (time, _, joiner) in sorted(notes.joins.items(), key=lambda join: _when(notes, *join)):
        if pid in notes.processes and not _was_stopped_before(notes, time, joiner):
            joiner.joined.append(notes.processes[pid].name)
    _rename_waits(notes, renamed)


def _in_order(notes):
    starts = _starts_of_threads(notes)
    in_order = []
    for process in sorted(notes.processes.values(), key=lambda lane: lane.born):
        further = [lane for lane in notes.lanes if lane.pid == process.pid and lane is not process]
        in_order += [process, *sorted(further, key=lambda lane: starts[id(lane)])]
    return in_order


def _starts_of_threads(notes):
    """When each thread was started, for the order of the lanes: {id of a lane: seconds}.

    Which of two started threads is the first to note anything is up to the schedule.
    """
    starts = {}
    for lane in sorted(notes.lanes, key=lambda lane: lane.born):
        times = notes.thread_starts.get((lane.pid, lane.thread))
        starts[id(lane)] = times.pop(0) if times else lane.born
    return starts


def _name(notes, lanes):
    """Name the `lanes`, and find the parent of each.

    Returns what joins of threads are called now: {(pid, "Thread-7.join()"): "thread 1.join()"}.
    """
    parents = {pid: lane for pid, (_, _, lane) in notes.started.items()}
    number = {id(lane): index for index, lane in enumerate(lanes)}
    renamed = {}
    process_names, thread_names = Names(), None
    for lane in lanes:
        if lane.thread is None:
            parent = parents.get(lane.pid)
            unnamed = parent is not None and (parent.pid, lane.process) in notes.unnamed
            lane.name = lane.process = process_names.of_process(lane.process, unnamed)
            thread_names = Names()
        else:
            parent = notes.thread_parents.get((lane.pid, lane.thread))
            lane.process = notes.processes[lane.pid].name
            old, unnamed = lane.thread, id(lane) in notes.unnamed
            lane.thread = thread_names.of_thread(old, unnamed)
            renamed.setdefault((lane.pid, f"{old}.join()"), f"{lane.thread}.join()")
            lane.name = f"{lane.process} / {lane.thread}"
        lane.parent = None if parent is None else number.get(id(parent))
    return renamed


def _when(notes, pid, join):
    """What to sort joins by. On its way out a process joins its children as a set has them."""
    time, _, joiner = join
    started = notes.started[pid][0] if pid in notes.started else 0
    return min(time, notes.leaving.get(joiner.pid, time)), started


def _was_stopped_before(notes, time, joiner):
    """What was joined because the run was stopped, and its processes ended, does not count."""
    stopped = notes.run.stopped_at
    if stopped is None:
        return False
    if joiner.ended_by == "the interrupt":
        stopped = min(stopped, notes.leaving.get(joiner.pid, stopped))
    return time > stopped


def _rename_waits(notes, of_threads):
    """`Process-7.join()` in the words of a run, in which that process is "child 1"."""
    of_processes = {
        f"{name}.join()": f"{notes.processes[pid].name}.join()"
        for pid, (_, name, _) in notes.started.items()
    }

    def renamed(lane, on):
        return of_threads.get((lane.pid, on), of_processes.get(on, on))

    for lane in notes.run.lanes:
        for wait in lane.waits:
            wait.on = renamed(lane, wait.on)
        if lane.stand is not None:
            lane.stand.waiting_on = renamed(lane, lane.stand.waiting_on)
