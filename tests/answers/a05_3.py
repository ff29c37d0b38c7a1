"""Answers to exercise 05.3."""

WRONG = [
    (
        "the kinds of errors that one has thought of",
        "def serve(work, tasks, results):\n    for task in iter(tasks.get, None):\n"
        "        try:\n            results.put((task, work(task)))\n"
        "        except (ZeroDivisionError, TypeError) as error:\n"
        "            results.put((task, type(error).__name__))\n"
        "        finally:\n            tasks.task_done()\n    tasks.task_done()\n",
        "A bad task has ended worker-1: UnheardError",
    ),
    (
        "nothing is caught",
        "def serve(work, tasks, results):\n    for task in iter(tasks.get, None):\n"
        "        results.put((task, work(task)))\n        tasks.task_done()\n"
        "    tasks.task_done()\n",
        "A bad task has ended worker-1: ",
    ),
    (
        "finally alone",
        "def serve(work, tasks, results):\n    for task in iter(tasks.get, None):\n"
        "        try:\n            results.put((task, work(task)))\n"
        "        finally:\n            tasks.task_done()\n    tasks.task_done()\n",
        "Catch what `work(task)` raises.",
    ),
    (
        "no task_done() for a bad task",
        "def serve(work, tasks, results):\n    for task in iter(tasks.get, None):\n"
        "        try:\n            results.put((task, work(task)))\n"
        "            tasks.task_done()\n        except Exception as error:\n"
        "            results.put((task, type(error).__name__))\n    tasks.task_done()\n",
        "Call it for bad tasks too, and for the None.",
    ),
    (
        "two of them for a bad task",
        "def serve(work, tasks, results):\n    for task in iter(tasks.get, None):\n"
        "        try:\n            results.put((task, work(task)))\n"
        "        except Exception as error:\n"
        "            results.put((task, type(error).__name__))\n"
        "            tasks.task_done()\n        finally:\n            tasks.task_done()\n"
        "    tasks.task_done()\n",
        "`task_done()` was called more often than something was put.",
    ),
    (
        "none for the None",
        "def serve(work, tasks, results):\n    for task in iter(tasks.get, None):\n"
        "        try:\n            results.put((task, work(task)))\n"
        "        except Exception as error:\n"
        "            results.put((task, type(error).__name__))\n"
        "        finally:\n            tasks.task_done()\n",
        "The None was put, so it is counted.",
    ),
    (
        "before the result is put",
        "def serve(work, tasks, results):\n    for task in iter(tasks.get, None):\n"
        "        tasks.task_done()\n        try:\n            results.put((task, work(task)))\n"
        "        except Exception as error:\n"
        "            results.put((task, type(error).__name__))\n    tasks.task_done()\n",
        "First put the result, then call `task_done()`.",
    ),
    (
        "0 is taken for the end",
        "def serve(work, tasks, results):\n    while task := tasks.get():\n"
        "        try:\n            results.put((task, work(task)))\n"
        "        except Exception as error:\n"
        "            results.put((task, type(error).__name__))\n"
        "        finally:\n            tasks.task_done()\n    tasks.task_done()\n",
        "Only None means stop: 0 is a task.",
    ),
    (
        "the bad ones are passed over",
        "def serve(work, tasks, results):\n    for task in iter(tasks.get, None):\n"
        "        try:\n            results.put((task, work(task)))\n"
        "        except Exception:\n            pass\n"
        "        finally:\n            tasks.task_done()\n    tasks.task_done()\n",
        "happened: in results for ",
    ),
    (
        "the error itself is sent",
        "def serve(work, tasks, results):\n    for task in iter(tasks.get, None):\n"
        "        try:\n            results.put((task, work(task)))\n"
        "        except Exception as error:\n            results.put((task, error))\n"
        "        finally:\n            tasks.task_done()\n    tasks.task_done()\n",
        "Error(",
    ),
    (
        "the None goes to work as well",
        "def serve(work, tasks, results):\n    while True:\n        task = tasks.get()\n"
        "        try:\n            results.put((task, work(task)))\n"
        "        except Exception as error:\n"
        "            results.put((task, type(error).__name__))\n"
        "        finally:\n            tasks.task_done()\n",
        "A worker goes on after its None.",
    ),
    (
        "one kind of error is caught",
        "def serve(work, tasks, results):\n    for task in iter(tasks.get, None):\n"
        "        try:\n            results.put((task, work(task)))\n"
        "        except TypeError as error:\n"
        "            results.put((task, type(error).__name__))\n"
        "        finally:\n            tasks.task_done()\n    tasks.task_done()\n",
        "A bad task has ended worker-1: ",
    ),
]

RIGHT = [
    (
        "a loop that is left, and one way for all",
        """\
def outcome(work, task):
    try:
        return work(task)
    except Exception as error:
        return error.__class__.__name__

def serve(work, tasks, results):
    while True:
        task = tasks.get()
        try:
            if task is None:
                return
            results.put((task, outcome(work, task)))
        finally:
            tasks.task_done()
""",
    ),
    (
        "task_done() on each way, results as a list",
        """\
def serve(work, tasks, results):
    while (task := tasks.get()) is not None:
        try:
            result = work(task)
        except BaseException as error:
            results.put([task, type(error).__name__])
            tasks.task_done()
            continue
        results.put([task, result])
        tasks.task_done()
    tasks.task_done()
""",
    ),
]

REAL = {
    "a loop that is left, and one way for all",
    "the kinds of errors that one has thought of",
    "two of them for a bad task",
}
