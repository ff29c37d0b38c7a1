"""Rules on the cells: which come first and last, that they ran, what they are tagged with."""

import ast
import re
from collections import Counter
from itertools import islice
from statistics import median

from nbformat.validator import iter_validate

from rules.book import IGNORE, RAISES, SCHEDULE, tags, tree

LINES = 25
# nbval reads these from comments too, where no reader of the tags would see them.
COMMENTS = re.compile(r"^\s*#+\s*(NBVAL_\w+|PYTEST_VALIDATE_IGNORE_OUTPUT)\s*$", re.MULTILINE)


def valid(book):
    """A notebook is valid nbformat 4.5: every cell has an id of its own."""
    for error in islice(iter_validate(book.nb), 1):
        yield f"not valid: {error.message}"
    ids = Counter(cell.get("id") for _, cell in book.cells)
    for name, count in ids.items():
        if count > 1:
            yield f"{count} cells have the id {name!r}"
    if (book.nb.nbformat, book.nb.nbformat_minor) != (4, 5):
        yield f"nbformat {book.nb.nbformat}.{book.nb.nbformat_minor}, not 4.5"


def file_name(book):
    """A file's name is lower-case letters, digits and underscores: no spaces."""
    if not re.fullmatch(r"[a-z0-9_]+\.ipynb", book.path.name):
        yield f"the file name {book.path.name!r} is not lower-case letters, digits and underscores"


def opening(book):
    """The first cell is prose: a `# ` title, then **You will do**, **You will learn**, **You will
    need** ("will" may be left out after the first). A solution needs the title.
    """
    first = book.nb.cells[0]
    if first.cell_type != "markdown" or not first.source.startswith("# "):
        yield "cell 1: the first cell must be prose and begin with a `# ` title"
    elif not book.is_solution:
        for word in ("do", "learn", "need"):
            if not re.search(rf"\*\*(You )?(will )?{word}\b", first.source):
                yield f"cell 1: **You will {word}** is missing"


def imports_second(book):
    """The second cell is code: `%load_ext helpers` and imports, nothing else."""
    second = book.nb.cells[1]
    if second.cell_type != "code" or "%load_ext helpers" not in second.source.splitlines():
        yield "cell 2: the second cell must be code with `%load_ext helpers` and the imports"
        return
    parsed = tree(second.source)
    rest = parsed.body if parsed else [None]
    if not all(isinstance(statement, ast.Import | ast.ImportFrom) for statement in rest):
        yield "cell 2: something else than imports stands beside `%load_ext helpers`"


def onward(book):
    """The last cell is prose: the recap, with a link onward."""
    number, last = book.cells[-1]
    if last.cell_type != "markdown" or not re.search(r"\]\([^)]+\)", last.source):
        yield f"cell {number}: the last cell must be prose with a link onward"


def ran_in_order(book):
    """Every code cell ran, from top to bottom in a fresh kernel: counts 1, 2, 3 and so on."""
    for expected, (number, cell) in enumerate(book.code, start=1):
        if not cell.source.strip():
            yield f"cell {number}: it is empty"
        elif cell.execution_count is None:
            had = "has outputs but no count" if cell.outputs else "was never run"
            yield f"cell {number}: it {had}; `make refresh` runs it"
        elif cell.execution_count != expected:
            yield (
                f"cell {number}: it was run as [{cell.execution_count}], in order it is "
                f"[{expected}]; `make refresh` runs all in order"
            )
        else:
            continue
        return  # all that follows is off by the same


def lines(book):
    """No cell is over 25 lines."""
    for number, cell in book.cells:
        length = len(cell.source.splitlines())
        if length > LINES:
            yield f"cell {number}: {length} lines, the limit is {LINES}"


def known_tags(book):
    """The tags in use are raises-exception, nbval-ignore-output and schedule."""
    for number, cell in book.cells:
        for tag in tags(cell):
            if tag not in (RAISES, IGNORE, SCHEDULE):
                yield f"cell {number}: the tag {tag!r} is not one of {RAISES}, {IGNORE}, {SCHEDULE}"


def no_comment_for_nbval(book):
    """No comment tells nbval to skip or ignore: that is what tags are for."""
    for number, cell in book.code:
        for word in COMMENTS.findall(cell.source):
            yield f"cell {number}: the comment {word} steers nbval; use a tag"


def errors_are_meant(book):
    """A cell that ends in an error is tagged raises-exception, and no other cell is."""
    for number, cell in book.code:
        fails = any(map(_is_error, cell.outputs))
        if fails and RAISES not in tags(cell):
            yield f"cell {number}: it ends in an error and is not tagged {RAISES}"
        if RAISES in tags(cell) and cell.execution_count is not None and not fails:
            yield f"cell {number}: it is tagged {RAISES} and ends without one"


def few_ignored(book):
    """At most one code cell in twenty is tagged nbval-ignore-output (20 to 39 cells: one); from ten
    code cells on, one is allowed. The course as a whole holds one in twenty.
    """
    count = sum(IGNORE in tags(cell) for _, cell in book.code)
    total = len(book.code)
    allowed = max(total // 20, int(total >= 10))
    if count > allowed:
        yield f"{count} of {total} code cells are tagged {IGNORE}, at most {allowed} may be"


def typical_lines(cells):
    return median(
        len([line for line in cell.source.splitlines() if line.strip()]) for cell in cells
    )


def _is_error(output):
    # A magic that refuses its line shows no traceback, yet the kernel says that the cell failed.
    return output.output_type == "error" or (
        output.get("name") == "stderr" and output.text.startswith("UsageError")
    )
