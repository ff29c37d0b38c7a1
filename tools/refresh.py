"""Run the notebooks in fresh kernels and store what they show.

    python tools/refresh.py [--all] [NOTEBOOK ...]

A cell whose new outputs nbval calls equal to the stored ones keeps those, byte for byte, and so
does a cell with ignored outputs as long as its source stays. A refresh without a change is an empty
diff. `--all` stores every new output, for instance pictures that are drawn in another way now.
"""

import argparse
import copy
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbval.kernel import CURRENT_ENV_KERNEL_NAME, NbvalKernelspecManager

from tools.comparison import Comparison
from tools.kernels import AsyncKernel
from tools.tidy import IGNORE, digest, file_text, tidy

__all__ = ["kernel_options", "main", "new_client", "refresh", "run"]

ROOT = Path(__file__).parents[1]
CELL_SECONDS = 300

_NUMBERED_LINE = re.compile(r"^(?:-+> ?| *)(\d+) (.*)$", re.MULTILINE)


def main(arguments=None) -> int:
    """Refresh the notebooks named, or all of the course. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="store every new output")
    parser.add_argument("notebooks", nargs="*", type=Path)
    given = parser.parse_args(arguments)
    notebooks = given.notebooks or [
        *sorted(ROOT.glob("notebooks/*.ipynb")),
        *sorted(ROOT.glob("notebooks/solutions/*.ipynb")),
    ]
    if not notebooks:
        print("There is no notebook in notebooks/.")
        return 1
    failed = False
    for path in notebooks:
        start = time.monotonic()
        print(f"{os.path.relpath(path)}: ", end="", flush=True)
        try:
            said = refresh(path, everything=given.all)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            said, failed = f"failed, and was left as it is\n{error}", True
        print(f"{said} ({time.monotonic() - start:.0f} s)", flush=True)
    return int(failed)


def refresh(path, everything=False) -> str:
    """Run the notebook at `path`, store what is new, and say what changed.

    Raises what nbclient raises where a cell fails that is not tagged raises-exception; the file is
    not touched then.
    """
    path = Path(path)
    text = path.read_text(encoding="utf-8")
    before = nbformat.reads(text, as_version=4)
    stored, new = copy.deepcopy(before), copy.deepcopy(before)
    run(new, path.parent)
    tidy(stored)
    tidy(new)
    compare = Comparison()
    for old, cell in zip(stored.cells, new.cells, strict=True):
        if cell.cell_type != "code":
            continue
        if not everything and _keeps(old, cell, compare, new):
            cell.outputs = old.outputs
        if IGNORE in cell.metadata.get("tags", []):
            cell.metadata["outputs_of"] = digest(cell.source)
        else:
            cell.metadata.pop("outputs_of", None)
    tidy(new)
    after = file_text(new)
    if after == text:
        return "unchanged"
    path.write_text(after, encoding="utf-8", newline="\n")
    return _changes(before, new)


def run(notebook, folder):
    """Run `notebook` in a fresh kernel in `folder`, as nbval does."""
    new_client(notebook, folder).execute(cleanup_kc=True, **kernel_options())


def new_client(notebook, folder) -> NotebookClient:
    """What runs cells of `notebook` in a kernel in `folder`. The kernel is not started yet."""
    # The very kernel of an nbval run: that of this environment.
    manager = AsyncKernel(
        kernel_name=CURRENT_ENV_KERNEL_NAME, kernel_spec_manager=NbvalKernelspecManager()
    )
    return NotebookClient(
        notebook,
        km=manager,
        timeout=CELL_SECONDS,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(folder)}},
    )


def kernel_options() -> dict:
    """How such a kernel is started."""
    # Under pytest ipykernel does not catch what a child prints (ipykernel/iostream.py), so it must
    # not do so here either.
    return {
        "env": {**os.environ, "PYTEST_CURRENT_TEST": "refresh"},
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }


def _keeps(old, cell, compare, notebook):
    if old.execution_count is None:
        return False
    if IGNORE in cell.metadata.get("tags", []):
        return bool(old.outputs) and old.metadata.get("outputs_of") == digest(cell.source)
    return compare.equal(cell.outputs, old.outputs) and not _stale(old, cell, notebook)


def _stale(old, cell, notebook):
    """Whether a stored traceback, which nbval does not compare, quotes what is not there now."""
    errors = [output for output in old.outputs if output.output_type == "error"]
    if not errors:
        return False
    lines = {
        (number, line.strip())
        for other in notebook.cells
        for number, line in enumerate(other.source.splitlines(), start=1)
    }
    quoted = _NUMBERED_LINE.findall("\n".join("\n".join(error.traceback) for error in errors))
    return old.execution_count != cell.execution_count or not lines.issuperset(
        (int(number), line.strip()) for number, line in quoted
    )


def _changes(before, after):
    changed = [
        str(number)
        for number, pair in enumerate(zip(before.cells, after.cells, strict=True), start=1)
        if pair[0] != pair[1]
    ]
    if not changed:
        return "tidied"
    return f"{len(changed)} cell{'s' * (len(changed) > 1)} changed: {', '.join(changed)}"


if __name__ == "__main__":
    sys.exit(main())
