"""Make every small change of the stored outputs, and see which of them nbval's comparison notices.

    python tools/mutate.py [NOTEBOOK ...]

Nothing is run and no file is changed: a changed output stands for the stored one, and the true one
for what the cell would show. Pictures are left out, as nbval compares their words, and tracebacks,
which nbval does not compare: tests/form.py holds them against their cells. So is the script behind
the pictures, the same in each notebook: 30 KB, and the changes of it alone take a minute to try.
"""

import argparse
import copy
import re
import sys
from collections import defaultdict
from pathlib import Path
from statistics import mean

import nbformat

from helpers.show import page_script
from tools.comparison import Comparison
from tools.tidy import IGNORE

__all__ = ["COMPARED", "GOAL", "changes", "main", "share_noticed"]

ROOT = Path(__file__).parents[1]
GOAL = 0.98
COMPARED = "text of compared cells"
WAYS = [
    (r"[^\W\d]+", lambda match: "otherwise"),
    (r"\d+", lambda match: str(int(match[0]) + 1)),
    (r"[^\n]*\w[^\n]*\n?", lambda match: ""),
]


def main(arguments=None) -> int:
    """Print what share is noticed. Returns 1 where it is below the goal for compared cells."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", type=Path)
    notebooks = parser.parse_args(arguments).notebooks
    shares = share_noticed(notebooks or sorted(ROOT.glob("notebooks/**/[!.]*.ipynb")))
    for kind, share in shares.items():
        print(f"{kind}: {share:.1%} of changes noticed")
    return int(shares[COMPARED] < GOAL)


def share_noticed(notebooks) -> dict[str, float]:
    """{kind of output: how likely a change at random is noticed, from 0 to 1}.

    A change at random hits one of the outputs, there a word, a number or a line, and of these any.
    Nothing is drawn: all of them are tried. The kinds are the text of compared cells, and that of
    cells whose outputs are ignored.
    Raises ValueError where there is no output to change.
    """
    compare, shares = Comparison(), defaultdict(list)
    for path in notebooks:
        for kind, outputs, index, key in _places(path):
            ways = [
                mean(kind != IGNORE and not compare.equal(outputs, changed) for changed in way)
                for way in changes(outputs, index, key)
            ]
            shares[kind].append(mean(ways))
    if not shares:
        raise ValueError("These notebooks have no stored text that could be changed.")
    return {kind: mean(shares[kind]) for kind in sorted(shares)}


def _places(path):
    for cell in nbformat.read(path, as_version=4).cells:
        for index, output in enumerate(cell.get("outputs", ())):
            for key in output.get("data", output):
                if key.startswith("text") or key in ("ename", "evalue"):
                    kind = IGNORE if IGNORE in cell.metadata.get("tags", ()) else COMPARED
                    text = output.get("data", output)[key]
                    if re.search(r"\w", text) and text != page_script.page():
                        yield kind, cell.outputs, index, key


def changes(outputs, index, key) -> list[list]:
    """`outputs` with one change in the text that one of them has under `key`.

    A list for each way to change it that there is: another word, another number, a line less. It
    holds `outputs` once for each place where the change can be made. The numbers of a line that
    says "measured here" are this machine's own, and left aside.
    """
    text = outputs[index].get("data", outputs[index])[key]
    text = "\n".join(text) if key == "traceback" else text
    ways = [
        [
            _changed(outputs, index, key, text[: at.start()] + other(at) + text[at.end() :])
            for at in re.finditer(regex, text)
            if not (at[0].isdigit() and _is_measured(text, at.start()))
        ]
        for regex, other in WAYS
    ]
    return [way for way in ways if way]


def _is_measured(text, at):
    return text[text.rfind("\n", 0, at) + 1 :].startswith("measured here:")


def _changed(outputs, index, key, text):
    changed = copy.deepcopy(outputs)
    changed[index].get("data", changed[index])[key] = [text] if key == "traceback" else text
    return changed


if __name__ == "__main__":
    sys.exit(main())
