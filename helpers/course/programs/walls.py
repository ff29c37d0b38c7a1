"""A program of exercise 02.7, as the page has it."""


class Wall:
    is_painted = False
    coats = 0


def paint(wall, lock):
    if not wall.is_painted:
        with lock:
            if not wall.is_painted:
                wall.coats += 1
                wall.is_painted = True
