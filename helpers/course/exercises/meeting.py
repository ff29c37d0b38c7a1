"""Those who are to work at the same time meet, and whoever waits in vain says so."""

from threading import BrokenBarrierError

from helpers.note.events import mark

__all__ = ["ALONE", "PATIENCE", "START_ALL", "meet"]

PATIENCE = 2.0  # seconds that one who has to meet others waits for them
ALONE = "waited in vain for the others"
START_ALL = "Start all, then join all."


def meet(meeting) -> bool:
    """Wait for all others at a barrier. Whether all have come; if not, that is noted."""
    try:
        meeting.wait(PATIENCE)
    except BrokenBarrierError:
        mark(ALONE)
        return False
    return True
