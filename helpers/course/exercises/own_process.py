"""What only a child of an answer may call."""

from multiprocessing import parent_process

__all__ = ["not_here"]


def not_here(function, who) -> None:
    """RuntimeError in the answer's own process, for `function` is to be left to `who`.

    Example: `not_here("use()", "the consumer")`
    """
    if parent_process() is None:
        raise RuntimeError(f"{function} was called in your own process: leave it to {who}")
