"""The program of puzzle P.1, as the page has it."""


class Jar:
    def __init__(self):
        self.coins = 0


def tip(jar):
    jar.coins += 1
