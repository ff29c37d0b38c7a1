"""The explorer of chapter 03, Pipes."""

import os
from multiprocessing import Barrier, Pipe, Process

import ipywidgets as widgets

from helpers.course.explorers.explorer import DEADLINE, Explorer
from helpers.note.watch.registry import watch
from helpers.note.work import receive_all, send_all
from helpers.runs.recording import record
from helpers.show import figures
from helpers.show.plots.cliff import plot_cliff
from helpers.units import duration

__all__ = ["pipes"]


def pipes():
    """Chapter 3: size and number of messages and the reader's pace, against the writer's waits.

    The second picture keeps what you have tried.
    """
    room = _room_in_a_pipe()
    tried = []

    def experiment(size, count, rest):
        with record(deadline=DEADLINE) as run:
            reader, writer = watch(Pipe(duplex=False), "pipe")
            start = Barrier(2)
            pair = [
                Process(target=send_all, args=(writer, size, count, start), name="writer"),
                Process(
                    target=receive_all, args=(reader, count, rest / 1000, start), name="reader"
                ),
            ]
            for process in pair:
                process.start()
            for process in pair:
                process.join()
            reader.close()
            writer.close()
        waits = [wait for wait in run.lane("writer").waits if wait.on == "pipe.send_bytes()"]
        took = waits[-1].end - waits[0].start
        total = count * (size + 4)
        tried.append((total, took, f"reader rests {rest} ms"))
        drawn = [figures.of_run(run), plot_cliff(tried, room)]
        said = [
            f"{count} × ({size:,} + 4) bytes are {total:,}. The writer had sent them all after "
            f"{duration(took)}, the reader rested for {count * rest:,} ms in all."
        ]
        if room is not None:
            fate = "and the writer waited for the reader" if total > room else "and all fit"
            said.append(f"While nobody reads, this pipe takes {room:,} bytes, {fate}.")
        return drawn, "\n".join(said)

    sizes = [100, 1_000, 10_000, 50_000, 100_000, 1_000_000, 5_000_000]
    return Explorer(
        "Message size × count × the reader's pace",
        experiment,
        {
            "size": widgets.SelectionSlider(
                options=[(f"{size:,}", size) for size in sizes],
                value=10_000,
                description="bytes a message",
            ),
            "count": widgets.IntSlider(10, 1, 20, description="messages"),
            "rest": widgets.SelectionSlider(
                options=[0, 5, 20, 50], value=20, description="reader rests, ms"
            ),
        },
    )


def _room_in_a_pipe():
    """How many bytes a one-way pipe takes while nobody reads; None on Windows, which cannot say."""
    if os.name == "nt":
        return None
    reader, writer = Pipe(duplex=False)
    with reader, writer:
        os.set_blocking(writer.fileno(), False)
        room = 0
        try:
            while True:
                room += os.write(writer.fileno(), bytes(1 << 12))
        except BlockingIOError:
            return room
