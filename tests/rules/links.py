"""Rules on links: what they point to is there."""

import json
import re
from urllib.parse import unquote

from rules.book import without_code

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(\s*<?([^)\s>]+)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(\s*<?([^)\s>]+)")
TAG = re.compile(r"<(?:img|a|source|video)\b[^>]*?(?:src|href)\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def files_exist(book):
    """Links and pictures in prose lead to files of this repository, or elsewhere by https."""
    for number, cell, target in _targets(book):
        name, _, _ = target.partition("#")
        if name.startswith("attachment:"):
            if name.removeprefix("attachment:") not in cell.get("attachments", {}):
                yield f"cell {number}: {target} is not attached to the cell"
        elif name and not ELSEWHERE.match(name) and not _file(book, name):
            yield f"cell {number}: the link to {name} leads to no file of this repository"


def headings_exist(book):
    """A link with a # leads to a heading that its notebook has, spelt as JupyterLab spells it."""
    for number, _, target in _targets(book):
        name, hash_, anchor = target.partition("#")
        if not hash_ or ELSEWHERE.match(name):
            continue
        path = _file(book, name) if name else book.path
        if path and path.suffix == ".ipynb" and unquote(anchor) not in _headings(path):
            yield f"cell {number}: {target} leads to no heading of {path.name}"


def pictures_are_described(book):
    """A picture in prose has an alternative text, which a screen reader reads."""
    for number, cell in book.prose:
        text = without_code(cell.source)
        bare = [target for words, target in PICTURE.findall(text) if not words.strip()]
        bare += re.findall(r"<img\b(?![^>]*\balt\s*=\s*[\"'][^\"'])[^>]*>", text)
        for found in bare:
            yield f"cell {number}: the picture {found} has no alternative text"


def _targets(book):
    for number, cell in book.prose:
        text = without_code(cell.source)
        found = LINK.findall(text) + [target for _, target in PICTURE.findall(text)]
        for target in found + TAG.findall(text):
            yield number, cell, target


def _file(book, name):
    path = (book.path.parent / unquote(name)).resolve()
    return path if path.exists() and path.is_relative_to(book.root.resolve()) else None


def _headings(path):
    found = set()
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            for line in re.findall(r"(?m)^#{1,6}\s+(.+?)\s*#*$", text):
                shown = re.sub(r"\[([^\]]*)\]\([^)]*\)|[`*]", r"\1", line)
                found.add(shown.replace(" ", "-"))
            found.update(re.findall(r"\bid\s*=\s*[\"']([^\"']+)", text))
    return found
