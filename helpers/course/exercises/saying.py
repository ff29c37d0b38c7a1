"""How judges say what is wrong."""

__all__ = ["NONE_YET", "and_so_on", "in_words", "processes", "so_often", "unlike"]

NONE_YET = "`exitcode` is None as long as a process runs: join it before you look."


def unlike(expected, happened) -> str | None:
    """What to say where `happened` is not as `expected`, else None.

    Example: `unlike("6", "7")` is "expected: 6\\nhappened: 7".
    """
    return None if expected == happened else f"expected: {expected}\nhappened: {happened}"


def processes(number) -> str:
    """How many processes, in words: "1 process", "3 processes"."""
    return "1 process" if number == 1 else f"{number} processes"


def so_often(count) -> str:
    """How often something was called, in words: "never called", "called once", "called 7 times"."""
    return {0: "never called", 1: "called once", 2: "called twice"}.get(
        count, f"called {count} times"
    )


def in_words(things) -> str:
    """`things`, all of them texts, with commas: "tea, milk", and "nothing" for none."""
    return ", ".join(things) or "nothing"


def and_so_on(values) -> str:
    """`values`, as a learner writes them, long ones cut after 200 characters."""
    text = repr(values)
    return text if len(text) <= 200 else f"{text[:200]}…"
