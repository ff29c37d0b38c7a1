"""A recording that cannot write says so, and the program that it records goes on."""

import errno
import os
import sys
import time
from multiprocessing import Process, Queue

import printers
import pytest

from helpers import record, watch
from helpers.note import events


@pytest.fixture
def folder(tmp_path):
    events.open_in(tmp_path)
    yield tmp_path
    events.close()


def logged(folder):
    return [
        rest.decode() for notes in events.read(folder) for _, kind, rest in notes if kind == "L"
    ]


def test_the_system_may_write_a_page_in_parts(folder, monkeypatch):
    write = os.write
    monkeypatch.setattr(events.os, "write", lambda file, data: write(file, data[:1000]))
    lines = [f"{number:>90}" for number in range(1000)]
    for line in lines:
        events.log(line)
    monkeypatch.undo()
    assert (lines, {}) == (logged(folder), events.unwritten(folder))


def full_after(size):
    """`os.write` on a disk that has room for `size` bytes: the last of them come in a part."""
    write, left = os.write, size

    def write_some(file, data):
        nonlocal left
        if not left:
            raise OSError(errno.ENOSPC, "full")
        written = write(file, data[:left])
        left -= written
        return written

    return write_some


@pytest.mark.parametrize("room", [0, 1000, events.PAGE, events.PAGE + 1000])
def test_on_a_full_disk_the_first_lines_are_kept_and_the_rest_is_said_to_be_missing(
    folder, monkeypatch, room
):
    monkeypatch.setattr(events.os, "write", full_after(room))
    for number in range(3000):
        events.log(f"{number:>90}")
    monkeypatch.undo()
    lines = logged(folder)
    assert [f"{number:>90}" for number in range(len(lines))] == lines
    assert (room >= events.PAGE, True) == (bool(lines), len(lines) < 3000)
    assert {os.getpid(): os.strerror(errno.ENOSPC)} == events.unwritten(folder)
    assert all(path.stat().st_size == events.PAGE for path in folder.glob("*.events"))


def refuse(*arguments):
    raise OSError(errno.EMFILE, "too many")


def test_without_descriptors_nothing_is_raised_and_the_reason_is_kept(folder, monkeypatch):
    monkeypatch.setattr(events.os, "open", refuse)
    events.log("unheard")
    monkeypatch.undo()
    assert ([], {os.getpid(): os.strerror(errno.EMFILE)}) == (
        logged(folder),
        events.unwritten(folder),
    )


def run_of(target):
    with record() as run:
        queue = watch(Queue(), "news")
        p = Process(target=target, args=(queue,), name="child")
        p.start()
        while queue.get() != "done":
            pass
        p.join()
    assert 0 == p.exitcode
    return run


def said(*lanes):
    return (
        f"The recording could not write all that came of {' and '.join(lanes)}: "
        "what is missing here may have happened all the same."
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sets no such limits")
@pytest.mark.parametrize(
    ("target", "number"),
    [
        (printers.log_beyond_a_limit_of_sizes, errno.EFBIG),
        (printers.use_up_descriptors, errno.EMFILE),
    ],
)
def test_a_child_that_reaches_a_limit_goes_on_and_the_words_say_what_was_missed(
    target, number, start_method
):
    words = run_of(target).words().splitlines()
    assert [said(f"child ({os.strerror(number)})")] == [
        line for line in words if "could not" in line
    ]


def test_the_folder_of_a_recording_may_be_deleted(start_method):
    words = run_of(printers.delete_the_recording).words().splitlines()
    assert [said("MainProcess (its files are gone)")] == [
        line for line in words if "could not" in line
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sets no such limits")
def test_a_block_that_uses_up_descriptors_still_ends_at_its_deadline():
    import resource

    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    opened = []
    try:
        with record(deadline=0.5) as run:
            resource.setrlimit(resource.RLIMIT_NOFILE, (200, limits[1]))
            with pytest.raises(OSError, match="Too many open files"):
                while True:
                    opened.append(os.open(os.devnull, os.O_RDONLY))
            time.sleep(60)
    finally:
        for file in opened:
            os.close(file)
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert (True, "time.sleep(60)") == (run.stopped, run.lanes[0].stand.source)
