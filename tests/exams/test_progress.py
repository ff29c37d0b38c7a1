"""What has passed is kept, and a damaged file costs a sentence."""

import pytest
from answering import answer

from helpers.course.checking import passed
from helpers.course.checking.check import check


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.setattr(passed, "_is_nobodys", lambda: False)
    monkeypatch.setattr(passed, "file", lambda: tmp_path / "data" / "passed.json")
    return tmp_path


HEAD = "chapter  passed  left\n"
NONE = f"0 of 1 exercise in 1 chapter passed.\n{HEAD}99       0 of 1  99.1"
ONE = f"1 of 1 exercise in 1 chapter passed.\n{HEAD}99       1 of 1  nothing"


def test_a_pass_is_kept(home):
    answer("return 2 * number")
    assert NONE == repr(passed.progress())
    check("99.1")
    assert ONE == repr(passed.progress())


def test_a_pass_of_the_tests_is_nobodys_progress(home, monkeypatch):
    passed.note("99.1")
    monkeypatch.setattr(passed, "_is_nobodys", lambda: True)
    assert NONE == repr(passed.progress())
    passed.file().unlink()
    assert ("", False) == (passed.note("99.1"), passed.file().exists())


@pytest.mark.parametrize("text", ["{", "7", "\x00"])
def test_a_damaged_file_costs_a_sentence(home, text):
    passed.file().parent.mkdir()
    passed.file().write_text(text)
    assert "The file of your progress could not be read" in repr(passed.progress())
    assert NONE == repr(passed.progress())


def test_what_is_not_known_does_not_count(home):
    passed.note("98.1")
    assert NONE == repr(passed.progress())


def test_a_file_that_cannot_be_written_costs_a_sentence(home):
    (home / "data").write_text("in the way of the folder")
    assert passed.note("99.1").startswith("Your progress could not be kept in ")
