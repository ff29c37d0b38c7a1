"""Imports go one way, and what a child imports is light."""

import ast
import subprocess
import sys
from pathlib import Path

HELPERS = Path(__file__).parents[1] / "helpers"
# In the order in which the data flow: a file imports what stands before it, save inside functions.
ORDER = [
    "machine",
    "events",
    "output",
    "numbering",
    "replacements",
    "follow",
    "watching",
    "warden",
    "session",
    "workers",
    "run",
    "complaints",
    "assemble",
    "awaiting",
    "slices",
    "survivors",
    "recording",
    "words",
    "layout",
    "figures",
    "bar",
    "measure",
    "counting",
    "anatomy",
    "traffic",
    "turns",
    "freethreading",
    "plots",
    "display",
    "work",
    "explore",
    "questions",
    "exercises",
]
HEAVY = {"numpy", "matplotlib", "IPython", "ipywidgets", "psutil", "PIL", "asyncio", "pathlib"}


def sources(name):
    """The texts of the file `name`, or of all files of the package of that name."""
    paths = sorted((HELPERS / name).glob("*.py")) or [HELPERS / f"{name}.py"]
    return [path.read_text(encoding="utf-8") for path in paths]


def imported(name):
    """The files of helpers outside `name` that `name` imports when it is imported itself."""
    return [other for text in sources(name) for other in _imports(text) if other != name]


def _imports(text):
    for node in ast.parse(text).body:
        if isinstance(node, ast.ImportFrom) and node.module == "helpers":
            yield from ("events" if alias.name == "log" else alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("helpers."):
            yield node.module.split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (
                alias.name.split(".")[1]
                for alias in node.names
                if alias.name.startswith("helpers.")
            )


def test_every_file_has_its_place_in_the_order():
    files = {path.stem for path in HELPERS.glob("*.py")} - {"__init__"}
    packages = {path.parent.name for path in HELPERS.glob("*/__init__.py")}
    assert sorted(files | packages) == sorted(ORDER)


def test_a_file_imports_only_what_stands_before_it():
    arrows = [(name, other) for name in ORDER for other in imported(name)]
    assert len(arrows) > 10
    assert [] == [
        f"{name} imports {other}"
        for name, other in arrows
        if ORDER.index(other) >= ORDER.index(name)
    ]


def test_only_explorers_and_questions_import_ipywidgets():
    assert ["explore", "questions"] == [
        name for name in ORDER if any("import ipywidgets" in text for text in sources(name))
    ]


def test_what_a_child_imports_is_light():
    code = (
        "import sys, multiprocessing.spawn; before = set(sys.modules)\n"
        "import helpers.follow, helpers.watching, helpers.exercises; from helpers import log\n"
        "print(*sorted({name.partition('.')[0] for name in set(sys.modules) - before}))"
    )
    child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set() == HEAVY & set(child.stdout.split())
