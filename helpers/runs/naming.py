"""What a run calls processes and threads that nobody named."""

import re
from collections import Counter

__all__ = ["Names", "is_unnamed"]

# Names of threads that count up. CPython, Lib/threading.py, `Thread` and `_DummyThread`, and
# Lib/concurrent/futures/thread.py, `ThreadPoolExecutor`.
_THREAD = re.compile(r"Thread-\d+( \((?P<target>.*)\))?")
_DUMMY = re.compile(r"Dummy-\d+")
_EXECUTOR = re.compile(r"(ThreadPoolExecutor-\d+)_(\d+)")


def is_unnamed(thread, target) -> bool:
    """Whether the library made up the name `thread` of a thread that runs `target`."""
    made = _THREAD.fullmatch(thread)
    return made is not None and (made["target"] or "") == target


class Names:
    """Gives names that the library has counted up a number within this run, and no name twice.

    They are the same under every start method: "SpawnPoolWorker-7" is "PoolWorker-1".
    """

    def __init__(self):
        self.numbers = Counter()
        self.executors = {}

    def of_process(self, name, unnamed) -> str:
        """What a process is called that Python calls `name`, `unnamed` by the learner or not."""
        if not unnamed:
            return self._once(name)
        kind, _, _ = name.rpartition("-")
        if kind.endswith("Process"):
            return self._counted("child ")
        return self._counted("PoolWorker-" if kind.endswith("PoolWorker") else f"{kind}-")

    def of_thread(self, name, unnamed) -> str:
        """What a thread is called, as `of_process`."""
        if unnamed:
            return self._counted("thread ")
        if _DUMMY.fullmatch(name):
            return self._counted("Dummy-")
        if made := _EXECUTOR.fullmatch(name):
            number = self.executors.setdefault(made[1], len(self.executors))
            return self._once(f"ThreadPoolExecutor-{number}_{made[2]}")
        return self._once(name)

    def _counted(self, kind):
        self.numbers[kind] += 1
        return self._once(f"{kind}{self.numbers[kind]}")

    def _once(self, name):
        self.numbers[name] += 1
        return name if self.numbers[name] == 1 else f"{name} ({self.numbers[name]})"
