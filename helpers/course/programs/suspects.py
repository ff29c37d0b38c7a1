"""The three programs of exercise 02.7, as the page has them."""


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


class Wall:
    is_painted = False
    coats = 0


def paint(wall, lock):
    if not wall.is_painted:
        with lock:
            if not wall.is_painted:
                wall.coats += 1
                wall.is_painted = True


class Machine:
    last = 0


def take_number(machine, numbers, lock):
    with lock:
        machine.last += 1
    numbers.append(machine.last)
