"""The program of puzzle P.7, as the page has it."""


class Desk:
    def __init__(self):
        self.posted = 0
        self.kept = 0


def post(desk, lock):
    with lock:
        desk.posted += 1


def post_if_free(desk, lock):
    if lock.acquire(blocking=False):
        desk.posted += 1
    else:
        desk.kept += 1
    lock.release()
