"""From what was seen of an answer to a verdict. Looks at nothing but that: what was seen may be
stored, and judged again."""

from helpers.course.checking import plain
from helpers.course.checking.load import BUSY
from helpers.course.checking.verdict import Verdict
from helpers.show import words
from helpers.show.phrases import joined, shortened, without_full_stop

__all__ = ["judged", "not_yet", "wrong"]


def judged(exercise, seen) -> Verdict:
    """The verdict on an answer to `exercise` of which all that is in the list `seen` was seen.

    Example: `judged(find("01.2"), seen).passed`
    """
    measured = _asked(lambda: [f"measured here: {said}" for said in exercise.measured(seen)]) or []
    for one in seen:
        if said := wrong(exercise, one):
            picture = _asked(lambda one=one: exercise.picture(one))
            return not_yet(exercise.number, "\n".join([said, *measured]), one.run, picture)
    counted = _asked(lambda: [*exercise.counted(seen)]) or []
    said = [f"{exercise.number}: passed.", f"Checked: {exercise.checked}", *counted, *measured]
    picture = _asked(lambda: exercise.picture(seen[-1]))
    said.append(f"Try next: {exercise.further}")
    return Verdict(True, "\n".join(said), seen[-1].run, picture)


def not_yet(number, said, run=None, picture=None) -> Verdict:
    """The verdict on an answer to the exercise `number` that is wrong as is `said`."""
    return Verdict(False, f"{number}: not yet.\n{said}", run, picture)


def wrong(exercise, seen) -> str | None:
    """What is wrong with an answer to `exercise` in one case, a `Seen`; None where all is right."""
    if seen.error:
        where = f", in {seen.line}" if seen.line else ""
        lanes = seen.run.lanes[1:] if seen.run else []
        said = f"Your answer does not work: {without_full_stop(seen.error)}{where}."
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
    if said := _asked_to_judge(exercise, seen):
        return "\n".join([said, *_deaths(children)])
    left = [lane.name for lane in children if lane.ended_by]
    if left:
        return f"It left {joined(left)} running. Join every process that you start."
    return None


def _asked_to_judge(exercise, seen):
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
    return [f"{lane.name} died of {shortened(lane.error)}" for lane in lanes if lane.error]
