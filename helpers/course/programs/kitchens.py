"""The program of puzzle P.9, as the page has it."""


class Kitchen:
    def __init__(self):
        self.pot = None


def dine(kitchen, dish, eaten, lock):
    if kitchen.pot is None:
        with lock:
            if kitchen.pot is None:
                kitchen.pot = []
                kitchen.pot.append(dish)
    eaten.append(kitchen.pot[0])
