"""The face of the package for editors, `__init__.pyi`, is the one that a notebook gets."""

import ast
import inspect
import tomllib
from pathlib import Path

import helpers

ROOT = Path(__file__).parents[1]
STUB = ROOT / "helpers" / "__init__.pyi"


def imports():
    """(module, name, name here) of each import in the stub."""
    for node in ast.parse(STUB.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom):
            yield from ((node.module, alias.name, alias.asname) for alias in node.names)


def test_the_stub_names_what_the_package_offers():
    assert sorted(helpers.__all__) == sorted(here for _, _, here in imports())


def test_every_name_of_the_stub_is_given_on():
    """A type checker takes `import x` in a stub for the stub's own, `import x as x` for all."""
    assert [] == [name for _, name, here in imports() if name != here]


def test_every_name_comes_from_where_the_stub_says():
    found, said = {}, {}
    for module, name, _ in imports():
        thing = getattr(helpers, name)
        found[name] = thing.__name__ if inspect.ismodule(thing) else thing.__module__
        said[name] = f"{module}.{name}" if inspect.ismodule(thing) else module
    assert said == found


def test_the_stub_is_installed_with_the_package():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert STUB.name in settings["tool"]["setuptools"]["package-data"]["helpers"]
