"""Puzzle P.2: two who take from one account."""

from helpers.course.exercises.orders import an_order
from helpers.course.programs import cash

__all__ = ["EXERCISE"]


def _program():
    account = cash.Account()
    workers = [(cash.withdraw, (account, 70)), (cash.withdraw, (account, 60))]
    return workers, {"account": account}, lambda: account.balance >= 0, None


EXERCISE = an_order(
    number="P.2",
    asks="order",
    program=_program,
    stub="""\
def order():
    return ""
""",
    hints=(
        "Each may go on once it has seen enough money. For how long is that true?",
        "Let both of them ask for the balance before either takes anything.",
        "12 asks twice, and both see 100. Now let one take its money with two more steps, "
        "read and write, and then the other one.",
    ),
    checked="your order, step by step, up to where it breaks.",
    further="is there an order after which both have their money, and the balance is not below 0? "
    "Why?",
)
