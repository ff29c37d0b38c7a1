"""What is used of CPython's inside: where, and whether this Python still has it.

A new Python that has changed one of these makes one test red, which says what has changed and which
file relies on it.
"""

import ast
import inspect
from importlib import import_module
from pathlib import Path

import pytest

HELPERS = Path(__file__).parents[1] / "helpers"
# These have an underscore and are documented all the same (Python documentation, "os", "sys");
# "_io" is what a stream says that its module is.
DOCUMENTED = {"_exit", "_current_frames", "_is_gil_enabled", "_io", "_render_traceback_"}

PROCESS = "multiprocessing.process:BaseProcess"
POOL = "multiprocessing.pool:Pool"
# The file that uses it, its name, where CPython has it, and what stands there.
PRIVATE = [
    ("note/follow.py", "_config", f"{PROCESS}.__init__", "self._config = "),
    ("note/follow.py", "_identity", f"{PROCESS}.__init__", "self._identity = "),
    ("note/follow.py", "_parent_pid", f"{PROCESS}.__init__", "self._parent_pid = "),
    ("note/follow.py", "_popen", f"{PROCESS}.start", "self._popen = self._Popen(self)"),
    ("note/follow.py", "_bootstrap", f"{PROCESS}._bootstrap", "self.run()"),
    ("note/follow.py", "_target", "threading:Thread.__init__", "self._target = target"),
    ("note/events.py", "_target", "threading:Thread.__init__", "self._target = target"),
    ("note/numbering.py", "_process_counter", f"{PROCESS}.__init__", "next(_process_counter)"),
    ("note/numbering.py", "_counter", "threading:_newname", "_counter()"),
    (
        "note/numbering.py",
        "_counter",
        "concurrent.futures.thread:ThreadPoolExecutor.__init__",
        "self._counter()",
    ),
    (
        "note/watch/connections.py",
        "_extra_reducers",
        "multiprocessing.reduction:ForkingPickler.register",
        "cls._extra_reducers[type] = reduce",
    ),
    ("note/watch/locks.py", "_semlock", "multiprocessing.synchronize:SemLock", "self._semlock"),
    (
        "note/watch/locks.py",
        "_make_methods",
        "multiprocessing.synchronize:SemLock._make_methods",
        "self.acquire = self._semlock.acquire",
    ),
    (
        "note/watch/locks.py",
        "_release_save",
        "threading:Condition.__init__",
        "self._release_save = lock._release_save",
    ),
    (
        "note/watch/locks.py",
        "_acquire_restore",
        "threading:Condition.__init__",
        "self._acquire_restore = lock._acquire_restore",
    ),
    ("note/watch/signals.py", "_lock", "threading:Condition.__init__", "self._lock = lock"),
    (
        "note/watch/signals.py",
        "_lock",
        "multiprocessing.synchronize:Condition.__init__",
        "self._lock = lock or ctx.RLock()",
    ),
    (
        "note/watch/queues.py",
        "_on_queue_feeder_error",
        "multiprocessing.queues:Queue._feed",
        "onerror(e, obj)",
    ),
    (
        "note/watch/queues.py",
        "_maxsize",
        "multiprocessing.queues:Queue.__init__",
        "self._maxsize = maxsize",
    ),
    ("note/watch/thread_queues.py", "_put", "queue:Queue.put", "self._put(item)"),
    ("note/watch/thread_queues.py", "_get", "queue:Queue.get", "self._get()"),
    ("note/watch/thread_queues.py", "_qsize", "queue:Queue.put", "self._qsize()"),
    (
        "note/watch/memory.py",
        "_obj",
        "multiprocessing.sharedctypes:SynchronizedBase.__init__",
        "self._obj = obj",
    ),
    (
        "note/watch/memory.py",
        "_lock",
        "multiprocessing.sharedctypes:SynchronizedBase.__init__",
        "self._lock = lock",
    ),
    (
        "note/watch/proxies.py",
        "_callmethod",
        "multiprocessing.managers:BaseProxy._callmethod",
        "conn.send((self._id, methodname, args, kwds))",
    ),
    (
        "note/watch/proxies.py",
        "_manager",
        "multiprocessing.managers:BaseProxy.__init__",
        "self._manager = manager",
    ),
    (
        "note/watch/proxies.py",
        "_process",
        "multiprocessing.managers:BaseManager.start",
        "self._process = self._ctx.Process(",
    ),
    (
        "runs/pools.py",
        "_finalizer_registry",
        "multiprocessing.util:Finalize.__init__",
        "_finalizer_registry[self._key] = self",
    ),
    ("runs/pools.py", "_callback", "multiprocessing.util:Finalize.__init__", "self._callback ="),
    ("runs/pools.py", "_args", "multiprocessing.util:Finalize.__init__", "self._args = args"),
    ("runs/pools.py", "_terminate_pool", f"{POOL}._terminate_pool", "change_notifier,"),
    ("runs/pools.py", "_terminate_pool", f"{POOL}._terminate_pool", "worker_handler,"),
    ("runs/pools.py", "_state", f"{POOL}._handle_workers", "thread._state"),
    (
        "runs/stands.py",
        "_exit_function",
        "multiprocessing.util:_exit_function",
        "p.join()",
    ),
    (
        "runs/awaiting.py",
        "_run_once",
        "asyncio.base_events:BaseEventLoop._run_once",
        "handle._run()",
    ),
    (
        "steps/standins/making.py",
        "_maxsize",
        "multiprocessing.queues:Queue.__init__",
        "self._maxsize = maxsize",
    ),
    (
        "steps/standins/making.py",
        "_value",
        "threading:Semaphore.__init__",
        "self._value = value",
    ),
    ("steps/standins/making.py", "_lock", "threading:Condition.__init__", "self._lock = lock"),
    (
        "steps/standins/making.py",
        "_lock",
        "multiprocessing.synchronize:Condition.__init__",
        "self._lock = lock or ctx.RLock()",
    ),
    ("steps/real.py", "_value", "threading:Semaphore.__init__", "self._value = value"),
    (
        "steps/real.py",
        "_type_",
        "multiprocessing.sharedctypes:RawArray",
        "type_ * len(size_or_initializer)",
    ),
    ("kernel/session.py", "_config", "multiprocessing.util:get_temp_dir", "_config.get('tempdir')"),
    (
        "kernel/session.py",
        "_resource_tracker",
        "multiprocessing.resource_tracker:ResourceTracker",
        "self._fd",
    ),
    (
        "kernel/session.py",
        "_fd",
        "multiprocessing.spawn:spawn_main",
        "resource_tracker._resource_tracker._fd = tracker_fd",
    ),
    (
        "course/exercises/e04_3.py",
        "_callmethod",
        "multiprocessing.managers:BaseProxy._callmethod",
        "self._token",
    ),
    ("course/exercises/e04_3.py", "_token", "multiprocessing.managers:BaseProxy", "self._token ="),
]


