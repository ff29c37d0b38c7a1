"""How many minutes a notebook takes, by the rule of `tools/pace.py`."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from tools import pace
from tools.pace import Pace, pace_of, rounded, said

PICTURE = new_output("display_data", {"image/png": "iVBORw0KGgo="})


def minutes(*cells):
    found = pace_of(cells)
    return tuple(
        round(part, 2) for part in (found.core, found.closer, found.tasks, found.exercises)
    )


def text(words, heading=""):
    return new_markdown_cell(heading + " ".join(["word"] * words))


def test_a_hundred_and_eighty_words_take_a_minute():
    assert (1.0, 0.0, 0.0, 0.0) == minutes(text(180))


def test_a_line_of_code_takes_four_seconds_and_an_empty_one_none():
    assert (0.2, 0.0, 0.0, 0.0) == minutes(new_code_cell("a = 1\n\nb = 2\nrun"))


def test_a_picture_takes_twenty_seconds():
    cell = new_code_cell("run", outputs=[PICTURE, PICTURE])
    assert round((4 + 2 * 20) / 60, 2) == minutes(cell)[0]


@pytest.mark.parametrize(("source", "seconds"), [('predict("01.2")', 30), ('quiz("01")', 180)])
def test_a_question_takes_its_time(source, seconds):
    assert round(seconds / 60, 2) == minutes(new_code_cell(source))[0]


def test_a_task_takes_two_minutes_and_its_answer_none():
    task = "**Change it:** start two.\n\n<details>\n\n" + "word " * 180 + "\n\n</details>"
    core, _, tasks, _ = minutes(new_markdown_cell(task))
    assert (round(4 / 180, 2), 2.0) == (core, tasks)


def test_two_tasks_of_one_cell_count_twice():
    assert 4.0 == minutes(new_markdown_cell("**Change it:** a\n\n**Break it:** b"))[2]


def test_an_exercise_takes_eight_minutes_besides_its_line():
    assert 8.0 == minutes(new_code_cell('check("01.1")'))[3]


def test_a_section_to_look_closer_is_counted_apart_until_the_next_heading():
    cells = [
        text(180, "## One\n"),
        text(360, f"## {pace.CLOSER}two\n"),
        text(360),
        text(180, "## Check yourself\n"),
    ]
    core, closer, *_ = minutes(*cells)
    assert (2.0, 4.0) == (round(core), round(closer))


@pytest.mark.parametrize(("exact", "expected"), [(0.1, 5), (5.0, 5), (41.2, 45), (45.1, 50)])
def test_minutes_are_said_in_fives(exact, expected):
    assert expected == rounded(exact)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Pace(8.0), "10 minutes."),
        (
            Pace(44.0, 21.0, 10.0, 32.0),
            "45 minutes, 25 more to look closer, 45 for the tasks and exercises.",
        ),
        (Pace(44.0, tasks=2.0), "45 minutes, 5 for the tasks and exercises."),
    ],
)
def test_the_first_cell_says_it(found, expected):
    assert expected == said(found)


def test_it_prints_a_line_for_each_notebook(capsys):
    assert 0 == pace.main([])
    lines = capsys.readouterr().out.splitlines()
    assert ["core", "closer", "tasks", "exercises", "notebook"] == lines[0].split()
    assert len([*pace.ROOT.glob("notebooks/*.ipynb")]) == len(lines) - 1 > 0
