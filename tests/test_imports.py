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
    "follow",
    "watching",
    "session",
    "warden",
    "workers",
    "run",
    "assemble",
    "recording",
    "words",
    "layout",
    "figures",
    "progress",
    "measure",
    "counting",
    "traffic",
    "plots",
    "display",
    "work",
    "explore",
]
HEAVY = {"numpy", "matplotlib", "IPython", "ipywidgets", "psutil", "PIL", "asyncio", "pathlib"}


def imported(path):
    """The files of helpers that the file at `path` imports when it is imported itself."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module == "helpers":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("helpers."):
            yield node.module.removeprefix("helpers.")
        elif isinstance(node, ast.Import):
            yield from (
                alias.name.removeprefix("helpers.")
                for alias in node.names
                if alias.name.startswith("helpers.")
            )


def test_every_file_has_its_place_in_the_order():
    files = {path.stem for path in HELPERS.glob("*.py")} - {"__init__"}
    assert sorted(files) == sorted(ORDER)


def test_a_file_imports_only_what_stands_before_it():
    arrows = [(name, other) for name in ORDER for other in imported(HELPERS / f"{name}.py")]
    assert len(arrows) > 10
    assert [] == [
        f"{name} imports {other}"
        for name, other in arrows
        if ORDER.index(other) >= ORDER.index(name)
    ]


def test_only_explore_imports_ipywidgets():
    assert ["explore"] == [
        name
        for name in ORDER
        if "import ipywidgets" in (HELPERS / f"{name}.py").read_text(encoding="utf-8")
    ]


def test_what_a_child_imports_is_light():
    code = (
        "import sys, multiprocessing.spawn; before = set(sys.modules)\n"
        "import helpers.follow, helpers.watching; from helpers import log\n"
        "print(*sorted({name.partition('.')[0] for name in set(sys.modules) - before}))"
    )
    child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set() == HEAVY & set(child.stdout.split())
