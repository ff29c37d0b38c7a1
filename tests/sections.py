"""The sections of a notebook, and what one of them lacks when it runs after the first two cells."""

import ast
import builtins
import dis
import re
from itertools import groupby
from types import CodeType

from IPython.core.inputtransformer2 import TransformerManager

OF_IPYTHON = {"display", "get_ipython"}
# What Python runs on the spot. The body of a function waits for a call, which may come later.
AT_ONCE = re.compile("<(listcomp|setcomp|dictcomp|genexpr)>")


def sections(cells) -> list[tuple[str, list[int]]]:
    """(heading, the indices of its code cells), for each section of `cells` that has any."""
    heading, places = "", []
    for index, cell in enumerate(cells):
        # A heading may stand in the middle of a cell: its section begins with the next one.
        headings = [line for line in cell.source.splitlines() if line.startswith("## ")]
        if cell.cell_type == "markdown" and headings:
            heading = headings[-1].strip("# ")
        elif cell.cell_type == "code" and heading:
            places.append((heading, index))
    return [
        (heading, [index for _, index in group])
        for heading, group in groupby(places, key=lambda place: place[0])
    ]


def lacking(cells, indices) -> list[str]:
    """The names that the cells at `indices` use, and neither they nor the second cell bind.

    A name has to be bound before it is used, but for one in the body of a function: there it may be
    bound anywhere in the section. Modules are those of `%%workers` cells, and what `check("01.1")`
    tries is the module `answer_01_1`.
    """
    workers = set(filter(None, map(_workers, cells)))
    bound = {*dir(builtins), *OF_IPYTHON, *_names(cells[1])[0]}
    lacks, later = [], []
    for index in indices:
        binds, at_once, in_functions = _names(cells[index])
        modules = _modules(cells[index]) & workers
        lacks += sorted((at_once | modules) - bound)
        later += sorted(in_functions)
        bound |= binds
    return lacks + [name for name in later if name not in bound]


def _workers(cell):
    found = re.match(r"%%workers\s+(\w+)", cell.source)
    return cell.cell_type == "code" and found and found[1]


def _modules(cell):
    """The modules that a cell asks for without using a name of its own."""
    checked = re.findall(r"""^check\(["'](\w+)\.(\d+)["']\)""", cell.source, re.MULTILINE)
    imported = re.findall(r"^\s*(?:import|from)\s+(\w+)", cell.source, re.MULTILINE)
    return {f"answer_{chapter}_{number}" for chapter, number in checked} | set(imported)


def _names(cell):
    """The names that a cell binds, those that it needs when it is run, and those for later."""
    if module := _workers(cell):
        return {module}, set(), set()
    binds, at_once, in_functions = set(), set(), set()
    source = TransformerManager().transform_cell(cell.source)
    code = compile(source, "cell", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    _read(code, binds, at_once, binds)
    for function in _functions(code):
        _read(function, set(binds), in_functions, binds)
    return binds, at_once, in_functions


def _read(code, bound, used, of_cell):
    """Add what `code` uses to `used`, unless it was `bound` before, and what it binds to both."""
    for step in dis.get_instructions(code):
        if step.opname in ("STORE_NAME", "STORE_GLOBAL"):
            bound.add(step.argval)
            if step.opname == "STORE_GLOBAL":
                of_cell.add(step.argval)
        elif step.opname in ("LOAD_NAME", "LOAD_GLOBAL") and step.argval not in bound:
            used.add(step.argval)
        elif isinstance(step.argval, CodeType) and _is_at_once(step.argval):
            # What is stored in the body of a class stays in the class.
            _read(step.argval, set(bound), used, of_cell)


def _is_at_once(code):
    # A function has locals of its own (CPython, Include/cpython/code.h, CO_NEWLOCALS), and the body
    # of a class has not.
    return AT_ONCE.fullmatch(code.co_name) or not code.co_flags & 0x2


def _functions(code):
    """All functions in `code`, also those inside others."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if not _is_at_once(constant):
                yield constant
            yield from _functions(constant)
