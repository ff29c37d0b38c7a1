"""The temporary folder of this kernel, which is gone when the kernel is, however it ends.

A kernel that is restarted or killed runs no exit handler. So a small process of its own, the
warden, waits for the kernel's end and then removes what is left: processes, semaphores, folder.
"""

import atexit
import contextlib
import importlib.util
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import warnings
from multiprocessing import process
from pathlib import Path

__all__ = ["VARIABLE", "adopt", "folder", "unwritable"]

VARIABLE = "HELPERS_SESSION"  # in the environment of every process that this kernel starts

ERRORS = "warden.txt"  # in the folder: what the warden said on standard error

_folder = None
_warden = None
_prefix = None


def folder() -> Path:
    """This process's own temporary folder, made at the first call, and anew where it was deleted.

    Warns where the warden has ended, and starts another one. Raises OSError, with what to do, where
    the folder cannot be made.
    """
    try:
        if _folder is None:
            _begin()
        _folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise unwritable("The temporary folder of this kernel cannot be made", error) from None
    if _warden is not None and _warden.poll() is not None:
        _mourn()
    return _folder


def unwritable(what, error):
    """An OSError like `error` that says to a learner `what` has failed, why, and what to do."""
    place = _folder or tempfile.tempdir or "a temporary folder"
    text = (
        f"{what}: {error.strerror or error}. It writes into {place}: make room there or close "
        "open files, or start the kernel with TMPDIR set to another folder."
    )
    return type(error)(text)


def _begin():
    global _folder, _warden, _prefix
    config = process.current_process()._config.copy()
    _folder = Path(tempfile.mkdtemp(prefix="helpers-"))
    try:
        _prefix = f"cs{secrets.token_hex(3)}"
        # multiprocessing puts its sockets and semaphores where these two entries say
        # (CPython, Lib/multiprocessing/util.py and synchronize.py).
        process.current_process()._config["tempdir"] = str(_folder)
        process.current_process()._config["semprefix"] = f"/{_prefix}"
        os.environ.pop(VARIABLE, None)
        _start_tracker()
        _warden = _start_warden()
        os.environ[VARIABLE] = str(_folder)
    except BaseException:
        shutil.rmtree(_folder, ignore_errors=True)
        _folder = None
        process.current_process()._config = config
        raise


def adopt(folder, tracker=None):
    """Take `folder` for that of this process. Somebody else sees to it that it is removed.

    tracker:  the descriptor of the pipe to a resource tracker that runs, as a spawned child is told
              it (CPython, Lib/multiprocessing/spawn.py, `spawn_main`)
    """
    global _folder
    if tracker is not None:
        from multiprocessing import resource_tracker

        resource_tracker._resource_tracker._fd = tracker
    _folder = Path(folder)
    process.current_process()._config["tempdir"] = str(_folder)
    os.environ[VARIABLE] = str(_folder)


def _start_tracker():
    """Start the resource tracker in a session of its own: it has to outlive the kernel.

    It is the one who knows the names of all shared memory, and unlinks what is left when the kernel
    and all of its children have ended. But a kernel is killed together with its process group, in
    which multiprocessing would start the tracker (CPython, Lib/multiprocessing/resource_tracker.py,
    `ensure_running`; like a spawned child, this process is told the pipe of a running tracker).
    """
    if os.name != "posix":
        return  # on Windows, what nobody uses is gone
    from multiprocessing import resource_tracker

    tracker = resource_tracker._resource_tracker
    if tracker._fd is not None:
        return
    reader, writer = os.pipe()
    code = f"from multiprocessing.resource_tracker import main; main({reader})"
    subprocess.Popen(
        [sys.executable, "-I", "-c", code],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, VARIABLE: str(_folder)},  # by which the warden knows it
        pass_fds=[reader],
        start_new_session=True,
    ).returncode = 0  # nobody waits for it
    os.close(reader)
    tracker._fd = writer


def _start_warden():
    # A session of its own: a kernel is killed together with its process group.
    apart = (
        {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        if sys.platform == "win32"
        else {"start_new_session": True}
    )
    leads = hasattr(os, "getpgrp") and os.getpgrp() == os.getpid()
    group = os.getpid() if leads else 0
    script = Path(__file__).with_name("warden.py")
    arguments = [_psutil(), VARIABLE, str(_folder), str(group), _prefix]
    with (_folder / ERRORS).open("wb") as errors:
        return subprocess.Popen(
            [sys.executable, "-I", str(script), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            cwd=tempfile.gettempdir(),
            # It would take itself for one of those that it has to end.
            env={name: value for name, value in os.environ.items() if name != VARIABLE},
            **apart,
        )


def _psutil():
    """The folder to import psutil from: the user's own, for instance, which the warden ignores."""
    return str(Path(importlib.util.find_spec("psutil").origin).parents[1])


def _mourn():
    global _warden
    try:
        lines = (_folder / ERRORS).read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        lines = []
    last = next((line for line in reversed(lines) if line.strip()), "it was killed")
    _warden.stdin.close()
    _warden = _start_warden()
    warnings.warn(
        f"The process that cleans up after this kernel has ended ({last}). Another one is started; "
        "if it ends too, restart the kernel with the menu, and look for processes that are left.",
        RuntimeWarning,
        stacklevel=3,
    )


@atexit.register
def _dismiss():
    # The warden outlives this process, and cleans up when the last exit handler has run.
    if _warden is not None:
        os.dup(_warden.stdin.fileno())  # closed by the system, when this process has ended
        with contextlib.suppress(OSError):  # somebody has killed the warden
            _warden.stdin.write(b"bye")
            _warden.stdin.close()
        _warden.returncode = 0


def _forget():
    # A forked child must not keep the warden waiting, nor take the folder for its own.
    global _folder, _warden
    if _warden is not None:
        _warden.stdin.close()
    _folder = _warden = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
