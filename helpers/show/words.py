"""A `Run` or a measurement said in words: what nbval compares and a screen reader reads.

The words leave out what the schedule decides. They hold no time, and where several lanes compete
for the messages of a channel they say what all of them did together.
"""

import itertools
from collections import Counter

from helpers.show.marks import MARK_LOOKS
from helpers.show.phrases import SAID, counted, joined, natural, quoted, shortened, times

__all__ = ["of_run", "stands"]


def of_run(run) -> str:
    """`run` in words: one line for each lane, one for each channel and lock."""
    if not run.closed:
        return "This run is still open: look at it after its `with record()` block."
    lines = [_heading(run)]
    if run.stopped_at is not None:
        lines += stands(run)
    competing = _competing(run)
    for lane in run.lanes:
        if lane.name not in competing and (said := _lane(lane)):
            lines.append(f"{lane.name}: {said}.")
    for names in dict.fromkeys(competing.values()):
        lines.append(_group([run.lane(name) for name in names]))
    lines += [_channel(run, channel, competing) for channel in _channels(run)]
    lines += [*_locks(run), *_signals(run), *_memory(run)]
    if run.unwritten:
        lines.append(_unwritten(run))
    if run.survivors:
        lines.append(f"Without a lane, still alive at the end, and ended: {joined(run.survivors)}.")
    return "\n".join(lines)


def stands(run) -> list[str]:
    """Where each lane of a stopped run stood, a line each."""
    return [f"  {lane.name} {_stand(lane)}" for lane in run.lanes if lane.stand]


def _heading(run):
    processes = [lane for lane in run.lanes if lane.thread is None]
    threads = len(run.lanes) - len(processes)
    text = counted(len(processes), "process", "processes")
    if threads:
        text += f", {counted(threads, 'further thread')}"
    text += ": " + ", ".join(lane.name for lane in run.lanes) + "."
    if run.stopped:
        text += f"\nStopped at the deadline of {run.deadline:g} s. Where they stood:"
    elif run.interrupted is not None:
        text += "\nInterrupted. Where they stood:"
    return text


def _unwritten(run):
    why = {}
    for name, reason in run.unwritten.items():
        why.setdefault(reason, []).append(name)
    whom = joined([f"{joined(names)} ({reason})" for reason, names in why.items()])
    return (
        f"The recording could not write all that came of {whom}: "
        "what is missing here may have happened all the same."
    )


def _stand(lane):
    stand = lane.stand
    waited = f"waited in {stand.waiting_on}, " if stand.waiting_on else ""
    if not stand.line:
        return f"{waited or 'was '}on its way out."
    where = stand.file if stand.function == "<module>" else f"{stand.function}() of {stand.file}"
    how = waited or ("slept, " if stand.asleep else "was at ")
    return f"{how}line {stand.line} in {where}: {stand.source}"


def _lane(lane):
    said = []
    if lane.started:
        said.append(f"started {joined(lane.started)}")
    for verb, marks in itertools.groupby(lane.marks, key=lambda mark: MARK_LOOKS[mark.kind].verb):
        texts = ", ".join(quoted(mark.text) for mark in marks)
        said.append(f"{verb} {texts}")
    said += _complaints([lane])
    if lane.dropped:
        said.append("and logged on, too much to keep")
    if lane.joined:
        said.append(f"joined {joined(lane.joined)}")
    if lane.error:
        said.append(f"died of {shortened(lane.error)}")
    if ending := _ending(lane):
        said.append(ending)
    return "; ".join(said)


def _complaints(lanes):
    found = [complaint for lane in lanes for complaint in lane.complaints]
    dropped = Counter(
        f"a message for {complaint.channel!r}, {shortened(complaint.text)}"
        for complaint in found
        if complaint.channel is not None
    )
    said = [
        f"could not pickle {text}{'' if count == 1 else f' ({times(count)})'}"
        for text, count in dropped.items()
    ]
    texts = [shortened(complaint.text) for complaint in found if complaint.channel is None]
    if len(lanes) > 1:  # whose comes first is up to the schedule
        texts.sort(key=natural)
    if texts:
        some = [quoted(text) for text in texts[:SAID]]
        some += [f"{len(texts) - SAID:,} more"] if len(texts) > SAID else []
        said.append(f"wrote to standard error {joined(some)}")
    return said


def _ending(lane):
    if lane.thread is not None or (lane.ended is None and lane.ended_by is None):
        return ""
    if lane.ended_by == "the deadline":
        return "killed at the deadline"
    if lane.ended_by == "the interrupt":
        return "ended at the interrupt"
    if lane.ended_by is not None:
        return "still alive at the end of the block, and ended there"
    if lane.exitcode is None:
        return "ended"
    return f"exit code {lane.exitcode}"


def _competing(run):
    """Lanes that ask for messages of one channel: who gets which is decided anew in each run."""
    groups = {}
    for lanes in itertools.chain(*run.receivers.values()):
        if len(lanes) > 1:
            names = tuple(run.lanes[number].name for number in lanes)
            groups.update(dict.fromkeys(names, names))
    return groups


