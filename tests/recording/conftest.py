"""Whatever a test records, nothing of it is left."""

import signal
from multiprocessing import active_children

import psutil
import pytest


@pytest.fixture(autouse=True)
def nothing_is_left():
    """After a run there is no process, no handler and no folder that was not there before."""
    handler = signal.getsignal(signal.SIGINT)
    yield
    assert [] == active_children()
    assert handler == signal.getsignal(signal.SIGINT)
    assert [] == [words for words in map(words_of, psutil.Process().children()) if words]


def words_of(child):
    """The command line of a child that should not be there; "" for the library's own helpers."""
    if child.status() == psutil.STATUS_ZOMBIE:
        return "a zombie"
    words = " ".join(child.cmdline())
    own = ("resource_tracker", "forkserver", "warden")
    return "" if any(kept in words for kept in own) else words
