"""Runs to draw, and what is found in their pictures."""

from helpers.runs.lane import Hold, Lane, Mark, Stand, Wait
from helpers.runs.run import Message, Run
from helpers.show import figures

HUES = {"#0072b2", "#bf8400", "#cc79a7", "#3398d0", "#7f6000", "#009e73", "#c45400"}


def run_of(*lanes, messages=(), **more):
    settings = {"deadline": 10, "length": 0.1, "closed": True, **more}
    return Run(lanes=list(lanes), messages=list(messages), **settings)


def lane(name, pid=1, parent=None, **more):
    process, _, thread = name.partition(" / ")
    return Lane(name, process, thread or None, pid, parent, **{"born": 0.0, "ready": 0.0, **more})


def main(**more):
    return lane("main", **more)


def child(number=1, **more):
    settings = {"born": 0.002 * number, "ready": 0.06, "ended": 0.09, "exitcode": 0, **more}
    return lane(f"child {number}", number + 1, 0, **settings)


def message(number, sender=0, receiver=1, **more):
    times = {"sent": 0.01 + 1e-5 * number, "received": 0.07 + 1e-5 * number}
    if receiver is None:
        times["received"] = None
    return Message("q", str(number), sender, receiver=receiver, **{**times, **more})


def crowd():
    """Everything in the last milliseconds, as under spawn, and more than there is room for."""
    marks = [Mark(0.085 + 0.001 * i, f"line number {i}") for i in range(12)]
    holds = [Hold(0.07, 0.072, "lock"), Hold(0.071, 0.08, "other lock")]
    stand = Stand("wait", "waiters", 4, "inbox.get()", "inbox.get()")
    messages = [
        Message("q", f"message {i}", i % 3, 0.08 + 7e-4 * i, (i + 1) % 4 % 3, 0.083 + 7e-4 * i)
        for i in range(20)
    ]
    return run_of(
        main(marks=[Mark(0.0901, "one"), Mark(0.0902, "two")], waits=[Wait(0, 0.09, "q.get()")]),
        child(1, marks=marks, ended=0.098, exitcode=1, error="ValueError: " + 30 * "long "),
        child(2, marks=marks, ended=0.099, holds=holds, stand=stand),
        lane("child 2 / a thread with a name that is really too long", 3, 2, ended=0.04),
        messages=messages,
        stopped=True,
        deadline=0.097,
    )


def wide(lanes):
    """Many lanes that all have something to say."""
    return run_of(
        main(),
        *(
            child(i, born=0.001 * i, marks=[Mark(0.08, f"I am {i}")], exitcode=i % 2)
            for i in range(1, lanes)
        ),
        messages=[message(i, 0, i) for i in range(1, lanes)],
    )


def nothing():
    return run_of(main(), length=0.00021)


def artists(run, gid):
    return [each for each in figures.of_run(run).axes[0].collections if each.get_gid() == gid]


def shapes(run, gid):
    return [path.vertices for each in artists(run, gid) for path in each.get_paths()]


def spots(run, gid):
    return [tuple(spot) for each in artists(run, gid) for spot in each.get_offsets()]


def written(run):
    return figures.of_run(run).axes[0].texts


def texts(run):
    return [text.get_text() for text in written(run)]


def left(shape):
    return float(shape[:, 0].min())


def right(shape):
    return float(shape[:, 0].max())


def top(shape):
    return float(shape[:, 1].min())


def bottom(shape):
    return float(shape[:, 1].max())
