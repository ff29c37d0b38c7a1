"""Imports go one way, and what a child imports is light."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
HELPERS = ROOT / "helpers"
# In the order in which the data flow: a file imports from its own room and from those before it.
ROOMS = ["units", "shown", "note", "kernel", "runs", "show", "measure", "steps", "course"]
# What is wanted only when somebody looks is imported only then: importer, imported, why.
UPWARDS = {
    ("shown", "show.display"): "only a notebook shows more than words",
    ("runs.run", "show.words"): "a run is data, and its words stand further down the flow",
    ("runs.run", "show.figures"): "as its words, and matplotlib takes half a second to load",
    ("runs.run", "show.legend"): "as its words",
    ("runs.run", "measure.traffic"): "as its words",
    ("runs.run", "show.pair"): "as its words",
    ("runs.run", "show.replay"): "as its words",
    ("runs.run", "show.unfolded"): "as its words",
}
# What is heavy and serves few is imported inside the function that needs it.
LATER = {
    ("course.exercises.exercise", "runs.run"): "pathlib, and only the name of a type is wanted",
    ("course.exercises.orders", "course.exercises.tried"): "psutil, and children try no orders",
    ("course.exercises.orders", "steps.map"): "matplotlib",
    ("course.exercises.orders", "steps.strip"): "matplotlib",
    ("course.exercises.turnstile", "kernel.session"): "pathlib, and children make no turnstile",
    ("measure.anatomy", "show.plots.anatomy"): "matplotlib",
    ("measure.freethreading", "show.plots.builds"): "matplotlib",
    ("measure.sweeps", "show.plots.sweep"): "matplotlib",
    ("measure.tallies", "show.plots.tally"): "matplotlib",
    ("measure.timing", "show.plots.comparison"): "matplotlib",
    ("measure.traffic", "show.plots.level"): "matplotlib",
    ("measure.traffic", "show.plots.way"): "matplotlib",
    ("measure.turns", "show.plots.turns"): "matplotlib",
    ("measure.worlds", "show.plots.worlds"): "matplotlib",
    ("show.display", "show.png"): "matplotlib",
    ("steps.lab", "steps.map"): "matplotlib",
    ("steps.lab", "steps.strip"): "matplotlib",
}
HEAVY = {"numpy", "matplotlib", "IPython", "ipywidgets", "psutil", "PIL", "asyncio", "pathlib"}


def name_of(path):
    """`helpers/note/events.py` as "note.events"; the `__init__` of a room as the room."""
    parts = path.relative_to(HELPERS).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {name_of(path): path for path in sorted(HELPERS.rglob("*.py"))}
FACE = FILES.pop("")


def imports(name, inside_functions):
    """The files of helpers that the file `name` imports, at its top or inside its functions."""
    tree = ast.parse(FILES[name].read_text(encoding="utf-8"))
    at_the_top = set(tree.body)
    for node in ast.walk(tree):
        if (node in at_the_top) != inside_functions:
            if isinstance(node, ast.ImportFrom) and node.module == "helpers":
                yield from ("note.events" for alias in node.names if alias.name == "log")
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("helpers."):
                module = node.module.removeprefix("helpers.")
                for alias in node.names:
                    whole = f"{module}.{alias.name}"
                    yield whole if whole in FILES else module
            elif isinstance(node, ast.Import):
                yield from (
                    alias.name.removeprefix("helpers.")
                    for alias in node.names
                    if alias.name.startswith("helpers.")
                )


def arrows(inside_functions):
    found = {(name, other) for name in FILES for other in imports(name, inside_functions)}
    return {(name, other) for name, other in found if name != other}


def room(name):
    return name.partition(".")[0]


def test_every_file_stands_in_a_room():
    assert sorted(ROOMS) == sorted({room(name) for name in FILES})


def test_the_inits_of_rooms_are_empty():
    inits = sorted(HELPERS.glob("*/__init__.py"))
    assert len(ROOMS) - 2 == len(inits)
    assert [] == [path.parent.name for path in inits if path.read_text(encoding="utf-8")]


def test_a_file_imports_only_from_its_own_room_and_those_before_it():
    found = arrows(inside_functions=False)
    assert len(found) > 40
    assert [] == [
        f"{name} imports {other}"
        for name, other in sorted(found)
        if ROOMS.index(room(other)) > ROOMS.index(room(name))
    ]


def test_every_import_inside_a_function_that_goes_up_is_known():
    found = arrows(inside_functions=True)
    up = {
        (name, other) for name, other in found if ROOMS.index(room(other)) > ROOMS.index(room(name))
    }
    assert sorted(UPWARDS) == sorted(up)


def test_every_other_import_inside_a_function_is_known():
    assert sorted({*LATER, *UPWARDS}) == sorted(arrows(inside_functions=True))


def test_no_imports_go_in_a_circle():
    """Those inside functions count, save the few that go up: of them no two make a circle."""
    below = {name: set() for name in FILES}
    for name, other in arrows(False) | arrows(True) - set(UPWARDS):
        below[name].add(other)
    while free := [name for name, others in below.items() if not others]:
        for name in free:
            del below[name]
        for others in below.values():
            others.difference_update(free)
    assert {} == below


def test_only_explorers_and_questions_import_ipywidgets():
    assert {"course.explorers", "course.question", "course.questions"} == {
        ".".join(name.split(".")[:2])
        for name, path in FILES.items()
        if "import ipywidgets" in path.read_text(encoding="utf-8")
    }


def test_what_a_child_imports_is_light():
    exercises = [f"helpers.{name}" for name in FILES if name.startswith("course.exercises.e")]
    assert len(exercises) > 20
    code = (
        "import sys, multiprocessing.spawn; before = set(sys.modules)\n"
        f"import helpers.note.follow, helpers.note.watch.registry, {', '.join(exercises)}\n"
        "from helpers import log\n"
        "print(*sorted({name.partition('.')[0] for name in set(sys.modules) - before}))"
    )
    child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set() == HEAVY & set(child.stdout.split())
