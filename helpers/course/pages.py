"""What the notebooks of the course are called, read from the notebooks themselves.

A kernel works in the folder of its notebook, and so next to the other chapters.
"""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

__all__ = ["Page", "page_of"]

_PUZZLES = "P"  # the chapter in their numbers
_HEADING = re.compile(r"(?m)^#+ +(.+?)\s*$")
_MARKS = re.compile(r"\[([^\]]*)\]\([^)]*\)|[`*]")  # of a link its text; no code, nothing bold


@dataclass
class Page:
    """A chapter as its notebook has it.

    title:     its first heading, or "" without a notebook
    file:      the name of the file, or ""
    headings:  all of them, as they are read
    """

    title: str = ""
    file: str = ""
    headings: list[str] = field(default_factory=list)

    def exercise(self, number) -> str:
        """The heading of exercise `number`, "01.2 Find the bug"; without one, its number."""
        return next((text for text in self.headings if text.startswith(f"{number} ")), number)

    def link(self, heading="") -> str:
        """The address of the notebook, or of a heading in it as JupyterLab spells it."""
        place = heading.replace(" ", "-")
        return quote(self.file) + (f"#{quote(place)}" if heading in self.headings else "")


def page_of(chapter, folder=".") -> Page:
    """The notebook of `chapter` in `folder`; an empty `Page` where none can be read.

    Example: `page_of("01").title` is "Start, follow and end processes".
    """
    pattern = "puzzles*.ipynb" if chapter == _PUZZLES else f"{chapter}_*.ipynb"
    files = [path.name for path in Path(folder).glob(pattern)]
    if not files:
        return Page()
    file = min(files, key=len)  # a copy of it, "01_processes-Copy1.ipynb", has a longer name
    try:
        cells = json.loads(Path(folder, file).read_text(encoding="utf-8"))["cells"]
        prose = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    except (OSError, ValueError, LookupError, TypeError):
        return Page()  # progress is told of a damaged notebook too
    found = [_MARKS.sub(r"\1", text) for text in _HEADING.findall("\n\n".join(prose))]
    return Page(next(iter(found), ""), file, found)
