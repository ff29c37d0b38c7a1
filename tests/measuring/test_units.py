"""Amounts and durations have units that suit."""

import pytest

from helpers.units import amount, duration


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "0"),
        (0.52, "0.5"),
        (7, "7"),
        (48.4, "48"),
        (994, "994"),
        (996, "1 k"),
        (5_240_000, "5.2 M"),
        (12e9, "12 G"),
    ],
)
def test_amounts_have_a_prefix_that_suits(number, expected):
    assert expected == amount(number)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (72, "72 s"),
        (0.9999, "1.0 s"),
        (0.21, "210 ms"),
        (0.0032, "3.2 ms"),
        (0.00994, "9.9 ms"),
        (0.00996, "10 ms"),
        (85e-6, "85 µs"),
        (4e-9, "4.0 ns"),
    ],
)
def test_durations_have_a_unit_that_suits(seconds, expected):
    assert expected == duration(seconds)
