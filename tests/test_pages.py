"""What the pages say, held against Python: what they quote, explain in time, and mean by a word."""

import os
import re
import subprocess
import sys
import warnings
from multiprocessing import Pipe, Queue, get_all_start_methods, get_context, synchronize
from pathlib import Path
from threading import Event, Thread

import pytest
from form import notebooks
from rules.book import Book, without_code

ROOT = Path(__file__).parents[1]
BOOKS = [Book.read(path, ROOT) for path in notebooks(ROOT)]
PAGES = {book.path.stem[:2]: book for book in BOOKS if not (book.is_solution or book.is_puzzles)}
QUIZZES = [*ROOT.glob("helpers/course/quizzes/*.json")]
GUARD = 'if __name__ == "__main__":'


def text_of(cell):
    """What a learner reads of a cell: its source and what it prints."""
    shown = [cell.source]
    for output in cell.get("outputs", []):
        shown += [output.get("text", ""), str(output.get("data", {}).get("text/plain", ""))]
    return "\n".join(shown)


def first(page, words):
    """The place of the first cell of a page in which a learner reads `words`."""
    return next(n for n, cell in PAGES[page].cells if words in text_of(cell))


@pytest.mark.parametrize(
    ("page", "earlier", "later"),
    [
        ("00", "a **start method** is", "HELPERS_START_METHOD says"),
        ("00", "a **start method** is", "Start methods  "),
        ("02", "goes to the function `threading.excepthook`", "threading.excepthook ="),
        ("05", "with tasks._cond:\n    tasks.task_done()", "holds the condition"),
    ],
)
def test_a_thing_is_explained_where_it_can_be_read(page, earlier, later):
    places = first(page, earlier), first(page, later)
    assert places == tuple(sorted(places))


def test_sentinel_means_the_end_of_work_and_never_a_handle():
    texts = [without_code(cell.source) for page in PAGES.values() for _, cell in page.prose]
    texts += [path.read_text(encoding="utf-8") for path in QUIZZES]
    sentences = re.split(r"[.:?]\s|\n", "\n".join(texts))
    both = re.compile(
        r"sentinel.*handle|handle.*sentinel|sentinels? of (the )?process|process sentinel"
    )
    assert [] == [sentence for sentence in sentences if both.search(sentence)]


@pytest.mark.parametrize("page", PAGES)
def test_the_end_of_a_chapter_says_how_it_becomes_a_script(page):
    last = PAGES[page].nb.cells[-1].source
    assert [True, True] == [f"`{GUARD}`" in last, "`%%workers" in last]


def test_a_page_becomes_a_script_as_the_pages_say(tmp_path):
    workers = PAGES["00"].workers["greeters"].partition("\n")[2]
    (tmp_path / "greeters.py").write_text(workers)
    script = tmp_path / "script.py"
    script.write_text(
        "from multiprocessing import get_context\nimport greeters\n\n"
        f"{GUARD}\n"
        "    context = get_context('spawn')\n"
        "    p = context.Process(target=greeters.greet, args=('Ada',), name='greeter')\n"
        "    p.start()\n"
        "    p.join()\n"
    )
    command = [sys.executable, str(script)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ("[greeter] hello, Ada\n", "") == (done.stdout, done.stderr)


FORKS = "fork" in get_all_start_methods()


@pytest.mark.skipif(sys.version_info < (3, 12) or not FORKS, reason="no fork that warns")
def test_the_warning_of_a_fork_is_quoted_word_for_word():
    leave = Event()
    other = Thread(target=leave.wait)
    other.start()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        p = get_context("fork").Process(target=os.getpid)
        p.start()
    p.join(), leave.set(), other.join()
    said = {f"{w.category.__name__}: {w.message}".replace(str(os.getpid()), "4711") for w in caught}
    quoted = PAGES["01"].nb.cells[first("01", "pid=4711") - 1].source.split("\n")
    assert [True] == [line in quoted for line in said]


def test_the_table_of_default_start_methods_is_right_for_this_python():
    source = PAGES["01"].nb.cells[first("01", "| from 3.14 |") - 1].source
    head, *rows = [line.strip("| ").split(" | ") for line in source.split("\n") if line[:1] == "|"]
    row = rows[-1] if sys.version_info >= (3, 14) else rows[-2]
    systems = {"linux": "Linux", "darwin": "macOS", "win32": "Windows"}
    assert get_all_start_methods()[0] == row[head.index(systems[sys.platform])]


def test_a_queue_without_maxsize_takes_what_a_semaphore_counts():
    assert synchronize.SEM_VALUE_MAX == Queue()._maxsize


@pytest.mark.parametrize("duplex", [False, True])
def test_an_end_that_met_a_bad_length_closes_only_if_it_cannot_send(duplex):
    one, other = Pipe(duplex)
    with one, other:
        other.send_bytes(b"more than four bytes")
        with pytest.raises(OSError, match="bad message length"):
            one.recv_bytes(4)
        assert one.closed is not duplex
