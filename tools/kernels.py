"""Kernels for tests, which share nothing with anybody, and one worker for each notebook.

jupyter_client looks for five free ports, lets go of them, and tells them to the kernel
(`write_connection_file` in jupyter_client/connect.py). A second kernel that starts meanwhile can
be told the same port, and then one of the two dies. With six side by side that was one in 150.

And all kernels of a user write what they run into one database (IPython/core/history.py,
`HistoryManager`). With sixteen side by side it was locked for three cells in some 40,000, and
IPython printed that into their outputs.
"""

import re
import tempfile
import uuid
from functools import cache
from pathlib import Path

import nbval.kernel
import pytest
import zmq
from jupyter_client import AsyncKernelManager, KernelManager
from xdist.scheduler import LoadScopeScheduling

__all__ = [
    "AsyncKernel",
    "WaitingKernel",
    "pytest_configure",
    "pytest_xdist_make_scheduler",
    "shares",
]


class _OfItsOwn:
    """A KernelManager whose kernel has its own address, and its history in memory."""

    def __init__(self, **given):
        super().__init__(**given, **_address())

    def format_kernel_cmd(self, extra_arguments=None):
        own = "--HistoryManager.hist_file=:memory:"
        return super().format_kernel_cmd([*(extra_arguments or []), own])


class WaitingKernel(_OfItsOwn, KernelManager):
    """For tests that wait."""


class AsyncKernel(_OfItsOwn, AsyncKernelManager):
    """For tests that `await`."""


def _address():
    """Arguments for a KernelManager that have it talk over socket files of its own.

    Where ZeroMQ has none (Windows) there are no arguments, and the kernel talks over ports.
    """
    if not zmq.has("ipc"):
        return {}
    # A short path: the name of a socket file has at most 103 bytes on macOS.
    path = Path(tempfile.gettempdir()) / f"kernel-{uuid.uuid4().hex}.json"
    return {"transport": "ipc", "connection_file": str(path)}


def pytest_configure():
    """Have nbval start such kernels. pytest calls this, as pyproject.toml names this file."""
    nbval.kernel.KernelManager = WaitingKernel


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """For `--dist loadscope`, how tests are dealt out to workers."""
    return Together(config, log) if config.getvalue("dist") == "loadscope" else None


class Together(LoadScopeScheduling):
    """Deals out test by test, but as a whole what shares something.

    These are the cells of a notebook, which one kernel runs in their order, and the tests of a file
    that has a fixture for its module. And where names of notebooks are the parameters of tests, all
    that is asked of one notebook, which a browser opens once. What is largest comes first
    (`--loadscope-reorder`, which is the default).
    """

    def _split_scope(self, nodeid):
        if named := re.search(r"\[(\w+\.ipynb)\]$", nodeid):
            return named[1]
        file = nodeid.partition("::")[0]
        return file if shares(self.config.rootpath / file) else nodeid


@cache
def shares(path) -> bool:
    """Whether what is tested in the file at `path` belongs together."""
    return path.suffix == ".ipynb" or 'scope="module"' in path.read_text(encoding="utf-8")
