"""The answers of a learner to the exercise of the tests, and who tries them."""

import sys
from pathlib import Path

import double
import pytest

from helpers.course.checking import examine
from helpers.kernel import session

HEAD = "import multiprocessing, os, signal, subprocess, sys, threading, time\n"
PROGRAM, PROCTOR = examine.PROGRAM, examine.PROCTOR
NEVER_STARVED = "from helpers.course.checking import load; load.is_starved = lambda *_: False; "
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands on orphans")


def make_known(monkeypatch, load=""):
    """The process that tries an answer finds this exercise as it finds those of the course.

    load:  how busy it is to find the computer; not at all, where nothing is said
    """
    folder = str(Path(double.__file__).parent)
    program = f"import sys; sys.path.insert(0, {folder!r}); import double; "
    monkeypatch.setattr(examine, "PROGRAM", f"{program}double.make_known({load}); {PROGRAM}")
    monkeypatch.setattr(examine, "PROCTOR", NEVER_STARVED + PROCTOR)


def answer(body, head=HEAD):
    """Put an answer where `%%workers` puts it: the body of `double(number)`, indented or not."""
    folder = session.folder() / "workers"
    folder.mkdir(exist_ok=True)
    source = body if "def double" in body else f"{head}def double(number):\n    {body}\n"
    (folder / "answer_99_1.py").write_text(f"# %%workers answer_99_1\n{source}", encoding="utf-8")
