"""Run each cell that hangs on a schedule or a time again and again, and compare its output.

    python tools/chance.py [--tries N] [--condition busy|pinned] [NOTEBOOK ...]

The cells are those tagged `schedule`. The tries of one are shared out among kernels side by side,
in which the cells that a teacher would run first were run: the second one of the notebook, and
those of its section that stand before it. A try runs the cell, and before it what `feeds` it. Its
output is compared as `make nbval` compares it. The exit code is 1 where an output differed.
"""

import argparse
import ast
import asyncio
import copy
import difflib
import dis
import os
import subprocess
import sys
import textwrap
import time
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell

from tools.comparison import Comparison
from tools.refresh import ROOT, kernel_options, new_client

__all__ = ["SCHEDULE", "feeds", "main", "tagged"]

SCHEDULE = "schedule"
CELL_SECONDS = 60  # as in `make nbval`
SIDE_BY_SIDE = 8  # kernels: what they run mostly waits
_DEFINITION = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
CONDITIONS = {"busy": "every core busy", "pinned": "one core"}


@dataclass(frozen=True)
class Place:
    """A tagged cell: its notebook, and its index there."""

    path: Path
    notebook: nbformat.NotebookNode
    index: int

    @property
    def cell(self):
        return self.notebook.cells[self.index]

    @property
    def before(self) -> list[int]:
        """The indices of the code cells that stand before it in its section."""
        found = []
        for index in range(self.index - 1, 1, -1):
            cell = self.notebook.cells[index]
            if cell.cell_type == "code":
                found.append(index)
            elif any(line.startswith("## ") for line in cell.source.splitlines()):
                break
        return found[::-1]

    def __str__(self):
        heading = next(
            (
                line.strip("# ")
                for cell in self.notebook.cells[self.index :: -1]
                if cell.cell_type == "markdown"
                for line in reversed(cell.source.splitlines())
                if line.startswith("## ")
            ),
            "no section",
        )
        first_line = self.cell.source.partition("\n")[0]
        return f"{self.path.stem}, {heading}, cell {self.index + 1}: {first_line}"


@dataclass
class Result:
    """What came of the tries of a cell."""

    tries: int = 1
    failures: int = 0
    first: str = ""  # the first failure, in words


