"""Rules on the prose: calm, and neither too little nor too much of it."""

import re

from rules.book import without_code

WORDS = (30, 80)
# The words of these cells stand in their outputs.
ASKS = re.compile(r"(?:predict|quiz|check)\([^()\n]*\)\s*")
# What marks a picture or a comment in Markdown is no exclamation.
FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)
MARKS = re.compile(r"!\[|<!--|<!")


def calm(book):
    """No exclamation marks in prose, and nothing is "simply" done."""
    for number, cell in book.prose:
        text = MARKS.sub("", without_code(cell.source))
        if "!" in text:
            yield f"cell {number}: an exclamation mark"
        if re.search(r"\bsimply\b", text, re.IGNORECASE):
            yield f'cell {number}: the word "simply"'


def amount(book):
    """30 to 80 words of prose a code cell, on average over a notebook; solutions and puzzles may be
    shorter.
    What is folded (`<details>`) and a cell that only asks, `predict()`, `quiz()` or `check()`, do
    not count.
    """
    average = words_per_code_cell(book)
    least, most = WORDS
    if not (0 if book.is_solution or book.is_puzzles else least) <= average <= most:
        yield f"{average:.0f} words of prose a code cell on average, {least} to {most} are wanted"


def words_per_code_cell(book):
    text = "\n".join(cell.source for _, cell in book.prose)
    text = re.sub(r"(?ms)^\s*(```+|~~~+).*?^\s*\1\s*$", "", text)
    text = FOLDED.sub("", text)
    text = re.sub(r"\]\([^)]*\)|<[^>]+>", "", text)
    cells = [cell for _, cell in book.code if not ASKS.fullmatch(cell.source)]
    return len(re.findall(r"\w[\w'\u2019.()-]*", text)) / max(len(cells), 1)
