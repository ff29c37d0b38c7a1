"""What a promise says, as it was typed."""

import pytest

from helpers.steps.account import _source

seats, sold = [1], 0
PROMISES = [
    (lambda: sold + 1 == 2, "sold + 1 == 2"),
    (lambda: (lambda: seats)() and 3 > sold > 1, "(lambda: seats)() and 3 > sold > 1"),
    (lambda: all(n > 0 for n in seats), "all((n > 0 for n in seats))"),
    (lambda: not seats if sold else None, "not seats if sold else None"),
    (lambda: True, "True"),
]
ON_ONE_LINE = [lambda: sold > 0, lambda: sold < 0]


def kept():
    return True


@pytest.mark.parametrize(("promise", "expected"), PROMISES)
def test_a_lambda_says_its_body(promise, expected):
    assert expected == _source(promise)


def test_two_lambdas_on_one_line_are_told_apart():
    assert ["sold > 0", "sold < 0"] == [_source(one) for one in ON_ONE_LINE]


def test_a_function_says_its_name():
    assert "kept" == _source(kept)


def test_a_lambda_without_a_source_is_said_by_its_name():
    assert "<lambda>" == _source(eval("lambda: 1"))
