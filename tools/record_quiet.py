"""Record the pictures of chapter 02 that need free cores, at a quiet moment.

    python tools/record_quiet.py [TITLE...]

It runs the cells of the page that make them, until the cores were free all the while, for which
`spare_cores` is asked; then what was measured goes into
helpers/measure/data/quiet.json, which the page shows where the cores are not free. Ends with exit
code 1 where that does not come about in TRIES tries.
"""

import json
import os
import platform
import sys
from datetime import date
from pathlib import Path

import nbformat
import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from kernel import Kernel, new_kernel

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "notebooks" / "02_threads_and_the_gil.ipynb"
RECORD = ROOT / "helpers" / "measure" / "data" / "quiet.json"
FIRST = "%load_ext helpers"
# Title of a picture: what is kept of it, and what stands in the cells that it needs, in order.
PICTURES = {
    "Who computed when": (
        "work",
        ("%%workers turners", "def two(Worker, Queue", "calibrate(lambda n: turners"),
    ),
    "Two counts": ("samples", ("%%workers downs", "calibrate(downs.count_down")),
}
QUIET = 1.8  # of the 2 cores that are wanted
STEADY = 1.15  # times the shortest time: what others do between two looks shows in the times
TRIES = 10_000
REST = 0.3  # seconds of a look
IDLE = 12  # per cent of all cores that are in use: nobody is at work


def main():
    """Run the cells until the cores were free, and write the record."""
    sources = [cell.source for cell in nbformat.read(PAGE, as_version=4).cells]
    found = json.loads(RECORD.read_text(encoding="utf-8"))

    def cell(text):
        return next(source for source in sources if text in source)

    with new_kernel() as kernel:
        kernel.run(cell(FIRST))
        kernel.run("import json; from helpers.kernel.spare import spare_cores")
        for title in sys.argv[1:] or PICTURES:
            kept, needed = PICTURES[title]
            for text in needed:
                # What sizes the work to this computer has to be undisturbed too.
                run = until_quiet if "calibrate" in text else Kernel.run
                run(kernel, cell(text))
            data = None
            while data is None or (kept == "samples" and not steady(data)):
                free = until_quiet(kernel, "found = " + cell(f'"{title}")'))
                data = json.loads(kernel.run(f"print(json.dumps(found.{kept}))"))
            data = from_zero(data) if kept == "work" else data
            found[title] = {"where": where(), "free": round(free, 2), "data": rounded(data)}
            lines = [f'"{name}": {json.dumps(record)}' for name, record in found.items()]
            text = "{" + ",\n".join(lines) + "}\n"
            RECORD.write_text(text, encoding="utf-8", newline="\n")


def until_quiet(kernel, source):
    """Run `source` until the cores were free before and after; gives how many were."""
    free = 0
    for _ in range(TRIES):
        # The look that costs nothing comes first: it disturbs nobody while this waits.
        if psutil.cpu_percent(REST) < IDLE and (free := cores(kernel)) >= QUIET:
            print(kernel.run(source), end="")
            free = min(free, cores(kernel))
            print(f"{source[:40]!r}: {free:.2f} cores were free", flush=True)
        if free >= QUIET:
            return free
    sys.exit(f"The cores were never free in {TRIES} tries of:\n{source}")


def steady(samples):
    """Whether each of the variants took the same each time: nobody came in between."""
    return all(max(times) < STEADY * min(times) for times in samples.values())


def cores(kernel):
    """How many cores are free, asked in the kernel."""
    return float(kernel.run("print(spare_cores(2))"))


def from_zero(work):
    """`work` of `Turns` with the times of each label counted from its first one."""
    found = {}
    for label, workers in work.items():
        began = min(spans[0][0] for spans, _ in workers)
        found[label] = [
            [[[start - began, end - began] for start, end in spans], cpu] for spans, cpu in workers
        ]
    return found


def rounded(data):
    """`data` in 10 µs, which is less than a picture shows."""
    if isinstance(data, dict):
        return {label: rounded(some) for label, some in data.items()}
    return [rounded(some) for some in data] if isinstance(data, list) else round(data, 5)


def where():
    """This computer and this day."""
    release = ".".join(platform.release().split(".")[:2])
    day = f"{date.today():%d %B %Y}".lstrip("0")
    return f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()} {release}, {day}"


if __name__ == "__main__":
    main()
