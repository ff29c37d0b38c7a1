"""Write how long a chapter takes into its first cell, and the table of chapters into README.md.

    python tools/contents.py

A row has the title of the notebook, the minutes that it takes, and what a learner will do there.
The minutes are those of `tools/pace.py`.
"""

import re
import sys
from pathlib import Path

import nbformat

from tools.pace import pace_of, rounded, said
from tools.tidy import file_text

__all__ = ["main", "readme", "row"]

ROOT = Path(__file__).parents[1]
HEAD = "| chapter | minutes | to look closer | you will |\n|---|---|---|---|\n"
TIME = re.compile(r"^\*\*Time:\*\* .*$", re.MULTILINE)
TABLE = re.compile(r"(?<=^## Chapters\n\n)(?:\|.*\n)+", re.MULTILINE)


def main(root=ROOT) -> int:
    """Write both anew. Returns the exit code."""
    for path in sorted(Path(root).glob("notebooks/*.ipynb")):
        _write_time(path)
    path = Path(root, "README.md")
    path.write_text(readme(root), encoding="utf-8", newline="\n")
    return 0


def readme(root=ROOT) -> str:
    """README.md as it should be: with a row for each notebook of the course."""
    rows = [row(path) for path in sorted(Path(root).glob("notebooks/*.ipynb"))]
    if not rows:
        raise ValueError(f"There is no notebook in {Path(root, 'notebooks')}.")
    text = Path(root, "README.md").read_text(encoding="utf-8")
    if not TABLE.search(text):
        raise ValueError("README.md has no table under its heading “Chapters”.")
    return TABLE.sub(lambda _: HEAD + "".join(rows), text)


def row(path) -> str:
    """The row of one notebook."""
    cells = nbformat.read(path, as_version=4).cells
    opening, pace = cells[0].source, pace_of(cells)
    title = _found(path, opening, r"# (.+)")
    does = _found(path, opening, r"\*\*You will do:\*\* (.+?)\.?")
    minutes = f"{rounded(pace.core)} | {rounded(pace.closer)}"
    number = path.stem[:2] + " " if path.stem[0].isdigit() else ""
    return f"| [{number}{title}](notebooks/{path.name}) | {minutes} | {does} |\n"


def _write_time(path):
    notebook = nbformat.read(path, as_version=4)
    opening = notebook.cells[0]
    _found(path, opening.source, r"\*\*Time:\*\* (.*)")
    opening.source = TIME.sub(f"**Time:** {said(pace_of(notebook.cells))}", opening.source)
    path.write_text(file_text(notebook), encoding="utf-8", newline="\n")


def _found(path, opening, regex):
    found = re.search(rf"^{regex}\s*$", opening, re.MULTILINE)
    if not found:
        raise ValueError(f"The first cell of {path.name} has no line like {regex}")
    return found[1]


if __name__ == "__main__":
    sys.exit(main())
