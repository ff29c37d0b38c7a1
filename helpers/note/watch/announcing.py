"""What is noted before it is done, and taken back where it is refused."""

from contextlib import contextmanager

from helpers.note.events import note

__all__ = ["announced"]


@contextmanager
def announced(kind, name, *fields):
    """Note that something is about to be done with what is called `name`.

    Before it is done: the next holder of a lock, or who is woken, may be faster than a line after.
    """
    note(kind, name, *fields)
    try:
        yield
    except BaseException:
        note("u", name)
        raise
