"""How a notebook shows things: a `Run` as a picture with its words, an error in a few lines."""

from types import TracebackType

from helpers.kernel.learners import is_learners

__all__ = ["register", "show"]


def register(shell):
    """Let the notebook `shell` show errors in a few lines."""
    shell.set_custom_exc((Exception, KeyboardInterrupt), _show_error)


def show(thing):
    """Display the figure of `thing`, which is `Shown`, and under it its words.

    Two outputs, since a page shows only the richest form of one. The words are what nbval compares
    and what a screen reader reads.
    """
    from IPython.display import display

    from helpers.show import png

    if thing.has_figure():
        data, width = png.of_figure(thing.figure())
        picture = {"image/png": data, "text/plain": "the picture of these words:"}
        display(picture, raw=True, metadata={"image/png": {"width": width}})
    display({"text/plain": thing.words()}, raw=True)


def _show_error(shell, kind, error, traceback, tb_offset=None):
    """Show the learner's own lines of a traceback; those of libraries say little to a learner."""
    own = _learners_part(traceback)
    shell.showtraceback((kind, error, own or traceback), tb_offset=0 if own else tb_offset)


def _learners_part(traceback):
    if traceback is None:
        return None
    rest, frame = _learners_part(traceback.tb_next), traceback.tb_frame
    if not is_learners(frame.f_code.co_filename):
        return rest
    return TracebackType(rest, frame, traceback.tb_lasti, traceback.tb_lineno)
