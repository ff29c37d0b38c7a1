"""Whatever an answer does, the check says so in a sentence, and nothing is left behind."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from double import DOUBLE

from helpers.course.checking import examine, hint, judging, passed
from helpers.course.checking.check import check
from helpers.course.checking.load import BUSY
from helpers.course.checking.verdict import Verdict
from helpers.course.exercises import found
from helpers.course.exercises.exercise import Seen
from helpers.kernel import session
from helpers.runs.run import Run

HEAD = "import multiprocessing, os, signal, subprocess, sys, threading, time\n"


PROGRAM, PROCTOR = examine.PROGRAM, examine.PROCTOR
NEVER_STARVED = "from helpers.course.checking import load; load.is_starved = lambda *_: False; "


@pytest.fixture(autouse=True)
def double(monkeypatch):
    monkeypatch.setattr(found, "_all", lambda: [DOUBLE])
    make_known(monkeypatch)


def make_known(monkeypatch, load=""):
    """The process that tries an answer finds this exercise as it finds those of the course.

    load:  how busy it is to find the computer; not at all, where nothing is said
    """
    folder = str(Path(__file__).parent)
    program = f"import sys; sys.path.insert(0, {folder!r}); import double; "
    monkeypatch.setattr(examine, "PROGRAM", f"{program}double.make_known({load}); {PROGRAM}")
    monkeypatch.setattr(examine, "PROCTOR", NEVER_STARVED + PROCTOR)


def answer(body, head=HEAD):
    """Put an answer where `%%workers` puts it: the body of `double(number)`, indented or not."""
    folder = session.folder() / "workers"
    folder.mkdir(exist_ok=True)
    source = body if "def double" in body else f"{head}def double(number):\n    {body}\n"
    (folder / "answer_99_1.py").write_text(f"# %%workers answer_99_1\n{source}", encoding="utf-8")


@pytest.fixture(autouse=True)
def nothing_is_left():
    yield
    folder = session.folder()
    (folder / "workers" / "answer_99_1.py").unlink(missing_ok=True)
    left = [
        process.pid
        for process in psutil.process_iter()
        if process.pid != os.getpid() and _is_ours(process, str(folder))
    ]
    assert [] == left
    assert [] == [path.name for path in folder.iterdir() if path.name.startswith("exam-")]


def _is_ours(process, folder):
    try:
        of_exam = process.environ().get(examine.VARIABLE, "").startswith(folder)
        return of_exam and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def test_a_right_answer_passes():
    answer("return 2 * number")
    verdict = check("99.1")
    assert "99.1: passed.\nChecked: two numbers\nTry next: three numbers" == verdict.words()
    assert verdict.passed


def test_a_wrong_answer_is_told_what_was_expected_and_what_happened():
    answer("return 6")
    assert ("99.1: not yet.\nexpected: double(5) is 10\nhappened: double(5) is 6") == check(
        "99.1"
    ).words()


def test_no_answer_at_all():
    assert "99.1: run the cell `%%workers answer_99_1` first." == check("99.1").words()


def test_an_untouched_stub():
    answer(DOUBLE.stub)
    assert "99.1: not attempted yet." == check("99.1").words()


def test_an_exercise_that_is_not_there():
    with pytest.raises(ValueError, match=r"There is no exercise '99.2'; there are 99.1."):
        check("99.2")


BROKEN = {
    "a syntax error": ("def double(number)\n    pass", "Line 2 is no Python: "),
    "no such function": (
        "def double_it(number):\n    pass",
        "does not work: it defines no double()",
    ),
    "no function": ("double = 3  # def double", "does not work: double is int, not a function"),
    "another signature": (
        "def double():\n    pass",
        "it has to be called as double(number), and yours cannot be",
    ),
    "an exception": (
        "raise KeyError('boom')",
        "it raised KeyError: 'boom', in line 4: raise KeyError('boom')",
    ),
    "an exception that follows from that of a thread": (
        "t = threading.Thread(target=int, args=('tea',), name='clumsy'); t.start(); t.join()\n"
        "    raise KeyError('tea')",
        "raise KeyError('tea').\nMainProcess / clumsy died of ValueError: invalid literal for int",
    ),
    "an exception while it is imported": (
        "boom\ndef double(number): ...",
        "it raised NameError: name",
    ),
    "sys.exit()": ("sys.exit()", "it called sys.exit(), which ends the program of whoever calls"),
    "os._exit()": ("os._exit(3)", "did not come to its end: it ended with exit code 3"),
    "an async def": (
        "async def double(number):\n    return 2 * number",
        "a call of an `async def` such as double runs none of its lines: write def",
    ),
    "an object": ("return object()", "happened: double(3) is <object object"),
    "an endless loop": (
        "while True: pass",
        "Where it stood:\n  MainProcess stood still, line 4 in",
    ),
    "a deadlock": (
        "p = multiprocessing.Process(target=time.sleep, args=(60,)); p.start(); p.join()",
        "MainProcess waited in child 1.join(), line 4 in double() of answer_99_1",
    ),
    "all the memory": ("return len(bytearray(10**13))", "it raised MemoryError"),
    "a process left behind": (
        "multiprocessing.Process(target=time.sleep, args=(60,)).start(); return 2 * number",
        "It left child 1 running. Join every process that you start.",
    ),
    "a hundred processes left behind": (
        "[multiprocessing.Process(target=time.sleep, args=(60,)).start() for _ in range(100)]\n"
        "    time.sleep(60)",
        "did not end within 1 s",
    ),
    "an imitated pass": (
        "print('99.1: passed.'); os._exit(0)",
        "did not come to its end: it ended with exit code 0",
    ),
    "a changed library": (
        "multiprocessing.process.BaseProcess.start = None; "
        "multiprocessing.Process(target=print).start()",
        "it raised TypeError: 'NoneType' object is not callable",
    ),
    "no end at all": ("return 2 * number if number == 3 else os._exit(0)", "exit code 0"),
    "a flood": ("[print(line) for line in range(10**8)]", "MainProcess stood still, line 4 in"),
}
POSIX = {
    "an alarm": ("signal.alarm(1); time.sleep(5)", "it was killed by SIGALRM"),
    "a child deaf to SIGTERM": (
        "p = multiprocessing.get_context('fork').Process(target=signal.sigwait, args=([15],)); "
        "signal.signal(15, signal.SIG_IGN); p.start(); p.terminate(); p.join()",
        "MainProcess waited in child 1.join(), line 4",
    ),
    "a process deaf to the interrupt": (
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n    while True: pass",
        "did not come to its end: it was still busy after 3 s",
    ),
}
if sys.platform != "win32":
    BROKEN |= POSIX


@pytest.mark.parametrize("name", BROKEN)
def test_an_answer_that_is_broken(name, monkeypatch):
    monkeypatch.setattr(examine, "LIMIT", 3 if "deaf to the interrupt" in name else 11)
    body, said = BROKEN[name]
    answer(body)
    verdict = check("99.1")
    assert said in verdict.words()
    assert not verdict.passed


def test_an_exercise_may_say_why_an_answer_hangs():
    answer("p = multiprocessing.Process(target=time.sleep, args=(60,)); p.start(); p.join()")
    assert "99.1: not yet.\nIt waits for a child.\nYour answer did not end" in check("99.1").words()


def test_a_hang_outside_of_the_answer_has_no_line_to_show():
    seen = Seen((3,), run=Run(deadline=1, stopped=True))
    assert "Your answer did not end within 1 s." == judging.wrong(DOUBLE, seen)


# What an answer must not be able to do

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such calls")
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands on orphans")
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
def test_a_folder_that_is_too_deep_for_python_is_removed():
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
sys.path.insert(0, {str(Path(__file__).parent)!r})
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


# Whatever an answer is, returns or raises, a check gives a verdict

UNREADABLE = {
    "too deep": "return " + "-" * 5_000 + "1",
    "a zero byte": "return '\0'",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_text_that_python_cannot_read(name):
    answer(UNREADABLE[name])
    words = check("99.1").words()
    assert words.startswith("99.1: not yet.\n")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (r"raise ValueError('\ud83e')", r"it raised ValueError: \ud83e, in line 4"),
        (r"raise ValueError('\x1b[31m\u202e')", r"it raised ValueError: \x1b[31m\u202e, in line 4"),
        ("raise ValueError('x' * 10**8)", f"it raised ValueError: {'x' * 200}"),
        ("return {*range(10**5)}", "double(3) is {0, 1, 2, 3, 4"),
        (r"return '\x1b]0;title\x07'", r"double(3) is \x1b]0;title\x07"),
        ("return 'x' * 10**7", f"double(3) is {'x' * 200}"),
        ("return 10**5000", "double(3) is <int, whose repr() raises ValueError>"),
    ],
)
def test_what_is_said_of_an_answer_is_bounded_and_escaped(body, said):
    answer(body)
    words = check("99.1").words()
    assert said in words
    assert len(words) < 3_000
    assert words.replace("\n", "").isprintable()


def fail(*arguments):
    raise RecursionError("puzzled")


def test_a_judge_that_is_puzzled_says_what_it_got(monkeypatch):
    monkeypatch.setattr(found, "_all", lambda: [replace(DOUBLE, judge=fail, measured=fail)])
    answer("return {number}")
    said = "99.1: not yet.\nYour answer gave back {3}, which the check cannot read."
    assert said == check("99.1").words()


def test_who_cannot_say_why_an_answer_hangs_says_that_it_does():
    seen = Seen((3,), run=Run(deadline=1, stopped=True))
    said = judging.wrong(replace(DOUBLE, stuck=fail), seen)
    assert "Your answer did not end within 1 s." == said


def test_a_verdict_has_a_length():
    lines = Verdict(False, "\n".join(map(str, range(1_000)))).words().split("\n")
    assert (["58", "59", "… and 940 more lines"], 61) == (lines[-3:], len(lines))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
def test_what_was_forked_by_hand_is_ended():
    answer("if os.fork() == 0:\n        os.setsid(); time.sleep(600)\n    return 2 * number")
    assert check("99.1").passed


def test_closed_files_are_no_pass():
    answer("os.closerange(3, 1000); return 2 * number")
    assert not check("99.1").passed


def test_the_run_of_an_answer_that_has_started_something_is_shown():
    answer(
        "p = multiprocessing.Process(target=time.sleep, args=(0,), name='worker'); "
        "p.start(); p.join(); return 2 * number"
    )
    assert ["MainProcess", "worker"] == [lane.name for lane in check("99.1").run.lanes]


def test_the_run_of_an_answer_that_has_started_nothing_is_not_shown():
    answer("return 2 * number")
    assert not check("99.1").has_figure()


@pytest.mark.parametrize("body", ["return 2 * number", "return 6", "raise ValueError"])
def test_what_was_measured_is_said_to_all(body, monkeypatch):
    measuring = replace(DOUBLE, measured=lambda all_seen: [f"{len(all_seen)} s"])
    monkeypatch.setattr(found, "_all", lambda: [measuring])
    answer(body)
    count = 1 if body.startswith("raise") else 2
    assert f"\nmeasured here: {count} s" in check("99.1").words()


def test_hints_come_in_steps_and_the_last_one_stays(capsys, monkeypatch):
    monkeypatch.setattr(hint, "_given", {})
    for _ in range(3):
        hint.hint("99.1")
    first, last = "Hint 1 of 2: Add it to itself.\n", "Hint 2 of 2: number + number\n"
    assert first + last + last == capsys.readouterr().out


# Progress


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.setattr(passed, "_is_nobodys", lambda: False)
    monkeypatch.setattr(passed, "file", lambda: tmp_path / "data" / "passed.json")
    return tmp_path


NONE = "1 exercise in 1 chapter.\nchapter 99: 0 of 1 passed"
ONE = "1 exercise in 1 chapter.\nchapter 99: 1 of 1 passed"


def test_a_pass_is_kept(home):
    answer("return 2 * number")
    assert NONE == repr(passed.progress())
    check("99.1")
    assert ONE == repr(passed.progress())


def test_a_pass_of_the_tests_is_nobodys_progress(home, monkeypatch):
    passed.note("99.1")
    monkeypatch.setattr(passed, "_is_nobodys", lambda: True)
    assert NONE == repr(passed.progress())
    passed.file().unlink()
    assert ("", False) == (passed.note("99.1"), passed.file().exists())


@pytest.mark.parametrize("text", ["{", "7", "\x00"])
def test_a_damaged_file_costs_a_sentence(home, text):
    passed.file().parent.mkdir()
    passed.file().write_text(text)
    assert "The file of your progress could not be read" in repr(passed.progress())
    assert NONE == repr(passed.progress())


def test_what_is_not_known_does_not_count(home):
    passed.note("98.1")
    assert NONE == repr(passed.progress())


def test_a_file_that_cannot_be_written_costs_a_sentence(home):
    (home / "data").write_text("in the way of the folder")
    assert passed.note("99.1").startswith("Your progress could not be kept in ")


# On a busy computer

SPINNING = "while True: pass"
ASLEEP = "time.sleep(60)"
STILL_AT_WORK = (
    "99.1: not yet.\nYour answer was still at work after {} s. That need not be its fault. " + BUSY
)
HUNG = "Your answer did not end within {} s. Where it stood:\n  MainProcess stood still, line 4 in"


@pytest.mark.parametrize(("load", "seconds"), [("others=0.9", 1), ("slowness=3.0", 3)])
def test_an_answer_that_is_at_work_on_a_busy_computer_is_not_judged(load, seconds, monkeypatch):
    make_known(monkeypatch, load)
    answer(SPINNING)
    assert STILL_AT_WORK.format(seconds) == check("99.1").words()


@linux
@pytest.mark.parametrize(("load", "seconds"), [("others=0.9", 1), ("slowness=3.0", 3)])
def test_an_answer_that_hangs_is_told_so_on_a_busy_computer_too(load, seconds, monkeypatch):
    make_known(monkeypatch, load)
    answer(ASLEEP)
    assert HUNG.format(seconds) in check("99.1").words()


def test_an_answer_that_needs_longer_passes_on_a_slow_computer(monkeypatch):
    make_known(monkeypatch, "slowness=4.0")
    answer("time.sleep(1.5); return 2 * number")
    assert check("99.1").passed


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="POSIX")
def test_an_answer_that_stops_itself_is_told_so(monkeypatch):
    monkeypatch.setattr(examine, "LIMIT", 3)
    answer("os.kill(0, signal.SIGSTOP)")
    said = "it was stopped, as SIGSTOP does it, and nobody let it go on."
    assert said in check("99.1").words()


def test_an_exam_that_never_gets_its_turn_says_so():
    assert f"after 12 s it still waited for its turn. {BUSY}" == examine._how("starved")


@pytest.mark.parametrize(
    ("slowness", "left", "expected"), [(1, 12, 4), (1, 5, 3.5), (2.5, 12, 9), (9, 12, 9), (9, 6, 3)]
)
def test_of_the_seconds_that_are_left_some_are_kept_for_the_end(slowness, left, expected):
    assert expected == examine.deadline_of(4, slowness, left)
