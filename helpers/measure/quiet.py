"""Whether the cores were free for what was measured, and what was recorded where they were.

What is compared side by side contradicts its lesson where other programs use the cores. So it is
looked whether they are free, and where they are not, a record from a quiet computer stands under
the picture, if there is one of the same title and the same labels.
(`tools/record_quiet.py` has made the records.)
"""

import json
from pathlib import Path

from helpers.kernel.machine import usable_cores

__all__ = ["Quiet", "record_of"]

RECORDS = Path(__file__).with_name("data") / "quiet.json"
ENOUGH = 0.8  # of the cores that are wanted: with 1.6 of 2 the lesson can still be seen


class Quiet:
    """For what computes side by side and has a `title`: whether the cores were free for it.

    A subclass has `free`, how many cores were (None where nobody looked), and defines `wanted`,
    `labels` and `from_record`.
    """

    free: float | None

    def wanted(self) -> int:
        """How many cores it takes to see what is compared."""
        raise NotImplementedError

    def labels(self) -> list[str]:
        """What is compared."""
        raise NotImplementedError

    def from_record(self, data):
        """The same as `data` of a record have it."""
        raise NotImplementedError

    def recorded(self):
        """(where and when, the same as recorded there), or None where nobody recorded it."""
        record = record_of(self.title, self.labels())
        return record and (record["where"], self.from_record(record["data"]))

    def crowded(self) -> str:
        """What to say where too few cores were free; "" where they were, or nobody looked.

        More cores than this computer has are missed only where a record can show them.
        """
        wanted = self.wanted() if self.recorded() else min(self.wanted(), usable_cores())
        if self.free is None or self.free >= ENOUGH * wanted:
            return ""
        cores = f"{wanted} cores are" if wanted > 1 else "1 core is"
        return f"{cores} wanted, and {self.free:.1f} were free"

    def remark(self, measured) -> str:
        """For a line that is "measured here": in brackets, that too few were free, and the record.

        measured:  gives what stands in such a line, of the record
        """
        if not (crowded := self.crowded()):
            return ""
        if not (found := self.recorded()):
            return f"({crowded}, so this is not what a quiet computer shows) "
        where, twin = found
        # In the brackets stands what may come out otherwise, and no bracket may end them early.
        said = measured(twin).replace(" (", ", ").replace(")", "")
        return f"({crowded}; recorded on a quiet computer, {where}: {said}) "


def record_of(title, labels) -> dict | None:
    """What was recorded on a quiet computer with this title and these labels, or None.

    Example: `record_of("Two counts", ["one after the other", "two threads", "two processes"])`
    """
    record = _records().get(title)
    return record if record and list(record["data"]) == list(labels) else None


def _records():
    return json.loads(RECORDS.read_text(encoding="utf-8"))
