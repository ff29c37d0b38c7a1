"""Questions: the data of every chapter, and what a learner sees of one."""

import json
import re
import tomllib
from collections import Counter
from pathlib import Path

import nbformat
import pytest

from helpers.course import questions
from helpers.course.question import Question, text
from helpers.course.questions import Questions, chapters, predict, quiz
from tools import pace

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "helpers" / "course" / "quizzes").glob("*.json"))
ALL = [
    pytest.param(path.stem, question, id=f"{path.stem}-{kind}-{number}")
    for path in FILES
    for kind, asked in json.loads(path.read_text(encoding="utf-8")).items()
    for number, question in enumerate(asked, start=1)
]
each_chapter = pytest.mark.parametrize("chapter", chapters())
each_question = pytest.mark.parametrize(("chapter", "question"), ALL)

QUESTION = {
    "question": "Who <waits>?",
    "type": "multiple_choice",
    "answers": [
        {"answer": "Nobody", "correct": False, "feedback": "join() waits."},
        {"answer": "The parent", "correct": True, "feedback": "It called join()."},
    ],
}


def headings_of(chapter):
    [path] = (ROOT / "notebooks").glob(f"{chapter}_*.ipynb")
    cells = nbformat.read(path, as_version=4).cells
    return set(re.findall(r"(?m)^##+ (.+)$", "\n".join(cell.source for cell in cells)))


def test_there_are_questions():
    assert len(ALL) > 0


@each_chapter
def test_a_chapter_has_a_quiz_and_predictions(chapter):
    data = json.loads(
        (ROOT / "helpers" / "course" / "quizzes" / f"{chapter}.json").read_text("utf-8")
    )
    # 00 takes ten minutes and shows how questions work: one of each kind does that.
    least = (1, 1) if chapter == "00" else (6, 3)
    assert ["predictions", "quiz"] == sorted(data)
    assert (True, True) == (len(data["quiz"]) >= least[0], len(data["predictions"]) >= least[1])


@each_chapter
def test_its_notebook_asks_every_question(chapter):
    [path] = (ROOT / "notebooks").glob(f"{chapter}_*.ipynb")
    sources = [cell.source for cell in nbformat.read(path, as_version=4).cells]
    data = json.loads(
        (ROOT / "helpers" / "course" / "quizzes" / f"{chapter}.json").read_text("utf-8")
    )
    numbers = [f"{chapter}.{n}" for n in range(1, len(data["predictions"]) + 1)]
    asked = [source for source in sources if source.startswith(("predict(", "quiz("))]
    assert [*(f'predict("{number}")' for number in numbers), f'quiz("{chapter}")'] == asked


@each_question
def test_a_question_keeps_the_schema_of_jupyterquiz(chapter, question):
    assert {"question", "type", "answers"} == set(question) - {"look_closer"}
    assert "multiple_choice" == question["type"]
    assert [{"answer", "correct", "feedback"}] * len(question["answers"]) == [
        set(answer) for answer in question["answers"]
    ]


@each_question
def test_one_answer_is_right_and_all_have_feedback_of_their_own(chapter, question):
    answers = question["answers"]
    assert 1 == sum(answer["correct"] is True for answer in answers)
    assert len(answers) - 1 == sum(answer["correct"] is False for answer in answers)
    assert [] == [answer for answer in answers if not answer["feedback"].strip()]
    assert len(answers) == len({answer["feedback"] for answer in answers})
    assert len(answers) == len({answer["answer"] for answer in answers})


@each_question
def test_a_wrong_answer_names_a_scene_that_is_there(chapter, question):
    headings = headings_of(chapter)
    wrong = [answer["feedback"] for answer in question["answers"] if not answer["correct"]]
    named = [re.search(r"See “(.+?)”", feedback) for feedback in wrong]
    assert [] == [text for text, name in zip(wrong, named, strict=True) if not name]
    assert [] == sorted({name[1] for name in named} - headings)


@each_question
def test_a_question_that_needs_a_folded_section_names_one_that_is_there(chapter, question):
    folded = {heading for heading in headings_of(chapter) if heading.startswith(pace.CLOSER)}
    assert question.get("look_closer") in {None, *folded}
    # Its text names the section by itself.
    assert [] == re.findall(r"(?i)look closer|closer look|^From “", question["question"])


