"""The explorer of chapter 01, Processes."""

from multiprocessing import get_all_start_methods, get_context, get_start_method
from time import perf_counter

import ipywidgets as widgets

from helpers.course.explorers.explorer import DEADLINE, Explorer
from helpers.kernel.machine import usable_cores
from helpers.measure.timing import calibrate
from helpers.note.work import count_down
from helpers.runs.recording import record
from helpers.show import figures
from helpers.show.plots.speedups import plot_speedups
from helpers.units import duration

__all__ = ["processes"]

MOST = 8  # processes


def processes():
    """Chapter 1: processes, work of each and start method, against wall time and speed-up.

    The second picture keeps what you have tried.
    """
    tried = []

    def experiment(processes, work, method):
        turns = calibrate(count_down, work / 1000)
        began = perf_counter()
        count_down(turns)
        alone = perf_counter() - began
        context = get_context(method)
        with record(deadline=DEADLINE) as run:
            workers = [
                context.Process(target=count_down, args=(turns,), name=f"worker-{number}")
                for number in range(1, processes + 1)
            ]
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
        wall = max(lane.ended for lane in run.lanes[1:]) - min(lane.born for lane in run.lanes[1:])
        speedup = processes * alone / wall
        tried.append((processes, speedup, f"{method}, {work} ms"))
        ideal = min(processes, usable_cores())
        return [figures.of_run(run), plot_speedups(tried, usable_cores(), MOST)], (
            f"{processes} × {work} ms of work with {method}: {duration(wall)} of wall time.\n"
            f"One after the other without processes: {duration(processes * alone)}, so this is "
            f"{speedup:.1f} times as fast. The ideal here is {ideal}."
        )

    methods = get_all_start_methods()
    return Explorer(
        "Processes × work × start method",
        experiment,
        {
            "processes": widgets.IntSlider(2, 1, MOST, description="processes"),
            "work": widgets.SelectionSlider(
                options=[1, 5, 20, 50, 100, 200], value=100, description="work of each, ms"
            ),
            "method": widgets.Dropdown(
                options=methods,
                value=get_start_method(),
                description="start method",
            ),
        },
    )
