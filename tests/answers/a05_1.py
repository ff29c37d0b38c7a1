"""Answers to exercise 05.1."""

_PROCESS = "from multiprocessing import Process\n\n"
_EVENING = _PROCESS + "def one_evening(cook, orders, dishes):\n"
_CREATE = (
    '    cooks = [Process(target=cook, args=(orders,), name=name) for name in ("Ada", "Bob")]\n'
)
_START = "    for p in cooks:\n        p.start()\n"
_FEED = "    for dish in dishes:\n        orders.put(dish)\n"
_WAIT = "    orders.join()\n"
_STOP = "    for p in cooks:\n        orders.put(None)\n"
_REAP = "    for p in cooks:\n        p.join()\n"
_CODES = "    return [p.exitcode for p in cooks]\n"

WRONG = [
    (
        "stop before wait",
        _EVENING + _CREATE + _START + _FEED + _STOP + _WAIT + _REAP + _CODES,
        "The cooks were told to stop before `orders.join()` was back.",
    ),
    (
        "feed before start",
        _EVENING + _CREATE + _FEED + _START + _WAIT + _STOP + _REAP + _CODES,
        "The queue holds two orders, and no cook is at work to take one.\nYour answer did not",
    ),
    (
        "wait before feed",
        _EVENING + _CREATE + _START + _WAIT + _FEED + _STOP + _REAP + _CODES,
        "`orders.join()` came back at once, since you had not put all dishes yet.",
    ),
    (
        "no wait",
        _EVENING + _CREATE + _START + _FEED + _STOP + _REAP + _CODES,
        "Nobody called `orders.join()`. Wait until all is done",
    ),
    (
        "reap before stop",
        _EVENING + _CREATE + _START + _FEED + _WAIT + _REAP + _STOP + _CODES,
        "You wait for the cooks to leave, and nobody told them to stop.",
    ),
    (
        "one None for two cooks",
        _EVENING + _CREATE + _START + _FEED + _WAIT + "    orders.put(None)\n" + _REAP + _CODES,
        "1 of 2 were told to stop. Each of them takes one None.",
    ),
    (
        "the codes before the reaping",
        _EVENING
        + _CREATE
        + _START
        + _FEED
        + _WAIT
        + _STOP
        + _CODES.replace("return", "codes =")
        + _REAP
        + "    return codes\n",
        "`exitcode` is None as long as a process runs",
    ),
    (
        "nobody is reaped",
        _EVENING + _CREATE + _START + _FEED + _WAIT + "    return [0, 0]\n",
        "It left Ada and Bob running.",
    ),
    (
        "one cook only",
        _EVENING
        + _CREATE.replace('("Ada", "Bob")', '("Ada",)')
        + _START
        + _FEED
        + _WAIT
        + _STOP
        + _REAP
        + _CODES,
        "expected: 2 cooks\nhappened: 1 cook",
    ),
    (
        "start before create",
        _EVENING + _START + _CREATE + _FEED + _WAIT + _STOP + _REAP + _CODES,
        "it raised UnboundLocalError",
    ),
]

RIGHT = [
    (
        "a log that looks like what the check notes, and a generator",
        "from helpers import log\n"
        + _EVENING
        + "    log('serves no more')\n    cooks = []\n    for _ in range(2):\n"
        + "        cooks.append(Process(target=cook, args=(orders,)))\n"
        + "        cooks[-1].start()\n"
        + _FEED
        + _WAIT
        + _STOP
        + _REAP
        + "    return (p.exitcode for p in cooks)\n",
    ),
    (
        "a subclass, fed by a thread",
        """\
import threading
from multiprocessing import Process

class Cook(Process):
    def __init__(self, cook, orders):
        super().__init__()
        self.cook, self.orders = cook, orders

    def run(self):
        self.cook(self.orders)

def one_evening(cook, orders, dishes):
    cooks = [Cook(cook, orders) for _ in range(2)]
    for p in cooks:
        p.start()
    feeder = threading.Thread(target=lambda: [orders.put(dish) for dish in dishes])
    feeder.start()
    feeder.join()
    orders.join()
    orders.put(None)
    orders.put(None)
    orders.join()
    for p in cooks:
        p.join()
    return tuple(p.exitcode for p in cooks)
""",
    ),
    (
        "another process waits",
        _EVENING
        + "    cooks = []\n    for _ in range(2):\n"
        + "        p = Process(target=cook, kwargs={'orders': orders}, daemon=True)\n"
        + "        p.start()\n        cooks.append(p)\n"
        + _FEED
        + _WAIT
        + _STOP
        + _REAP
        + _CODES,
    ),
]

REAL = {
    "a log that looks like what the check notes, and a generator",
    "stop before wait",
    "wait before feed",
}
