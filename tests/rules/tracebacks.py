"""The rule on stored tracebacks, which nbval does not compare: they fit their cells."""

import ast
import re

from rules.book import tree

TITLE = "Traceback (most recent call last)"
WIDTH = 75  # characters of the line above a traceback
BEFORE = 4  # lines that IPython shows before the one that failed, where there are so many
CAUSE = "The above exception was the direct cause of the following exception:"
PLACE = re.compile(
    r"(?:Cell In\[(?P<count>\d+)\], line |File (?P<module>\w+)\.py:)"
    r"(?P<line>\d+)(?:, in (?P<call>.*))?"
)
QUOTED = re.compile(r"(?P<arrow>-+> | +)(?P<line>\d+)(?: (?P<text>.*))?")


def tracebacks(book):
    """A stored traceback names the error that is stored with it, and quotes the lines of the cells
    as they are.
    """
    for number, cell in book.code:
        for output in cell.outputs:
            if output.output_type == "error" and not _fits(output, book):
                yield f"cell {number}: its stored traceback is not that of its {output.ename}"


def _fits(output, book):
    text = "\n".join(output.traceback)
    error = f"{output.ename}: {output.evalue}"
    remote = f"{_title('RemoteTraceback')}\n{_of_a_child(error)}\n\n{CAUSE}\n\n"
    start, end = f"{'-' * WIDTH}\n", f"\n\n{error}"
    start += remote if text.startswith(start + remote) else ""
    start += f"{_title(output.ename)}\n"
    if not (text.startswith(start) and text.endswith(end)):
        return False
    return all(_quotes(part, book) for part in text[len(start) : -len(end)].split("\n\n"))


def _title(name):
    return f"{name:{WIDTH - len(TITLE)}}{TITLE}"


def _of_a_child(error):
    return f'RemoteTraceback: \n"""\n{TITLE}:\n{error}\n"""'


def _quotes(part, book):
    """Whether `part`, one call in a traceback, shows its lines of the source as they are there."""
    first, *shown = part.split("\n")
    place, quoted = PLACE.fullmatch(first), [QUOTED.fullmatch(line) for line in shown]
    source = place and _source(place, book)
    if source is None or not quoted or not all(quoted):
        return False
    lines, at = source.split("\n"), int(place["line"])
    call, begins = _function(source, at)
    first = int(quoted[0]["line"])
    numbered = list(enumerate(lines, start=1))[first - 1 : first - 1 + len(quoted)]
    return (
        place["call"] == call
        and first <= max(begins, at - BEFORE)
        and [(int(line["line"]), line["text"] or "") for line in quoted] == numbered
        and [at] == [int(line["line"]) for line in quoted if ">" in line["arrow"]]
    )


def _source(place, book):
    if place["module"]:
        return book.workers.get(place["module"])
    counts = {cell.execution_count: cell.source for _, cell in book.code}
    return counts.get(int(place["count"]))


def _function(source, at):
    """The innermost function around line `at`, as "square(number)", and where it begins."""
    around = [
        node
        for node in ast.walk(tree(source))
        if isinstance(node, ast.FunctionDef) and node.lineno <= at <= node.end_lineno
    ]
    if not around:
        return None, 1
    inner = max(around, key=lambda node: node.lineno)
    names = ", ".join(argument.arg for argument in inner.args.args)
    return f"{inner.name}({names})", inner.lineno
