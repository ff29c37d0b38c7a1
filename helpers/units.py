"""Numbers in words: seconds with the unit that suits them, amounts with a prefix."""

__all__ = ["UNITS", "amount", "duration"]

UNITS = {"s": 1, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9}  # in seconds
PREFIXES = [(9, "G"), (6, "M"), (3, "k")]  # powers of ten


def duration(seconds) -> str:
    """`seconds` in two digits or more and a unit that suits: `duration(0.0032)` is "3.2 ms"."""
    unit = next((unit for unit, size in UNITS.items() if seconds >= 0.995 * size), "ns")
    number = seconds / UNITS[unit]
    return f"{number:.{1 if number < 9.95 else 0}f} {unit}"


def amount(number) -> str:
    """`number` in two digits or more and a prefix: `amount(5_200_000)` is "5.2 M"."""
    size, prefix = next(((10**n, p) for n, p in PREFIXES if number >= 0.995 * 10**n), (1, ""))
    number /= size
    text = f"{number:.{1 if number < 9.95 else 0}f}".removesuffix(".0")
    return f"{text} {prefix}".strip()
