"""Every test that takes `start_method` runs once under each start method of this system."""

import multiprocessing
import signal

import pytest

# Who starts the tests in the background of a shell script has them ignore interrupts (POSIX, "Shell
# Command Language", 2.12): then no test of an interrupt could pass.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

METHODS = [
    method
    for method in ("fork", "forkserver", "spawn")
    if method in multiprocessing.get_all_start_methods()
]


@pytest.fixture(params=METHODS)
def start_method(request):
    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method(request.param, force=True)
    yield request.param
    multiprocessing.set_start_method(before, force=True)


@pytest.fixture(scope="session")
def new_kernel():
    from kernel import new_kernel

    return new_kernel
