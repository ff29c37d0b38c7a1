"""`check("01.2")`: an exercise that is tried at once, and safely."""

from helpers.course.checking import passed
from helpers.course.checking.examine import Ended, examine
from helpers.course.checking.judging import judged, not_yet
from helpers.course.checking.verdict import Verdict
from helpers.course.exercises.found import find
from helpers.kernel import session
from helpers.show.phrases import without_full_stop

__all__ = ["check"]


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
        return not_yet(number, f"Line {error.lineno} is no Python: {error.msg}.")
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        return not_yet(number, f"Python cannot read your answer: {type(error).__name__}: {error}.")
    return _tried(exercise, source)


def _code(source):
    """`source` without its first line, which names the module, and without space around it."""
    return source.partition("\n")[2].strip()


def _tried(exercise, source):
    try:
        seen = examine(exercise, source)
    except OSError as error:  # on a full disk, for instance
        return Verdict(False, str(session.unwritable(f"{exercise.number}: not checked", error)))
    except Ended as ended:
        how = without_full_stop(str(ended))
        said = f"The process that ran your answer did not come to its end: {how}."
        return not_yet(exercise.number, said)
    verdict = judged(exercise, seen)
    if verdict.passed and (trouble := passed.note(exercise.number)):
        return Verdict(True, f"{verdict.words()}\n{trouble}", verdict.run)
    return verdict
