"""The program of puzzle P.6, as the page has it."""


class Shop:
    def __init__(self):
        self.is_open = False
        self.openings = 0
        self.inside = 0


def enter(shop, lock):
    if not shop.is_open:
        with lock:
            shop.is_open = True
            shop.openings += 1
    with lock:
        shop.inside += 1
