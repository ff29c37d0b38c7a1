"""A block that awaits ends at the deadline and at the stop button, and its event loop lives on."""

import asyncio
import functools
import signal
import threading
import time
from contextlib import suppress

import pytest

from helpers import record


async def sleep():
    await asyncio.sleep(60)


async def keep_the_loop():
    time.sleep(60)


async def hold(until):
    await asyncio.get_running_loop().run_in_executor(None, until.wait)


async def in_a_group():
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(60))


async def swallow():
    for _ in range(2):
        with suppress(asyncio.CancelledError):
            await sleep()


def ways_to_wait():
    until = threading.Event()
    return {
        "await asyncio.sleep(60)": (sleep, until),
        "await asyncio.gather(sleep(), sleep())": (both, until),
        "time.sleep(60)": (keep_the_loop, until),
        "time.sleep(60)  # in a task": (beside, until),
        "await asyncio.get_running_loop().run_in_executor(None, until.wait)": (
            functools.partial(hold, until),
            until,
        ),
        "async with asyncio.TaskGroup() as group:": (in_a_group, until),
        "await sleep()": (swallow, until),
    }


async def both():
    await asyncio.gather(sleep(), sleep())


async def beside():
    async def keep():
        time.sleep(60)  # in a task

    await asyncio.gather(sleep(), keep())


async def recorded(work, **options):
    with record(**options) as run:
        await work()
    await asyncio.sleep(0)  # nothing is left of a cancellation
    return run, asyncio.current_task().cancelling()


@pytest.mark.parametrize("source", ways_to_wait())
def test_a_block_that_awaits_ends_at_the_deadline_and_says_where(source):
    work, until = ways_to_wait()[source]

    async def main():
        try:
            return await recorded(work, deadline=0.2)
        finally:
            until.set()  # a thread cannot be ended

    run, cancelling = asyncio.run(main())
    innermost = "await asyncio.sleep(60)" if source == "await sleep()" else source
    assert (True, innermost, 0) == (run.stopped, run.lanes[0].stand.source, cancelling)


def test_a_block_in_a_task_of_its_own_ends_alone():
    async def main():
        return await asyncio.gather(recorded(sleep, deadline=0.2), asyncio.sleep(0.3, "lives on"))

    (run, _), other = asyncio.run(main())
    assert (True, "lives on") == (run.stopped, other)


def test_a_block_that_awaits_in_another_thread_ends_at_the_deadline():
    runs = []
    thread = threading.Thread(
        target=lambda: runs.append(asyncio.run(recorded(sleep, deadline=0.2))[0])
    )
    thread.start()
    thread.join()
    assert (True,) == tuple(run.stopped for run in runs)


def test_a_cancellation_by_others_goes_through():
    async def main():
        task = asyncio.create_task(recorded(sleep))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled()

    assert asyncio.run(main())


entered = threading.Event()


# A signal that comes right before a long sleep is noticed at its end: so these sleep often.
async def await_after_that():
    entered.set()
    while True:
        await asyncio.sleep(0.001)


async def nap_after_that():
    entered.set()
    while True:
        time.sleep(0.001)


async def nap_beside():
    await asyncio.gather(sleep(), nap_after_that())


@pytest.mark.parametrize("work", [await_after_that, nap_after_that, nap_beside])
def test_the_interrupt_of_a_block_that_awaits_goes_through_as_a_cancellation(work):
    ends = []

    async def block():
        try:
            await recorded(work)
        except BaseException as error:
            ends.append(type(error))
            raise

    async def main():
        # A KeyboardInterrupt that came out of this task would end the event loop.
        await asyncio.gather(block())

    def interrupt():
        entered.wait()
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    entered.clear()
    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt):  # which `asyncio.run` makes of the cancellation
        asyncio.run(main())
    assert [asyncio.CancelledError] == ends


IMPORTS = "%load_ext helpers\nimport asyncio, time\nfrom helpers import record"


def test_a_kernel_survives_the_deadline_and_the_stop_button_of_a_cell_that_awaits(new_kernel):
    with new_kernel() as kernel:
        kernel.run(IMPORTS)
        cell = "with record(deadline={}) as run:\n    {}\nrun.words()"
        shown = kernel.run(cell.format(0.3, "await asyncio.sleep(60)"))
        assert "line 2 in this cell: await asyncio.sleep(60)" in shown

        say_so = "print('waits', flush=True); await asyncio.sleep(60)"
        message = kernel.start(cell.format(60, say_so))
        wait_for_stream(kernel)
        kernel.manager.interrupt_kernel()
        said = f"Interrupted in line 2: {say_so}"
        assert said == kernel.outputs(message).splitlines()[-1]
        assert "Interrupted. Where they stood" in kernel.run("await asyncio.sleep(0)\nrun.words()")


def wait_for_stream(kernel):
    while kernel.client.get_iopub_msg(timeout=60)["msg_type"] != "stream":
        pass
