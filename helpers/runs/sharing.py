"""Who held what, and who let whom go on: what was done with each lock, semaphore, event, ..."""

from collections import Counter, defaultdict, deque

from helpers.runs.lane import Hold, Pass, Signal
from helpers.runs.run import Wake

__all__ = ["pair"]


def pair(notes) -> None:
    """Give the lanes of `notes` their holds, signals and passes, and the run its wakes."""
    stopped = notes.run.stopped_at
    for name, uses in notes.shared.items():
        # What was released, or taken, because the run was stopped does not count.
        uses = [use for use in uses if stopped is None or use[0] <= stopped]
        uses.sort(key=lambda use: use[0])
        signals = _is_signal(uses)
        _pair_holds(name, [use for use in uses if use[1] in ("HUyh" if signals else "HUyhqv")])
        given, passed = _signals(
            name, [use for use in uses if use[1] in ("VYqv" if signals else "VY")]
        )
        notes.run.wakes += _wakes(name, given, passed)


def _is_signal(uses):
    """Whether a semaphore was released by a thread that did not have it: as a lock never is."""
    held = Counter()
    for _, kind, lane, fields in uses:
        if kind == "q":
            held[id(lane)] += 1
        elif kind == "v":
            held[id(lane)] -= int(fields[0])
            if held[id(lane)] < 0:
                return True
    return False


def _pair_holds(lock, uses):
    held = []  # [lane, hold, depth], in order of acquiring
    put_down = {}  # id of a lane that waits: the depth of its hold
    for time, kind, lane, fields in uses:
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


def _signals(name, uses):
    """What was given, (time, lane, how many it lets go on at most), and who passed by it:
    {id of a lane: (Pass, lane)s in order}."""
    given, passed = [], defaultdict(deque)
    for time, kind, lane, fields in uses:
        if kind == "V":
            call, number = fields
            given.append((time, lane, None if number == "all" else int(number)))
            lane.signals.append(Signal(time, name, call))
        elif kind == "v":
            given.append((time, lane, int(fields[0])))
            lane.signals.append(Signal(time, name, "release"))
        elif fields[1:] == ("last",):
            given.append((fields[0], lane, None))
            lane.signals.append(Signal(fields[0], name, "wait"))
            lane.passes.append(Pass(fields[0], time, name, "wait"))
        else:
            call = "acquire" if kind == "q" else "wait"
            lane.passes.append(Pass(fields[0], time, name, call))
            passed[id(lane)].append((lane.passes[-1], lane))
    return given, passed


def _wakes(name, given, passed):
    """Each signal is brought together with the waits that it ended."""
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
            yield Wake(name, lane, at, sleeper, one.end)
