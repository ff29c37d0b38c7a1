"""A file holds one idea, and so it stays short."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINES = 350


@pytest.mark.parametrize("folder", ["helpers", "tests", "tools"])
def test_no_file_is_longer_than_one_idea_needs(folder):
    suffixes = (".py", ".js", ".css")
    paths = sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in suffixes)
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert len(lengths) > 5
    assert {} == {path.name: lines for path, lines in lengths.items() if lines > LINES}
