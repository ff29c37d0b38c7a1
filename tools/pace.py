"""How many minutes a notebook takes, by a rule: of its core path, and of the rest.

    python tools/pace.py [NOTEBOOK ...]

Reading and running: words at 180 a minute, 4 seconds a line of code, 20 a picture, 30 a prediction,
3 minutes a quiz. Doing: 2 minutes a task ("Change it", "Break it"), 8 an exercise. What is folded
(sections "Look closer", hints, "What you should see") is no part of the core path.
"""

import argparse
import re
import sys
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import nbformat

__all__ = ["CLOSER", "Pace", "pace_of", "rounded", "said"]

ROOT = Path(__file__).parents[1]
CLOSER = "Look closer: "  # begins the heading of a section that is not of the core path
WORDS = 180  # a minute
LINE, PICTURE, PREDICTION, QUIZ = 4, 20, 30, 180  # seconds
TASK, EXERCISE = 120, 480  # seconds
_FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)
_TASK = re.compile(r"^\*\*(?:Change|Break) it", re.MULTILINE)


@dataclass
class Pace:
    """Minutes: to read and run the `core` path, to look `closer`, and to do `tasks` and
    `exercises`."""

    core: float = 0.0
    closer: float = 0.0
    tasks: float = 0.0
    exercises: float = 0.0


def pace_of(cells) -> Pace:
    """The `Pace` of the cells of a notebook."""
    pace, part = Pace(), "core"
    for cell in cells:
        if cell.cell_type == "markdown" and (found := re.findall(r"^## (.+)", cell.source, re.M)):
            part = "closer" if found[-1].startswith(CLOSER) else "core"
        setattr(pace, part, getattr(pace, part) + _seconds(cell) / 60)
        pace.tasks += TASK / 60 * len(_TASK.findall(cell.source))
        pace.exercises += EXERCISE / 60 * cell.source.startswith("check(")
    return pace


def _seconds(cell):
    if cell.cell_type == "markdown":
        return 60 / WORDS * len(_FOLDED.sub("", cell.source).split())
    if cell.source.startswith("predict("):
        return PREDICTION
    if cell.source.startswith("quiz("):
        return QUIZ
    lines = [line for line in cell.source.splitlines() if line.strip()]
    pictures = sum("image/png" in output.get("data", {}) for output in cell.outputs)
    return LINE * len(lines) + PICTURE * pictures


def said(pace) -> str:
    """What the first cell of a notebook says of it."""
    doing = pace.tasks + pace.exercises
    more = [f"{rounded(pace.closer)} more to look closer"] if pace.closer else []
    more += [f"{rounded(doing)} for the tasks and exercises"] if doing else []
    return f"{', '.join([f'{rounded(pace.core)} minutes', *more])}."


def rounded(minutes) -> int:
    """Minutes as one says them: the next multiple of 5."""
    return 5 * ceil(minutes / 5)


def main(arguments=None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", type=Path)
    given = parser.parse_args(arguments)
    print(f"{'core':>6} {'closer':>6} {'tasks':>6} {'exercises':>9}  notebook")
    for path in given.notebooks or sorted(ROOT.glob("notebooks/*.ipynb")):
        pace = pace_of(nbformat.read(path, as_version=4).cells)
        print(
            f"{pace.core:6.1f} {pace.closer:6.1f} {pace.tasks:6.1f} {pace.exercises:9.1f}",
            path.name,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
