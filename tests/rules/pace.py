"""Rules on the pace: a core path of at most 45 minutes, and all else folded."""

import re

from tools import pace

CORE = 45  # minutes
FOLDED = (
    "jp-MarkdownHeadingCollapsed"  # how JupyterLab stores that what follows a heading is folded
)
TASK = re.compile(r"^\*\*(?:Change|Break) it:\*\*", re.MULTILINE)
ANSWER = "<details><summary>What you should see</summary>"
AFTER = ["Check yourself", "Exercises", "What you have seen"]  # may follow what is folded


def core_is_short(book):
    """The core path of a chapter takes at most 45 minutes, as `tools/pace.py` counts them."""
    core = pace.pace_of(book.nb.cells).core
    if not book.is_solution and core > CORE:
        yield f"the core path takes {core:.1f} minutes, the limit is {CORE}"


def time_is_counted(book):
    """What the first cell says of the time is what `tools/pace.py` counts."""
    counted = pace.said(pace.pace_of(book.nb.cells))
    if not book.is_solution and f"**Time:** {counted}" not in book.nb.cells[0].source:
        yield f"cell 1: the time is not “{counted}”; `make refresh` writes it"


def closer_is_folded(book):
    """A section "Look closer: ..." is folded when the page opens, and nothing else is."""
    for number, cell in book.cells:
        closer = cell.source.startswith(f"## {pace.CLOSER}")
        if closer != bool(cell.metadata.get(FOLDED)):
            yield f"cell {number}: it is {'not folded' if closer else 'folded, and no closer look'}"
        if not closer and re.search(rf"^## {pace.CLOSER}", cell.source, re.MULTILINE):
            yield f"cell {number}: a section to look closer begins inside of it"


def core_comes_first(book):
    """What stands after the first section "Look closer" is such a section too, or a quiz,
    exercises or the recap."""
    headings = re.findall(r"^## (.+)$", "\n".join(cell.source for _, cell in book.prose), re.M)
    closer = [heading.startswith(pace.CLOSER) for heading in headings]
    after = headings[closer.index(True) :] if True in closer else []
    for heading in after:
        if heading not in AFTER and not heading.startswith(pace.CLOSER):
            yield f"the section {heading!r} stands after what is folded"


def predictions_are_asked(book):
    """A prediction is a question to click, `predict("01.2")`, and no text above an answer."""
    for number, cell in book.prose:
        if "**Predict" in cell.source:
            yield f"cell {number}: a prediction that nobody can click"


def tasks_have_answers(book):
    """After each "Change it" and "Break it" comes a folded "What you should see"."""
    for number, cell in book.prose:
        tasks = TASK.split(cell.source)[1:]
        if not book.is_solution and not all(ANSWER in task for task in tasks):
            yield f"cell {number}: a task without “What you should see”"
