"""Puzzle P.7: one who does not want to wait."""

from threading import Lock

from helpers.course.exercises.orders import a_mend
from helpers.course.programs import desks

__all__ = ["EXERCISE"]


def _program(post_if_free, posters):
    desk, lock = desks.Desk(), Lock()
    workers = [*[(desks.post, (desk, lock))] * posters, (post_if_free, (desk, lock))]

    def all_are_counted():
        if posters == 0:
            return desk.posted == 1
        return desk.posted >= posters and desk.posted + desk.kept == posters + 1

    return workers, {"desk": desk, "lock": lock}, all_are_counted, None


EXERCISE = a_mend(
    number="P.7",
    asks="post_if_free",
    takes=("desk", "lock"),
    program=_program,
    cases=lambda: [(0,), (1,), (2,)],
    stub="""\
def post_if_free(desk, lock):
    if lock.acquire(blocking=False):
        desk.posted += 1
    else:
        desk.kept += 1
    lock.release()
""",
    hints=(
        "Break it first: let `post` have the lock, and let `post_if_free` do all that it does.",
        "Who may release a lock? Python lets everybody do it, also those who never acquired it.",
        "Release only what you have acquired: `lock.release()` belongs under the `if`, after "
        "the letter is posted, and not after the `else`.",
    ),
    checked="your post_if_free alone, and beside one and two others, in every order: each letter "
    "is posted or kept, and nobody fails.",
    further="move the `release()` into a `finally`. Where does its `try` have to begin?",
)
