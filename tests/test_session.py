"""However a kernel or a cell ends, it leaves no process, no semaphore and no folder."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

LIMIT = 30  # seconds until what must happen has happened

SETUP = """
%load_ext helpers
import time
from multiprocessing import Lock, Process, Queue, current_process
from helpers import log, record, session, watch
print(session.folder(), current_process()._config["semprefix"])
"""

WORKERS = """
%%workers sleepers
import time
from multiprocessing import Process
from helpers import log

def sleep(up):
    up.put("up")
    time.sleep(600)

def sleep_with_child(up):
    Process(target=sleep, args=(up,)).start()
    time.sleep(600)
"""

BLOCK = """
with record(deadline=600) as run:
    up, lock = Queue(), Lock()
    Process(target=sleepers.sleep_with_child, args=(up,), name="parent").start()
    up.get()
    print("running")
    time.sleep(600)
"""


def wait_until(condition):
    until = time.monotonic() + LIMIT
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    return condition()


def descendants(kernel):
    """The processes that the kernel has started, save its warden."""
    pid = kernel.manager.provisioner.process.pid
    return [
        child
        for child in psutil.Process(pid).children(recursive=True)
        if "warden.py" not in " ".join(child.cmdline())
    ]


def living(processes):
    return [p for p in processes if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


def semaphores(prefix):
    return [path.name for path in Path("/dev/shm").glob(f"sem.{prefix.strip('/')}-*")]


def first_line(kernel, message):
    """Wait for the first output of the running cell."""
    while True:
        received = kernel.client.get_iopub_msg(timeout=LIMIT)
        if received["parent_header"].get("msg_id") == message and "text" in received["content"]:
            return received["content"]["text"]


@pytest.mark.parametrize("how", ["killed", "shut down", "restarted"])
@pytest.mark.parametrize("start_method", ["fork", "forkserver", "spawn"])
def test_a_kernel_that_ends_while_children_live_leaves_nothing(new_kernel, how, start_method):
    with new_kernel(HELPERS_START_METHOD=start_method) as kernel:
        folder, prefix = kernel.run(SETUP).split()
        kernel.run(WORKERS)
        first_line(kernel, kernel.start(BLOCK))
        processes = descendants(kernel)
        assert len(processes) >= 2
        assert start_method == "fork" or semaphores(prefix)
        if how == "shut down":
            kernel.manager.shutdown_kernel(now=False)
        if how == "restarted":
            kernel.manager.restart_kernel(now=True)
            assert wait_until(lambda: not Path(folder).exists())
    assert wait_until(lambda: not Path(folder).exists())
    assert ([], []) == (living(processes), semaphores(prefix))


def test_the_stop_button_ends_the_run_and_the_kernel_goes_on(new_kernel):
    with new_kernel() as kernel:
        kernel.run(SETUP)
        kernel.run(WORKERS)
        message = kernel.start(BLOCK)
        first_line(kernel, message)
        kernel.manager.interrupt_kernel()
        assert "KeyboardInterrupt" in kernel.outputs(message)
        assert "2\n" == kernel.run("1 + 1")
        assert "['the end of the block', 'the end of the block']\n" == kernel.run(
            "[lane.ended_by for lane in run.lanes[1:]]"
        )
        assert ["resource_tracker"] == [
            word
            for process in descendants(kernel)
            for word in ("resource_tracker", "spawn_main")
            if word in " ".join(process.cmdline())
        ]


def test_a_process_whose_warden_was_killed_ends_without_a_word():
    code = "from helpers import session; print(session.folder(), end=''); session._warden.kill(); "
    code += "session._warden.wait()"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    shutil.rmtree(ended.stdout)  # which was up to the warden
    assert (0, "") == (ended.returncode, ended.stderr)
