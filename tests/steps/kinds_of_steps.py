"""One worker for each kind of step that a learner may write, and the steps that it takes."""

from queue import Empty, Full

total, doomed = 1, 1


def attribute(account):
    account.balance = account.balance - 1


def attribute_added(account):
    account.balance += 1


def attribute_deleted(account):
    del account.balance


def item(items):
    items[0] = items[1]


def item_added(table):
    table["a"] += 10


def item_deleted(table):
    del table["a"]


def slices(items):
    items[:2] = items[1:]


def slice_added(items):
    items[1:] += [9]


def slice_deleted(items):
    del items[:1]


def list_added(account):
    account.log += [1]


def global_(account):
    global total
    total = total + account.balance


def global_added():
    global total
    total += 1


def global_deleted():
    global doomed
    del doomed


def lock(lock):
    lock.acquire()
    lock.release()


def lock_tried(lock):
    if lock.acquire(blocking=False):
        lock.release()


def rlock(rlock):
    with rlock, rlock:
        pass


def semaphore(semaphore):
    with semaphore:
        pass


def semaphore_released_too_often(bounded):
    try:
        bounded.release()
    except ValueError:
        return "refused"


def waits_for(condition, account):
    with condition:
        condition.wait_for(lambda: account.balance)


def notifies(condition):
    with condition:
        condition.notify(2)
        condition.notify_all()


def event(event):
    event.set()
    event.wait()
    if event.is_set():
        event.clear()


def barrier(barrier):
    return barrier.wait()


def queue(queue):
    queue.put("item")
    item = queue.get()
    queue.task_done()
    queue.join()
    return item


def full(one_place):
    try:
        one_place.put_nowait("item")
    except Full:
        return one_place.full()


def empty(queue):
    try:
        return queue.get_nowait()
    except Empty:
        return queue.empty(), queue.qsize()


def stack(stack, smallest):
    for number in (2, 1, 3):
        stack.put(number)
        smallest.put(number)
    return stack.get(), smallest.get()


def process_lock(process_lock, process_event):
    with process_lock:
        process_event.set()


def value(number):
    with number.get_lock():
        number.value += 1


def array(numbers):
    numbers[0] += numbers[1]
    return len(numbers)


def added(account, amount, *more, times=1, **others):
    account.balance += amount * times + sum(more) + others.get("extra", 0)


def arguments(account):
    added(account, 1)
    added(account, 1, 2, 3, times=2, extra=10)


def star_arguments(account):
    amounts, named = [1, 2], {"times": 3}
    added(account, *amounts, **named)


def recursion(account, depth=2):
    if depth:
        account.balance += 1
        recursion(account, depth - 1)


def method(account):
    account.deposit(3)


def bound_method(account):
    deposit = account.deposit
    deposit(3)


def property_(account):
    return account.is_empty


def finally_(account):
    try:
        return account.balance
    finally:
        account.balance = 0


def raised(table, account):
    try:
        table["missing"]
    except KeyError as error:
        account.log.append(str(error))
    else:
        account.balance = 0
    finally:
        account.balance += 1


def returns_in_with(lock, account):
    with lock:
        return account.balance


def breaks(items, account):
    for one in items:
        if one == 1:
            break
        account.balance += one
    else:
        account.balance = 0


def match_value(account):
    match account.balance:
        case 0:
            return "empty"
        case amount if amount > account.balance - 1:
            return "more"


def match_items(items):
    match items:
        case [first, *_]:
            return first


def walrus(queue, account):
    if (amount := account.balance) > 3:
        queue.put(amount)


def comprehension(items):
    return [one + 1 for one in items]


def chained(account):
    return 0 < account.balance < account.balance + 1


def chained_short(account):
    return 9 < account.balance < account.balance + 1


def and_(items, account):
    return bool(account.balance and items)


def or_(items, account):
    return account.balance or items


def and_tested(items, account):
    if items and account.log:
        account.balance = 0


def not_(items):
    return not items


def conditional(items, account):
    return account.balance if items else None


def text(account, items):
    return f"{account.balance:>{account.balance}} {items!r}"


def unpacked(items):
    first, *rest = items
    return first, rest


def swapped(items):
    items[0], items[1] = items[1], items[0]


def star_in_list(items):
    return [0, *items]


def nested(account):
    def change(amount):
        account.balance += amount

    change(2)


def lambda_(items):
    return sorted(items, key=lambda one: -one)


def numbered(items, account):
    for number, one in enumerate(items):
        account.balance += number * one


def while_else(account):
    while account.balance > 4:
        account.balance -= 1
    else:
        account.balance = 9


def membership(items, table):
    return 1 in items, "a" in table, "c" not in table


def same(account):
    return account is account and account.balance is not None


def methods_of_containers(items, table):
    items.append(4)
    items.sort()
    table.setdefault("c", 3)
    return items.pop(), table.get("d"), len(items)
