"""What the picture of a `Run` carries: the run itself, and where things stand in the picture.

    {"width", "height", "axis":  points
     "knots":     [[seconds, points from the left], ...], between which time runs evenly
     "length":    seconds
     "lanes":     [{"name", "top", "bottom": points,
                    "states": [[seconds, what it does then, number in "places" or null], ...],
                    "said":   [[seconds, text], ...]}, ...]
     "boxes":     [{"channel": number in "channels", "top", "bottom": points}, ...], of shared ones
     "channels":  [name, ...]
     "messages":  [[number in "channels", label, number of the sending lane, seconds,
                    number of the receiving lane or null, seconds or null], ...]
     "places":     ["line 3 of greeters: log(...)", ...]}

`replay.js` plays it. A run of 2,000 messages takes some 30 KB, and a page should stay small: of a
run with more, nothing is carried.
"""

import json

from helpers.runs.lane import Stand
from helpers.show.captions import stood
from helpers.show.page import WIDTH

__all__ = ["MOST", "of_plan"]

# As the words under the picture say it.
_ENDS = {
    "the deadline": "was killed at the deadline",
    "the interrupt": "was ended at the interrupt",
    "the end of the block": "was alive at the end of the block, and was ended there",
}

MOST = 2_000  # messages, and as many things that lanes do


def of_plan(plan) -> str:
    """The story of a run whose picture is laid out, as JSON; "" for one that is too long."""
    run, places = plan.run, {}
    lanes = [_lane(run, track, places) for track in plan.tracks]
    if len(run.messages) > MOST or sum(len(lane["states"]) for lane in lanes) > 4 * MOST:
        return ""
    channels = list(dict.fromkeys(message.channel for message in run.messages))
    story = {
        "width": round(WIDTH),
        "height": round(plan.height, 1),
        "axis": round(plan.axis, 1),
        "knots": [[_short(time), round(x, 1)] for time, x in plan.x.knots],
        "length": _short(run.length),
        "lanes": lanes,
        "boxes": [
            {
                "channel": channels.index(box.channel),
                "top": round(box.top, 1),
                "bottom": round(box.bottom, 1),
            }
            for box in plan.mailboxes
        ],
        "channels": channels,
        "messages": [
            [
                channels.index(message.channel),
                message.label,
                message.sender,
                _short(message.sent),
                message.receiver,
                _short(message.received),
            ]
            for message in run.messages
        ],
        "places": [*places],
    }
    return json.dumps(story, ensure_ascii=False, separators=(",", ":"))


def _lane(run, track, places):
    """The story of a lane; new places are entered into `places`, {what it says: its number}."""
    lane = track.lane

    def number(place):
        if isinstance(place, str):
            place = run.places.get(f"{lane.pid} {place}")
        if place is None or not place.line:
            return None
        said = f"line {place.line} of {place.file}: {place.source}"
        return places.setdefault(said, len(places))

    return {
        "name": lane.name,
        "top": round(track.top, 1),
        "bottom": round(track.bottom, 1),
        "states": [[_short(time), text, number(place)] for time, text, place in states(lane, run)],
        "said": [[_short(mark.time), mark.text] for mark in lane.marks],
    }


def states(lane, run) -> list[tuple[float, str, str | Stand]]:
    """(seconds, what a lane of `run` does from then on, its place as in `Span`), in the order of
    time. Where it stood when the run was stopped is its last state, and has the `Stand` for place.
    """
    found = []
    if lane.parent is not None and not lane.thread:
        found.append((lane.born, "starts up", ""))
    begin = lane.born if lane.thread or lane.parent is None else lane.ready
    if begin is not None:
        found.append((begin, "computes", ""))
    spans = [
        *((wait, f"waits in {wait.on}") for wait in lane.waits),
        *((sleep, "sleeps") for sleep in lane.sleeps),
        *((start, "starts a process") for start in lane.starts),
    ]
    for span, text in spans:
        found.append((span.start, text, span.place))
        if span.end is not None:
            leaves = lane.returned is not None and span.end >= lane.returned
            found.append((span.end, *(("shuts down", "") if leaves else ("computes", span.place))))
    if lane.returned is not None:
        found.append((lane.returned, "shuts down", ""))
    if lane.stand is not None and run.stopped_at is not None:
        # What came back because the run was stopped did not go on.
        found = [state for state in found if state[0] < run.stopped_at]
        found.append((run.stopped_at, stood(lane.stand), lane.stand))
    if lane.ended is not None:
        how = _ENDS.get(lane.ended_by, "has ended")
        code = "" if lane.exitcode is None else f", exit code {lane.exitcode}"
        found.append((lane.ended, how + code, ""))
    return sorted(found, key=lambda state: state[0])


def _short(seconds):
    return None if seconds is None else round(seconds, 6)
