"""When the verdict on a prediction appears, and where: cells of a real kernel."""

import json

import pytest
from IPython import get_ipython

from helpers.course import prediction
from helpers.course.prediction import Prediction, ask

QUESTION = {
    "question": "Who <waits>?",
    "type": "multiple_choice",
    "answers": [
        {"answer": "Nobody < all", "correct": False, "feedback": "join() waits & waits."},
        {"answer": "The parent", "correct": True, "feedback": "It called join()."},
    ],
}
NOTED = "Noted. Now run the next cell and look."
WRONG = "Your prediction 99.1: Nobody < all\nNo. join() waits & waits.\n"
RIGHT = "Your prediction 99.1: The parent\nRight. It called join().\n"
RIGHT_2 = RIGHT.replace("99.1", "99.2")


@pytest.fixture(scope="module")
def kernel(new_kernel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("quizzes")
    data = {"predictions": [QUESTION, QUESTION], "quiz": []}
    (folder / "99.json").write_text(json.dumps(data), encoding="utf-8")
    with new_kernel() as kernel:
        shown = kernel.run(
            "%load_ext helpers\n"
            "from pathlib import Path\n"
            "from helpers.course import questions\n"
            "from helpers import predict\n"
            f"questions.FOLDER = Path({str(folder)!r})"
        )
        assert "" == shown.strip()
        yield kernel


def asks(number, answer=None):
    """A cell that asks a prediction and, as a learner does in between, chooses an answer."""
    chooses = "" if answer is None else f"\nquestion.choices[{answer}].click()"
    return f'question = predict("{number}").children[1]{chooses}'


@pytest.mark.parametrize(("answer", "verdict"), [(0, WRONG), (1, RIGHT)], ids=["wrong", "right"])
def test_the_verdict_stands_under_what_the_next_cell_shows(kernel, answer, verdict):
    kernel.run(asks("99.1", answer))
    assert f"before\n42\n{verdict}" == kernel.run("print('before')\n42")


def test_the_cell_that_asks_shows_no_verdict(kernel):
    assert "" == kernel.run(asks("99.1", 0))
    assert WRONG == kernel.run("None")


def test_the_verdict_appears_once(kernel):
    kernel.run(asks("99.1", 0))
    kernel.run("None")
    assert "" == kernel.run("None")


def test_where_nothing_is_chosen_nothing_appears(kernel):
    kernel.run(asks("99.1"))
    assert "42\n" == kernel.run("42")


@pytest.mark.parametrize("between", ["%%workers others\nx = 1", "  ", "this is no Python"])
def test_what_shows_nothing_to_judge_is_passed_over(kernel, between):
    kernel.run(asks("99.1", 0))
    kernel.run(between)
    assert WRONG == kernel.run("None")


def test_what_an_extension_of_jupyterlab_runs_is_passed_over(kernel):
    kernel.run(asks("99.1", 0))
    hidden = kernel.client.execute("None", store_history=False)
    assert "" == kernel.outputs(hidden)
    assert WRONG == kernel.run("None")


def test_a_cell_that_raises_has_its_verdict_too(kernel):
    kernel.run(asks("99.1", 0))
    shown = kernel.run("1 / 0")
    assert "ZeroDivisionError: division by zero" in shown
    assert shown.endswith(WRONG)


def test_an_answer_after_the_run_is_judged_at_once_in_the_question(kernel):
    kernel.run(asks("99.1"))
    kernel.run("None")
    said = kernel.run("question.choices[1].click()\nprint(question.reply.value)")
    assert "<b>Right.</b> It called join().\n" == said


def test_the_question_says_the_verdict_too(kernel):
    kernel.run(asks("99.1", 1))
    kernel.run("None")
    said = kernel.run("print(question.reply.value, question.choices[1].button_style)")
    assert "<b>Right.</b> It called join(). success\n" == said


def test_two_predictions_that_wait_are_judged_by_the_same_cell(kernel):
    kernel.run(asks("99.1", 0))
    kernel.run(asks("99.2", 1))
    assert WRONG + RIGHT_2 == kernel.run("None")


def test_asked_again_before_the_run_it_keeps_the_answer(kernel):
    kernel.run(asks("99.1", 1))
    assert f"{NOTED}\n" == kernel.run(f"{asks('99.1')}\nprint(question.reply.value)")
    assert RIGHT == kernel.run("None")


def test_asked_again_after_the_run_it_begins_anew(kernel):
    kernel.run(asks("99.1", 1))
    kernel.run("None")
    assert "None ''\n" == kernel.run(
        f"{asks('99.1')}\nprint(question.chosen, repr(question.reply.value))"
    )
    assert "" == kernel.run("None")


def test_the_verdict_is_html_as_well():
    wrong = Prediction(QUESTION, "99.1")
    wrong.choose(0)
    html = wrong.verdict_shown()["text/html"]
    assert html.endswith(
        ">Your prediction 99.1: Nobody &lt; all<br>\n"
        "<strong>No.</strong> join() waits &amp; waits.</p>"
    )


def test_a_second_choice_before_the_run_takes_the_place_of_the_first():
    waiting = Prediction(QUESTION, "99.1")
    waiting.choices[0].click()
    waiting.choices[1].click()
    assert ["", "info"] == [choice.button_style for choice in waiting.choices]
    assert (NOTED, 1) == (waiting.reply.value, waiting.chosen)


def test_without_ipython_a_prediction_can_still_be_asked(monkeypatch):
    monkeypatch.setattr(prediction, "_open", {})
    assert None is get_ipython()
    assert "99.1" == ask(QUESTION, "99.1").number
