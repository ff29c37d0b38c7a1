"""The form of the notebooks: rules over one notebook, and figures over the course.

`problems` says what is wrong with a notebook, in sentences. The rules in words, each from the
function that checks it, and the figures of the course: `python tests/form.py`.
"""

import inspect
from pathlib import Path

from rules import cells, code, course, links, outputs, pace, prose, tracebacks
from rules.book import Book

RULES = [
    cells.valid,
    cells.file_name,
    cells.opening,
    cells.imports_second,
    cells.onward,
    cells.ran_in_order,
    cells.lines,
    cells.known_tags,
    cells.no_comment_for_nbval,
    cells.errors_are_meant,
    cells.few_ignored,
    code.plain_python,
    code.no_star,
    code.no_network,
    code.known_imports,
    outputs.no_clock,
    outputs.no_machine_path,
    outputs.no_pid,
    outputs.pictures_have_words,
    outputs.sizes,
    tracebacks.tracebacks,
    links.files_exist,
    links.headings_exist,
    links.pictures_are_described,
    prose.calm,
    prose.amount,
    pace.core_is_short,
    pace.time_is_counted,
    pace.closer_is_folded,
    pace.core_comes_first,
    pace.predictions_are_asked,
    pace.tasks_have_answers,
]
COURSE_RULES = [course.short_cells, course.few_ignored, course.compared]


def notebooks(root) -> list[Path]:
    """The notebooks of the course under `root`, in order, and after them their solutions."""
    root = Path(root)
    found = sorted(root.glob("notebooks/*.ipynb")) + sorted(
        root.glob("notebooks/solutions/*.ipynb")
    )
    assert found, f"no notebook in {root / 'notebooks'}"
    return found


def problems(notebook, root) -> list[str]:
    """What breaks a rule in `notebook`, a sentence each. Cells are counted from 1."""
    book = Book.read(notebook, root)
    return [sentence for rule in RULES for sentence in rule(book)]


def course_problems(paths, root) -> list[str]:
    """What breaks a rule in all of `paths` taken together."""
    books = [Book.read(path, root) for path in paths]
    return [sentence for rule in COURSE_RULES for sentence in rule(books)]


def rules_in_words() -> list[str]:
    """Every rule as its function says it."""
    return [" ".join(inspect.getdoc(rule).split()) for rule in RULES + COURSE_RULES]


if __name__ == "__main__":
    print(*(f"- {rule}" for rule in rules_in_words()), sep="\n")
    root = Path(__file__).parents[1]
    print("\nThe course:")
    print(course.figures([Book.read(path, root) for path in notebooks(root)]))
