"""Record how many updates two threads lose under a Python without a GIL.

    python tools/record_lost_updates.py PYTHON

PYTHON is a free-threaded one, such as python3.14t. The race is that of chapter 02, its functions
taken from the cells of the page. It runs RUNS times, each way in turn, and what was lost goes into
helpers/data/lost_updates.json, which the page shows.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "notebooks" / "02_threads_and_the_gil.ipynb"
RECORD = ROOT / "helpers" / "measure" / "data" / "lost_updates.json"
RUNS = 9
TIMES = 200_000  # updates of each of the two threads, as on the page
MODULES = ("luck",)

# What the other Python runs, in the folder of the two modules.
_PROGRAM = """
import json, sys, threading
sys.path.insert(0, "")
import luck

def lost(add, *more):
    counter, start = luck.Counter(), threading.Barrier(2)
    args = counter, times, start, *more
    pair = [threading.Thread(target=add, args=args) for _ in range(2)]
    for t in pair: t.start()
    for t in pair: t.join()
    return 2 * times - counter.value

times, runs = map(int, sys.argv[1:])
ways = {
    'counter.value += 1': (luck.textbook,),
    'counter.value += int("1")': (luck.today,),
    'counter.value += int("1"), with a lock': (luck.locked, threading.Lock()),
}
found = {way: [] for way in ways}
for _ in range(runs):
    for way, race in ways.items():
        found[way].append(lost(*race))
print(json.dumps([sys.version.split()[0], sys._is_gil_enabled(), found]))
"""


def main(python):
    """Run the race under `python`, and write the record."""
    with tempfile.TemporaryDirectory() as folder:
        for name, source in _modules():
            Path(folder, f"{name}.py").write_text(source, encoding="utf-8")
        command = [python, "-I", "-c", _PROGRAM, str(TIMES), str(RUNS)]
        done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    version, has_gil, lost = json.loads(done.stdout)
    if has_gil:
        sys.exit(f"{python} has a GIL. Name a free-threaded Python.")
    day = f"{date.today():%d %B %Y}".lstrip("0")
    record = {
        "python": f"{version}t",
        "where": f"{os.cpu_count()} cores, {_system()}, {day}",
        "made_by": "tools/record_lost_updates.py",
        "updates": 2 * TIMES,
        "lost": lost,
    }
    RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8", newline="\n")
    print(RECORD.read_text(encoding="utf-8"))


def _modules():
    """Names and sources of the page's `%%workers` cells that the race needs."""
    for cell in nbformat.read(PAGE, as_version=4).cells:
        first, _, source = cell.source.partition("\n")
        if first.startswith("%%workers ") and first.split()[1] in MODULES:
            yield first.split()[1], source


def _system():
    release = ".".join(platform.release().split(".")[:2])
    return f"{platform.machine()}, {platform.system()} {release}"


if __name__ == "__main__":
    main(*sys.argv[1:])
