"""Write the table of chapters in README.md from the first cells of the notebooks.

    python tools/contents.py

A row has the title of the notebook, the minutes that it takes, and what a learner will do there.
"""

import re
import sys
from pathlib import Path

import nbformat

__all__ = ["main", "readme", "row"]

ROOT = Path(__file__).parents[1]
HEAD = "| chapter | minutes | you will |\n|---|---|---|\n"
TABLE = re.compile(r"(?<=^## Chapters\n\n)(?:\|.*\n)+", re.MULTILINE)


def main(root=ROOT) -> int:
    """Write the table anew. Returns the exit code."""
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
    opening = nbformat.read(path, as_version=4).cells[0].source
    title = _found(path, opening, r"# (.+)")
    minutes = _found(path, opening, r"\*\*Time:\*\* (.+?) minutes\.?")
    does = _found(path, opening, r"\*\*You will do:\*\* (.+?)\.?")
    return f"| [{path.stem[:2]} {title}](notebooks/{path.name}) | {minutes} | {does} |\n"


def _found(path, opening, regex):
    found = re.search(rf"^{regex}\s*$", opening, re.MULTILINE)
    if not found:
        raise ValueError(f"The first cell of {path.name} has no line like {regex}")
    return found[1]


if __name__ == "__main__":
    sys.exit(main())