def used(path):
    """The names with an underscore in the file `path` that are not its package's own."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names.add(node.value)
    return {name for name in names if name.isidentifier() and name[0] == "_" and name[:2] != "__"}


def own():
    """The names that the package itself defines: functions, classes, and what is assigned."""
    names = set()
    for path in HELPERS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(node.id)
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                names.update([node.attr] if getattr(node.value, "id", "") == "self" else [])
            elif isinstance(node, ast.arg):
                names.add(node.arg)
    return names


def test_each_use_of_a_private_name_stands_in_the_table():
    ours = own()
    found = {
        (path.relative_to(HELPERS).as_posix(), name)
        for path in HELPERS.rglob("*.py")
        for name in used(path) - ours - DOCUMENTED
    }
    assert len(found) > 10
    assert set() == found - {(file, name) for file, name, *_ in PRIVATE}


@pytest.mark.parametrize(("file", "name"), sorted({(file, name) for file, name, *_ in PRIVATE}))
def test_what_stands_in_the_table_is_used(file, name):
    assert name in (HELPERS / file).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "name", "place", "text"), PRIVATE, ids=[f"{f}-{n}-{p}" for f, n, p, _ in PRIVATE]
)
def test_this_python_still_has_it(file, name, place, text):
    module, _, path = place.partition(":")
    thing = import_module(module)
    for part in path.split("."):
        assert hasattr(thing, part), f"{module} has no {path} any more: see {name} in {file}"
        thing = getattr(thing, part)
    source = inspect.getsource(thing)
    assert text in source, f"{path} of {module} has no {text!r} any more: see {name} in {file}"
