"""The time axis in the picture of a `Run`: what stands where on it, in points."""

from math import floor, log10

from helpers.show.letters import width_of
from helpers.show.page import AIR
from helpers.units import duration

__all__ = ["lengths", "ticks"]


def ticks(plan) -> list[tuple[float, str]]:
    """(x, text) of each tick: round times in ms, or in s when the run is long; none in a fold."""
    length = plan.x.length
    unit, name = (1.0, "s") if length >= 1 else (1e-3, "ms")
    about = plan.x.shown / unit / 7
    power = 10.0 ** floor(log10(about))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= about)
    last = floor(length / unit / step + 1e-9)
    found, taken = [], [_reach(plan, x, text) for x, text in lengths(plan)]
    for number in range(last + 1):
        moment = number * step * unit
        if plan.x.is_folded(moment):
            continue
        text = f"{number * step:g} {name if number == last else ''}".strip()
        reach = _reach(plan, plan.x(moment), text)
        if all(reach[1] <= left or right <= reach[0] for left, right in taken):
            found.append((plan.x(moment), text))
            taken.append(reach)
    return found


def lengths(plan) -> list[tuple[float, str]]:
    """(x, text) of how long each fold is, with a plus: it is no moment, as the ticks are."""
    return [
        ((fold.left + fold.right) / 2, f"+{duration(fold.end - fold.start)}")
        for fold in plan.x.folds
    ]


def _reach(plan, x, text):
    half = width_of(text, plan.style.text) / 2 + AIR
    return x - half, x + half
