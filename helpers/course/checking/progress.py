"""The table of what has passed and what is left, chapter by chapter."""

import textwrap
from html import escape

from helpers.course.pages import page_of
from helpers.show.phrases import counted

__all__ = ["Progress"]

LEFT = 60  # characters of a line of the column "left" in the table of text
NOTHING = "nothing"
ALIGNED = 'style="text-align: left"'  # JupyterLab's tables stand on the right
HARD_SPACE = "\N{NO-BREAK SPACE}"


class Progress:
    """`passed` of the numbers in `known`; `trouble` is a sentence where they could not be read.

    Titles and names are those of the notebooks in `folder`.

    Example: `Progress(["01.1", "01.2"], ["01.1"])` as the last line of a cell.
    """

    def __init__(self, known, passed, trouble="", folder="."):
        self.known = known
        self.passed = sorted({*passed} & {*known})
        self.trouble = trouble
        self.chapters = {}  # "01": the numbers of its exercises
        for number in known:
            self.chapters.setdefault(number.partition(".")[0], []).append(number)
        self.pages = {chapter: page_of(chapter, folder) for chapter in self.chapters}

    def _said(self):
        count = counted(len(self.known), "exercise")
        total = f"{len(self.passed)} of {count} in {counted(len(self.chapters), 'chapter')} passed."
        return [self.trouble, total] if self.trouble else [total]

    def _rows(self):
        """Of each chapter its number, how many have passed of how many, and what is left."""
        for chapter, numbers in self.chapters.items():
            left = [number for number in numbers if number not in self.passed]
            done = f"{len(numbers) - len(left)} of {len(numbers)}"
            yield chapter, done, [self.pages[chapter].exercise(number) for number in left]

    def _title(self, chapter):
        return f"{chapter} {self.pages[chapter].title}".strip()

    def __repr__(self):
        rows = [("chapter", "passed", "left")]
        for chapter, done, left in self._rows():
            # A line ends between two names, not within one.
            names = ", ".join(name.replace(" ", HARD_SPACE) for name in left) or NOTHING
            lines = [line.replace(HARD_SPACE, " ") for line in textwrap.wrap(names, LEFT)]
            rows.append((self._title(chapter), done, lines[0]))
            rows += [("", "", line) for line in lines[1:]]
        wide = [max(len(row[column]) for row in rows) for column in (0, 1)]
        table = [f"{title:{wide[0]}}  {done:{wide[1]}}  {left}" for title, done, left in rows]
        return "\n".join([*self._said(), *table])

    def _repr_html_(self):
        rows = [f"<tr><th {ALIGNED}>chapter</th><th>passed</th><th {ALIGNED}>left</th></tr>"]
        for chapter, done, left in self._rows():
            page = self.pages[chapter]
            # The first that is left is the next to do.
            names = [_linked(page, left[0], left[0]), *map(escape, left[1:])] if left else [NOTHING]
            title = _linked(page, self._title(chapter))
            rows.append(
                f"<tr><td {ALIGNED}>{title}</td><td>{done}</td>"
                f"<td {ALIGNED}>{', '.join(names)}</td></tr>"
            )
        said = "<br>\n".join(map(escape, self._said()))
        table = "\n".join(rows)
        return f"<p>{said}</p>\n<table>\n{table}\n</table>"


def _linked(page, text, heading=""):
    if not page.file:
        return escape(text)
    return f'<a href="{escape(page.link(heading))}">{escape(text)}</a>'
