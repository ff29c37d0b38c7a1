"""Which code is the learner's own, and which is Python's, a package's, or ours."""

import sysconfig
from pathlib import Path

__all__ = ["is_learners", "is_ours"]

_OURS = str(Path(__file__).parents[1])
_LIBRARY = tuple(
    {
        *(sysconfig.get_paths()[kind] for kind in ("stdlib", "platstdlib", "purelib")),
        _OURS,
        "<",
    }
)


def is_learners(file) -> bool:
    """True for a file that is neither the standard library's nor an installed package's."""
    return not file.startswith(_LIBRARY)


def is_ours(file) -> bool:
    """True for a file of the package behind the notebooks."""
    return file.startswith(_OURS)
