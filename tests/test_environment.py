"""What says what the course needs, held together: pyproject.toml, environment.yml, the lock, CI."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ["3.11", "3.12", "3.13", "3.14", "3.15"]
SYSTEMS = {
    "Linux": {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"},
    "macOS": {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin"},
    "Windows": {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"},
}
PLACES = [(python, system) for python in PYTHONS for system in SYSTEMS]

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUN_TIME = PYPROJECT["project"]["dependencies"]
GROUPS = PYPROJECT["project"]["optional-dependencies"]
BUILD = PYPROJECT["build-system"]["requires"]
EVERYTHING = [*RUN_TIME, *BUILD, *(line for group in GROUPS.values() for line in group)]


def ranges(lines):
    found = [Requirement(line) for line in lines]
    return {canonicalize_name(need.name): str(need.specifier) for need in found}


def environment_yml():
    """The requirements for conda and those for pip, each as lines."""
    text = (ROOT / "environment.yml").read_text("utf-8")
    lines = yaml.safe_load(text)["dependencies"]
    conda = [line for line in lines if isinstance(line, str)]
    [pip] = [line["pip"] for line in lines if isinstance(line, dict)]
    return conda, pip


def lock_lines():
    text = (ROOT / "requirements.lock").read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def holds(requirement, python, system):
    place = {"python_version": python, "python_full_version": f"{python}.9"}
    place |= {"implementation_name": "cpython", "platform_python_implementation": "CPython"}
    return requirement.marker is None or requirement.marker.evaluate(place | SYSTEMS[system])


def pins(python, system):
    """What the lock installs there: (name, version), in the order of the file."""
    found = [Requirement(line) for line in lock_lines()]
    return [
        (canonicalize_name(pin.name), str(pin.specifier).removeprefix("=="))
        for pin in found
        if holds(pin, python, system)
    ]


def test_environment_yml_has_the_ranges_of_pyproject():
    conda, pip = environment_yml()
    named = [line for line in conda if not re.match(r"(python=|pip$)", line)]
    named += [line for line in pip if not line.startswith("-")]
    checks = [line for line in GROUPS["test"] if Requirement(line).name in ("nbval", "pytest")]
    expected = ranges(RUN_TIME + checks)
    actual = ranges(named)
    assert expected == actual


def test_environment_yml_installs_this_checkout():
    expected = ["-e ."]
    actual = [line for line in environment_yml()[1] if line.startswith("-")]
    assert expected == actual


def test_environment_yml_names_a_python_that_pyproject_allows():
    [python] = [line for line in environment_yml()[0] if line.startswith("python=")]
    version = python.removeprefix("python=")
    allowed = SpecifierSet(PYPROJECT["project"]["requires-python"])
    expected = (version, True)
    actual = (version, version in PYTHONS and version in allowed)
    assert expected == actual


def test_pyproject_says_the_versions_that_ci_runs():
    said = PYPROJECT["project"]["classifiers"]
    actual = [line.split(":: ")[-1] for line in said if "Python :: 3." in line]
    expected = yaml.safe_load((ROOT / ".github/workflows/check.yml").read_text("utf-8"))
    expected = expected["jobs"]["test"]["strategy"]["matrix"]["python"]
    assert expected == actual


@pytest.mark.parametrize(
    "address", ["http:", "https:", "://", "--index", "--extra", "--find", "@ ", "file:", "/", "\\"]
)
def test_the_lock_holds_no_address_and_no_path(address):
    text = (ROOT / "requirements.lock").read_text("utf-8")
    expected = []
    actual = [line for line in text.splitlines() if address in line]
    assert expected == actual


def test_every_line_of_the_lock_pins_one_version():
    exact = re.compile(r"[a-z0-9-]+==[0-9][0-9a-z.]*( ; .+)?")
    expected = []
    actual = [line for line in lock_lines() if not exact.fullmatch(line)]
    assert expected == actual


@pytest.mark.parametrize(("python", "system"), PLACES)
def test_the_lock_pins_every_package_of_pyproject(python, system):
    needs = [Requirement(line) for line in EVERYTHING]
    pinned = {name for name, _ in pins(python, system)}
    wanted = {canonicalize_name(need.name) for need in needs if holds(need, python, system)}
    expected = set()
    actual = wanted - pinned
    assert expected == actual


@pytest.mark.parametrize(("python", "system"), PLACES)
def test_the_lock_keeps_to_the_ranges_of_pyproject(python, system):
    pinned = dict(pins(python, system))
    needs = {canonicalize_name(need.name): need for need in map(Requirement, EVERYTHING)}
    expected = []
    actual = [
        f"{name} {version} is not {needs[name].specifier}"
        for name, version in pinned.items()
        if name in needs and Version(version) not in needs[name].specifier
    ]
    assert expected == actual


@pytest.mark.parametrize(("python", "system"), PLACES)
def test_the_lock_pins_no_package_twice(python, system):
    names = [name for name, _ in pins(python, system)]
    expected = sorted(set(names))
    actual = sorted(names)
    assert expected == actual


def test_ci_on_windows_runs_what_make_runs():
    """Windows has no make, so the workflow repeats what the Makefile has `make test` call."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    called = re.search(r"^test: .*\n\t\$\(RUN\) (-m pytest .*)", makefile, re.MULTILINE)[1]
    expected = [called.replace("$(NOTEBOOKS)", "notebooks")]
    workflow = (ROOT / ".github/workflows/check.yml").read_text("utf-8")
    actual = re.findall(r"\.venv/Scripts/python (.+)", workflow)
    assert expected == actual