@each_chapter
def test_what_needs_a_folded_section_is_asked_last_and_only_at_the_end(chapter):
    data = json.loads(
        (ROOT / "helpers" / "course" / "quizzes" / f"{chapter}.json").read_text("utf-8")
    )
    closer = ["look_closer" in question for question in data["quiz"]]
    assert sorted(closer) == closer
    assert False is closer[0]
    assert [] == [question for question in data["predictions"] if "look_closer" in question]


def test_no_question_is_asked_twice():
    asked = Counter(parameters.values[1]["question"] for parameters in ALL)
    assert [] == [question for question, count in asked.items() if count > 1]


def test_as_text_a_question_has_its_answers():
    assert "Who <waits>?\n  a) Nobody\n  b) The parent" == text(QUESTION)


def test_the_questions_that_need_a_folded_section_stand_under_a_line_of_their_own():
    closer = {**QUESTION, "look_closer": "Look closer: Joins"}
    shown = Questions([QUESTION, closer], map(Question, [QUESTION, closer]))
    first, line, second = repr(shown).split("\n\n")
    assert f"<p>{questions.CLOSER}</p>" == shown.children[2].value
    assert [text(QUESTION), questions.CLOSER, text(closer)] == [first, line, second]
    assert "Who <waits>? (“Look closer: Joins”)" == second.splitlines()[0]


def test_a_quiz_without_such_questions_has_no_such_line():
    assert questions.CLOSER not in repr(Questions([QUESTION], []))


def test_the_page_has_all_of_the_text():
    shown = Questions([QUESTION] * 9, [])
    assert "\n\n".join([text(QUESTION)] * 9) == shown._repr_mimebundle_()["text/plain"]


@pytest.mark.parametrize(
    ("number", "style", "reply"),
    [
        (0, "danger", "<b>No.</b> join() waits."),
        (1, "success", "<b>Right.</b> It called join()."),
    ],
)
def test_an_answer_is_judged_at_once(number, style, reply):
    question = Question(QUESTION)
    question.choices[number].click()
    assert (style, reply) == (question.choices[number].button_style, question.reply.value)


def test_a_second_answer_takes_the_place_of_the_first():
    question = Question(QUESTION)
    question.choices[0].click()
    question.choices[1].click()
    assert ["", "success"] == [choice.button_style for choice in question.choices]


def test_a_question_is_shown_as_it_is_written():
    assert "<b>Who &lt;waits&gt;?</b>" == Question(QUESTION).children[0].value


def test_every_file_that_a_question_is_made_of_is_installed_with_the_package():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packed = settings["tool"]["setuptools"]["package-data"]["helpers.course"]
    folder = ROOT / "helpers" / "course"
    found = {path for pattern in packed for path in folder.glob(pattern)}
    assert {folder / "choices.js", *FILES} == found


@pytest.fixture
def chapter_99(monkeypatch, tmp_path):
    data = {"predictions": [QUESTION, QUESTION], "quiz": [QUESTION] * 3}
    (tmp_path / "99.json").write_text(json.dumps(data), encoding="utf-8")
    monkeypatch.setattr(questions, "FOLDER", tmp_path)


def test_a_quiz_holds_the_questions_of_its_chapter(chapter_99):
    assert 3 == len(quiz("99").questions)


def test_a_prediction_is_one_question(chapter_99):
    assert 1 == len(predict("99.2").questions)


@pytest.mark.parametrize("number", ["99.0", "99.3", "99.", "99.x"])
def test_a_prediction_that_is_not_there_is_answered_with_those_that_are(chapter_99, number):
    with pytest.raises(ValueError, match=r'There is no prediction .*; this chapter has "99.1", "9'):
        predict(number)


@pytest.mark.parametrize("ask", [quiz, predict])
def test_a_chapter_without_questions_is_answered_with_those_that_have_some(chapter_99, ask):
    with pytest.raises(ValueError, match=r"There are no questions for '98'; there are for \"99\"."):
        ask("98")
