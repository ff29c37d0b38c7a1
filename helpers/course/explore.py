"""The explorers of all chapters, each under its own name: `explore.pipes()`.

The explorer of a chapter is a file in `explorers/` that names it in its `__all__`.
"""

import pkgutil
from importlib import import_module

from helpers.course import explorers


def _chapters():
    for file in pkgutil.iter_modules(explorers.__path__, f"{explorers.__name__}."):
        if file.name.rpartition(".")[2].startswith("chapter_"):
            yield import_module(file.name)


def __getattr__(name):
    for chapter in _chapters():
        if name in chapter.__all__:
            return getattr(chapter, name)
    raise AttributeError(f"there is no explorer {name!r}; there are {', '.join(__dir__())}")


def __dir__():
    return sorted(name for chapter in _chapters() for name in chapter.__all__)
