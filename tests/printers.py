"""Workers for the tests of output: each prints, or does what needs a real standard output."""

import contextlib
import faulthandler
import io
import logging
import os
import shutil
import subprocess
import sys
import threading
import warnings

from helpers import log


def print_without_newline(*pieces):
    for piece in pieces:
        print(piece, end="")


def print_and_leave_at_once():
    print("x", end="")
    os._exit(0)


def print_in_turn():
    print("a", end="", flush=True)
    log("between")
    print("b", end="")
    print("c")
    print("rest", end="")


def print_at_once():
    """Each thread has written a part of its line when the other writes its own."""
    gate = threading.Barrier(2)

    def say(letter):
        gate.wait(10)
        for number in range(200):
            print(f"{letter}{number}", end="")
            print(letter, "end")

    threads = [threading.Thread(target=say, args=(letter,), name=letter) for letter in "AB"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def use(name):
    """Does one thing that a program may do with its standard streams, and says that it did."""
    log(str(_USES[name]()))


def _redirect_descriptor():
    read, write = os.pipe()
    saved = os.dup(1)
    os.dup2(write, sys.stdout.fileno())
    print("into the pipe")
    os.dup2(saved, 1)
    os.close(write)
    with os.fdopen(read) as pipe:
        return pipe.read()


def _wrap_buffer():
    sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", line_buffering=True)
    print("wrapped")
    sys.stdout = io.TextIOWrapper(sys.stdout.detach(), encoding="utf-8", line_buffering=True)
    print("again")


def _reconfigure():
    sys.stdout.reconfigure(encoding="latin-1")
    print("grün")
    sys.stdout.reconfigure(encoding="utf-8")
    print("grün ✓")


def _redirect_stdout():
    with contextlib.redirect_stdout(io.StringIO()) as caught:
        print("caught")
    return caught.getvalue()


_USES = {
    "subprocess": lambda: subprocess.run(["true"], stdout=sys.stdout, stderr=sys.stderr).returncode,
    "faulthandler": lambda: faulthandler.enable() or faulthandler.is_enabled(),
    "fileno": lambda: (sys.stdout.fileno(), sys.stderr.fileno()),
    "buffer": lambda: sys.stdout.buffer.write(b"byte by byte\n"),
    "raw": lambda: sys.stdout.buffer.raw.write(b"raw\n"),
    "bytes of one character": lambda: [
        sys.stdout.buffer.write(byte) for byte in (b"\xc3", b"\xbc", b"\n")
    ],
    "kind": lambda: type(sys.stdout),
    "isatty": lambda: sys.stdout.isatty(),
    "reconfigure": _reconfigure,
    "dup2": _redirect_descriptor,
    "wrap": _wrap_buffer,
    "redirect_stdout": _redirect_stdout,
    "writelines": lambda: sys.stdout.writelines(["one\n", "two\n"]),
    "name and mode": lambda: (sys.stdout.name, sys.stdout.encoding, sys.stdout.writable()),
    "standard error of a program": lambda: os.write(2, b"from below\n"),
}


def complain():
    logging.warning("low on tea")
    warnings.warn("no sugar", stacklevel=1)
    try:
        {}["spoon"]
    except KeyError:
        logging.exception("no luck")


def dump_stacks():
    faulthandler.enable()
    faulthandler.dump_traceback()


def complain_and_fail():
    logging.warning("low on tea")
    raise ValueError("boom")


def complain_often(number):
    for count in range(number):
        logging.warning("no. %d", count)


def exit_with_words():
    sys.exit("no tea today")


def put_what_no_pickle_takes(queue, dropped):
    queue.put(letter for letter in "ab")
    queue.put("after")
    dropped.wait(10)


def put_into_a_queue_of_ones_own():
    from multiprocessing import Queue

    queue = Queue()
    queue.put(letter for letter in "ab")
    queue.put("after")
    queue.get()


class EmptyFirstLine(Exception):
    def __str__(self):
        return "\n\n    the second line\n    and the third\n"


def fail_with_an_empty_first_line():
    raise EmptyFirstLine


# What uses up room, descriptors or folders.


def log_beyond_a_limit_of_sizes(queue):
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    for number in range(3000):
        log(f"line {number:>90}")
    _go_on(queue)


def use_up_descriptors(queue):
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (60, hard))
    queue.put("first")  # the feeder thread has started, and its file is there
    opened = []
    with contextlib.suppress(OSError):
        while True:
            opened.append(os.open(os.devnull, os.O_RDONLY))
    thread = threading.Thread(target=log, args=("unheard",))
    thread.start()
    thread.join()
    _go_on(queue)


def delete_the_recording(queue):
    shutil.rmtree(os.environ["HELPERS_RUN"])
    thread = threading.Thread(target=log, args=("unheard",))
    thread.start()
    thread.join()
    _go_on(queue)


def _go_on(queue):
    log("a log")
    print("a print")
    queue.put("done")
