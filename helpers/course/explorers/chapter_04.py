"""The explorer of chapter 04, Queues."""

from multiprocessing import Barrier, Process, Queue

import ipywidgets as widgets

from helpers.course.explorers.explorer import DEADLINE, Explorer
from helpers.note.watch.registry import watch
from helpers.note.work import put_messages, take_messages
from helpers.runs.recording import record
from helpers.show import figures
from helpers.show.plots.level import plot_level
from helpers.units import duration

__all__ = ["queues"]


def queues():
    """Chapter 4: producers and consumers, the pace of each and `maxsize`, against the depth."""
    total = 24  # messages: each number of producers on the slider gets an equal share

    def experiment(producers, making, consumers, dealing, maxsize):
        with record(deadline=DEADLINE) as run:
            tasks, all_up = watch(Queue(maxsize), "tasks"), Barrier(producers + consumers)
            puts = [
                Process(
                    target=put_messages,
                    args=(tasks, total // producers, making / 1000, all_up),
                    name=f"producer-{number}",
                )
                for number in range(1, producers + 1)
            ]
            takes = [
                Process(
                    target=take_messages,
                    args=(tasks, dealing / 1000, all_up),
                    name=f"consumer-{number}",
                )
                for number in range(1, consumers + 1)
            ]
            for process in puts + takes:
                process.start()
            for process in puts:
                process.join()
            for _ in takes:
                tasks.put(None)
            for process in takes:
                process.join()
        depth = run.depth("tasks")
        flow = [message.received for message in run.messages if message.received is not None]
        took = max(flow) - min(message.sent for message in run.messages)
        waited = {
            method: sum(
                wait.end - wait.start
                for lane in run.lanes[1:]
                for wait in lane.waits
                if wait.on == f"tasks.{method}()" and wait.end is not None
            )
            for method in ("put", "get")
        }
        return [plot_level(depth), figures.of_run(run)], (
            f"{total} messages from {producers} to {consumers}, "
            f"{f'at most {maxsize} in the queue' if maxsize else 'no maxsize'}: "
            f"{duration(took)} from the first put() to the last get(), and one None for each "
            f"consumer.\nAt most {depth.most()} in the queue at once. "
            "All producers together waited "
            f"{duration(waited['put']) if maxsize else 'no time'} in put(), all consumers "
            f"{duration(waited['get'])} in get()."
        )

    paces = [0, 1, 2, 5, 10, 20]
    return Explorer(
        "Producers × consumers × pace × maxsize",
        experiment,
        {
            "producers": widgets.IntSlider(2, 1, 4, description="producers"),
            "making": widgets.SelectionSlider(
                options=paces, value=2, description="making a message, ms"
            ),
            "consumers": widgets.IntSlider(2, 1, 4, description="consumers"),
            "dealing": widgets.SelectionSlider(
                options=paces, value=10, description="dealing with it, ms"
            ),
            "maxsize": widgets.SelectionSlider(
                options=[("none", 0), *((str(n), n) for n in (1, 3, 10))],
                value=0,
                description="maxsize",
            ),
        },
    )
