"""The program of puzzle P.3, as the page has it."""


class Wall:
    def __init__(self):
        self.coats = 0


def paint(wall, brush, pot):
    with brush:
        with pot:
            wall.coats += 1


def touch_up(wall, brush, pot):
    with pot:
        with brush:
            wall.coats += 1
