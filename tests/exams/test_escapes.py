"""An answer can neither escape its exam nor leave anything behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import double
import psutil
import pytest
from answering import answer, linux, make_known

from helpers.course.checking import examine, passed
from helpers.course.checking.check import check
from helpers.kernel import session

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such calls")


MARK = f"6{os.getpid()}"  # seconds that a process of these tests sleeps, which tell it from others


SLEEP = f"subprocess.Popen(['sleep', '{MARK}'], env={{}}, start_new_session=True)"


def sleepers():
    """What still runs of the processes that SLEEP has started."""
    found = psutil.process_iter(["cmdline"])
    return [p for p in found if p.info["cmdline"] == ["sleep", MARK]]


@posix
def test_an_answer_that_kills_its_parent_gets_a_verdict():
    answer("os.kill(os.getppid(), 9); time.sleep(60)")
    assert "end: your answer has ended the process that had started it." in check("99.1").words()


@posix
def test_an_answer_that_kills_its_group_ends_itself():
    answer("os.killpg(0, 9)")
    assert "it was killed by SIGKILL" in check("99.1").words()


# The proctor is looked up by its name, so that nothing else can be hit.
GRANDPARENT = """\
import psutil, signal
    parent = psutil.Process().parent()
    proctor = parent if "proctor" in str(parent.cmdline()) else None
    proctor = parent.parent() if "proctor" in str(parent.parent().cmdline()) else proctor
"""


@posix
@pytest.mark.parametrize("number", ["signal.SIGKILL", "signal.SIGSTOP"])
def test_a_check_ends_without_its_proctor(number, monkeypatch):
    monkeypatch.setattr(examine, "LIMIT", 2)
    monkeypatch.setattr(examine, "TIDYING", 0.2)
    answer(f"{GRANDPARENT}    proctor.send_signal({number}); time.sleep(60)")
    said = "your answer has ended or stopped the process that watched over it"
    assert said in check("99.1").words()


@linux
def test_a_process_without_environment_in_a_session_of_its_own_is_ended():
    answer(f"{SLEEP}; return 2 * number")
    assert check("99.1").passed
    assert [] == sleepers()


@linux
def test_nothing_is_left_of_an_answer_that_kills_its_parent():
    answer(f"{SLEEP}; os.kill(os.getppid(), 9); time.sleep(60)")
    check("99.1")
    assert [] == sleepers()


@posix
def test_where_orphans_are_not_handed_on_the_environment_tells_them(monkeypatch):
    elsewhere = "from helpers.course.checking import proctor"
    alone = f"{elsewhere}; proctor._adopt_orphans = lambda: False; proctor.main()"
    monkeypatch.setattr(examine, "PROCTOR", alone)
    orphan = f"subprocess.run(['sh', '-c', 'sleep {MARK} &'], start_new_session=True)"
    answer(f"{orphan}; return 2 * number")
    assert check("99.1").passed
    assert [] == sleepers()


# One process lives at a time, each for an instant, for 2 s at most. The last one sleeps.
CHAIN = f"""\
if os.fork() == 0:
        until = time.monotonic() + 2
        while time.monotonic() < until:
            if os.fork():
                os._exit(0)
            os.setsid()
        os.execve("/bin/sleep", ["sleep", "{MARK}"], {{}})
    return 2 * number
"""


@linux
def test_what_forks_and_leaves_as_fast_as_it_can_is_caught():
    answer(CHAIN)
    assert check("99.1").passed
    time.sleep(2)  # the chain is over then, had nobody caught it
    assert [] == sleepers()


@posix
def test_a_temporary_file_goes_with_the_exam(tmp_path, monkeypatch):
    # Temporary files of an exam that had no folder of its own would lie in this one. The
    # system's folder is not searched: other tests remove theirs from it meanwhile.
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    answer(f"import tempfile; tempfile.mkstemp(prefix='left-{MARK}'); return 2 * number")
    assert check("99.1").passed
    assert [] == [*tmp_path.rglob("*"), *session.folder().rglob(f"left-{MARK}*")]


@posix
def test_a_file_in_the_working_folder_goes_with_the_exam():
    answer(f"open('left-{MARK}', 'w').close(); return 2 * number")
    assert check("99.1").passed
    assert not Path(f"left-{MARK}").exists()


SEGMENT = f"""\
from multiprocessing import resource_tracker, shared_memory
    shared_memory.SharedMemory(name="psm_{MARK}", create=True, size=16)
    tracker = resource_tracker._resource_tracker
    if tracker._pid:
        os.kill(tracker._pid, 9)
    os.kill(os.getpid(), 9)
