"""A clock that only the work moves, and a page that remembers its bars."""

import pytest

from helpers.measure import bar, rounds, timing


class Clock:
    now = 64.0  # sums of a few halves, quarters ... are exact in floats

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(rounds, "perf_counter", clock)
    monkeypatch.setattr(bar, "perf_counter", clock)
    return clock


@pytest.fixture
def taking(clock):
    """`taking(1, 2)`: a function whose first call takes 1 s and whose second takes 2 s."""

    def taking(*seconds):
        left = iter(seconds)

        def function(*_):
            clock.now += next(left)

        return function

    return taking


@pytest.fixture
def cores(monkeypatch):
    def have(number):
        monkeypatch.setattr(timing, "usable_cores", lambda: number)

    have(4)
    return have


class Slot:
    def __init__(self):
        self.shown = [{}]

    def update(self, data, raw):
        self.shown.append(data)


@pytest.fixture
def slots(monkeypatch):
    slots = []

    def slot():
        slots.append(Slot())
        return slots[-1]

    monkeypatch.setattr(bar, "_slot", slot)
    return slots
