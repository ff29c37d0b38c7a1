"""Explorers: sliders that run the real experiment again. The only file that imports ipywidgets."""

import html
from multiprocessing import get_all_start_methods, get_context, get_start_method
from time import perf_counter

import ipywidgets as widgets

from helpers import figures, plots
from helpers.machine import usable_cores
from helpers.measure import calibrate, duration
from helpers.recording import record
from helpers.work import count_down

__all__ = ["Explorer", "processes"]

DEADLINE = 20  # seconds for one experiment
MOST = 8  # processes


class Explorer(widgets.VBox):
    """Controls over pictures of an experiment, which runs again when a control is moved.

    name:        what the page calls it, in some 60 characters
    experiment:  function of the controls' values; gives (list of figures, words)
    controls:    {argument of the experiment: widget}

    An experiment in progress is stopped with the stop button of the notebook.
    """

    def __init__(self, name, experiment, controls):
        self.name = name
        self.experiment = experiment
        self.controls = controls
        self.state = widgets.HTML()
        self.pictures = widgets.VBox()
        self.words = widgets.HTML()
        super().__init__([*controls.values(), self.state, self.pictures, self.words])
        for control in controls.values():
            control.observe(lambda change: self.run(), names="value")
        self.run()

    def run(self):
        """Run the experiment with the values of the controls and show what happened."""
        self.state.value = "running … (■ stops it)"
        try:
            drawn, words = self.experiment(**{key: c.value for key, c in self.controls.items()})
        except KeyboardInterrupt:
            self.state.value = "stopped"
            return
        self.pictures.children = [_image(figure) for figure in drawn]
        self.words.value = f"<pre>{html.escape(words)}</pre>"
        self.state.value = ""

    def __repr__(self):
        return f"Explorer: {self.name}. Run the cell to use it."


def _image(figure):
    png, width = figures.png(figure)
    return widgets.Image(value=png, format="png", width=width)


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
        return [figures.of_run(run), plots.of_speedups(tried, usable_cores(), MOST)], (
            f"{processes} × {work} ms of work with {method}: {duration(wall)} of wall time.\n"
            f"One after the other without processes: {duration(processes * alone)}, so this is "
            f"{speedup:.1f} times as fast. The ideal here is {ideal}."
        )

    look = {"style": {"description_width": "130px"}, "layout": {"width": "460px"}}
    wide = {**look, "continuous_update": False}
    methods = get_all_start_methods()
    return Explorer(
        "Processes × work × start method",
        experiment,
        {
            "processes": widgets.IntSlider(2, 1, MOST, description="processes", **wide),
            "work": widgets.SelectionSlider(
                options=[1, 5, 20, 50, 100, 200], value=100, description="work of each, ms", **wide
            ),
            "method": widgets.Dropdown(
                options=methods,
                value=get_start_method(),
                description="start method",
                **look,
            ),
        },
    )
