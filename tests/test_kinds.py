"""The table of the kinds of events is whole: what is written stands in it, and nothing else."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

from helpers.note.kind import kind
from helpers.note.kinds import KINDS
from helpers.runs import reading
from helpers.runs.reading import Notes
from helpers.runs.run import Run
from helpers.show.marks import MARK_LOOKS

HELPERS = Path(__file__).parents[1] / "helpers"
WRITERS = {"note", "note_here", "announced", "_Output"}  # what takes the letter of a kind first
AS_TEXT = {"I", "D", "L", "l"}  # these are written by `events` itself, which is faster


def written():
    """{letter: the files of `helpers` that write it}: the first argument of a writer's calls."""
    found = defaultdict(set)
    for path in HELPERS.rglob("*.py"):
        name = ".".join(path.relative_to(HELPERS).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                function = node.func
                if getattr(function, "id", getattr(function, "attr", "")) in WRITERS:
                    found[node.args[0].value].add(name.removeprefix("note."))
    return {**found, **{letter: {"events"} for letter in AS_TEXT}}


def test_every_kind_that_is_written_stands_in_the_table_and_the_other_way_round():
    assert sorted(KINDS) == sorted(written())


def test_the_table_says_which_files_write_a_kind():
    said = {letter: set(kind.by.split(", ")) for letter, kind in KINDS.items()}
    assert said == written()


@pytest.mark.parametrize("letter", sorted(KINDS))
def test_a_kind_says_what_an_event_of_it_means(letter):
    kind = KINDS[letter]
    assert kind.handle.__doc__
    assert kind.by
    assert kind.name == kind.handle.__name__


def test_every_kind_of_mark_has_a_look():
    """Also those that no handler names: a KeyError would come when the words are made."""
    source = (HELPERS / "note" / "kinds.py").read_text(encoding="utf-8")
    made = {"log", "print", *re.findall(r"thread\.mark\(.*kind=\"(\w+)\"", source)}
    assert sorted(made) == sorted(MARK_LOOKS)


def test_an_event_of_no_kind_says_where_to_enter_it():
    events = [(0, "I", b"Main\tMainThread\t1\t0\t7f\t1\t"), (1, "?", b"")]
    with pytest.raises(ValueError, match=r"no kind has: \?\. Enter the kind in helpers/note/kinds"):
        reading.read(Notes(Run(1), 0), events)


def test_two_kinds_cannot_share_a_letter():
    with pytest.raises(ValueError, match="'L' stands for 'logged' already"):
        kind("L", by="nobody")(lambda thread, now: None)


def test_fields_are_read_as_they_were_written():
    assert ["tasks", "1.7", "", "0"] == KINDS["M"].read(b"tasks\t1.7\t\t0")
    assert ["a\tb"] == KINDS["l"].read(rb"a\tb")


def test_a_kind_without_fields_reads_none_and_one_empty_text_is_a_text():
    assert [] == KINDS["A"].read(b"")
    assert [] == KINDS["E"].read(b"")
    assert [""] == KINDS["p"].read(b"")
