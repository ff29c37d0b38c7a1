"""Rules on the course as a whole, and its figures."""

from rules.book import IGNORE, tags
from rules.cells import COMMENTS, typical_lines
from rules.outputs import has_compared_text
from rules.prose import words_per_code_cell

MEDIAN_LINES = 5  # a recording, and the run that it ends with
COMPARED = 0.9


def short_cells(books):
    """Half of the code cells have at most 5 lines."""
    if typical_lines(_cells(books)) > MEDIAN_LINES:
        yield f"the median code cell has {typical_lines(_cells(books)):g} lines, not {MEDIAN_LINES}"


def few_ignored(books):
    """At most one code cell in twenty is tagged nbval-ignore-output."""
    total = len(_cells(books))
    count = sum(IGNORE in tags(cell) for cell in _cells(books))
    if count * 20 > total:
        yield f"{count} of {total} code cells are tagged {IGNORE}, at most {total // 20} may be"


def compared(books):
    """nbval compares at least 90 % of the code cells: their text, or that they show nothing. A cell
    that only shows what nbval leaves out (a picture, a widget) does not count as compared.
    """
    text, silent, total = shares(books)
    if text + silent < COMPARED * total:
        yield f"nbval compares {_share(text + silent, total)}; {COMPARED:.0%} are wanted"


def shares(books):
    """How many code cells have text that nbval compares, show nothing, and are there at all."""
    checked = [
        cell
        for cell in _cells(books)
        if cell.execution_count is not None
        and IGNORE not in tags(cell)
        and not COMMENTS.search(cell.source)
    ]
    text = sum(map(has_compared_text, checked))
    silent = sum(not cell.outputs for cell in checked)
    return text, silent, len(_cells(books))


def figures(books) -> str:
    """The figures of the course, a line each."""
    text, silent, total = shares(books)
    ignored = sum(IGNORE in tags(cell) for cell in _cells(books))
    said = [
        f"{len(books)} notebooks, {total} code cells",
        f"nbval compares {_share(text + silent, total)}",
        f"  with text: {_share(text, total)}; silent ones: {_share(silent, total)}",
        f"  of those that show anything: {_share(text, total - silent)}",
        f"tagged {IGNORE}: {_share(ignored, total)}",
        f"median code cell: {typical_lines(_cells(books)):g} lines",
    ]
    said += [f"{book.path.name}: {_figures_of_one(book)}" for book in books]
    return "\n".join(said)


def _figures_of_one(book):
    words = words_per_code_cell(book)
    size = book.path.stat().st_size / 1000
    return f"{len(book.code)} code cells, {words:.0f} words of prose a code cell, {size:.0f} KB"


def _cells(books):
    return [cell for book in books for _, cell in book.code]


def _share(part, whole):
    return f"{part} of {whole} code cells ({part / max(whole, 1):.1%})"
