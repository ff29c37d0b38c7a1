"""Puzzle P.8: two friends with a letter box each."""

from queue import Queue

from helpers.course.exercises.orders import a_mend

__all__ = ["EXERCISE"]


def _program(chat, ann_says, bob_says):
    for_ann, for_bob, ann_heard, bob_heard = Queue(1), Queue(1), [], []
    names = {
        "for_ann": for_ann,
        "for_bob": for_bob,
        "ann_heard": ann_heard,
        "bob_heard": bob_heard,
    }
    workers = [
        (chat, (tuple(ann_says), for_ann, for_bob, ann_heard)),
        (chat, (tuple(bob_says), for_bob, for_ann, bob_heard)),
    ]
    return (
        workers,
        names,
        lambda: ann_heard == bob_says and bob_heard == ann_says,
        None,
    )


EXERCISE = a_mend(
    number="P.8",
    asks="chat",
    takes=("words", "mine", "theirs", "heard"),
    program=_program,
    cases=lambda: [(["yes"], ["no"]), (["hello", "bye"], ["hi", "ciao"])],
    stub="""\
def chat(words, mine, theirs, heard):
    for word in words:
        theirs.put(word)
    for _ in words:
        heard.append(mine.get())
""",
    hints=(
        "Bring both as far as they come. What does each of them wait for?",
        "A box holds one word. Whoever puts in a second one needs the other to have taken the "
        "first one out.",
        "Take turns: put one word in, then get one, and so on. One loop is enough, with "
        "`theirs.put(word)` and `heard.append(mine.get())` in it.",
    ),
    checked="two friends who say one word, and two, in every order of their steps: each hears all "
    "that the other has said.",
    further="does it still work if one of them says three words, and the other one two?",
)
