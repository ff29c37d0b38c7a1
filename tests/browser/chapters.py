"""The chapters, as the course has them."""

import re

import pytest
from server import ROOT

CHAPTERS = sorted(ROOT.glob("notebooks/*.ipynb"))
NAMES = [path.name for path in CHAPTERS]
WITH_EXPLORERS = [
    path.name
    for path in CHAPTERS
    if re.search(r"\bexplore\.\w+\(\)", path.read_text(encoding="utf-8"))
]
# tools/kernels.py has one worker do all that is tested of a notebook: it is opened once.
each_notebook = pytest.mark.parametrize("name", NAMES)
each_explorer = pytest.mark.parametrize("name", WITH_EXPLORERS)
