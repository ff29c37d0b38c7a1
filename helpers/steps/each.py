"""A loop under way: what it goes through, and how far it came."""

__all__ = ["Each"]


class Each:
    """`for x in source`, one turn at a time: `value` is the x of this turn."""

    def __init__(self, source):
        self.source, self.count, self.value = source, 0, None
        self.turns = iter(source)

    def goes_on(self) -> bool:
        """Take the next value, and say whether there was one."""
        try:
            self.value = next(self.turns)
        except StopIteration:
            self.value = None
            return False
        self.count += 1
        return True


class Entered:
    """A `with` block under way: its context manager, and what `as` names."""

    def __init__(self, manager, value):
        self.manager, self.value, self.is_left = manager, value, False
