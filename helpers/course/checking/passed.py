"""Which exercises have passed on this machine: `progress()`.

Kept in the user's own data folder, never in the notebooks. The file may be deleted at any time.
An answer that is tried has another data folder and notes nothing, so it changes the file by no
accident; but what may write the learner's files may write this one.
"""

import contextlib
import json
import os
from pathlib import Path

from helpers.course.checking.progress import Progress
from helpers.course.exercises import found

__all__ = ["file", "note", "progress"]


def file() -> Path:
    """Where the numbers of the exercises that have passed are kept, a JSON list."""
    import platformdirs

    return platformdirs.user_data_path("concurrency-you-can-see", appauthor=False) / "passed.json"


def note(number) -> str:
    """Keep that exercise `number` has passed. Returns a sentence where that fails, else ""."""
    if _is_nobodys():
        return ""
    writing = file().with_name(f"passed-{os.getpid()}.json")
    try:
        numbers, _ = _read()
        file().parent.mkdir(parents=True, exist_ok=True)
        writing.write_text(json.dumps(sorted({*numbers, number})), encoding="utf-8")
        writing.replace(file())
    except OSError as error:
        return f"Your progress could not be kept in {file()}: {error.strerror}."
    finally:
        with contextlib.suppress(OSError):
            writing.unlink(missing_ok=True)
    return ""


def _is_nobodys():
    # pytest, and so nbval, says so to every kernel: the course is tested then, not a learner. And
    # what an answer notes is no pass: it is tried in an exam.
    return "PYTEST_CURRENT_TEST" in os.environ or "HELPERS_EXAM" in os.environ


def progress() -> Progress:
    """Which exercises have passed on this machine, and which are left, chapter by chapter.

    The title of a chapter leads to its notebook, the first exercise that is left to its place.

    Example: `progress()` as the last line of a cell.
    """
    # What the pages show in a test has to be the same on the computer of someone who has passed.
    try:
        numbers, trouble = ([], "") if _is_nobodys() else _read()
    except OSError as error:
        numbers, trouble = [], f"Your progress in {file()} could not be read: {error.strerror}."
    return Progress(found.numbers(), numbers, trouble)


def _read():
    try:
        numbers = json.loads(file().read_text(encoding="utf-8"))
        return [number for number in numbers if isinstance(number, str)], ""
    except FileNotFoundError:
        return [], ""
    except (ValueError, TypeError, RecursionError):
        with contextlib.suppress(OSError):
            file().unlink()
        return [], f"The file of your progress could not be read, so it begins anew: {file()}"
