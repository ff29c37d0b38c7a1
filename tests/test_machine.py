"""What this computer is: on computers that we make up."""

import multiprocessing
import os
import platform
import sys
from pathlib import Path

import pytest

from helpers.kernel import machine
from helpers.kernel.machine import Computer, free_threaded_python, this_computer, usable_cores


@pytest.fixture
def quota(monkeypatch, tmp_path):
    """`quota("100000 50000")` limits computing time as a container does; `quota(None)` does not."""

    def limit(text):
        path = tmp_path / "cpu.max"
        if text is not None:
            path.write_text(text)
        monkeypatch.setattr(machine, "QUOTA", path)

    limit(None)
    return limit


@pytest.fixture
def cores(monkeypatch, quota):
    """`cores(process_cpu_count=3)`: what `os` says; what is left out is not there at all."""

    def have(**functions):
        for name in ("process_cpu_count", "sched_getaffinity", "cpu_count"):
            monkeypatch.delattr(os, name, raising=False)
            if name in functions:
                answer = functions[name]
                monkeypatch.setattr(os, name, lambda *_, answer=answer: answer, raising=False)

    return have


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"process_cpu_count": 3, "sched_getaffinity": {0}, "cpu_count": 8}, 3),
        ({"sched_getaffinity": {0, 5}, "cpu_count": 8}, 2),
        ({"cpu_count": 8}, 8),
        ({"process_cpu_count": None}, 1),
        ({"cpu_count": None}, 1),
    ],
    ids=["3.13 or newer", "older, Linux", "older, macOS or Windows", "unknown", "older, unknown"],
)
def test_usable_cores_are_those_of_this_process(cores, known, expected):
    cores(**known)
    assert expected == usable_cores()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("max 100000", 8), ("200000 100000", 2), ("150000 100000", 2), ("50000 100000", 1)],
)
def test_usable_cores_heed_the_limit_of_a_container(cores, quota, text, expected):
    cores(cpu_count=8)
    quota(text)
    assert expected == usable_cores()


@pytest.fixture
def programs(monkeypatch, tmp_path):
    """`programs("python3.13t")` puts an empty program of that name on an otherwise empty PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("HELPERS_FREE_THREADED", raising=False)
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: True, raising=False)

    def put(*names):
        for name in names:
            path = tmp_path / (name + ".exe" if sys.platform == "win32" else name)
            path.touch(mode=0o755)
        return tmp_path

    return put


def test_no_free_threaded_python(programs):
    assert None is free_threaded_python()


def test_the_newest_free_threaded_python_on_the_path(programs):
    programs("python3.13t", "python3.14t", "python3.13")
    assert "python3.14t" == Path(free_threaded_python().removesuffix(".exe")).name


def test_the_free_threaded_python_that_the_environment_names(programs, monkeypatch):
    folder = programs("mine", "python3.14t")
    monkeypatch.setenv("HELPERS_FREE_THREADED", str(folder / "mine"))
    assert "mine" == Path(free_threaded_python().removesuffix(".exe")).name


def test_an_empty_name_in_the_environment_names_none(programs, monkeypatch):
    monkeypatch.setenv("HELPERS_FREE_THREADED", "")
    assert None is free_threaded_python()


def test_a_free_threaded_python_that_is_not_there(programs, monkeypatch):
    monkeypatch.setenv("HELPERS_FREE_THREADED", "nowhere")
    with pytest.raises(FileNotFoundError, match="HELPERS_FREE_THREADED is 'nowhere', but there is"):
        free_threaded_python()


def test_this_python_without_a_gil_is_one(programs, monkeypatch):
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: False, raising=False)
    assert sys.executable == free_threaded_python()


# The table


@pytest.mark.parametrize(("enabled", "expected"), [(True, "on"), (False, "off"), (None, "on")])
def test_the_gil(monkeypatch, enabled, expected):
    monkeypatch.delattr(sys, "_is_gil_enabled", raising=False)
    if enabled is not None:
        monkeypatch.setattr(sys, "_is_gil_enabled", lambda: enabled, raising=False)
    assert expected == this_computer().facts["GIL"]


def test_the_cores(cores):
    cores(cpu_count=8, sched_getaffinity={1})
    assert "8, usable by this process: 1" == this_computer().facts["Cores"]


def test_the_start_methods(start_method):
    methods = multiprocessing.get_all_start_methods()
    expected = f"in use here: {start_method}; the system's default: {methods[0]}"
    assert expected == this_computer().facts["Start methods"].partition("; ")[2]


def test_the_default_is_in_use_where_no_start_method_was_set(monkeypatch):
    monkeypatch.setattr(multiprocessing, "get_start_method", lambda allow_none: None)
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["fork", "spawn"])
    expected = "fork, spawn; in use here: fork; the system's default: fork"
    assert expected == this_computer().facts["Start methods"]


def test_the_free_threaded_python_is_shown_without_its_folder(programs):
    programs("python3.14t")
    assert "python3.14t" == this_computer().facts["Free-threaded Python"].removesuffix(".exe")


def test_no_free_threaded_python_is_said(programs):
    assert "none found" == this_computer().facts["Free-threaded Python"]


@pytest.mark.parametrize(
    ("system", "expected"), [("Darwin", "macOS 14.5, chip"), ("Windows", "Windows 11, chip")]
)
def test_the_system(monkeypatch, system, expected):
    def no_linux():
        raise OSError

    monkeypatch.setattr(platform, "freedesktop_os_release", no_linux)
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "release", lambda: "11")
    monkeypatch.setattr(platform, "machine", lambda: "chip")
    monkeypatch.setattr(platform, "mac_ver", lambda: ("14.5", ("", "", ""), "chip"))
    assert expected == this_computer().facts["System"]


def test_memory_is_in_gib(monkeypatch):
    found = type("Memory", (), {"total": 6 * 2**30})
    monkeypatch.setattr("psutil.virtual_memory", lambda: found)
    assert "6.0 GiB" == this_computer().facts["Memory"]


def test_the_table_as_text():
    assert "GIL     on\nMemory  8 GiB" == repr(Computer({"GIL": "on", "Memory": "8 GiB"}))


def test_the_table_as_html():
    expected = (
        '<table><tr><th scope="row" style="text-align:left">GIL</th>'
        '<td style="text-align:left">&lt;on&gt;</td></tr></table>'
    )
    assert expected == Computer({"GIL": "<on>"})._repr_html_()


# What the course needs


def test_the_checks_are_met_under_every_start_method(start_method, monkeypatch):
    monkeypatch.setenv("HELPERS_START_METHOD", start_method)
    expected = [
        "Python is 3.11 or newer: yes",
        "spawn is available: yes",
        "processes start with spawn, or as HELPERS_START_METHOD says: yes",
    ]
    assert expected == this_computer().checks().splitlines()


@pytest.mark.parametrize("start_method", ["spawn"], indirect=True)
def test_spawn_is_meant_where_the_environment_names_no_method(start_method, monkeypatch):
    monkeypatch.delenv("HELPERS_START_METHOD", raising=False)
    assert ": yes" == this_computer().checks()[-5:]


def test_another_start_method_than_the_chosen_one_is_said(start_method, monkeypatch):
    monkeypatch.setenv("HELPERS_START_METHOD", "other")
    assert "HELPERS_START_METHOD says: no, run `%load_ext helpers`" in this_computer().checks()


def test_an_old_python_is_said(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 12))
    assert "Python is 3.11 or newer: no, install a newer one" in this_computer().checks()


def test_a_missing_spawn_is_said(monkeypatch):
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["fork"])
    assert "spawn is available: no, and the course needs it" in this_computer().checks()
