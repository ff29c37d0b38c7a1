"""Which code is the learner's own, and which is Python's, a package's, or ours."""

import os

__all__ = ["is_learners", "is_ours"]

_OURS = os.path.dirname(os.path.dirname(__file__))
_LIBRARY = (os.path.dirname(os.__file__), _OURS, "<")
_PACKAGES = ("site-packages", "dist-packages")  # the second is Debian's


def is_learners(file) -> bool:
    """True for a file that is neither the standard library's nor an installed package's.

    A compiled package gives names of its own sources, from where it was built: "zmq/_zmq.py".
    Python gives whole paths (its documentation, "What's New in Python 3.9", of `__file__`).
    """
    if not os.path.isabs(file):
        return False
    return not file.startswith(_LIBRARY) and not any(name in file for name in _PACKAGES)


def is_ours(file) -> bool:
    """True for a file of the package behind the notebooks."""
    return file.startswith(_OURS)
