"""The explorer of chapter 02, Threads and the GIL."""

import queue
import threading
from multiprocessing import get_context

import ipywidgets as widgets

from helpers.course.explorers.explorer import DEADLINE, Explorer
from helpers.kernel.machine import usable_cores
from helpers.measure.timing import calibrate
from helpers.measure.turns import Turns
from helpers.note.work import alternate, count_in_spans
from helpers.runs.recording import record
from helpers.show import figures
from helpers.show.plots.predictions import plot_predictions
from helpers.show.plots.turns import plot_turns
from helpers.units import duration

__all__ = ["threads_or_processes"]

MOST = 8  # processes
WORK = 0.08  # seconds that each worker computes and waits, if nobody keeps it waiting
ONE = {"threads": "1 thread", "processes": "1 process"}
ROUNDS = 8  # in which it does both


def threads_or_processes():
    """Chapter 2: share of computing, number and kind of workers; predicted against measured.

    The second picture keeps what you have tried.
    """
    tried = []
    turns_in = {}  # share of computing in per cent: turns of a round, once they are known

    def experiment(kind, workers, share):
        if share not in turns_in:
            each = WORK * share / 100 / ROUNDS
            turns_in[share] = calibrate(count_in_spans, each) if share else 0
        computing = WORK * share / 100
        cores = 1 if kind == "threads" else min(workers, usable_cores())
        predicted = max(WORK, workers * computing / cores)
        pause = (WORK - computing) / ROUNDS
        with record(deadline=DEADLINE) as run:
            reports = _alternating(kind, workers, (ROUNDS, turns_in[share], pause))
        if run.stopped:
            return [figures.of_run(run)], run.words()
        label = f"{workers} {kind}" if workers > 1 else ONE[kind]
        turns = Turns({label: reports}, f"{share} % computing", {label: predicted})
        wall = turns.wall(label)
        tried.append((predicted, wall, kind))
        return [plot_turns(turns), plot_predictions(tried)], (
            f"{workers} × {duration(WORK)}, {share} % of it computing, with {kind}.\n"
            f"Predicted {duration(predicted)} of wall time, measured {duration(wall)} from the "
            f"moment when all were ready;\none after the other: "
            f"{duration(workers * WORK)}."
        )

    return Explorer(
        "Share of computing × workers × threads or processes",
        experiment,
        {
            "kind": widgets.Dropdown(options=["threads", "processes"], description="workers are"),
            "workers": widgets.IntSlider(4, 1, MOST, description="number of workers"),
            "share": widgets.SelectionSlider(
                options=[0, 5, 10, 25, 50, 75, 100],
                value=25,
                description="computing, %",
            ),
        },
    )


def _alternating(kind, workers, work):
    """The reports of `workers` workers that `alternate`, all from the same moment on."""
    if kind == "threads":
        make, start, reports = threading.Thread, threading.Barrier(workers), queue.Queue()
    else:
        context = get_context()
        make, start, reports = context.Process, context.Barrier(workers), context.Queue()
    team = [
        make(target=alternate, args=(*work, start, reports), name=f"worker-{number}")
        for number in range(1, workers + 1)
    ]
    try:
        for worker in team:
            worker.start()
        found = [reports.get() for _ in team]
        for worker in team:
            worker.join()
    except BaseException:
        if kind == "threads":
            start.abort()  # nobody else would ever come; processes are ended by the recording
        raise
    return found
