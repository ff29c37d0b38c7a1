"""What the notebooks of *Concurrency You Can See* use. Loads nothing heavy: children import it."""

import importlib

from helpers.note.events import log

_WHERE = {
    "record": "runs.recording",
    "watch": "note.watch.registry",
    "Run": "runs.run",
    "this_computer": "kernel.machine",
    "calibrate": "measure.timing",
    "check": "course.checking.check",
    "compare": "measure.timing",
    "dissect": "measure.anatomy",
    "interleave": "steps.lab",
    "hint": "course.checking.hint",
    "lost_without_gil": "measure.freethreading",
    "many": "measure.worlds",
    "predict": "course.questions",
    "progress": "course.checking.passed",
    "quiz": "course.questions",
    "Sweep": "measure.sweeps",
    "sweep": "measure.sweeps",
    "Tally": "measure.tallies",
    "tally": "measure.tallies",
    "Turns": "measure.turns",
    "without_gil": "measure.freethreading",
}

__all__ = ["explore", "log", *_WHERE]


def __getattr__(name):
    if name == "explore":
        return importlib.import_module("helpers.course.explore")
    if name in _WHERE:
        return getattr(importlib.import_module(f"helpers.{_WHERE[name]}"), name)
    raise AttributeError(f"module 'helpers' has no attribute {name!r}")


def __dir__():
    return sorted([*globals(), *__all__])


def load_ipython_extension(shell):
    """`%load_ext helpers`: the `%%workers` magic, runs that show themselves, and spawn.

    Processes start with spawn, the one start method that every system has, unless the environment
    variable HELPERS_START_METHOD names another.
    """
    import multiprocessing
    import os

    from helpers.kernel import session
    from helpers.kernel.several import follow_wait
    from helpers.kernel.workers import workers
    from helpers.note.sleeping import follow_sleep
    from helpers.show import display, page_script

    method = os.environ.get("HELPERS_START_METHOD") or "spawn"
    known = multiprocessing.get_all_start_methods()
    if method not in known:
        raise ValueError(
            f"HELPERS_START_METHOD is {method!r}, but this system starts processes with "
            f"{', '.join(known)}. Set it to one of these, or unset it."
        )
    multiprocessing.set_start_method(method, force=True)
    session.folder()
    follow_sleep()
    follow_wait()
    shell.register_magic_function(workers, "cell", "workers")
    display.register(shell)
    page_script.put()
    shell.events.register("post_run_cell", _forget)


def _forget(_):
    """Let `%load_ext helpers` say nothing when it runs again: a learner runs the first cell more
    than once."""
    from IPython import get_ipython

    get_ipython().extension_manager.loaded.discard("helpers")
