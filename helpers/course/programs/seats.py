"""The program of puzzle P.5, as the page has it."""


def sell(free, sold):
    if free:
        seat = free.pop()
        sold.append(seat)


def give_back(free, sold):
    seat = sold[0]
    free.append(seat)
    sold.remove(seat)
