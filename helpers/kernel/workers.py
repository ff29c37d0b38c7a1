"""`%%workers NAME`: a cell becomes an importable module.

A child process under spawn or forkserver finds a function by importing its module. A cell is no
module, so the function in it cannot be found; this magic makes the cell one.
"""

import importlib
import importlib.util
import keyword
import os
import sys
import time

from IPython.core.error import UsageError

from helpers.kernel import session

__all__ = ["workers"]

_seconds = 0  # the modification time of the youngest module, in whole seconds


def workers(line, cell):
    """Write the cell to NAME.py, import it, and bind NAME in the notebook.

    The module lies in this kernel's temporary folder, which is on `sys.path` and so on that of
    every child. Running an edited cell replaces the module, for new children too. Prints nothing.

    Shows a UsageError where NAME is missing, is no identifier, or belongs to a module that is no
    `%%workers` cell, and where the module cannot be written: then it stays what it was. An error in
    the cell shows as everywhere, with the line of the cell.

    Example:
        %%workers greeters
        from helpers import log

        def greet(name):
            log(f"hello, {name}")
    """
    from IPython import get_ipython

    name = line.strip()
    folder = session.folder() / "workers"
    _check_name(name, folder)
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    path = folder / f"{name}.py"
    # The first line stands for the magic, so that lines in tracebacks are those of the cell.
    try:
        text = f"# %%workers {name}\n{cell}".encode()
    except UnicodeEncodeError as error:
        half = ascii(error.object[error.start])
        raise UsageError(
            f"%%workers {name}: the cell holds {half}, which is half of a character and cannot be "
            "stored. Type that character anew."
        ) from None
    try:
        folder.mkdir(exist_ok=True)
        _write(path, text)
    except OSError as error:
        said = session.unwritable(f"%%workers {name} is not stored", error)
        raise UsageError(str(said)) from None
    importlib.invalidate_caches()
    sys.modules.pop(name, None)
    get_ipython().user_ns[name] = importlib.import_module(name)


def _check_name(name, folder):
    if not name.isidentifier() or keyword.iskeyword(name):
        raise UsageError(
            f"%%workers needs a name that Python can import, such as `%%workers greeters`; "
            f"got {name!r}."
        )
    found = sys.modules.get(name)
    origin = getattr(found, "__file__", None) if found else None
    if found is None:
        spec = importlib.util.find_spec(name)
        found, origin = spec, spec and spec.origin
    if found is not None and origin != str(folder / f"{name}.py"):
        raise UsageError(f"%%workers {name} would hide the module {name!r}; choose another name.")


def _write(path, text):
    """Write all of `text` or nothing: a disk may be full in the middle of it."""
    writing = path.with_suffix(".writing")
    try:
        writing.write_bytes(text)
        _make_younger(writing)
        writing.replace(path)
    finally:
        writing.unlink(missing_ok=True)


def _make_younger(path):
    # Compiled modules are told apart by the second and the size of their source
    # (CPython, Lib/importlib/_bootstrap_external.py), and two edits fit into one second.
    global _seconds
    _seconds = max(int(time.time()), _seconds + 1)
    os.utime(path, (_seconds, _seconds))
