"""However a kernel or a cell ends, it leaves no process, no semaphore and no folder."""

import os
import shutil
import signal
import subprocess
import sys
import time
from multiprocessing import resource_tracker
from pathlib import Path

import psutil
import pytest

LIMIT = 30  # seconds until what must happen has happened

SETUP = """
%load_ext helpers
import time
from multiprocessing import Lock, Process, Queue, current_process
from helpers import log, record, watch
from helpers.kernel import session
print(session.folder(), current_process()._config["semprefix"])
"""

WORKERS = """
%%workers sleepers
from multiprocessing import Event, Process
from helpers import watch

def sleep(up):
    up.put("up")
    watch(Event(), "morning").wait()

def boss(up):
    child = Process(target=sleep, args=(up,))
    child.start()
    child.join()
"""

BLOCK = """
with record(deadline=600) as run:
    up, lock = watch(Queue(), "up"), Lock()
    Process(target=sleepers.boss, args=(up,), name="parent").start()
    up.get()
    print("running")
    up.get()
"""


# Forked outside of a recording, in a session of its own: nothing says whose it is.
OUTLIVES = """
import os, signal, warnings
from multiprocessing import shared_memory
memory = shared_memory.SharedMemory(create=True, size=1)
warnings.simplefilter("ignore")  # a kernel has threads
away, left = os.pipe()
pid = os.fork()
if pid == 0:
    os.setsid()
    os.write(left, b"!")
    signal.pause()
os.read(away, 1)
print(memory.name, pid)
"""

INTERRUPTED = """\
3 processes: MainProcess, parent, child 1.
Interrupted. Where they stood:
  MainProcess waited in up.get(), line 6 in this cell: up.get()
  parent waited in child 1.join(), line 12 in boss() of sleepers: child.join()
  child 1 waited in morning.wait(), line 7 in sleep() of sleepers: watch(Event(), "morning").wait()
MainProcess: started parent.
parent: started child 1; ended at the interrupt.
child 1: ended at the interrupt.
1 message through 'up': child 1 sent 1; MainProcess received 1.
"""


def wait_until(condition):
    until = time.monotonic() + LIMIT
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    return condition()


def descendants(kernel):
    """The living processes that the kernel has started, save its warden."""
    pid = kernel.manager.provisioner.process.pid
    return [
        child
        for child in living(psutil.Process(pid).children(recursive=True))
        if "warden.py" not in " ".join(child.cmdline())
    ]


def living(processes):
    return [p for p in processes if lives(p)]


def lives(process):
    # Who has ended is a zombie until its parent (the fork server, say) has looked for it.
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def semaphores(prefix):
    return [path.name for path in Path("/dev/shm").glob(f"sem.{prefix.strip('/')}-*")]


def first_line(kernel, message):
    """Wait for the first output of the running cell."""
    while True:
        received = kernel.client.get_iopub_msg(timeout=LIMIT)
        if received["parent_header"].get("msg_id") == message and "text" in received["content"]:
            return received["content"]["text"]


def trackers(processes):
    return [p for p in processes if any("resource_tracker" in arg for arg in p.cmdline())]


def all_wait(folder):
    """Whether each of the three processes of BLOCK has noted the wait that it stays in."""
    noted = b"".join(path.read_bytes() for path in Path(folder).glob("run-*/*.events"))
    return (2, 1, 1) == tuple(map(noted.count, (b"W up.get()", b".join()", b"W morning.wait()")))


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


def test_the_folder_is_there_as_long_as_the_resource_tracker(new_kernel):
    with new_kernel() as kernel:
        folder, _ = kernel.run(SETUP).split()
        [tracker] = trackers(descendants(kernel))
        tracker.suspend()
    assert wait_until(lambda: not Path(folder).exists())
    assert [] == living([tracker])


@pytest.mark.skipif(not Path("/dev/shm").exists(), reason="Linux")
def test_what_outlives_the_kernel_keeps_its_shared_memory_until_it_ends(new_kernel):
    with new_kernel() as kernel:
        folder, _ = kernel.run(SETUP).split()
        name, pid = kernel.run(OUTLIVES).split()
    outliving, memory = psutil.Process(int(pid)), Path("/dev/shm", name)
    assert wait_until(lambda: not Path(folder).exists())
    # From some 3.14 on, a child of os.fork() counts no longer among those who use the memory
    # (gh-146313, Lib/multiprocessing/resource_tracker.py, `_after_fork_in_child`).
    counts = not hasattr(resource_tracker, "_fork_intent")
    assert ([outliving], counts) == (living([outliving]), memory.exists())
    outliving.kill()
    assert wait_until(lambda: not memory.exists())


