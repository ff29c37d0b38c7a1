"""How many cores are free, where the clocks say so."""

import threading

import pytest

from helpers import record
from helpers.kernel import spare
from helpers.kernel.spare import spare_cores


@pytest.fixture
def clocks(monkeypatch):
    """`clocks(share)`: a thread computes `share` of the time that passes, 10 ms a hash."""
    times = threading.local()
    lock = threading.Lock()
    wall = {}

    def now():
        with lock:
            return wall.get(threading.get_ident(), 0.0)

    def make(share):
        class Hash:
            def __init__(self, data):
                with lock:
                    me = threading.get_ident()
                    wall[me] = wall.get(me, 0.0) + 0.01
                times.used = getattr(times, "used", 0.0) + 0.01 * share

            def digest(self):
                pass

        monkeypatch.setattr(spare, "perf_counter", now)
        monkeypatch.setattr(spare, "thread_time", lambda: getattr(times, "used", 0.0))
        monkeypatch.setattr(spare.hashlib, "sha256", Hash)

    return make


@pytest.mark.parametrize(
    ("share", "wanted", "expected"), [(1.0, 2, 2.0), (0.5, 2, 1.0), (0.25, 1, 0.25)]
)
def test_what_the_threads_got_is_free(clocks, share, wanted, expected):
    clocks(share)
    assert expected == pytest.approx(spare_cores(wanted))


def test_a_real_look_finds_something_and_no_more_than_there_is():
    assert 0 < spare_cores(2) <= 2.05  # the clocks are two


def test_a_look_in_a_recording_leaves_no_lane():
    with record() as run:
        spare_cores(2)
    assert ["MainProcess"] == [lane.name for lane in run.lanes]
