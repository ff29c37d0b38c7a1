"""The records that come with the package: from a quiet computer, of the cells of chapter 02."""

import re
from pathlib import Path
from statistics import median

import nbformat

from helpers.measure import quiet
from helpers.measure.turns import Turns

PAGE = Path(__file__).parents[2] / "notebooks" / "02_threads_and_the_gil.ipynb"
PAIR = [([(1.0, 1.5)], 0.5), ([(1.25, 2.0)], 0.75)]


def of_chapter_02(title):
    return quiet.record_of(title, ["one after the other", "two threads", "two processes"])


def test_the_records_are_from_a_quiet_computer():
    free = {title: record["free"] for title, record in quiet._records().items()}
    expected = {"Who computed when": True, "Two counts": True}
    assert expected == {title: cores >= 1.8 for title, cores in free.items()}


def test_each_record_is_of_a_cell_with_the_same_title_and_labels():
    cells = [cell.source for cell in nbformat.read(PAGE, as_version=4).cells]
    found = {}
    for source in cells:
        for title in re.findall(r'title="(.+?)"', source):
            labels = re.findall(r'^.*?"(.+?)": (?!\d)', source, flags=re.MULTILINE)
            found[title] = list(labels)
    records = {title: list(record["data"]) for title, record in quiet._records().items()}
    assert records == {title: found.get(title) for title in records}


def test_the_recorded_turns_show_the_lesson():
    labels = of_chapter_02("Who computed when")["data"]
    empty = Turns(dict.fromkeys(labels, PAIR), "Who computed when", free=2.0)
    _, found = empty.recorded()
    sides = {label: found.side_by_side(label) for label in found.work}
    assert (0.0, 0.0) == (sides["one after the other"], sides["two threads"])
    assert sides["two processes"] > 0.8 * found.wall("two processes")


def test_the_recorded_counts_show_the_lesson():
    times = {label: median(found) for label, found in of_chapter_02("Two counts")["data"].items()}
    assert times["two threads"] > 0.95 * times["one after the other"]
    assert times["two processes"] < 0.85 * times["one after the other"]
