"""The program of puzzle P.4, as the page has it."""


class Table:
    def __init__(self):
        self.meals = 0


def eat(table, seat, left, right):
    with left:
        with right:
            table.meals += 1
