"""The labs of a notebook, without the rest of it: its workers, its imports, and the labs' cells."""

import ast
import importlib.util
import sys
from dataclasses import dataclass

import nbformat

from helpers.steps.lab import Lab

__all__ = ["Found", "lab_of", "labs_of"]


@dataclass(frozen=True)
class Found:
    """A call of `interleave` on a page.

    cell:     the number of its cell, from 0
    workers, promise, always: as `Lab` takes them
    """

    cell: int
    workers: list
    promise: object
    always: object


class _Anything:
    """In the place of a lab: whatever a cell does with it is left out."""

    def __getattr__(self, name):
        return self

    def __call__(self, *arguments, **keywords):
        return self


def labs_of(path, folder) -> list[Found]:
    """All calls of `interleave` in the notebook at `path`.

    folder:  where its workers are written

    A cell with a lab is run, and no other one: it brings all that it shares.
    """
    found, space = [], {}
    modules, before = [], {}
    try:
        for number, cell in enumerate(nbformat.read(path, as_version=4).cells):
            if cell.cell_type != "code":
                continue
            if cell.source.startswith("%%workers"):
                name = cell.source.split()[1]
                before.setdefault(name, sys.modules.get(name))
                modules.append(_workers(cell.source, folder))
                space[modules[-1].__name__] = modules[-1]
            elif number < 4 and "%load_ext helpers" in cell.source:
                exec(_imports(cell.source), space)
            elif "interleave(" in cell.source:
                space["interleave"] = _noting(found, number)
                space.setdefault("print", lambda *_: None)
                exec(compile(cell.source, f"{path.name}, cell {number}", "exec"), space)
    finally:
        for name, module in before.items():
            sys.modules.pop(name, None)
            if module:  # of the tests, which have their own `printers`
                sys.modules[name] = module
    return found


def _noting(found, number):
    def interleave(*workers, promise=None, always=None):
        pairs = [one if isinstance(one, tuple) else (one,) for one in workers]
        pairs = [(function, tuple(arguments)) for function, *arguments in pairs]
        found.append(Found(number, pairs, promise, always))
        return _Anything()

    return interleave


def _workers(source, folder):
    head, _, body = source.partition("\n")
    name = head.split()[1]
    path = folder / f"{name}.py"
    path.write_text(body, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(name, path)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _imports(source):
    lines = [line for line in source.splitlines() if not line.startswith("%")]
    tree = ast.parse("\n".join(lines))
    tree.body = [one for one in tree.body if isinstance(one, ast.Import | ast.ImportFrom)]
    return compile(tree, "imports", "exec")


def lab_of(one) -> Lab:
    """The lab that a page shows."""
    return Lab(one.workers, one.promise, one.always, {})
