"""A worker on real objects, in a thread or process of its own: a step when it is its turn.

A child process imports this, and little else.
"""

import threading

from helpers.note.events import log, waiting
from helpers.steps.real import real_for
from helpers.steps.saying import done
from helpers.steps.stage import Stage

__all__ = ["PACE", "Turns", "act", "act_in_process"]

PACE = 0.02  # seconds before each step, so that two can be told apart in the picture


class Turns:
    """Whose turn it is: a semaphore for each step, which whoever took the step before gives.

    schedule:  the number of the worker of each step
    module:    `threading` or `multiprocessing`
    """

    def __init__(self, schedule, workers, module):
        self.mine = [[n for n, one in enumerate(schedule) if one == w] for w in range(workers)]
        self.steps = [module.Semaphore(0) for _ in schedule]
        self.is_over = module.Event()
        self._give(0)

    def wait(self, worker, taken):
        """Wait until `worker`, who took `taken` steps, may take one more. After the last step of
        the schedule everybody may."""
        with waiting("awaits its turn"):
            if taken < len(self.mine[worker]):
                self.steps[self.mine[worker][taken]].acquire()
            else:
                self.is_over.wait()
            threading.Event().wait(PACE)  # which is no sleep in the picture

    def took(self, worker, taken):
        """`worker` took its step number `taken`, counted from 0: the next one may come."""
        if taken < len(self.mine[worker]):
            self._give(self.mine[worker][taken] + 1)

    def _give(self, step):
        if step < len(self.steps):
            self.steps[step].release()
        else:
            self.is_over.set()


def act_in_process(function, arguments, worker, turns):
    """What a process does: the same as a thread, on what was sent to it."""
    act(Stage([(function, arguments)], make_for=real_for), 0, worker, turns)


def act(stage, number, worker, turns):
    """Take all steps of a worker.

    number:  of the worker on `stage`
    worker:  its number in `turns`
    """
    taken = 0
    while (pending := stage.pending[number]) is not None:
        turns.wait(worker, taken)
        text = stage.about_to(*pending)
        stage.move(number)
        log(done(text, pending[2], pending[1], stage.seen()))
        turns.took(worker, taken)
        taken += 1
    if stage.errors[number] is not None:
        raise stage.errors[number]
