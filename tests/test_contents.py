"""README.md lists the chapters as their first cells describe them."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from tools.contents import main, readme

ROOT = Path(__file__).parents[1]
BEFORE = "# Course\n\n## Chapters\n\n| old |\n|---|\n| row |\n\nAfter it.\n"
OPENING = "# Boil water\n\n**You will do:** boil it, twice.\n\n**Time:** a while."


@pytest.fixture
def course(tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "README.md").write_text(BEFORE)
    return tmp_path


def add(course, name, opening=OPENING):
    notebook = new_notebook(cells=[new_markdown_cell(opening)])
    nbformat.write(notebook, course / "notebooks" / name)


def test_the_table_is_that_of_the_notebooks():
    said = "run tools/contents.py, as `make refresh` does"
    assert readme(ROOT) == (ROOT / "README.md").read_text(encoding="utf-8"), said


def test_a_new_chapter_gets_a_row_and_all_else_stays(course):
    add(course, "01_water.ipynb")
    add(course, "02_tea.ipynb", OPENING.replace("Boil water", "Make tea"))
    main(course)
    assert (
        "# Course\n\n## Chapters\n\n"
        "| chapter | minutes | to look closer | you will |\n|---|---|---|---|\n"
        "| [01 Boil water](notebooks/01_water.ipynb) | 5 | 0 | boil it, twice |\n"
        "| [02 Make tea](notebooks/02_tea.ipynb) | 5 | 0 | boil it, twice |\n"
        "\nAfter it.\n"
    ) == (course / "README.md").read_text()


@pytest.mark.parametrize("missing", ["# ", "**You will do:**", "**Time:**"])
def test_an_opening_that_says_too_little_is_refused(course, missing):
    add(course, "01_water.ipynb", OPENING.replace(missing, ""))
    with pytest.raises(ValueError, match=r"first cell of 01_water\.ipynb"):
        main(course)


def test_a_course_without_notebooks_is_refused(course):
    with pytest.raises(ValueError, match="no notebook"):
        readme(course)


def test_a_readme_without_the_table_is_refused(course):
    add(course, "01_water.ipynb")
    (course / "README.md").write_text("# Course\n")
    with pytest.raises(ValueError, match="no table"):
        readme(course)
