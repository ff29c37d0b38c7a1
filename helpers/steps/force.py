"""An order, forced on real threads or processes, and recorded as a run like any other.

Each worker runs the same rewritten code as in the lab, on real objects. Before each step it waits
for its turn. After the last step of the order all are let go: who then waits for a lock, waits.
"""

import multiprocessing
import threading

from helpers.runs.recording import record
from helpers.steps.acting import Turns, act, act_in_process
from helpers.steps.real import OF_PROCESSES, Real, real_for
from helpers.steps.refused import Refused
from helpers.steps.stage import Stage

__all__ = ["force"]


def force(workers, names, argument_names, schedule, kind, deadline):
    """Run `workers` in the order of `schedule`, and return the `Run`.

    workers:   [(function, its arguments), ...]; each run is on fresh copies of the arguments
    names:     of the workers
    schedule:  the number of the worker of each step
    kind:      `threading.Thread`, or `multiprocessing.Process`
    deadline:  seconds; an order that ends in a deadlock takes as long

    Raises Refused where processes would not share what the workers share.
    """
    is_processes = not issubclass(kind, threading.Thread)
    stage = Stage(workers, [], argument_names, real_for)
    if is_processes:
        _check_shared(stage)
    turns = Turns(schedule, len(workers), multiprocessing if is_processes else threading)
    with record(deadline=deadline) as run:
        started = []
        for number, (function, _) in enumerate(workers):
            if is_processes:
                target = act_in_process
                arguments = (function, stage.workers[number][1], number, turns)
            else:
                target, arguments = act, (stage, number, number, turns)
            one = kind(target=target, args=arguments, name=names[number], daemon=True)
            one.start()
            started.append(one)
        for one in started:
            one.join()
    return run


def _check_shared(stage):
    for name, thing in stage.twins.parts:
        if not isinstance(thing, Real) or not _is_of_processes(thing.thing):
            what = name or "a global variable"
            raise Refused(
                f"Processes do not share {what}: each would get a copy of its own. Use a Value, an "
                "Array, a lock or a queue of multiprocessing, or force the order on threads."
            )


def _is_of_processes(thing):
    return any(isinstance(thing, known) for known in OF_PROCESSES)
