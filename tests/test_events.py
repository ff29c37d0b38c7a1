"""Event files: what is written comes back, whole and in order, whatever happens."""

import os
import threading

import pytest

from helpers.note import events


@pytest.fixture
def folder(tmp_path):
    events.open_in(tmp_path)
    yield tmp_path
    events.close()


def logged(folder):
    notes, *others = events.read(folder)
    assert [] == others
    return [
        (rest if kind == "L" else events.unescape(rest).encode()).decode()
        for _, kind, rest in notes
        if kind in "Ll"
    ]


@pytest.mark.parametrize(
    "text",
    ["plain", "", "two\nlines", "tab\tand\\backslash", "C:\\new\\table", "nul\0", "ü€𝄞", "\ud800"],
)
def test_a_text_comes_back_as_it_was(folder, text):
    events.log(text)
    assert [text] == logged_raw(folder)


def logged_raw(folder):
    (notes,) = events.read(folder)
    return [
        rest.decode() if kind == "L" else events.unescape(rest)
        for _, kind, rest in notes
        if kind in "Ll"
    ]


def test_what_is_no_text_is_shown_as_str_shows_it(folder):
    events.log(42)
    events.log(None)
    assert ["42", "None"] == logged(folder)


def test_more_than_a_page_comes_back_in_order(folder):
    lines = [f"{number:>90}" for number in range(3000)]
    for line in lines:
        events.log(line)
    assert lines == logged(folder)
    assert len(list(folder.glob("*.events"))) > 1


def test_a_line_longer_than_a_page_comes_back(folder):
    events.log("x" * 3 * events.PAGE)
    events.log("after")
    assert ["x" * 3 * events.PAGE, "after"] == logged(folder)


def test_beyond_the_limit_the_first_lines_are_kept_and_the_rest_is_said_to_be_missing(
    folder, monkeypatch
):
    monkeypatch.setattr(events, "LIMIT", 1000)
    monkeypatch.setattr(events, "PAGE", 500)
    monkeypatch.setattr(events, "LARGEST_PAGE", 500)
    for number in range(1000):
        events.log(f"line {number}")
    (notes,) = events.read(folder)
    lines = [rest.decode() for _, kind, rest in notes if kind == "L"]
    assert [f"line {number}" for number in range(len(lines))] == lines
    assert "D" == notes[-1][1]
    assert 10 < len(lines) < 100


def test_the_beginning_of_a_line_is_no_event(folder):
    events.log("whole")
    (path,) = folder.glob("*.events")
    data = path.read_bytes().rstrip(b"\0")
    path.write_bytes(data + b"12345 L hal")
    assert ["whole"] == logged(folder)


def test_each_thread_writes_to_a_file_of_its_own(folder):
    threads = [threading.Thread(target=events.log, args=(n,), name=f"t{n}") for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    names = [notes[0][2].split(b"\t")[1].decode() for notes in events.read(folder)]
    assert ["t0", "t1", "t2", "t3"] == sorted(names)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_forked_child_does_not_write_into_its_parents_file(folder):
    events.log("parent")
    if (pid := os.fork()) == 0:
        events.log("child")
        os._exit(0)
    os.waitpid(pid, 0)
    events.log("parent again")
    texts = sorted(
        [rest for _, kind, rest in notes if kind == "L"] for notes in events.read(folder)
    )
    assert [[b"child"], [b"parent", b"parent again"]] == texts


def test_times_never_go_back(folder):
    for number in range(100):
        events.log(number)
    (notes,) = events.read(folder)
    times = [time for time, *_ in notes]
    assert sorted(times) == times
