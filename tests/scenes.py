"""Workers for the tests: what children run has to live in a module that they can import."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from multiprocessing import Process, current_process, get_context

from helpers import log


def greet(name):
    log(f"hello, {name}")


def say_who_i_am():
    log(f"{current_process().name} {threading.current_thread().name}")


def say_and_die(*texts):
    for text in texts:
        log(text)
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def hold_and_die(lock):
    with lock:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def have_a_child():
    child = Process(target=greet, args=("grandparent",), name="grandchild")
    child.start()
    child.join()


def have_a_daemon(up):
    Process(target=report_and_sleep, args=(up,), name="daemon", daemon=True).start()
    up.wait()


def leave_a_child(up):
    child = Process(target=report_and_sleep, args=(up,), name="orphan")
    child.start()
    up.wait()
    os._exit(7)


def leave_a_fork_process(up):
    """As `leave_a_child`, and the child inherits the sentinel of its parent."""
    get_context("fork").Process(target=report_and_sleep, args=(up,), name="orphan").start()
    up.wait()
    os._exit(7)


def have_daemons(count):
    for number in range(1, count + 1):
        Process(target=sleep, name=f"daemon-{number}", daemon=True).start()


def report_and_sleep(up):
    log("up")
    up.set()
    while True:
        time.sleep(0.05)  # a signal in the instant before a sleep is noticed after it


def sleep(seconds=60):
    time.sleep(seconds)


def ignore_sigterm(up):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    up.set()
    time.sleep(60)


def exit_with(code):
    sys.exit(code)


def produce(tasks, items):
    for item in items:
        tasks.put(item)


def consume(tasks, results):
    while (item := tasks.get()) is not None:
        results.put(item)


def count_up(lock, value, times):
    for _ in range(times):
        with lock:
            value.value += 1


def echo(connection):
    connection.send(connection.recv())


def log_from_threads(number):
    threads = [
        threading.Thread(target=log, args=(f"from {n}",), name=f"talker-{n}") for n in range(number)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def log_in_a_handler():
    """A signal handler that logs in the middle of logging: nothing may be lost or torn."""
    signal.signal(signal.SIGALRM, lambda *_: log("tick"))
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    for number in range(3000):
        log(f"line {number}")
    signal.setitimer(signal.ITIMER_REAL, 0)


def die_while_starting(up):
    """Killed by itself in the middle of `start()`, while the new process already runs."""
    os.register_at_fork(after_in_parent=lambda: os.kill(os.getpid(), signal.SIGKILL))
    get_context("fork").Process(target=set_and_sleep, args=(up,), name="orphan").start()


def set_and_sleep(up):
    up.set()
    sleep()


# What hangs: each waits for what never comes.


def hang_in_get(queue):
    queue.get()


def hang_in_recv(connection):
    connection.recv()


def hang_in_acquire(lock):
    lock.acquire()


def hang_in_queue_join(queue):
    queue.join()


def hang_in_join():
    child = Process(target=sleep, name="sleeper")
    child.start()
    child.join()


def hang_in_thread_queue():
    queue.Queue().get()


def put_too_much(queue):
    queue.put(bytes(1_000_000))


def get_in_vain(q):
    q.get(timeout=0)


def print_and_fail(text):
    print(text)
    raise ValueError("boom")


def tell_name(thing):
    log(thing.watched)


def consume_and_stay(tasks):
    tasks.get()
    tasks.task_done()
    sleep()


# What a child may leave behind that multiprocessing knows nothing of.

SLEEPING = "import time; time.sleep(60)"


def leave_a_program(stay=False, **options):
    """`options` are those of Popen; with `stay` its parent lives on too."""
    subprocess.Popen([sys.executable, "-c", SLEEPING], **options)
    if stay:
        time.sleep(60)


def leave_a_fork():
    up, tell = os.pipe()
    if os.fork() == 0:
        os.write(tell, b"up")
        time.sleep(60)
        os._exit(0)
    os.read(up, 2)


def leave_a_daemon():
    """A fork of a fork, in a session of its own."""
    pid = os.fork()
    if pid == 0:
        os.setsid()
        leave_a_fork()
        os._exit(0)
    os.waitpid(pid, 0)


def add_one(counter):
    with counter.get_lock():
        counter.value += 1


def write_cells(cells):
    cells[1] = 5
    cells[0:2]


def write_block(block):
    block.buf[0] = 7
    block.close()


def append_milk(shopping):
    shopping.append("milk")


def square(number):
    return number * number
