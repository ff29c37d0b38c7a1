"""The work that explorers hand out: what a worker reports of itself."""

import queue
import threading

import pytest

from helpers.note import work


class Clock:
    """Says one after the other of the times that it was given."""

    def __init__(self, *times):
        self.times = iter(times)

    def __call__(self):
        return next(self.times)


def test_a_worker_that_is_never_kept_waiting_has_one_span(monkeypatch):
    monkeypatch.setattr(work, "perf_counter", Clock(1.0, 1.0001, 1.0002))
    assert [(1.0, 1.0002)] == work.count_in_spans(2)


def test_a_gap_in_the_clock_ends_a_span(monkeypatch):
    monkeypatch.setattr(work, "perf_counter", Clock(1.0, 1.0001, 1.5, 1.5001))
    assert [(1.0, 1.0001), (1.5, 1.5001)] == work.count_in_spans(3)


@pytest.mark.parametrize(
    ("turns", "pause", "expected"), [(10, 0.001, 2 + 3), (0, 0.001, 2), (10, 0, 2 + 3)]
)
def test_a_worker_reports_the_spans_of_all_its_rounds(monkeypatch, turns, pause, expected):
    monkeypatch.setattr(work, "count_in_spans", lambda turns: [(0.0, 1.0)])
    work.alternate(3, turns, pause, threading.Barrier(1), reports := queue.Queue())
    spans, _ = reports.get_nowait()
    assert expected == len(spans)


def test_a_worker_waits_for_all_the_others():
    start, reports = threading.Barrier(2), queue.Queue()
    worker = threading.Thread(target=work.alternate, args=(1, 1, 0, start, reports))
    worker.start()
    assert reports.empty()
    start.wait()
    worker.join()
    assert 1 == reports.qsize()


def test_a_worker_of_an_experiment_that_was_given_up_reports_nothing():
    start, reports = threading.Barrier(2), queue.Queue()
    worker = threading.Thread(target=work.alternate, args=(1, 1, 0, start, reports))
    worker.start()
    start.abort()
    worker.join()
    assert reports.empty()
