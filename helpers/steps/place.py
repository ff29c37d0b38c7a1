"""The source of one function, and the sites in it."""

from helpers.steps.site import Site

__all__ = ["Place"]


class Place:
    """The source of one function.

    function:    its qualified name
    first_line:  the number of its first line in the file
    lines:       its lines, without the indent that all have
    """

    def __init__(self, function, file, first_line, lines):
        self.function, self.file, self.first_line, self.lines = function, file, first_line, lines

    def mangled(self, name) -> str:
        """The name that an attribute has in a class (the language reference, "Identifiers")."""
        kind = self.function.split(".")[-2:-1]
        if not name.startswith("__") or name.endswith("__") or kind in ([], ["<locals>"]):
            return name
        return f"_{kind[0].lstrip('_')}{name}"

    def site(self, node, first) -> Site:
        """The site of a node of the tree, in the statement whose first site is `first`."""
        line = self.lines[node.lineno - 1]
        source = line.strip()
        indent = len(line) - len(line.lstrip())
        # Columns of the tree count bytes, and a piece may go on in the next line.
        raw = line.encode()
        start = len(raw[: node.col_offset].decode()) - indent
        ends_here = node.end_lineno == node.lineno
        end = len(raw[: node.end_col_offset].decode()) - indent if ends_here else len(source)
        line_number = self.first_line + node.lineno - 1
        return Site(first, self.function.split(".")[-1], self.file, line_number, source, start, end)
