"""The temporary folder of this kernel, which is gone when the kernel is, however it ends.

A kernel that is restarted or killed runs no exit handler. So a small process of its own, the
warden, waits for the kernel's end and then removes what is left: processes, semaphores, folder.
"""

import atexit
import contextlib
import os
import secrets
import subprocess
import sys
import tempfile
from multiprocessing import process
from pathlib import Path

__all__ = ["VARIABLE", "folder"]

VARIABLE = "HELPERS_SESSION"  # in the environment of every process that this kernel starts

_folder = None
_warden = None


def folder() -> Path:
    """This process's own temporary folder, made at the first call."""
    global _folder, _warden
    if _folder is None:
        _folder = Path(tempfile.mkdtemp(prefix="helpers-"))
        prefix = f"cs{secrets.token_hex(3)}"
        # multiprocessing puts its sockets and semaphores where these two entries say
        # (CPython, Lib/multiprocessing/util.py and synchronize.py).
        process.current_process()._config["tempdir"] = str(_folder)
        process.current_process()._config["semprefix"] = f"/{prefix}"
        os.environ.pop(VARIABLE, None)
        _warden = _start_warden(_folder, prefix)
        os.environ[VARIABLE] = str(_folder)
    return _folder


def _start_warden(folder, prefix):
    # A session of its own: a kernel is killed together with its process group.
    apart = (
        {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        if sys.platform == "win32"
        else {"start_new_session": True}
    )
    leads = hasattr(os, "getpgrp") and os.getpgrp() == os.getpid()
    group = os.getpid() if leads else 0
    script = Path(__file__).with_name("warden.py")
    return subprocess.Popen(
        [sys.executable, "-I", str(script), VARIABLE, str(folder), str(group), prefix],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=tempfile.gettempdir(),
        **apart,
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
