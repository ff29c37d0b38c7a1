"""The picture of a sweep: its curves, its bands and its scales."""

from itertools import pairwise

import pytest

from helpers.measure.sweeps import Sweep
from helpers.show.page import POINTS


def test_the_curves_of_a_sweep_go_through_the_medians():
    curves = (
        Sweep({"a": {1: [1, 2, 9], 4: [3, 5, 4]}, "b": {1: [6], 4: [7]}}).figure().axes[0].lines
    )
    assert [[2, 4], [6, 7]] == [[*curve.get_ydata()] for curve in curves]


@pytest.mark.parametrize(("log", "expected"), [(False, "linear"), (True, "log")])
def test_the_scales_of_a_sweep(log, expected):
    axes = Sweep({"a": {1: [0.1], 100: [1.0]}}, log=log).figure().axes[0]
    assert (expected, expected) == (axes.get_xscale(), axes.get_yscale())


def test_an_outlier_does_not_press_the_curves_onto_the_axis():
    dial = {"20 ms": {1: [0.02], 2: [0.015, 0.015, 0.3]}, "5 ms": {1: [0.005], 2: [0.005]}}
    axes = Sweep(dial, "busy threads", y="delay").figure().axes[0]
    assert ("linear", "log") == (axes.get_xscale(), axes.get_yscale())
    assert "delay (logarithmic), less is better" == axes.get_ylabel()


def test_values_that_span_more_than_a_hundred_times_have_a_logarithmic_scale():
    dial = {"20 ms": {0: [0.0002], 1: [0.021]}, "0.5 ms": {0: [0.0002], 1: [0.0007]}}
    axes = Sweep(dial, "busy threads", y="delay").figure().axes[0]
    assert ("linear", "log") == (axes.get_xscale(), axes.get_yscale())


def test_times_that_grow_without_an_outlier_keep_an_even_scale():
    waits = {"in turn": {1: [0.005], 16: [0.08]}, "threads": {1: [0.005], 16: [0.01]}}
    assert "linear" == Sweep(waits, "tasks").figure().axes[0].get_yscale()


def in_pixels(artist, points):
    return artist.get_transform().transform(points)


def test_variants_that_are_equal_hide_neither_the_bands_nor_the_signs_of_each_other():
    equal = {label: {1: [0.1, 0.2, 0.3], 2: [0.3], 4: [0.4]} for label in "abcde"}
    figure = Sweep(equal, "tasks").figure()
    bands = [band for band in figure.axes[0].collections if len(band.get_segments()) == 3]
    lefts = [float(in_pixels(band, band.get_segments()[0])[0, 0]) for band in bands]
    signs = [float(in_pixels(line, line.get_xydata())[0, 0]) for line in figure.axes[0].lines]
    broad = bands[0].get_linewidth()[0] * figure.dpi / POINTS
    assert lefts == pytest.approx(signs)
    assert all(after - before >= broad for before, after in pairwise(lefts))
    assert sum(lefts) / 5 == pytest.approx(figure.axes[0].transData.transform((1, 0))[0])
    assert 5 == len({line.get_marker() for line in figure.axes[0].lines})


def test_bands_beside_each_other_keep_away_from_those_of_the_next_number():
    dense = {label: {at: [0.1] for at in range(40)} for label in "abc"}
    axes = Sweep(dense, "tasks").figure().axes[0]
    ends = [in_pixels(line, line.get_xydata())[:, 0] for line in axes.lines]
    assert max(end[0] for end in ends) < min(end[1] for end in ends)


def test_the_curves_of_a_rate_go_through_the_amounts_per_second():
    swept = Sweep({"a": {1: [2.0], 4: [0.5]}}, rate=("bytes", lambda size: 10 * size))
    axes = swept.figure().axes[0]
    assert [5, 80] == [*axes.lines[0].get_ydata()]
    assert "bytes per second, more is better" == axes.get_ylabel()
