"""The program of puzzle P.2, as the page has it."""


class Account:
    def __init__(self):
        self.balance = 100


def withdraw(account, amount):
    if account.balance >= amount:
        account.balance -= amount