@pytest.mark.parametrize("start_method", ["fork", "forkserver", "spawn"])
def test_the_stop_button_ends_the_run_and_the_kernel_goes_on(new_kernel, start_method):
    with new_kernel(HELPERS_START_METHOD=start_method) as kernel:
        folder, _ = kernel.run(SETUP).split()
        kernel.run(WORKERS)
        message = kernel.start(BLOCK)
        assert wait_until(lambda: all_wait(folder))
        kernel.manager.interrupt_kernel()
        shown = kernel.outputs(message)
        assert "Interrupted in line 6: up.get()" == shown.splitlines()[-1]
        assert INTERRUPTED in shown
        assert "2\n" == kernel.run("1 + 1")
        assert INTERRUPTED == kernel.run("print(run)")
        assert {"fork": 1, "forkserver": 2, "spawn": 1}[start_method] == len(descendants(kernel))


def test_a_process_whose_warden_was_killed_ends_without_a_word():
    code = "from helpers.kernel import session; print(session.folder(), end=''); "
    code += "session._warden.kill(); session._warden.wait()"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    shutil.rmtree(ended.stdout)  # which was up to the warden
    assert (0, "") == (ended.returncode, ended.stderr)


# What the warden needs, and who hears of its end

BEGIN = """
import shutil, subprocess, sys, time
from multiprocessing import shared_memory
from helpers.kernel import session
print(session.folder())
"""


def run(code, executable=sys.executable, **options):
    """A Python of its own that runs `code`, in a process group of its own."""
    return subprocess.Popen(
        [executable, "-u", "-c", BEGIN + code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **options,
    )


def without_psutil():
    """A Python in which psutil lies on PYTHONPATH alone, as in a user's own packages."""
    path = [str(Path(__file__).parents[1]), str(Path(psutil.__file__).parents[1])]
    return {
        "executable": sys._base_executable,
        "env": {**os.environ, "PYTHONPATH": os.pathsep.join(path)},
    }


def test_the_warden_finds_psutil_where_the_kernel_finds_it():
    process = run(
        "print(subprocess.Popen(['sleep', '600']).pid); time.sleep(600)", **without_psutil()
    )
    folder = Path(process.stdout.readline().strip())
    sleeper = psutil.Process(int(process.stdout.readline()))
    process.kill()
    assert wait_until(lambda: not folder.exists())
    assert [] == living([sleeper])
    process.communicate()


def test_a_warden_that_was_killed_is_missed_and_replaced():
    code = "session._warden.kill(); session._warden.wait(); session.folder()"
    process = run(code)
    folder, errors = process.communicate(timeout=LIMIT)
    assert (
        "RuntimeWarning: The process that cleans up after this kernel has ended (it was" in errors
    )
    assert wait_until(lambda: not Path(folder.strip()).exists())


def test_a_warden_that_cannot_work_says_why():
    code = "session._psutil = lambda: ''; session._warden.kill(); session._warden.wait()\n"
    code += "session.folder(); session._warden.wait(); session.folder()"
    _, errors = run(code, **without_psutil()).communicate(timeout=LIMIT)
    # From 3.15 on, it goes on with a guess at what was meant.
    assert "has ended (ModuleNotFoundError: No module named 'psutil'" in errors


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups to kill")
def test_the_shared_memory_of_a_killed_kernel_is_unlinked():
    process = run("print(shared_memory.SharedMemory(create=True, size=16).name); time.sleep(600)")
    process.stdout.readline()
    segment = Path("/dev/shm", process.stdout.readline().strip())
    assert segment.exists()
    os.killpg(process.pid, signal.SIGKILL)  # as jupyter_client kills a kernel
    process.communicate()
    assert wait_until(lambda: not segment.exists())


def test_a_folder_that_was_deleted_is_made_anew():
    code = "shutil.rmtree(session.folder()); print(session.folder().is_dir())"
    out, errors = run(code).communicate(timeout=LIMIT)
    assert ("True", "") == (out.split()[-1], errors)