def main(arguments=None) -> int:
    """Try the tagged cells of the notebooks named, or of the course. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tries", type=int, default=1000, help="for each cell and condition")
    parser.add_argument("--condition", choices=CONDITIONS, help="only this one")
    parser.add_argument("notebooks", nargs="*", type=Path)
    given = parser.parse_args(arguments)
    places = tagged(given.notebooks or sorted(ROOT.glob("notebooks/**/*.ipynb")))
    if not places:
        print(f"No cell is tagged {SCHEDULE}.")
        return 1
    print(f"{'condition':15} {'tries':>6} {'failures':>8} {'time':>7}  cell", flush=True)
    failed = 0
    try:
        for condition in [given.condition] if given.condition else CONDITIONS:
            if condition == "pinned" and not hasattr(os, "sched_setaffinity"):
                print(f"{CONDITIONS[condition]:15} skipped: os.sched_setaffinity is not here")
                continue
            with _busy_cores() if condition == "busy" else nullcontext():
                failed += asyncio.run(_try_all(places, given.tries, condition))
    except KeyboardInterrupt:
        print("Stopped before the end.")
        return 130
    return int(failed > 0)


def tagged(paths) -> list[Place]:
    """The cells tagged `schedule` in the notebooks at `paths`."""
    found = []
    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        found += [
            Place(Path(path), notebook, index)
            for index, cell in enumerate(notebook.cells)
            if cell.cell_type == "code" and SCHEDULE in cell.metadata.get("tags", [])
        ]
    return found


def feeds(place) -> list[int]:
    """The indices of the cells of its section that make or touch what the cell at `place` uses.

    They are repeated with it: `run` alone would show the same run each time, and a list that grew
    in the try before would be longer in the next one. Functions and workers are made anew, but
    who else has called them does not matter.
    """
    names = {index: _names(place.notebook.cells[index].source) for index in place.before}
    # All other names come from the second cell, and to use the same of those links no two cells.
    of_section = set().union(*(bound for bound, _, _ in names.values()))
    defined = set().union(*(code for _, code, _ in names.values()))
    needed = _names(place.cell.source)[2] & of_section
    found = []
    for index in reversed(place.before):
        bound, _, used = names[index]
        if needed & (bound | used - defined):
            found.append(index)
            needed = needed - bound | used & of_section
    return found[::-1]


def _names(source):
    """The names that a cell binds, those of them that are code, and those that it lacks."""
    if source.startswith("%%workers "):
        workers = {source.split()[1]}
        return workers, workers, set()
    tree = ast.parse(TransformerManager().transform_cell(source))
    functions = {node.name for node in tree.body if isinstance(node, _DEFINITION)}
    bound, used = set(), set()
    _read(compile(tree, "cell", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), bound, used)
    return bound, functions, used


def _read(code, bound, used):
    for step in dis.get_instructions(code):
        if step.opname in ("STORE_NAME", "STORE_GLOBAL"):
            bound.add(step.argval)
        elif step.opname in ("LOAD_NAME", "LOAD_GLOBAL") and step.argval not in bound:
            used.add(step.argval)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            # What is stored in the body of a class stays in the class.
            _read(constant, set(bound), used)


async def _try_all(places, tries, condition):
    """Try the cells, print a line for each, and return how many failed."""
    cores = sorted(os.sched_getaffinity(0)) if condition == "pinned" else [None]
    compare = Comparison()
    failed = 0
    for place in places:
        began = time.monotonic()
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(_try(place, share, cores[number % len(cores)], compare))
                for number, share in enumerate(_shares(tries))
            ]
        results = [task.result() for task in tasks]
        failures = sum(result.failures for result in results)
        print(
            f"{CONDITIONS[condition]:15} {sum(result.tries for result in results):6} {failures:8}"
            f" {time.monotonic() - began:5.0f} s  {place}",
            flush=True,
        )
        if failures:
            failed += 1
            first = next(result.first for result in results if result.first)
            print(textwrap.indent(first, "    "), flush=True)
    return failed


def _shares(tries):
    """The tries of each kernel; a kernel without any is not started."""
    each, more = divmod(tries, SIDE_BY_SIDE)
    return [each + (number < more) for number in range(min(tries, SIDE_BY_SIDE))]


async def _try(place, tries, core, compare):
    result = Result()
    repeated = feeds(place)
    notebook = copy.deepcopy(place.notebook)
    client = new_client(notebook, place.path.parent)
    client.timeout = CELL_SECONDS
    manager = client.km
    if core is not None:
        _pin(manager, core)
    try:
        await client.async_start_new_kernel(**kernel_options())
        await client.async_start_new_kernel_client()
        for index in [1, *place.before]:
            await client.async_execute_cell(notebook.cells[index], index)
        await client.async_execute_cell(new_code_cell(_NO_PICTURES), 0)
        for result.tries in range(1, tries + 1):
            for index in repeated:
                await client.async_execute_cell(notebook.cells[index], index)
            failure = await _failure(client, place, compare)
            if failure is not None:
                result.failures += 1
                result.first = result.first or f"The first was try {result.tries}:\n{failure}"
            client.reset_execution_trackers()  # the states of the widgets would pile up
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        if asyncio.current_task().cancelling():  # nbclient takes that for the end of the kernel
            raise asyncio.CancelledError from None
        # Whatever comes after it in this kernel would say nothing about the cell.
        result.failures += 1
        result.first = result.first or f"Try {result.tries} broke off, and was the last:\n{error}"
    finally:
        if client.kc:
            client.kc.stop_channels()
        if manager.has_kernel:
            await manager.shutdown_kernel(now=True)
    return result


# They take longer than most runs, and are not compared.
_NO_PICTURES = """
def _show_no_pictures():
    from helpers.show import png
    from helpers.runs.run import Run
    Run.figure, png.of_figure = lambda run: None, lambda figure: ("", 0)

try:
    _show_no_pictures()
except ImportError:
    pass  # a notebook that is none of the course
"""


async def _failure(client, place, compare):
    """Run the cell and say how its outputs differ from the stored ones; None where they do not."""
    cell = client.nb.cells[place.index]
    with suppress(CellExecutionError):  # which is an output too, and equals no stored one
        await client.async_execute_cell(cell, place.index)
    if compare.equal(cell.outputs, place.cell.outputs):
        return None
    stored, new = (
        compare.sanitized(_text(outputs)) for outputs in (place.cell.outputs, cell.outputs)
    )
    return "\n".join(
        difflib.unified_diff(stored.splitlines(), new.splitlines(), "stored", "new", lineterm="")
    )


def _text(outputs):
    shown = []
    for output in outputs:
        if output.output_type == "stream":
            shown.append(output.text)
        elif output.output_type == "error":
            shown.append(f"{output.ename}: {output.evalue}\n")
        else:
            shown += [f"{output.data[kind]}\n" for kind in output.data if kind.startswith("text/")]
    return "".join(shown)


# Pins itself, and then becomes the kernel, whose threads and processes inherit that.
_PINNED = """
import os, sys
os.sched_setaffinity(0, {int(sys.argv[1])})
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""


def _pin(manager, core):
    """Have the kernel of `manager`, which is not started yet, run on `core` alone."""
    argv = manager.kernel_spec.argv
    manager.kernel_spec.argv = [sys.executable, "-c", _PINNED, str(core), *argv[1:]]


_BUSY = """
import os, signal, sys, threading
signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it ends it
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
while True:
    pass
"""


@contextmanager
def _busy_cores():
    """Keep every core busy meanwhile, with a process for each."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    busy = [sys.executable, "-I", "-S", "-c", _BUSY]
    with ExitStack() as processes:
        for _ in range(count):
            # Its standard input ends when this process does, however that comes.
            process = processes.enter_context(subprocess.Popen(busy, stdin=subprocess.PIPE))
            processes.callback(process.kill)
        yield


if __name__ == "__main__":
    sys.exit(main())