def _group(lanes):
    said = [f"{joined([lane.name for lane in lanes])} share the messages"]
    texts = {look.verb: [] for look in MARK_LOOKS.values()}
    for mark in itertools.chain(*(lane.marks for lane in lanes)):
        texts[MARK_LOOKS[mark.kind].verb].append(mark.text)
    said += [
        f"together they {verb} {', '.join(map(quoted, sorted(some, key=natural)))}"
        for verb, some in texts.items()
        if some
    ]
    said += _complaints(lanes)
    errors = Counter(shortened(lane.error) for lane in lanes if lane.error)
    said += [f"{_number(count)} died of {error}" for error, count in sorted(errors.items())]
    # Who takes which message is up to the schedule, but whom someone kills is not.
    killed = [lane for lane in lanes if lane.ended_by is None and (lane.exitcode or 0) < 0]
    killed = killed if len(killed) < len(lanes) else []
    said += [f"{_ending(lane)} for {lane.name}" for lane in killed]
    endings = Counter(_ending(lane) for lane in lanes if lane not in killed and _ending(lane))
    others = _the_other if killed else _all
    said += [f"{ending} for {others(count)}" for ending, count in sorted(endings.items())]
    return "; ".join(said) + "."


def _channels(run):
    return sorted({message.channel for message in run.messages})


def _channel(run, channel, competing):
    messages = [message for message in run.messages if message.channel == channel]
    received = [message for message in messages if message.receiver is not None]
    text = f"{counted(len(messages), 'message')} through {channel!r}: "
    text += _senders(run, messages, competing)
    said = []
    for lanes in sorted(run.receivers.get(channel, [])):
        count = sum(message.receiver in lanes for message in received)
        if len(lanes) == 1:
            said.append(f"{run.lanes[lanes[0]].name} received {count:,}")
        elif count:
            said.append(f"{len(lanes)} of them received {count:,}, each message once")
    text += f"; {joined(said)}" if said else ""
    lost = len(messages) - len(received)
    if lost:
        text += f"; {lost:,} never received"
    return text + "."


def _senders(run, messages, competing):
    counts = Counter()
    for message in messages:
        name = run.lanes[message.sender].name
        counts[competing.get(name, (name,))] += 1
    return joined(
        [
            f"{joined(list(names))} sent {count:,}{' together' if len(names) > 1 else ''}"
            for names, count in sorted(counts.items(), key=lambda item: list(map(natural, item[0])))
        ]
    )


def _locks(run):
    held, kept = {}, {}
    for lane in run.lanes:
        for hold in lane.holds:
            if not hold.again:
                held.setdefault(hold.lock, Counter())[lane.name] += 1
            if hold.end is None:
                kept.setdefault(hold.lock, []).append(lane.name)
    for lock, counts in sorted(held.items()):
        never = f"; never released by {joined(kept[lock])}" if lock in kept else ""
        yield f"{lock!r} was held by {_each(counts)}{never}."


_GIVEN = {"set": "set", "notify": "notified", "notify_all": "notified", "release": "released"}


def _signals(run):
    """Who gave which signals, and, as measured here, who was woken by whom."""
    given, passed = {}, {}
    for lane in run.lanes:
        for signal in lane.signals:
            verbs = given.setdefault(signal.through, {})
            verbs.setdefault(_GIVEN.get(signal.call), Counter())[lane.name] += 1
        for one in lane.passes:
            passed.setdefault(one.through, Counter())[lane.name] += 1
    for name, verbs in sorted(given.items()):
        said = [f"{verb} by {_together(counts)}" for verb, counts in verbs.items() if verb]
        went_on = joined(sorted(passed.get(name, ()), key=natural))
        if "released" in verbs and went_on:
            said.append(f"acquired by {_together(passed[name])}")
        text = f"{name!r} was {joined(said)}" if said else repr(name)
        # Whether a condition was waited for at all is up to the schedule.
        if went_on and not {"released", "notified"} & {*verbs}:
            text += f"{', which' if said else ''} let {went_on} go on"
        yield f"{text}."
        woken = {}
        for wake in run.wakes:
            if wake.through == name:
                names = woken.setdefault(run.lanes[wake.by].name, {})
                names[run.lanes[wake.woken].name] = None
        whom = "; ".join(f"{joined([*names])} by {by}" for by, names in woken.items()) or "nobody"
        # In the brackets stands what may come out otherwise, and no bracket may end them early.
        whom = whom.replace("(", "[").replace(")", "]")
        yield f"measured here: woken through {name!r} ({whom})"


_USED = {"read": "read", "write": "written", "close": "closed", "unlink": "unlinked"}


def _memory(run):
    """Who used which shared memory, and how. A forked child has a block without attaching to it."""
    used = {}
    for lane in run.lanes:
        for access in lane.accesses:
            if access.call in _USED:
                counts = used.setdefault(access.name, {call: Counter() for call in _USED})
                counts[access.call][lane.name] += 1
    for name, calls in sorted(used.items()):
        said = [f"{_USED[call]} by {_each(by)}" for call, by in calls.items() if by]
        yield f"{name!r} was {joined(said)}."


def _each(counts):
    named = sorted(counts.items(), key=natural)
    return joined([f"{name} {times(count)}" for name, count in named])


def _together(counts):
    names = joined(sorted(counts, key=natural))
    return f"{names} {times(counts.total())}{' together' if len(counts) > 1 else ''}"


def _number(number):
    return "one" if number == 1 else str(number)


def _all(number):
    return "one" if number == 1 else f"all {number}"


def _the_other(number):
    return "the other" if number == 1 else f"the other {number}"
