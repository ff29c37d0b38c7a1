"""Controls over pictures of an experiment, which runs again when a control is moved."""

import html
import threading

import ipywidgets as widgets
from IPython import get_ipython
from IPython.display import display

from helpers.show import png
from helpers.show.display import show_png

__all__ = ["DEADLINE", "Explorer"]

DEADLINE = 20  # seconds for one experiment
# In the page as long as the explorer lives: the output before it shows what the explorer shows too.
STYLE = """<style>
.jp-OutputArea-child:has(+ .jp-OutputArea-child .helpers-explorer) { display: none; }
</style>"""


class Explorer(widgets.VBox):
    """Controls over pictures of an experiment, which runs again when a control is moved.

    name:        what the page calls it, in some 60 characters
    experiment:  function of the controls' values; gives (list of figures, words)
    controls:    {argument of the experiment: widget}

    An experiment in progress is stopped with the stop button of the notebook. So it has to run in
    the main thread, which alone can be interrupted.

    A notebook keeps no widget. So the first picture of the first run is an output of its own, which
    stays in the file, and which the explorer hides while it lives.
    """

    def __init__(self, name, experiment, controls):
        self.name = name
        self.experiment = experiment
        self.controls = controls
        self.state = widgets.HTML()
        self.pictures = widgets.VBox()
        self.words = widgets.HTML()
        shown = [*controls.values(), self.state, self.pictures, self.words]
        super().__init__([widgets.HTML(STYLE), *shown])
        self.add_class("helpers-explorer")
        self.waiting = False  # for the main thread, which then runs it with the latest values
        for control in controls.values():
            control.style.description_width, control.layout.width = "190px", "520px"
            # A slider on its way would ask for an experiment at every place that it passes.
            if control.has_trait("continuous_update"):
                control.continuous_update = False
            control.observe(self._on_move, names="value")
        self.run()

    def _on_move(self, change):
        # JupyterLab hands what a widget says to a thread of its own: a subshell of the kernel.
        if threading.current_thread() is threading.main_thread():
            self.run()
        elif not self.waiting:
            self.waiting = True
            self.state.value = "waiting for the kernel …"
            get_ipython().kernel.io_loop.add_callback(self.run)

    def run(self):
        """Run the experiment with the values of the controls and show what happened."""
        self.waiting = False
        self.state.value = "running … (■ stops it)"
        try:
            drawn, words = self.experiment(**{key: c.value for key, c in self.controls.items()})
        except KeyboardInterrupt:
            self.state.value = "stopped"
            return
        self.pictures.children = [_image(figure) for figure in drawn]
        look = "white-space: pre-wrap; word-break: normal"
        self.words.value = f'<pre style="{look}">{html.escape(words)}</pre>'
        self.state.value = ""

    def __repr__(self):
        return f"Explorer: {self.name}. Run the cell to use it."

    def _ipython_display_(self):
        for picture in self.pictures.children[:1]:
            alt = "A picture of what the explorer shows before it is moved"
            show_png(bytes(picture.value), int(picture.width), "the picture of its first run:", alt)
        display(self._repr_mimebundle_(), raw=True)


def _image(figure):
    data, width = png.of_figure(figure)
    return widgets.Image(value=data, format="png", width=width)
