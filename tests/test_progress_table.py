"""The table of `progress()`: titles, names and links, as the notebooks have them."""

import json

import pytest

from helpers.course.checking.progress import Progress
from helpers.course.pages import page_of

KNOWN = ["01.1", "01.2", "02.1"]
PROSE = [
    "# Start & *follow* `processes`\n\n**You will do:** much",
    "## Exercises\n\n### 01.1 Put [the lines](x.ipynb) in order\n\nDo it.",
    "### 01.2 Is it <b>?",
]


@pytest.fixture
def folder(tmp_path):
    cells = [{"cell_type": "markdown", "source": text} for text in PROSE]
    cells.append({"cell_type": "code", "source": "# 01.3 no heading"})
    text = json.dumps({"cells": cells})
    (tmp_path / "01_a.ipynb").write_text(text, encoding="utf-8")
    (tmp_path / "01_a-Copy1.ipynb").write_text(text, encoding="utf-8")
    return tmp_path


def test_as_text_it_is_a_table(folder):
    assert [
        "1 of 3 exercises in 2 chapters passed.",
        "chapter                      passed  left",
        "01 Start & follow processes  1 of 2  01.2 Is it <b>?",
        "02                           0 of 1  02.1",
    ] == repr(Progress(KNOWN, ["01.1"], folder=folder)).splitlines()


def test_as_html_it_has_links_to_the_chapter_and_to_the_next_exercise(folder):
    assert [
        "<p>0 of 2 exercises in 1 chapter passed.</p>",
        "<table>",
        '<tr><th style="text-align: left">chapter</th><th>passed</th>'
        '<th style="text-align: left">left</th></tr>',
        '<tr><td style="text-align: left">'
        '<a href="01_a.ipynb">01 Start &amp; follow processes</a></td><td>0 of 2</td>'
        '<td style="text-align: left">'
        '<a href="01_a.ipynb#01.1-Put-the-lines-in-order">01.1 Put the lines in order</a>, '
        "01.2 Is it &lt;b&gt;?</td></tr>",
        "</table>",
    ] == Progress(KNOWN[:2], [], folder=folder)._repr_html_().splitlines()


def test_where_all_has_passed_nothing_is_left(folder):
    done = Progress(KNOWN[:2], KNOWN[:2], folder=folder)
    assert (True, True) == (repr(done).endswith("  nothing"), ">nothing</td>" in done._repr_html_())


def test_a_line_of_what_is_left_ends_between_two_names(folder):
    headings = [f"### 03.{number} {'name ' * 4}{number}" for number in range(1, 5)]
    cells = [{"cell_type": "markdown", "source": ["# Three\n", "\n".join(headings)]}]
    (folder / "03_c.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    known = [f"03.{number}" for number in range(1, 5)]
    assert [
        "03 Three  0 of 4  03.1 name name name name 1, 03.2 name name name name 2,",
        "                  03.3 name name name name 3, 03.4 name name name name 4",
    ] == repr(Progress(known, [], folder=folder)).splitlines()[2:]


def test_without_notebooks_there_are_numbers_and_no_links(tmp_path):
    html = Progress(KNOWN, [], folder=tmp_path)._repr_html_()
    assert (False, True) == ("<a " in html, ">01</td>" in html)


def test_trouble_is_said_first(tmp_path):
    troubled = Progress(KNOWN, [], "It could <not> be read.", tmp_path)
    assert "It could <not> be read." == repr(troubled).splitlines()[0]
    assert "<p>It could &lt;not&gt; be read.<br>" == troubled._repr_html_().splitlines()[0]


@pytest.mark.parametrize("text", ["{", "[]", '{"cells": [{}]}', '{"cells": 7}'])
def test_a_damaged_notebook_has_no_title(tmp_path, text):
    (tmp_path / "01_a.ipynb").write_text(text, encoding="utf-8")
    assert ("", "") == (page_of("01", tmp_path).title, page_of("01", tmp_path).file)
