"""How fast all orders are tried, and the same race given to other tools that search for one.

    python tools/bench_steps.py

The peers come with the group `bench`, on Python 3.12 and newer.
"""

import time
from threading import Lock

from helpers.steps.lab import Lab

__all__ = ["main"]


class Account:
    """What the workers share."""

    def __init__(self):
        self.balance = 0


def deposit(account):
    account.balance += 1


def eat(first, second, plate):
    with first, second:
        plate.balance += 1


def main():
    """Print the table."""
    print(f"{'what':58} {'goal':>12} {'here':>14}")
    _line("lost update found", "20 ms", _ms(lost_update, 2))
    _line("deadlock of two locks found", "5 ms", _ms(philosophers, 2))
    _line("deadlock of five philosophers found", "3 s", _ms(philosophers, 5))
    _line("six mended philosophers, all orders", "2 s", _ms(philosophers, 6, True))
    lab, seconds = _timed(lost_update, 6)
    orders, states = lab.found.orders, lab.found.states
    _line("orders a second, six workers of two steps", "40,000/s", f"{orders / seconds:,.0f}/s")
    steps, seconds = plain_steps()
    _line("steps a second, each executed", "250,000/s", f"{steps / seconds:,.0f}/s")
    print(f"({orders:,} orders through {states:,} states)")
    print()
    print(f"{'the lost update, until the first failure':58} {'time':>12} {'steps shown':>14}")
    _peer("here", here)
    _peer("frontrun", frontrun)
    _peer("interleave-test", interleave_test)


def _line(what, goal, here):
    print(f"{what:58} {goal:>12} {here:>14}")


def _peer(name, run):
    try:
        steps, seconds = _timed(run)
    except ImportError:
        return print(f"{name:58} {'not installed':>12}")
    _line(name, f"{seconds * 1e3:.1f} ms", steps)
    return None


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
    best = None
    for _ in range(3):
        begun = time.perf_counter()
        result = run(*arguments)
        seconds = time.perf_counter() - begun
        best = seconds if best is None else min(best, seconds)
    return result, best


def _ms(run, *arguments):
    return f"{_timed(run, *arguments)[1] * 1e3:.1f} ms"


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
    """(steps, seconds) of executing one order again and again."""
    stage = lost_update(2).stage
    steps, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < 1:
        for _ in range(100):
            stage.start()
            for worker in (0, 1, 1, 0):
                stage.move(worker)
        steps += 400
    return steps, time.perf_counter() - begun


if __name__ == "__main__":
    main()
