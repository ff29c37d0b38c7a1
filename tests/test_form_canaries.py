"""Every rule of `form` notices what it is there for: one thing broken, one sentence said."""

import broken_paces  # noqa: F401 - it adds cases
import form
import pytest
import sample
from broken_forms import CASES
from nbformat.v4 import new_code_cell, new_output


@pytest.mark.parametrize("name", CASES)
def test_a_broken_form_is_noticed(name, tmp_path):
    breaking, expected = CASES[name]
    nb = sample.notebook()
    breaking(nb)
    assert expected == form.problems(sample.write(nb, tmp_path), tmp_path)


def test_a_space_in_a_file_name_is_noticed(tmp_path):
    path = sample.write(sample.notebook(), tmp_path, "01 Sample.ipynb")
    said = "the file name '01 Sample.ipynb' is not lower-case letters, digits and underscores"
    assert [said] == form.problems(path, tmp_path)


def test_a_solution_needs_no_aims_and_little_prose(tmp_path):
    nb = sample.notebook()
    nb.cells[0].source = "# Start a process: solutions"
    path = sample.write(nb, tmp_path)
    solution = path.parent / "solutions" / path.name
    solution.parent.mkdir()
    text = path.read_text().replace("02_next", "../02_next")
    solution.write_text(text)
    assert [] == form.problems(solution, tmp_path)


def test_a_course_without_notebooks_is_noticed(tmp_path):
    with pytest.raises(AssertionError, match="no notebook in"):
        form.notebooks(tmp_path)


def course_problems(nb, tmp_path):
    return form.course_problems([sample.write(nb, tmp_path)], tmp_path)


def test_a_sound_course(tmp_path):
    assert [] == course_problems(sample.notebook(), tmp_path)


def test_a_course_of_long_cells_is_noticed(tmp_path):
    nb = sample.notebook()
    for cell in nb.cells[4:7]:
        cell.source += "\npass" * 5
    said = "the median code cell has 6 lines, not 5"
    assert [said] == course_problems(nb, tmp_path)


def test_a_course_that_ignores_too_much_is_noticed(tmp_path):
    nb = sample.notebook()
    nb.cells[5].metadata["tags"] = ["nbval-ignore-output"]
    nb.cells[7:7] = [new_code_cell("pass", execution_count=1) for _ in range(10)]
    said = "1 of 15 code cells are tagged nbval-ignore-output, at most 0 may be"
    assert [said] == course_problems(nb, tmp_path)


def test_a_course_that_shows_what_nbval_leaves_out_is_noticed(tmp_path):
    nb = sample.notebook()
    nb.cells[4].outputs = [new_output("display_data", {"image/png": sample.PNG})]
    said = "nbval compares 4 of 5 code cells (80.0%); 90% are wanted"
    assert [said] == course_problems(nb, tmp_path)
