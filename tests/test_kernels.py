"""The kernels that run notebooks for tests share nothing: no port, which could be taken, and no
history, which could be locked. They leave no socket behind."""

import json
from pathlib import Path

import nbval.kernel
import pytest
import zmq
from nbformat.v4 import new_code_cell, new_notebook
from nbval.kernel import CURRENT_ENV_KERNEL_NAME, start_new_kernel

from tools.kernels import WaitingKernel
from tools.refresh import run

needs_sockets = pytest.mark.skipif(not zmq.has("ipc"), reason="ZeroMQ has no socket files here")

TRANSPORT = (
    "import json, ipykernel\nprint(json.load(open(ipykernel.get_connection_file()))['transport'])"
)
HISTORY = "print(get_ipython().history_manager.hist_file)"


def run_cell(source, folder):
    notebook = new_notebook(cells=[new_code_cell(source)])
    run(notebook, folder)
    return notebook.cells[0].outputs[0].text


@needs_sockets
def test_a_kernel_of_the_tests_uses_and_leaves_nothing(new_kernel):
    with new_kernel() as kernel:
        file = Path(kernel.manager.connection_file)
        assert "ipc" == json.loads(file.read_text(encoding="utf-8"))["transport"]
        assert 6 == len(list(file.parent.glob(f"{file.stem}*")))
    assert [] == list(file.parent.glob(f"{file.stem}*"))


@needs_sockets
def test_a_kernel_of_refresh_uses_no_port(tmp_path):
    assert "ipc\n" == run_cell(TRANSPORT, tmp_path)


@needs_sockets
def test_a_kernel_of_nbval_uses_no_port():
    manager, client = start_new_kernel(kernel_name=CURRENT_ENV_KERNEL_NAME)
    try:
        assert "ipc" == manager.transport
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_a_kernel_of_the_tests_keeps_its_history_to_itself(new_kernel):
    with new_kernel() as kernel:
        assert ":memory:\n" == kernel.run(HISTORY)


def test_a_kernel_of_refresh_keeps_its_history_to_itself(tmp_path):
    assert ":memory:\n" == run_cell(HISTORY, tmp_path)


def test_a_kernel_of_nbval_keeps_its_history_to_itself():
    assert WaitingKernel is nbval.kernel.KernelManager
