"""The puzzles: what a learner steps on the page is what the check tries."""

import importlib
import sys
from pathlib import Path

import pytest
from rules.book import Book

from helpers.course.exercises import found
from helpers.steps import account
from helpers.steps.lab import Lab, interleave

ROOT = Path(__file__).parents[1]
PAGE = Book.read(ROOT / "notebooks" / "puzzles.ipynb", ROOT)
NUMBERS = [number for number in found.numbers() if number.startswith("P.")]
SOURCES = [cell.source for _, cell in PAGE.code]
each_puzzle = pytest.mark.parametrize("number", NUMBERS)


def cells(number):
    """The sources of the code cells of a puzzle: its workers, its lab, the answer, the check."""
    check = SOURCES.index(f'check("{number}")')
    return SOURCES[check - 3 : check + 1]


def program(number):
    """The module of the course that holds the program of a puzzle."""
    name = cells(number)[0].split()[1]
    return importlib.import_module(f"helpers.course.programs.{name}")


@pytest.fixture
def lab_on_the_page(tmp_path, monkeypatch):
    """`lab_on_the_page("P.1")` is the lab that the page shows, of the workers that it has."""
    monkeypatch.syspath_prepend(tmp_path)

    def made(number):
        workers, lab, *_ = cells(number)
        name = workers.split()[1]
        monkeypatch.delitem(sys.modules, name, raising=False)
        (tmp_path / f"{name}.py").write_text(f"# {workers}", encoding="utf-8")
        space = {"interleave": interleave, name: importlib.import_module(name)}
        exec(SOURCES[0].partition("\n")[2], space)
        *before, last = lab.partition("interleave(")
        exec(before[0], space)
        monkeypatch.delitem(sys.modules, name)
        return eval(f"interleave({last}", space)

    return made


def lab_of_the_check(number):
    exercise = found.find(number)
    stub = [getattr(program(number), exercise.asks)] if exercise.takes else []
    [of] = [one for one in exercise.trial.args if callable(one)]
    workers, names, promise, always = of(*stub, *exercise.cases()[-1])
    return Lab(workers, promise, always, {id(thing): name for name, thing in names.items()})


def test_there_are_ten():
    assert [f"P.{number}" for number in range(1, 11)] == NUMBERS


@each_puzzle
def test_the_page_has_the_text_of_the_program(number):
    text = Path(program(number).__file__).read_text(encoding="utf-8")
    _, _, rest = text.partition('"""\n')
    assert rest.strip().replace("\n\n\n", "\n\n") == cells(number)[0].partition("\n")[2]


@each_puzzle
def test_the_check_tries_what_the_page_steps(number, lab_on_the_page):
    page, check = lab_on_the_page(number), lab_of_the_check(number)
    assert sorted(account.shared(page, 0)) == sorted(account.shared(check, 0))
    expected = page.found.orders, page.found.broken, page.found.failure
    assert expected == (check.found.orders, check.found.broken, check.found.failure)


@each_puzzle
def test_some_order_breaks_it(number):
    assert lab_of_the_check(number).found.failure is not None


@each_puzzle
def test_a_mend_is_asked_for_a_function_of_the_program(number):
    exercise = found.find(number)
    text = Path(program(number).__file__).read_text(encoding="utf-8")
    assert exercise.asks == "order" or exercise.stub.strip() in text


@each_puzzle
def test_the_hints_are_three(number):
    assert 3 == len(found.find(number).hints)


def test_at_least_three_of_the_later_ones_ask_for_a_mend():
    asked = [number for number in NUMBERS[3:] if found.find(number).takes]
    assert 3 <= len(asked)
