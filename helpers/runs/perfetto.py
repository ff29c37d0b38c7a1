"""A run in Chrome's trace format, for viewers of the trade.

Format: "Trace Event Format", the Chromium project.
"""

import json
from contextlib import suppress
from pathlib import Path

__all__ = ["write"]


def write(run, path) -> Path:
    """Write `run` to `path` and return the path.

    Open the file with https://ui.perfetto.dev or chrome://tracing. Times are microseconds there;
    lanes are threads, messages are flow arrows.

    Raises OSError where the file cannot be written, and leaves what was there before.
    """
    path = Path(path)
    writing = path.with_name(f"{path.name}.writing")
    try:
        writing.write_text(json.dumps({"traceEvents": _trace_events(run)}), encoding="utf-8")
        writing.replace(path)
    except OSError as error:
        raise type(error)(f"The run cannot be written to {path}: {error.strerror}.") from None
    finally:
        with suppress(OSError):
            writing.unlink(missing_ok=True)
    return path


def _trace_events(run) -> list[dict]:
    def event(phase, lane, seconds, **more):
        number = run.lanes.index(lane)
        return {"ph": phase, "pid": lane.pid, "tid": number, "ts": seconds * 1e6, **more}

    def span(lane, start, end, name, kind):
        end = run.length if end is None else end
        return event("X", lane, start, dur=(end - start) * 1e6, name=name, cat=kind)

    found = []
    for number, lane in enumerate(run.lanes):
        head = {"ph": "M", "pid": lane.pid, "tid": number}
        found.append({**head, "name": "process_name", "args": {"name": lane.process}})
        found.append({**head, "name": "thread_name", "args": {"name": lane.name}})
        found.append(span(lane, lane.born, lane.ended, lane.name, "life"))
        found += [span(lane, wait.start, wait.end, wait.on, "wait") for wait in lane.waits]
        found += [span(lane, hold.start, hold.end, hold.lock, "hold") for hold in lane.holds]
        found += [event("i", lane, mark.time, name=mark.text, s="t") for mark in lane.marks]
    for number, wake in enumerate(run.wakes, start=len(run.messages)):
        flow = {"id": number, "name": wake.through, "cat": "wake"}
        found.append(event("s", run.lanes[wake.by], wake.at, **flow))
        found.append(event("f", run.lanes[wake.woken], wake.until, bp="e", **flow))
    for number, message in enumerate(run.messages):
        flow = {"id": number, "name": message.label or message.channel, "cat": message.channel}
        found.append(event("s", run.lanes[message.sender], message.sent, **flow))
        if message.receiver is not None:
            end = run.lanes[message.receiver]
            found.append(event("f", end, message.received, bp="e", **flow))
    return found
