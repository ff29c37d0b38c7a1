"""The explorer of chapter 05, Joinable queues."""

from multiprocessing import JoinableQueue, Process, queues

import ipywidgets as widgets

from helpers.course.explorers.explorer import Explorer
from helpers.note.watch.registry import watch
from helpers.note.work import CARE, take_tasks
from helpers.runs.recording import record
from helpers.show import figures
from helpers.show.phrases import counted
from helpers.show.plots.level import plot_level

__all__ = ["unfinished_tasks"]

SHORT = 1.2  # seconds for workers to start up, where a run may hang on purpose


def unfinished_tasks():
    """Chapter 5: workers, work of each task, chance of a bad one and what the worker does about it,
    against the counter of a joinable queue. Where it never comes to zero, a deadline ends the run.
    """
    count = 10

    def experiment(workers, work, chance, care):
        seconds = work / 1000
        with record(deadline=SHORT + count * seconds / workers) as run:
            tasks = watch(JoinableQueue(), "tasks")
            takers = [
                Process(
                    target=take_tasks,
                    args=(tasks, seconds, chance / 100, care),
                    name=f"worker-{number}",
                )
                for number in range(1, workers + 1)
            ]
            for taker in takers:
                taker.start()
            for task in range(count):
                tasks.put(task)
            tasks.join()
            for _ in takers:
                # Past the watching: a sentinel is no task, and the picture counts tasks.
                queues.JoinableQueue.put(tasks, None)
            for taker in takers:
                taker.join()
        level = run.unfinished("tasks")
        lanes = [lane for lane in run.lanes if lane.name.startswith("worker-")]
        bad = sum(len(lane.marks) for lane in lanes)
        died = sum(lane.exitcode == 1 for lane in lanes)
        back = any(end is not None for _, end, _ in level.joins)
        left = count - len(level.left)
        return [plot_level(level), figures.of_run(run)], (
            f"{counted(count, 'task')}, {bad} of them bad; {counted(workers, 'worker')}, {died} of "
            f"them died.\njoin() {'came back' if back else f'never came back: {left} left'}."
        )

    return Explorer(
        "Workers × task time × chance of a bad task × what the worker does",
        experiment,
        {
            "workers": widgets.IntSlider(2, 1, 6, description="workers"),
            "work": widgets.SelectionSlider(
                options=[1, 5, 10, 20, 50], value=20, description="work of a task, ms"
            ),
            "chance": widgets.IntSlider(20, 0, 100, step=10, description="chance of a bad task, %"),
            "care": widgets.Dropdown(options=CARE, value=CARE[-1], description="on a bad task"),
        },
    )
