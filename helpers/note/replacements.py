"""Methods of the standard library that are other ones during a run.

Only what costs nothing is imported: every child pays for it.
"""

from functools import wraps

__all__ = ["Replacements"]


class Replacements:
    """Methods of classes that were replaced, and what stood there before.

    Example:
        replaced = Replacements()
        replaced.put(Thread, "start", lambda original, self: original(self))
        replaced.take_back()
    """

    def __init__(self):
        self._methods = {}  # (class, name of a method): ours, and what stood there before

    def put(self, owner, name, following):
        """Let `owner.name` call `following(original, self, ...)`, unless it does so already."""
        if (owner, name) in self._methods:  # inherited by a forked child
            return
        original = getattr(owner, name)

        @wraps(original)
        def method(self, *args, **kwargs):
            # One that was left under somebody else's passes on, in this run and the next.
            if known.get((owner, name), (None,))[0] is method:
                return following(original, self, *args, **kwargs)
            return original(self, *args, **kwargs)

        known = self._methods
        known[owner, name] = method, original
        setattr(owner, name, method)

    def take_back(self):
        """Put back what stood there before, but for what somebody else has put over ours.

        That is a debugger, for instance, and stays.
        """
        for (owner, name), (method, original) in self._methods.items():
            if vars(owner)[name] is method:
                setattr(owner, name, original)
        self._methods.clear()
