"""Try the answers of the tests for real, and store what was seen of them.

    python tools/record_seens.py [NUMBER...]

NUMBER is that of an exercise, such as 01.2; without one, all are tried. `tests/test_answers.py`
judges what is stored, in tests/seen. Run this when an answer, a trial or what is in a `Run` has
changed. Ends with exit code 1, naming them, where answers are not judged as the tests expect:
nothing is stored of the exercise then.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import stored

from helpers.course.checking import examine
from helpers.course.checking.judging import judged
from helpers.course.exercises.found import find, numbers

# However busy this computer is, an answer that hangs is told so.
QUIET = "from helpers.course.checking import load; load.Watch.end = lambda *_: False; "


def main():
    examine.PROGRAM = QUIET + examine.PROGRAM
    wrong = []
    for number in sys.argv[1:] or numbers():
        answers, sources = stored.answers(number), stored.sources(number)
        expected = {name: f"{number}: passed." for name, _ in answers.RIGHT}
        expected |= {name: said for name, _, said in answers.WRONG}
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            tried = pool.map(partial(try_, number), sources.values())
            found = dict(zip(sources, tried, strict=True))
        unexpected = [
            f"{number} {name}: {words}"
            for name, (_, words) in found.items()
            if expected[name] not in words
        ]
        if not unexpected:
            seen = {name: (sources[name], seen) for name, (seen, _) in found.items()}
            stored.write(number, seen)
        wrong += unexpected
        print(number, f"{len(unexpected)} of {len(found)} not as expected", flush=True)
    if wrong:
        sys.exit("\n\n".join(wrong))


def try_(number, source):
    """What was seen of an answer, and its verdict in words."""
    exercise = find(number)
    try:
        seen = examine.examine(exercise, f"# %%workers {exercise.module}\n{source}")
    except examine.Ended as ended:
        return None, f"Nothing was seen of it, so it has to be among the REAL ones: {ended}"
    return seen, judged(exercise, seen).words()


if __name__ == "__main__":
    main()
