"""What a kernel writes for itself is written whole or not at all, and says why if not."""

import errno
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from multiprocessing import Process
from pathlib import Path

import psutil
import pytest

from helpers import record
from helpers.course.checking import passed
from helpers.kernel import session
from helpers.runs import recording
from helpers.runs.run import Run

FULL = os.strerror(errno.ENOSPC)


def python(code, cwd):
    """What a Python with `code` prints; it has the limits of its own that the code sets."""
    path = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[1])])
    environment = {**os.environ, "PYTHONPATH": path}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=cwd, env=environment
    )
    assert "" == run.stderr
    return run.stdout


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no limit of a file's size")
def test_a_session_that_cannot_begin_leaves_nothing(tmp_path):
    code = """
import errno, multiprocessing, os, tempfile
from helpers.kernel import session
def fail():
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
session._start_warden = fail
before = multiprocessing.current_process()._config.copy()
try:
    session.folder()
except OSError as error:
    print(str(error).partition(". ")[0])
print(os.listdir(tempfile.gettempdir()), before == multiprocessing.current_process()._config)
"""
    (tmp_path / "tmp").mkdir()
    code = f"import os; os.environ['TMPDIR'] = {str(tmp_path / 'tmp')!r}\n{code}"
    said = f"The temporary folder of this kernel cannot be made: {FULL}"
    assert f"{said}\n[] True\n" == python(code, tmp_path)


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (tempfile, "mkdtemp"),
        (recording, "Pipe"),
        (recording.os, "open"),  # of the null device alone: files are removed with it too
        (threading.Thread, "start"),
    ],
)
def test_a_recording_that_cannot_begin_leaves_nothing(owner, name, monkeypatch):
    original = getattr(owner, name)

    def fail(*args, **more):
        if name == "open" and args[0] != os.devnull:
            return original(*args, **more)
        raise OSError(errno.ENOSPC, FULL)

    def there():
        files = sorted(path.name for path in session.folder().iterdir())
        descriptors = psutil.Process().num_fds() if hasattr(psutil.Process, "num_fds") else 0
        return files, signal.getsignal(signal.SIGINT), Process.start, descriptors

    with record():
        pass
    before = there()
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, fail)
        with pytest.raises(OSError, match=f"could not begin: {FULL}. It writes into"):
            record().__enter__()
    assert before == there()
    with record() as run:
        pass
    assert run.closed


@pytest.fixture
def full_for_paths(monkeypatch):
    """What `Path` writes is cut in the middle."""

    def cut(path, data, **_):
        with path.open("wb") as file:
            file.write(data[:1] if isinstance(data, bytes) else data[:1].encode())
        raise OSError(errno.ENOSPC, FULL)

    monkeypatch.setattr(Path, "write_bytes", cut)
    monkeypatch.setattr(Path, "write_text", cut)


def test_a_workers_cell_that_cannot_be_written_keeps_what_was_there(tmp_path, full_for_paths):
    from helpers.kernel import workers

    (path := tmp_path / "greeters.py").touch()
    with pytest.raises(OSError, match=FULL):
        workers._write(path, b"x = 1")
    assert ([path], 0) == (list(tmp_path.iterdir()), path.stat().st_size)


def test_a_trace_that_cannot_be_written_keeps_what_was_there(tmp_path, full_for_paths):
    (path := tmp_path / "trace.json").touch()
    with pytest.raises(OSError, match=f"The run cannot be written to .*trace.json: {FULL}."):
        Run(deadline=1).to_perfetto(path)
    assert ([path], 0) == (list(tmp_path.iterdir()), path.stat().st_size)


@pytest.fixture
def progress_file(tmp_path, monkeypatch):
    monkeypatch.setattr(passed, "_is_nobodys", lambda: False)
    monkeypatch.setattr(passed, "file", lambda: tmp_path / "passed.json")
    (tmp_path / "passed.json").write_bytes(b'["01.1"]')
    return tmp_path / "passed.json"


def test_progress_that_cannot_be_written_is_kept_as_it_was(progress_file, full_for_paths):
    assert f"Your progress could not be kept in {progress_file}: {FULL}." == passed.note("01.2")
    assert ["passed.json"] == [path.name for path in progress_file.parent.iterdir()]
    assert ["01.1"] == json.loads(progress_file.read_bytes())


def test_progress_that_cannot_be_read_is_not_thrown_away(progress_file, monkeypatch):
    def fail(*_, **__):
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    monkeypatch.setattr(Path, "read_text", fail)
    said = os.strerror(errno.EMFILE)
    assert f"Your progress could not be kept in {progress_file}: {said}." == passed.note("01.2")
    assert repr(passed.progress()).startswith(f"Your progress in {progress_file} could not be read")
    assert ["01.1"] == json.loads(progress_file.read_bytes())
