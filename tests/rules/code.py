"""Rules on what code cells may use: plain Python, and what the environment names."""

import ast
import re
import sys
from functools import cache
from importlib.metadata import packages_distributions

import yaml

from rules.book import tree

SHELL = re.compile(
    r"^\s*(?:\w+\s*=\s*)?(!|%{1,2}(?:pip|conda|mamba|uv|system|sx|bash|sh|script|cmd)\b)",
    re.MULTILINE,
)
NETWORK = {"aiohttp", "ftplib", "http", "httpx", "requests", "smtplib", "urllib", "urllib3"}


def plain_python(book):
    """No cell calls a shell or installs anything: no `!`, no `%pip`."""
    for number, cell in book.code:
        for found in SHELL.findall(cell.source):
            yield f"cell {number}: {found} calls the shell or installs something"


def no_star(book):
    """No star imports: a reader sees where each name comes from."""
    for number, name, star in _imports(book):
        if star:
            yield f"cell {number}: `from {name} import *`; name what is used"


def no_network(book):
    """Nothing is fetched when a notebook runs: no urllib, http or requests."""
    for number, name, _ in _imports(book):
        if name.split(".")[0] in NETWORK:
            yield f"cell {number}: {name} reaches for the network"


def known_imports(book):
    """Imported are the standard library, helpers, the notebook's `%%workers` modules, and packages
    that environment.yml names.
    """
    named = _environment(book.root / "environment.yml")
    own = {"helpers", *book.workers, *sys.stdlib_module_names}
    for number, name, _ in _imports(book):
        package = name.split(".")[0]
        if package in own | NETWORK:
            continue
        if not named & {_plain(found) for found in _distributions().get(package, [package])}:
            yield f"cell {number}: it imports {package}, which environment.yml does not name"


def _imports(book):
    for number, cell in book.code:
        parsed = tree(cell.source)
        for node in ast.walk(parsed) if parsed else ():
            if isinstance(node, ast.Import):
                yield from ((number, alias.name, False) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield number, node.module or ".", node.names[0].name == "*"


def _environment(path):
    found = set()
    for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["dependencies"]:
        for text in entry["pip"] if isinstance(entry, dict) else [entry]:
            if match := re.match(r"[\w.-]+", text.split("::")[-1]):
                found.add(_plain(match[0]))
    return found


def _plain(name):
    return re.sub(r"[-_.]+", "-", name).lower().removesuffix("-base")


@cache
def _distributions():
    return packages_distributions()
