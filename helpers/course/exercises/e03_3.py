"""Exercise 03.3: a server that echoes until its client is gone."""

import random

from helpers.course.exercises.exercise import Exercise
from helpers.course.exercises.lanes import started, texts_of
from helpers.course.exercises.messages import WORDS
from helpers.course.exercises.saying import unlike
from helpers.course.exercises.silence import AfterSilence, left_after_a_timeout
from helpers.note.events import mark

__all__ = ["EXERCISE"]


def _talks():
    number = random.randrange(10, 100)
    talk = ["stop", None, 0, "", [number, "stop"], random.choice(WORDS)]
    return [([random.choice(WORDS)], True), (talk, False)]


def _have_echoed(start_echo, messages, kill):
    pair = start_echo()
    try:
        connection, process = pair
        connection.send, connection.recv, connection.close, process.join, process.kill  # noqa: B018
    except (TypeError, ValueError, AttributeError):
        return {"pair": repr(pair)}
    echoes = []
    try:
        for message in messages:
            mark(f"sends {message!r}")
            connection.send(AfterSilence(message))
            echoes.append(connection.recv())
    except (EOFError, ConnectionError):
        process.join(1)
        return {"echoes": echoes, "gone": True}
    if kill:
        mark("kills the server")
        process.kill()
        try:
            return {"echoes": echoes, "after": f"gives {connection.recv()!r}"}
        except (EOFError, ConnectionError):
            return {"echoes": echoes, "after": "raises EOFError"}
        finally:
            process.join()
    mark("closes its end")
    connection.close()
    process.join()
    return {"echoes": echoes, "code": process.exitcode}


def _judge_the_echo(seen):
    messages, kill = seen.case
    if "pair" in seen.returned:
        return unlike(
            "start_echo() returns a connection and a process",
            f"start_echo() returns {seen.returned['pair']}",
        )
    if not started(seen):
        return unlike("a process for the server", "no process")
    echoes = seen.returned["echoes"]
    for message, echo in zip(messages, echoes, strict=False):
        asked = f"the echo of {message!r} is"
        if wrong := unlike(f"{asked} {message!r}", f"{asked} {echo!r}"):
            return wrong
    if "gone" in seen.returned:
        if wrong := left_after_a_timeout(seen, "A client"):
            return wrong
        unanswered = messages[len(echoes)]
        return (
            f"After the message {unanswered!r} the server is gone. It has to serve until the "
            "client closes its end, whatever the messages are."
        )
    if kill:
        after = seen.returned["after"]
        return unlike(
            "after the server was killed, recv() raises EOFError",
            f"after the server was killed, recv() {after}",
        )
    return unlike(
        "the server ends with exit code 0",
        f"the server ends with exit code {seen.returned['code']}",
    )


def _why_there_is_no_echo(seen):
    said = texts_of(seen.run.lanes[0])
    servers = started(seen)
    if not servers:
        return "No process was started: nobody answers."
    if not said:
        return "start_echo() has to return while the server runs: do not wait for it there."
    name = servers[0].name
    if wrong := left_after_a_timeout(seen, "A client"):
        return wrong
    if "closes its end" in said:
        return (
            f"The client has closed its end, and {name} does not end. As long as a copy of that "
            f"end is open, no EOFError comes: does {name} hold one itself? And when it comes, the "
            "loop has to end."
        )
    if servers[0].ended is not None and not servers[0].ended_by:
        died = f"{name} died of {servers[0].error}. " if servers[0].error else ""
        return (
            f"{died}{name} is gone, and the client waits for an answer for ever: your own process "
            "still holds the server's end. Close it right after start()."
        )
    return f"{name} has not answered: the client {said[-1]} and waits."


EXERCISE = Exercise(
    number="03.3",
    asks="start_echo",
    takes=(),
    stub="""\
def start_echo():
    ...
""",
    hints=(
        "The server knows of no last message. recv() tells it when nothing more can come.",
        "The server loops: connection.send(connection.recv()), until EOFError. Give it its own "
        "end and nothing else. And which end does your process not use?",
        "ours, theirs = Pipe(). Start a Process with args=(theirs,), whose target loops in a "
        "try and returns after `except EOFError`. Then theirs.close(), in your own process, "
        "and return ours and the process.",
    ),
    cases=_talks,
    trial=_have_echoed,
    judge=_judge_the_echo,
    stuck=_why_there_is_no_echo,
    checked="a client whose server was killed, and a talk of six messages of all kinds, after "
    "which the server ended by itself.",
    further="serve two clients, each over a pipe of its own, with connection.wait.",
)
