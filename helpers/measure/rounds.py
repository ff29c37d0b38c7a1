"""Functions that are called in turn and timed, and what is said of them."""

from time import perf_counter

from helpers.measure.bar import Bar

__all__ = ["check_label", "check_variants", "seconds_of", "take_turns", "timed"]

TICK = 1e-9  # seconds: what is shorter than a tick of the clock must not take 0


def check_variants(variants, repeat=1):
    """ValueError for no variants or a `repeat` below 1, TypeError for what is no function."""
    if not isinstance(variants, dict) or not variants:
        raise ValueError(f"Give a dict {{label: function}} with what to time; got {variants!r}.")
    for label, function in variants.items():
        if not callable(function):
            raise TypeError(
                f"{label!r} is {function!r}, which cannot be called. "
                "Give the function itself, without () after its name."
            )
    if isinstance(repeat, bool) or not isinstance(repeat, int) or repeat < 1:
        raise ValueError(f"`repeat` is how many times to call, 1 or more; got {repeat!r}.")


def check_label(label, samples):
    """ValueError where `samples` have no variant of that label."""
    if label not in samples:
        known = ", ".join(map(repr, samples))
        raise ValueError(f"There is no variant {label!r}; the variants are {known}.")


def take_turns(turns, repeat):
    """Call and time each of `turns`, (function, list for its times), in rounds."""
    with Bar(repeat * len(turns)) as bar:
        for number in range(repeat):
            first = number % len(turns)
            for function, times in turns[first:] + turns[:first]:
                times.append(seconds_of(function))
                bar.step()


def seconds_of(function) -> float:
    """How long a call of `function` takes."""
    started = perf_counter()
    function()
    return max(perf_counter() - started, TICK)


def timed(times) -> str:
    """How often each of the variants was timed, in words, from the `times` of one."""
    return f"Each was timed {f'{len(times):,} times, in turn' if len(times) > 1 else 'once'}"
