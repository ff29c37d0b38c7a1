"""No test's kernel uses a port, so none can be taken from it, and it leaves no socket behind."""

import json
from pathlib import Path

import pytest
import zmq
from nbformat.v4 import new_code_cell, new_notebook
from nbval.kernel import CURRENT_ENV_KERNEL_NAME, start_new_kernel

from tools.refresh import run

pytestmark = pytest.mark.skipif(not zmq.has("ipc"), reason="ZeroMQ has no socket files here")

TRANSPORT = (
    "import json, ipykernel\nprint(json.load(open(ipykernel.get_connection_file()))['transport'])"
)


def test_a_kernel_of_the_tests_does_and_leaves_nothing(new_kernel):
    with new_kernel() as kernel:
        file = Path(kernel.manager.connection_file)
        assert "ipc" == json.loads(file.read_text(encoding="utf-8"))["transport"]
        assert 6 == len(list(file.parent.glob(f"{file.stem}*")))
    assert [] == list(file.parent.glob(f"{file.stem}*"))


def test_a_kernel_of_refresh_does(tmp_path):
    notebook = new_notebook(cells=[new_code_cell(TRANSPORT)])
    run(notebook, tmp_path)
    assert "ipc\n" == notebook.cells[0].outputs[0].text


def test_a_kernel_of_nbval_does():
    manager, client = start_new_kernel(kernel_name=CURRENT_ENV_KERNEL_NAME)
    try:
        assert "ipc" == manager.transport
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