"""


@linux
def test_shared_memory_goes_with_the_exam_also_where_the_tracker_was_killed():
    answer(SEGMENT)
    assert "it was killed by SIGKILL" in check("99.1").words()
    assert not Path(f"/dev/shm/psm_{MARK}").exists()


HIDDEN = f"""\
from multiprocessing import resource_tracker, shared_memory
    name = f"psm_{MARK}_{{number}}"
    shared_memory.SharedMemory(name=name, create=True, size=16)
    resource_tracker.unregister("/" + name, "shared_memory")
    return 2 * number
"""


@linux
def test_shared_memory_that_was_hidden_from_the_tracker_goes_with_the_exam():
    answer(HIDDEN)
    assert check("99.1").passed
    assert [] == [*Path("/dev/shm").glob(f"psm_{MARK}_*")]


DEEP = """\
for level in range(1_500):
        os.mkdir("deeper")
        os.chdir("deeper")
    return 2 * number
"""


# An answer that destroys a folder first looks whether it is the right one.
FOLDER = "folder = os.getcwd(); assert '/exam-' in folder"


@pytest.mark.parametrize(
    "body",
    [
        "shutil.rmtree(folder); return 2 * number",
        "shutil.rmtree(folder); os.symlink('/', folder); os._exit(0)",
        "os.mkfifo(folder + '/seen'); os._exit(0)",
    ],
)
@posix
def test_an_answer_that_destroys_the_folder_of_the_exam_gets_a_verdict(body):
    answer(f"import shutil; {FOLDER}; {body}")
    assert "99.1: not yet.\nThe process that ran your answer did not come" in check("99.1").words()


@posix
def test_a_folder_that_is_too_deep_for_python_is_removed(monkeypatch):
    make_known(monkeypatch, "slowness=10")  # a busy disk takes its time
    answer(DEEP)
    assert check("99.1").passed  # and `nothing_is_left` looks


@linux
@pytest.mark.parametrize("act", ["note('99.1')", "file().unlink()", "file().write_text('[]')"])
def test_an_answer_does_not_change_what_has_passed(act, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))  # where the kernel keeps it (platformdirs)
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    passed.note("98.1")
    before = passed.file().read_text()
    answer(f"from helpers.course.checking import passed; passed.{act}; return 6")
    assert not check("99.1").passed
    assert ('["98.1"]', before) == (before, passed.file().read_text())


@posix
def test_nothing_is_left_of_a_check_that_the_learner_stops():
    def stop(number, frame):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, stop)
    try:
        answer(f"{SLEEP}; os.kill({os.getpid()}, signal.SIGALRM); time.sleep(60)")
        with pytest.raises(KeyboardInterrupt):
            check("99.1")
    finally:
        signal.signal(signal.SIGALRM, before)
    assert [] == sleepers()


KERNEL = f"""
import sys
sys.path.insert(0, {str(Path(double.__file__).parent)!r})
import double
from helpers.kernel import session
from helpers.course.checking import examine
from helpers.course.checking.check import check
double.make_known()
examine.PROGRAM = sys.argv[1]
(session.folder() / "workers").mkdir()
(session.folder() / "workers" / "answer_99_1.py").write_text(sys.argv[2])
print(session.folder(), flush=True)
check("99.1")
"""


@linux
def test_nothing_is_left_of_a_check_whose_kernel_is_killed():
    source = f"#\nimport subprocess, time\ndef double(number):\n    {SLEEP}; time.sleep(60)\n"
    arguments = [sys.executable, "-c", KERNEL, examine.PROGRAM, source]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as kernel:
        folder = Path(kernel.stdout.readline().strip())
        assert wait_until(sleepers)
        kernel.kill()
    assert wait_until(lambda: not sleepers() and not folder.exists())


def wait_until(condition):
    until = time.monotonic() + 30
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    return condition()


FORGED = f"""\
{FOLDER}
    with open(folder + "/seen", "w") as file:
        file.write(REPORT)
    os._exit(0)
"""


@posix
@pytest.mark.parametrize("report", ["'[' * 10**5", "'{}'", "'\\x80'", "'x' * 9_000_000", "'[0]'"])
def test_a_forged_report_is_refused_in_a_sentence(report):
    answer(FORGED.replace("REPORT", report))
    assert "what it left of the check's report cannot be read, as " in check("99.1").words()
