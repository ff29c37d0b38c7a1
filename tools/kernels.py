"""Kernels for tests, which share no port with anybody.

jupyter_client looks for five free ports, lets go of them, and tells them to the kernel
(`write_connection_file` in jupyter_client/connect.py). A second kernel that starts meanwhile can
be told the same port, and then one of the two dies. With six side by side that was one in 150.
"""

import tempfile
import uuid
from pathlib import Path

import nbval.kernel
import zmq
from jupyter_client.manager import KernelManager

__all__ = ["own_address", "pytest_configure"]


def own_address() -> dict[str, str]:
    """Arguments for a KernelManager that have it talk over socket files of its own.

    Where ZeroMQ has none (Windows) there are no arguments, and the kernel talks over ports.

    >>> KernelManager(**own_address()).transport
    'ipc'
    """
    if not zmq.has("ipc"):
        return {}
    # A short path: the name of a socket file has at most 103 bytes on macOS.
    path = Path(tempfile.gettempdir()) / f"kernel-{uuid.uuid4().hex}.json"
    return {"transport": "ipc", "connection_file": str(path)}


def pytest_configure():
    """Have nbval start such kernels. pytest calls this, as pyproject.toml names this file."""
    nbval.kernel.KernelManager = lambda **given: KernelManager(**given, **own_address())
