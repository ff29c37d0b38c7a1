"""Each exercise, with some of its answers tried for real; the others are in `test_answers`."""

import importlib
import json
from collections import Counter
from pathlib import Path

import nbformat
import pytest
from stored import answers

from helpers.course.checking import examine
from helpers.course.checking.check import check
from helpers.course.exercises.found import find, numbers
from helpers.course.pages import page_of
from helpers.kernel import session

ROOT = Path(__file__).parents[1]
CHAPTERS = sorted({number.partition(".")[0] for number in numbers()})
WRONG = [
    pytest.param(number, source, said, id=f"{number} {what}")
    for number in numbers()
    for what, source, said in answers(number).WRONG
    if what in answers(number).REAL
]
RIGHT = [
    pytest.param(number, source, id=f"{number} {how}")
    for number in numbers()
    for how, source in answers(number).RIGHT
    if how in answers(number).REAL
]
each_exercise = pytest.mark.parametrize("number", numbers())


def cells(folder, chapter):
    path = ROOT / folder / page_of(chapter, ROOT / folder).file
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def verdict(number, source):
    exercise = find(number)
    folder = session.folder() / "workers"
    folder.mkdir(exist_ok=True)
    text = f"# %%workers {exercise.module}\n{source}"
    (folder / f"{exercise.module}.py").write_text(text, encoding="utf-8")
    return check(number)


@pytest.mark.parametrize(("number", "source", "said"), WRONG)
def test_a_wrong_answer_is_refused_for_what_is_wrong(number, source, said, monkeypatch):
    # However busy this computer is.
    quiet = "from helpers.course.checking import load; load.Watch.end = lambda *_: False; "
    monkeypatch.setattr(examine, "PROGRAM", quiet + examine.PROGRAM)
    found = verdict(number, source)
    assert said in found.words()
    assert not found.passed


@pytest.mark.parametrize(("number", "source"), RIGHT)
def test_a_right_answer_in_another_style_passes(number, source):
    words = verdict(number, source).words()
    assert f"{number}: passed." == words.partition("\n")[0], words


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_has_three_exercises(chapter):
    assert Counter(number.partition(".")[0] for number in numbers())[chapter] >= 3


@each_exercise
def test_the_notebook_has_the_stub_and_the_check_under_it(number):
    exercise = find(number)
    sources = [cell.source for cell in cells("notebooks", number.partition(".")[0])]
    place = sources.index(f"%%workers {exercise.module}\n{exercise.stub.strip()}")
    assert f'check("{number}")' == sources[place + 1]


@each_exercise
def test_the_solution_is_in_the_solutions_and_passes_there(number):
    chapter = number.partition(".")[0]
    found = cells("notebooks/solutions", chapter)
    [place] = [at for at, cell in enumerate(found) if cell.source == f'check("{number}")']
    assert found[place - 1].source.startswith(f"%%workers answer_{number.replace('.', '_')}\n")
    shown = [output.data["text/plain"] for output in found[place].outputs]
    assert f"{number}: passed." == shown[-1].partition("\n")[0]


@each_exercise
def test_a_stub_is_not_attempted_yet(number):
    exercise = find(number)
    assert f"{number}: not attempted yet." == verdict(number, exercise.stub).words()
    exec(compile(exercise.stub, "stub", "exec"), {"__name__": exercise.module})


@each_exercise
def test_the_last_hint_holds_most_of_the_way(number):
    hints = find(number).hints
    assert len(hints) >= 2
    assert max(map(len, hints)) == len(hints[-1])


@each_exercise
def test_the_file_of_an_exercise_has_its_number(number):
    module = importlib.import_module(f"helpers.course.exercises.e{number.replace('.', '_')}")
    assert number == module.EXERCISE.number


@each_exercise
def test_cases_travel_as_json(number):
    cases = find(number).cases()
    assert cases == [tuple(case) for case in json.loads(json.dumps(cases))]
