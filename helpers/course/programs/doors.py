"""A program of exercise 02.7, as the page has it."""


class Door:
    ada_comes = bob_comes = False
    inside = 0


def ada(door):
    door.ada_comes = True
    if not door.bob_comes:
        door.inside += 1


def bob(door):
    door.bob_comes = True
    if not door.ada_comes:
        door.inside += 1
