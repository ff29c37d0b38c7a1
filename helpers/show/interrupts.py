"""What a notebook says after the stop button: one line, and not the traceback of a fault."""

from helpers.note.learners import is_learners
from helpers.runs import awaiting
from helpers.runs.stands import place_at

__all__ = ["is_interrupt", "said_of"]


def is_interrupt(error) -> bool:
    """Whether the stop button raised `error`, which has ended a cell.

    A cell that awaits is cancelled by it. So may be what a cell has made and awaits, but then
    nobody has asked to cancel the task of the cell itself (Python documentation,
    "asyncio.Task.cancelling").
    """
    if isinstance(error, KeyboardInterrupt):
        return True
    task = awaiting.current_task()
    asked = task is not None and task.cancelling() > 0
    return awaiting.is_cancellation(error) and (asked or hasattr(error, "run"))


def said_of(error) -> str:
    """Where `error` interrupted the learner's own code: "Interrupted in line 4: p.join()".

    A line of another file than the cell is said with its name, and one of another cell as such.
    """
    # A recording that ends in a task makes a cancellation of the interrupt, which knows the line.
    cause = error.__context__
    places = _places(cause if isinstance(cause, KeyboardInterrupt) else error)
    if not places:
        return "Interrupted."
    file, line = places[-1]
    place = place_at(file, line)
    where = ""
    if file != places[0][0]:
        where = " of another cell" if place.file == "this cell" else f" of {place.file}"
    return f"Interrupted in line {line}{where}: {place.source}"


def _places(error):
    """(file, line) of each frame of the learner's own, the innermost last."""
    traceback, places = error.__traceback__, []
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if is_learners(file):
            places.append((file, traceback.tb_lineno))
        traceback = traceback.tb_next
    return places
