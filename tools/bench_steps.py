"""How fast all orders are tried, and the same race given to other tools that search for one.

    python tools/bench_steps.py

Seconds beside those of CPU: on a computer that does something else too, the second say more. The
peers come with the group `bench`, on Python 3.12 and newer.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Lock

from helpers.steps.lab import Lab

__all__ = ["main"]

ROUNDS = 5_000


class Account:
    """What the workers share."""

    def __init__(self):
        self.balance = 0


def deposit(account):
    account.balance += 1


def eat(first, second, plate):
    with first, second:
        plate.balance += 1


def main(arguments=None):
    """Print the table, or with `frontrun` as argument what that one needs: steps, seconds, CPU."""
    if (sys.argv[1:] if arguments is None else arguments) == ["frontrun"]:
        return print(*_timed(frontrun))
    print(f"{'what':52} {'goal':>10} {'here':>12} {'of that CPU':>12}")
    _line("lost update found", "20 ms", lost_update, 2)
    _line("deadlock of two locks found", "5 ms", philosophers, 2)
    _line("deadlock of five philosophers found", "3 s", philosophers, 5)
    _line("six mended philosophers, all orders", "2 s", philosophers, 6, True)
    steps, seconds, cpu = _timed(plain_steps)
    _rate("steps a second, each executed", "250,000/s", steps, seconds, cpu)
    lab, seconds, cpu = _timed(lost_update, 6)
    _rate("orders a second, of six who add one", "40,000/s", lab.found.orders, seconds, cpu)
    print(
        f"Those {lab.found.orders:,} orders are counted along {lab.found.states:,} states, and not "
        "executed one by one.\n"
    )
    print(f"{'the lost update, until the first failure':52} {'time':>10} {'CPU':>12} {'steps':>12}")
    _peer("here", lambda: _timed(here))
    _peer("frontrun", _under_frontrun)
    _peer("interleave-test", lambda: _timed(interleave_test))
    return None


def _line(what, goal, run, *arguments):
    _, seconds, cpu = _timed(run, *arguments)
    print(f"{what:52} {goal:>10} {seconds * 1e3:>9.1f} ms {cpu * 1e3:>9.1f} ms")


def _rate(what, goal, count, seconds, cpu):
    print(f"{what:52} {goal:>10} {count / seconds:>10,.0f}/s {count / cpu:>10,.0f}/s")


def _peer(name, run):
    try:
        steps, seconds, cpu = run()
    except ImportError:
        print(f"{name:52} not installed")
    else:
        print(f"{name:52} {seconds * 1e3:>7.1f} ms {cpu * 1e3:>9.1f} ms {steps:>12}")


def _under_frontrun():
    """What frontrun takes in the environment of its own command, as its manual asks for."""
    command = Path(sys.executable).with_name("frontrun")
    if not command.exists():
        raise ImportError
    done = subprocess.run(
        [command, sys.executable, __file__, "frontrun"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    steps, seconds, cpu = done.stdout.splitlines()[-1].split()
    return int(steps), float(seconds), float(cpu)


def here():
    """The length of the order that the lab shows."""
    return len(lost_update(2).found.failure.schedule)


def frontrun():
    """The length of the schedule that frontrun shows."""
    import frontrun

    result = frontrun.explore(
        setup=Account,
        workers=[deposit, deposit],
        invariant=lambda account: account.balance == 2,
        reproduce_on_failure=0,  # until the first failure
    )
    return len(result.counterexample)


def interleave_test():
    """The length of the schedule that interleave-test shows."""
    import interleave_test

    def model():
        account = Account()
        threads = [interleave_test.spawn(deposit, account) for _ in range(2)]
        for thread in threads:
            thread.join()
        assert account.balance == 2

    try:
        interleave_test.explore(model, iterations=500, seed=42)
    except interleave_test.RaceFound as found:
        return len(found.failure.schedule)
    return None


def _timed(run, *arguments):
    """(what `run` returns, seconds, seconds of CPU) of the best of three."""
    best = None
    for _ in range(3):
        begun, cpu = time.perf_counter(), time.process_time()
        result = run(*arguments)
        taken = result, time.perf_counter() - begun, time.process_time() - cpu
        best = taken if best is None or taken[1] < best[1] else best
    return best


def lost_update(workers):
    """A lab of `workers` who add one each."""
    account = Account()
    return Lab([(deposit, (account,))] * workers, lambda: account.balance == workers, None, {})


def philosophers(count, mended=False):
    """A lab of philosophers; mended, the last one takes the forks in the order of the others."""
    forks = [Lock() for _ in range(count)]
    seats = [(forks[n], forks[(n + 1) % count]) for n in range(count)]
    if mended:
        seats[-1] = seats[-1][::-1]
    return Lab([(eat, (*seat, Account())) for seat in seats], None, None, {})


def plain_steps():
    """How many steps were executed: one order again and again."""
    stage = lost_update(2).stage
    for _ in range(ROUNDS):
        stage.start()
        for worker in (0, 1, 1, 0):
            stage.move(worker)
    return 4 * ROUNDS


if __name__ == "__main__":
    main()
