"""Work to measure: a child imports it, so it loads nothing."""

__all__ = ["count_down"]


def count_down(turns):
    """Keep one core busy for `turns` turns of a loop, some 30 ns each."""
    while turns:
        turns -= 1
