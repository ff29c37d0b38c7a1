"""Change stored outputs at random, and count how many of the changes nbval's comparison notices.

    python tools/mutate.py [-n 1000] [--seed 0] [NOTEBOOK ...]

Nothing is run and no file is changed: a changed output stands for the stored one, and the true one
for what the cell would show. Pictures are left out: nbval compares their words.
"""

import argparse
import copy
import random
import re
import sys
from collections import Counter
from pathlib import Path

import nbformat

from tools.comparison import Comparison
from tools.tidy import IGNORE

__all__ = ["GOAL", "count_noticed", "main"]

ROOT = Path(__file__).parents[1]
GOAL = 0.98
COMPARED = "text of compared cells"
MEASURED = "lines that begin with measured here"


def main(arguments=None) -> int:
    """Print what share is noticed. Returns 1 where it is below the goal for compared cells."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-n", type=int, default=1000, help="how many changes (1000)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("notebooks", nargs="*", type=Path)
    given = parser.parse_args(arguments)
    notebooks = given.notebooks or sorted(ROOT.glob("notebooks/**/[!.]*.ipynb"))
    noticed, made = count_noticed(notebooks, given.n, given.seed)
    for kind in sorted(made):
        print(f"{kind}: {noticed[kind]} of {made[kind]} noticed ({noticed[kind] / made[kind]:.1%})")
    print(f"all: {noticed.total()} of {made.total()} ({noticed.total() / made.total():.1%})")
    return int(noticed[COMPARED] < GOAL * made[COMPARED])


def count_noticed(notebooks, number, seed=0) -> tuple[Counter, Counter]:
    """Make `number` changes in the outputs of `notebooks`: how many were noticed, and were made.

    Both are counted apart for compared cells, tracebacks, cells whose outputs are ignored, and the
    lines of compared cells that say themselves that their numbers hold on one machine alone.
    Raises ValueError where there is no output to change.
    """
    compare, chance = Comparison(), random.Random(seed)
    places = [place for path in notebooks for place in _places(path)]
    if not places:
        raise ValueError("These notebooks have no stored text that could be changed.")
    noticed, made = Counter(), Counter()
    for _ in range(number):
        kind, outputs, index, key = chance.choice(places)
        changed = copy.deepcopy(outputs)
        holder = changed[index].get("data", changed[index])
        text = "\n".join(holder[key]) if key == "traceback" else holder[key]
        holder[key] = _change(text, chance)
        equal = compare.equal(outputs, changed)
        if kind == COMPARED and equal and _only_measured(text, holder[key]):
            kind = MEASURED
        made[kind] += 1
        noticed[kind] += kind != IGNORE and not equal
    return noticed, made


def _only_measured(text, changed):
    """Whether the two differ in nothing but what stands on a line behind "measured here: "."""
    one, other = (re.sub(r"(?m)^measured here: .*$", "", lines) for lines in (text, changed))
    return one == other


def _places(path):
    for cell in nbformat.read(path, as_version=4).cells:
        for index, output in enumerate(cell.get("outputs", ())):
            for key, text in output.get("data", output).items():
                if key.startswith("text") or key in ("ename", "evalue", "traceback"):
                    kind = "tracebacks" if key == "traceback" else COMPARED
                    kind = IGNORE if IGNORE in cell.metadata.get("tags", ()) else kind
                    if re.search(r"\w", "".join(text)):
                        yield kind, cell.outputs, index, key


def _change(text, chance):
    """`text` with another word, another number, or a line less."""
    ways = [
        (r"[^\W\d]+", lambda match: "otherwise"),
        (r"\d+", lambda match: str(int(match[0]) + 1)),
        (r"[^\n]*\w[^\n]*\n?", lambda match: ""),
    ]
    possible = [(regex, other) for regex, other in ways if re.search(regex, text)]
    regex, other = chance.choice(possible)
    match = chance.choice(list(re.finditer(regex, text)))
    return text[: match.start()] + other(match) + text[match.end() :]


if __name__ == "__main__":
    sys.exit(main())
