"""A notebook as the rules see it: its cells, counted from 1."""

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat

IGNORE = "nbval-ignore-output"
RAISES = "raises-exception"
SCHEDULE = "schedule"  # `make chance` tries these


@dataclass
class Book:
    path: Path
    root: Path
    nb: nbformat.NotebookNode

    @classmethod
    def read(cls, path, root):
        path = Path(path)
        # Not nbformat.read, which repairs in silence what `cells.valid` is to find.
        nb = nbformat.reader.reads(path.read_text(encoding="utf-8"))
        return cls(path, Path(root), nb)

    @property
    def is_solution(self):
        return self.path.parent.name == "solutions"

    @property
    def is_puzzles(self):
        return self.path.stem == "puzzles"

    @cached_property
    def cells(self):
        return list(enumerate(self.nb.cells, start=1))

    @cached_property
    def code(self):
        return [(number, cell) for number, cell in self.cells if cell.cell_type == "code"]

    @cached_property
    def prose(self):
        return [(number, cell) for number, cell in self.cells if cell.cell_type == "markdown"]

    @cached_property
    def workers(self):
        """The sources of the `%%workers` cells by the name of their module."""
        found = {}
        for _, cell in self.code:
            if match := re.match(r"%%workers\s+(\w+)", cell.source):
                found[match[1]] = cell.source
        return found


def tags(cell):
    return cell.metadata.get("tags", [])


def tree(source):
    """The syntax tree of a cell without its magics, or None for what is no Python on purpose."""
    lines = ["" if re.match(r"\s*[%!?]", line) else line for line in source.splitlines()]
    try:
        return ast.parse("\n".join(lines))
    except SyntaxError:
        return None


def without_code(markdown):
    """Markdown without its fenced blocks and `inline code`, where anything may stand."""
    markdown = re.sub(r"(?ms)^\s*(```+|~~~+).*?^\s*\1\s*$", "", markdown)
    return re.sub(r"(`+).+?\1", "", markdown, flags=re.DOTALL)
