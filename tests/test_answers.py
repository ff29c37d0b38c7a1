"""Each exercise refuses wrong answers for what is wrong, and takes right ones in any style.

Judged is what `tools/record_seens.py` has seen and stored of them. `test_exercises` tries some
others for real.
"""

import pytest
import stored
from stored import answers

from helpers.course.checking.judging import judged
from helpers.course.exercises.found import find, numbers

each_exercise = pytest.mark.parametrize("number", numbers())
WRONG = [
    pytest.param(number, what, said, id=f"{number} {what}")
    for number in numbers()
    for what, _, said in answers(number).WRONG
    if what not in answers(number).REAL
]
RIGHT = [
    pytest.param(number, how, id=f"{number} {how}")
    for number in numbers()
    for how, _ in answers(number).RIGHT
    if how not in answers(number).REAL
]


def verdict(number, name):
    _, seen = stored.read(number)[name]
    return judged(find(number), stored.seen_of(seen))


@pytest.mark.parametrize(("number", "what", "said"), WRONG)
def test_a_wrong_answer_is_refused_for_what_is_wrong(number, what, said):
    found = verdict(number, what)
    assert said in found.words()
    assert not found.passed


@pytest.mark.parametrize(("number", "how"), RIGHT)
def test_a_right_answer_in_another_style_passes(number, how):
    assert f"{number}: passed." == verdict(number, how).words().partition("\n")[0]


@each_exercise
def test_what_is_stored_was_seen_of_the_answers_that_stand_there(number):
    wanted = {name: stored.digest(source) for name, source in stored.sources(number).items()}
    found = {name: source for name, (source, _) in stored.read(number).items()}
    assert wanted == found, f"an answer has changed: run tools/record_seens.py {number}"


def test_nothing_is_stored_of_an_exercise_that_is_not_there():
    files = sorted(path.name for path in stored.FOLDER.iterdir())
    assert sorted(stored.file(number).name for number in numbers()) == files


@each_exercise
def test_what_is_stored_comes_back_as_it_was(number):
    for _, packed in stored.read(number).values():
        assert packed == [stored.pack(seen) for seen in stored.seen_of(packed)]


@each_exercise
def test_there_are_three_wrong_answers_and_another_right_one(number):
    found = answers(number)
    assert (True, True) == (len(found.WRONG) >= 3, len(found.RIGHT) >= 1)


@each_exercise
def test_each_answer_has_a_name_of_its_own(number):
    names = [name for name, *_ in [*answers(number).WRONG, *answers(number).RIGHT]]
    assert sorted({*names}) == sorted(names)


@each_exercise
def test_two_wrong_answers_and_a_right_one_are_tried_for_real(number):
    found = answers(number)
    wrong = found.REAL & {what for what, *_ in found.WRONG}
    right = found.REAL & {how for how, _ in found.RIGHT}
    assert found.REAL == wrong | right
    assert (True, True) == (len(wrong) >= 2, len(right) >= 1)
