"""How a notebook shows things: a `Run` as a picture with its words, an error in a few lines."""

import contextlib
from asyncio import CancelledError
from types import TracebackType

from helpers.note.learners import is_learners
from helpers.show import interrupts

__all__ = ["register", "show", "show_picture", "show_png", "show_words"]


def register(shell):
    """Let the notebook `shell` show errors in a few lines, and an interrupt in one."""
    shell.set_custom_exc((Exception, KeyboardInterrupt, CancelledError), _show_error)


def show(thing):
    """Display the figure of `thing`, which is `Shown`, and under it its words.

    Two outputs, since a page shows only the richest form of one. The words are what nbval compares
    and what a screen reader reads.
    """
    show_picture(thing)
    show_words(thing)


def show_picture(thing):
    """Display the figure of `thing`, where it has one."""
    from helpers.show import png

    if thing.has_figure():
        first = thing.words().partition("\n")[0]
        alt = f"A picture of what is said below: {first}"
        show_png(*png.of_figure(thing.page_figure()), "the picture of these words:", alt)


def show_png(data, width, words, alt):
    """Display a PNG, `width` CSS pixels wide; `words` stand where no picture can be shown, and
    `alt` is the text in its place in an export.

    Example: `show_png(*png.of_figure(figure), "the picture of a run:", "A picture of a run")`
    """
    from IPython.display import display

    # A dark theme lays something light under it, where our style is not at work.
    look = {"image/png": {"width": width, "alt": alt}, "needs_background": "light"}
    display({"image/png": data, "text/plain": words}, raw=True, metadata=look)


def show_words(thing):
    """Display the words of `thing`."""
    from IPython.display import display

    display({"text/plain": thing.words()}, raw=True)


def _show_error(shell, kind, error, traceback, tb_offset=None):
    """Show the learner's own lines of a traceback; those of libraries say little to a learner.

    After the stop button, show the run that it ended, as far as it came, and where that was. It is
    an error all the same: the cell has failed, and those after it do not run.
    """
    if interrupts.is_interrupt(error):
        if hasattr(error, "run"):
            with contextlib.suppress(KeyboardInterrupt):  # of who does not want to wait for it
                show(error.run)
        said = interrupts.said_of(error)
        # IPython asks for it (IPython documentation, "Integrating your objects").
        error._render_traceback_ = lambda: [said]
    own = _learners_part(traceback)
    shell.showtraceback((kind, error, own or traceback), tb_offset=0 if own else tb_offset)


def _learners_part(traceback):
    if traceback is None:
        return None
    rest, frame = _learners_part(traceback.tb_next), traceback.tb_frame
    if not is_learners(frame.f_code.co_filename):
        return rest
    return TracebackType(rest, frame, traceback.tb_lasti, traceback.tb_lineno)
