"""The two ends of each message are brought together."""

from collections import defaultdict

from helpers.runs.run import Message

__all__ = ["match"]


def match(notes) -> None:
    """Give each message of `notes` its receiver, and the run those that only arrived."""
    _match_queues(notes)
    _match_connections(notes)
    _match_calls(notes)


def _match_queues(notes):
    for (_, number), message in notes.sent.items():
        message.pickled = notes.pickled.get(number)
        if message.pickled is not None:
            message.sent = min(message.sent, message.pickled)
    for channel, number, time, lane in notes.received:
        message = notes.sent.get((channel, number))
        if message is None:
            # The sender was killed between sending and noting; the number names its process.
            sender = notes.processes.get(int(number.partition(".")[0]))
            if sender is None:
                continue
            message = Message(channel, "", sender, time)
            message.pickled = notes.pickled.get(number)
            notes.run.messages.append(message)
        message.receiver, message.received = lane, time
        message.sent = min(message.sent, time)


def _match_connections(notes):
    ends = defaultdict(set)
    for channel, end in [*notes.sends, *notes.receives]:
        ends[channel].add(end)
    for (channel, end), messages in notes.sends.items():
        messages.sort(key=lambda message: message.sent)
        others = sorted(ends[channel] - {end})
        receives = sorted(
            notes.receives[channel, others[0]] if len(others) == 1 else (),
            key=lambda receive: receive[0],
        )
        for message, (time, lane) in zip(messages, receives, strict=False):
            message.receiver, message.received = lane, time
        notes.run.messages += [
            message
            for message in messages
            if message.receiver is not None or not message.unfinished
        ]


def _match_calls(notes):
    """A request to a manager goes to its process, from which the reply comes.

    When the reply was sent is not known: it counts from when the request arrived.
    """
    for channel, number, time, pid in notes.requests:
        request, manager = notes.sent.get((channel, number)), notes.processes[pid]
        if request is not None:
            request.receiver, request.received = manager, time
            notes.receivers[channel, "request"][id(manager)] = manager
    for channel, number, time, label, lane in notes.replies:
        request = notes.sent[channel, number]
        if request.receiver is not None:
            reply = Message(channel, label, request.receiver, request.received, lane, time)
            notes.run.messages.append(reply)
            notes.receivers[channel, f"reply to {lane.name}"][id(lane)] = lane
