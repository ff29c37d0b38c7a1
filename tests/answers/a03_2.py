"""Answers to exercise 03.2."""

_SHOUT = """\
from multiprocessing import Pipe, Process

def shout(connection):
    while (text := connection.recv()) is not None:
        connection.send(text.upper())

def shout_all(texts):
    ours, theirs = Pipe()
    p = Process(target=shout, args=(theirs,), name="shouter")
    p.start()
"""
_ASK = """\
    answers = []
    for text in texts:
        ours.send(text)
        answers.append(ours.recv())
"""

WRONG = [
    (
        "untouched, but for a comment",
        _SHOUT + "    for text in texts:\n        ours.send(text)  # to the child\n"
        "    answers = [ours.recv() for text in texts]\n"
        "    ours.send(None)\n    p.join()\n    return answers\n",
        "Both pipes are full, and nobody reads.",
    ),
    (
        "join before the answers are read",
        _SHOUT + "    for text in texts:\n        ours.send(text)\n    ours.send(None)\n"
        "    p.join()\n    return [ours.recv() for text in texts]\n",
        "Both pipes are full, and nobody reads.",
    ),
    (
        "a thread sends, and the join comes first",
        "import threading\n" + _SHOUT + "    def send():\n"
        "        for text in [*texts, None]:\n            ours.send(text)\n"
        "    threading.Thread(target=send).start()\n"
        "    p.join()\n    return [ours.recv() for text in texts]\n",
        "it waits until you read its answers",
    ),
    (
        "no None",
        _SHOUT + _ASK + "    p.join()\n    return answers\n",
        "shouter waits for more texts. Nobody has told it that there are no more.",
    ),
    (
        "closed in place of None",
        _SHOUT + _ASK + "    ours.close()\n    p.join()\n    return answers\n",
        "happened: exit codes [1]",
    ),
    (
        "no join",
        _SHOUT + _ASK + "    return answers\n",
        "It left shouter running. Join every process that you start.",
    ),
    (
        "the parent shouts",
        _SHOUT + "    ours.send(None)\n    p.join()\n    return [text.upper() for text in texts]\n",
        "Your own process has changed the texts itself",
    ),
    (
        "two at a time",
        _SHOUT + "    answers = []\n    for i in range(0, len(texts), 2):\n"
        "        for text in texts[i:i + 2]:\n            ours.send(text)\n"
        "        answers += [ours.recv() for text in texts[i:i + 2]]\n"
        "    ours.send(None)\n    p.join()\n    return answers\n",
        "Two polite processes",
    ),
]

RIGHT = [
    (
        "a thread sends",
        "import threading\n"
        + _SHOUT
        + """\
    def send():
        for text in texts:
            ours.send(text)
        ours.send(None)
    sender = threading.Thread(target=send)
    sender.start()
    answers = [ours.recv() for text in texts]
    sender.join()
    p.join()
    return answers
""",
    ),
    (
        "two pipes, a subclass, and another process that sends",
        """\
from multiprocessing import Pipe, Process

class Shouter(Process):
    def __init__(self, texts, answers):
        super().__init__()
        self.texts, self.answers = texts, answers

    def run(self):
        try:
            while True:
                self.answers.send(self.texts.recv().upper())
        except EOFError:
            self.answers.close()

def send_all(texts, writer):
    for text in texts:
        writer.send(text)

def shout_all(texts):
    (texts_in, texts_out), (answers_in, answers_out) = Pipe(False), Pipe(False)
    processes = [Process(target=send_all, args=(texts, texts_out)), Shouter(texts_in, answers_out)]
    for p in processes:
        p.start()
    for end in texts_in, texts_out, answers_out:
        end.close()
    answers = []
    try:
        while True:
            answers.append(answers_in.recv())
    except EOFError:
        for p in processes:
            p.join()
    return answers
""",
    ),
]

REAL = {
    "a thread sends",
    "untouched, but for a comment",
    "closed in place of None",
}
