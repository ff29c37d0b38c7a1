"""A program of exercise 02.7, as the page has it."""


class Machine:
    last = 0


def take_number(machine, numbers, lock):
    with lock:
        machine.last += 1
    numbers.append(machine.last)
