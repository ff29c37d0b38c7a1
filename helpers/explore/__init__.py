"""Explorers: sliders that run the real experiment again, one for each chapter."""

from helpers.explore.chapter_01 import processes
from helpers.explore.chapter_02 import threads_or_processes
from helpers.explore.chapter_03 import pipes
from helpers.explore.chapter_04 import queues
from helpers.explore.chapter_05 import unfinished_tasks
from helpers.explore.explorer import Explorer

__all__ = ["Explorer", "pipes", "processes", "queues", "threads_or_processes", "unfinished_tasks"]
