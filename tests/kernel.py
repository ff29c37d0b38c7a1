"""A real Jupyter kernel for the tests: give it a cell, get back what the page would show."""

import os
import re
import time
from contextlib import contextmanager
from queue import Empty

from tools.kernels import WaitingKernel

LIMIT = 60  # seconds for one cell

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Kernel:
    def __init__(self, manager, client):
        self.manager = manager
        self.client = client

    def start(self, code):
        """Send a cell without waiting for its end; return the message's id."""
        return self.client.execute(code)

    def outputs(self, message):
        """The text that the cell sent as `message` shows: streams, results, errors."""
        shown = []
        until = time.monotonic() + LIMIT
        while time.monotonic() < until:
            try:
                received = self.client.get_iopub_msg(timeout=1)
            except Empty:
                continue
            if received["parent_header"].get("msg_id") != message:
                continue
            content = received["content"]
            match received["msg_type"]:
                case "stream":
                    shown.append(content["text"])
                case "execute_result" | "display_data":
                    shown.append(content["data"].get("text/plain", "") + "\n")
                case "error":
                    shown.append("\n".join(content["traceback"]))
                case "status" if content["execution_state"] == "idle":
                    return _COLOUR.sub("", "".join(shown))
        raise TimeoutError(f"the cell did not end within {LIMIT} s")

    def run(self, code):
        return self.outputs(self.start(code))


@contextmanager
def new_kernel(**environment):
    """A fresh kernel, killed at the end as nbval kills it."""
    manager = WaitingKernel()
    manager.start_kernel(env={**os.environ, **environment})
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=LIMIT)
        yield Kernel(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
