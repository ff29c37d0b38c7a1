"""The program of puzzle P.10, as the page has it."""


class Book:
    def __init__(self):
        self.left = self.right = "old"
        self.readers = 0


def read(book, door, room):
    with door:
        book.readers += 1
        if book.readers == 1:
            room.acquire()
    assert book.left == book.right
    with door:
        book.readers -= 1
    if book.readers == 0:
        room.release()


def write(book, room):
    with room:
        book.left = "new"
        book.right = "new"
