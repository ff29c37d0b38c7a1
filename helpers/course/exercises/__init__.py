"""`check("01.2")` and `hint("01.2")`: exercises that are tried at once, and safely.

Children that run a worker of an exercise import this: what only the notebook needs is imported
where it is used.
"""

from helpers.course.exercises.exercise import Exercise
from helpers.shown import Shown

__all__ = ["Verdict", "check", "find", "hint", "numbers"]

MOST_LINES = 60  # of a verdict
MOST_LANES = 300  # of a picture under a verdict
BUSY = "Other programs keep this computer busy: check again when it is quieter."

_hinted = {}  # number of an exercise: how many of its hints were given


def numbers() -> list[str]:
    """The numbers of all exercises, in order."""
    return [exercise.number for exercise in _all()]


def find(number) -> Exercise:
    """The exercise `number`. Raises ValueError, naming those there are, where there is none."""
    for exercise in _all():
        if exercise.number == number:
            return exercise
    raise ValueError(f"There is no exercise {number!r}; there are {', '.join(numbers())}.")


def _all():
    import importlib
    import pkgutil

    chapters = sorted(
        module.name for module in pkgutil.iter_modules(__path__) if module.name.startswith("chap")
    )
    for chapter in chapters:
        yield from importlib.import_module(f"{__name__}.{chapter}").EXERCISES


class Verdict(Shown):
    """What a check says of an answer, and the run of the answer.

    A notebook shows it as words, under a picture where the answer has started something.
    """

    def __init__(self, passed, words, run=None):
        self.passed = passed
        self.run = run
        self._words = _on_a_page(words)

    def has_figure(self) -> bool:
        """There is a picture only where an answer has started something."""
        return self.run is not None and 1 < len(self.run.lanes) <= MOST_LANES

    def words(self) -> str:
        """The verdict in words."""
        return self._words

    def figure(self):
        """The run of the answer as a `matplotlib.figure.Figure`."""
        return self.run.figure()


def _on_a_page(words):
    """`words` without control characters, with lines of a length and a number that a page holds."""
    from helpers.course.exercises import plain

    lines = words.split("\n")
    more = len(lines) - MOST_LINES
    if more > 0:
        lines[MOST_LINES:] = [f"… and {more:,} more lines"]
    return "\n".join(plain.cleaned(line, 1_000) for line in lines)


def hint(number) -> None:
    """Print the next hint for exercise `number`; the last one goes most of the way.

    Raises ValueError where there is no such exercise.

    Example: `hint("01.2")`
    """
    hints = find(number).hints
    given = _hinted[number] = min(_hinted.get(number, 0) + 1, len(hints))
    print(f"Hint {given} of {len(hints)}: {hints[given - 1]}")


def check(number) -> Verdict:
    """Try the answer to exercise `number` in a process of its own, and say how it went.

    The answer is the cell `%%workers answer_01_2` as it was run last. It is called with arguments
    that it has not seen, under a deadline and with the start method spawn. Whatever it does, the
    kernel lives, nothing is left behind, and the check ends within 15 seconds. That holds for
    accidents: an answer that looks for the kernel among all processes, or kills all of its user's
    (`os.kill(-1, 9)`), reaches it, as the system gives it the right to.

    Raises ValueError where there is no such exercise.

    Example: `check("01.2")`
    """
    from helpers.kernel import session

    exercise = find(number)
    file = session.folder() / "workers" / f"{exercise.module}.py"
    if not file.exists():
        return Verdict(False, f"{number}: run the cell `%%workers {exercise.module}` first.")
    source = file.read_text(encoding="utf-8")
    if _code(source) == _code("\n" + exercise.stub):
        return Verdict(False, f"{number}: not attempted yet.")
    try:
        compile(source, file.name, "exec")
    except SyntaxError as error:
        return _not_yet(number, f"Line {error.lineno} is no Python: {error.msg}.")
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        return _not_yet(number, f"Python cannot read your answer: {type(error).__name__}: {error}.")
    return _judge(exercise, source)


def _code(source):
    """`source` without its first line, which names the module, and without space around it."""
    return source.partition("\n")[2].strip()


def _judge(exercise, source):
    from helpers.course.exercises import passed
    from helpers.course.exercises.examine import Ended, examine
    from helpers.kernel import session
    from helpers.show.phrases import without_full_stop

    try:
        seen = examine(exercise, source)
    except OSError as error:  # on a full disk, for instance
        return Verdict(False, str(session.unwritable(f"{exercise.number}: not checked", error)))
    except Ended as ended:
        how = without_full_stop(str(ended))
        wrong = f"The process that ran your answer did not come to its end: {how}."
        return _not_yet(exercise.number, wrong)
    measured = _asked(lambda: [f"measured here: {said}" for said in exercise.measured(seen)]) or []
    for one in seen:
        if wrong := _wrong(exercise, one):
            return _not_yet(exercise.number, "\n".join([wrong, *measured]), one.run)
    said = [f"{exercise.number}: passed.", f"Checked: {exercise.checked}", *measured]
    said += [f"Try next: {exercise.further}", passed.note(exercise.number)]
    return Verdict(True, "\n".join(filter(None, said)), seen[-1].run)


def _not_yet(number, wrong, run=None):
    return Verdict(False, f"{number}: not yet.\n{wrong}", run)


def _wrong(exercise, seen):
    from helpers.show import phrases, words

    if seen.error:
        where = f", in {seen.line}" if seen.line else ""
        lanes = seen.run.lanes[1:] if seen.run else []
        said = f"Your answer does not work: {phrases.without_full_stop(seen.error)}{where}."
        return "\n".join([said, *_deaths(lanes)])
    if seen.starved:
        late = f"Your answer was still at work after {seen.run.deadline:g} s."
        return f"{late} That need not be its fault. {BUSY}"
    if seen.run.stopped:
        stands = words.stands(seen.run)
        said = [_asked(lambda: exercise.stuck(seen))]
        said += [f"Your answer did not end within {seen.run.deadline:g} s."]
        said[-1] += " Where it stood:" if stands else ""
        return "\n".join(filter(None, [*said, *stands]))
    children = [lane for lane in seen.run.lanes[1:] if lane.thread is None]
    if wrong := _judged(exercise, seen):
        return "\n".join([wrong, *_deaths(children)])
    left = [lane.name for lane in children if lane.ended_by]
    if left:
        return f"It left {phrases.joined(left)} running. Join every process that you start."
    return None


def _judged(exercise, seen):
    from helpers.course.exercises import plain

    try:
        return exercise.judge(seen)
    except Exception:  # noqa: BLE001 - what was returned may be anything
        # What is no data came as a text already.
        text = isinstance(seen.returned, str)
        returned = plain.cleaned(seen.returned) if text else plain.shown(seen.returned)
        return f"Your answer gave back {returned}, which the check cannot read."


def _asked(question):
    """What a check has to say besides its verdict: nothing, where it is puzzled itself."""
    try:
        return question()
    except Exception:  # noqa: BLE001 - as above
        return None


def _deaths(lanes):
    from helpers.show import phrases

    return [f"{lane.name} died of {phrases.shortened(lane.error)}" for lane in lanes if lane.error]
