"""`make` and tools/setup_env.py: what they say to somebody whose machine is not ready."""

import ast
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "tools" / "setup_env.py"

needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="no make on this system")


def call(*command, **environment):
    """Exit status and the lines that were said, without make's own."""
    # Make tells its children about itself through these, and this test may be such a child.
    inherited = {name: os.environ[name] for name in os.environ if "MAKE" not in name}
    inherited.pop("PYTHON", None)
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=inherited | environment,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    lines = [line for line in done.stdout.splitlines() if not line.startswith("make: ")]
    return done.returncode, lines


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13)])
def test_an_old_python_gets_one_sentence(version, monkeypatch):
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(SCRIPT), run_name="__main__")
    expected = (
        "This course needs Python 3.11 or newer; this is {}.{}. Install a newer one (python.org "
        "has it), or name one that you have: make lab PYTHON=python3.13"
    ).format(*version)
    actual = end.value.code
    assert expected == actual


def test_an_old_python_can_parse_the_script():
    """What Python 2.7 takes for a syntax error, as far as a newer one can tell."""
    refused = []
    for node in ast.walk(ast.parse(SCRIPT.read_text("ascii"))):
        if isinstance(
            node, ast.JoinedStr | ast.NamedExpr | ast.AnnAssign | ast.Nonlocal | ast.Match
        ):
            refused.append(ast.unparse(node))
        if isinstance(node, ast.arg) and node.annotation:
            refused.append(ast.unparse(node))
        if isinstance(node, ast.arguments) and (node.kwonlyargs or node.posonlyargs):
            refused.append(ast.unparse(node))
        if isinstance(node, ast.Raise) and node.cause:
            refused.append(ast.unparse(node))
        if isinstance(node, ast.List | ast.Tuple | ast.Set) and any(
            isinstance(part, ast.Starred) for part in node.elts
        ):
            refused.append(ast.unparse(node))
        if isinstance(node, ast.Call):
            stars = [isinstance(part, ast.Starred) for part in node.args]
            if any(stars[:-1]) or (ast.unparse(node.func) == "print" and node.keywords):
                refused.append(ast.unparse(node))
    expected = []
    actual = refused
    assert expected == actual


def test_no_network_gets_one_sentence_and_no_finished_folder(tmp_path):
    folder = tmp_path / "über all"
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"}
    nowhere |= {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"}
    nowhere |= {"PIP_FIND_LINKS": "", "PIP_EXTRA_INDEX_URL": "", "PYTHONUTF8": "1"}
    code, lines = call(sys.executable, SCRIPT, folder, **nowhere)
    expected = (
        1,
        [
            f"Setting up {folder} (about a minute, once) ...",
            "The packages could not be fetched: connect this computer to the internet (or set "
            "PIP_INDEX_URL to a mirror that it can reach), then run the same command again.",
        ],
        False,
    )
    actual = (code, lines, (folder / "course.json").exists())
    assert expected == actual


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("the only copy")
    code, lines = call(sys.executable, SCRIPT, tmp_path, PYTHONUTF8="1")
    expected = (
        1,
        f"{tmp_path} exists and is no virtual environment: move it away, "
        "then run the same command again.",
        ["thesis.txt"],
    )
    actual = (code, lines[-1], [path.name for path in tmp_path.iterdir()])
    assert expected == actual


def test_an_unknown_group_gets_one_sentence(tmp_path):
    expected = (1, ["brwser is no group of pyproject.toml. There are: test, browser, bench."])
    actual = call(sys.executable, SCRIPT, tmp_path, "brwser")
    assert expected == actual


@needs_make
def test_make_alone_lists_the_targets():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    expected = re.search(r"^\.PHONY: help (.+)$", makefile, re.MULTILINE)[1].split()
    _, lines = call("make")
    actual = [line.split()[1] for line in lines]
    assert expected == actual


@needs_make
def test_make_with_a_python_that_is_not_there_gets_one_sentence():
    expected = (
        2,
        [
            'There is no "python3.99" here: install Python 3.11 or newer (python.org has it), '
            "or name one that you have: make lab PYTHON=python3.13"
        ],
    )
    actual = call("make", "env", "PYTHON=python3.99")
    assert expected == actual


@needs_make
@pytest.mark.parametrize(
    ("python", "folder"),
    [
        ("python3", ".venv"),
        ("python3.13", ".venv-python3.13"),
        ("/opt/some where/bin/python3.13", ".venv-python3.13"),
    ],
)
def test_each_interpreter_has_a_folder_of_its_own(python, folder):
    _, lines = call("make", "--dry-run", "env", f"PYTHON={python}")
    expected = f'"{python}" tools/setup_env.py "{folder}"'
    actual = lines[-1][-len(expected) :]
    assert expected == actual


@needs_make
def test_make_test_browser_without_chromium_gets_one_sentence():
    expected = (
        2,
        [
            "No Chromium here: install it (apt install chromium; brew install --cask chromium; "
            "choco install chromium), or name one: make test-browser CHROMIUM=path"
        ],
    )
    actual = call("make", "test-browser", "CHROMIUM=")
    assert expected == actual
