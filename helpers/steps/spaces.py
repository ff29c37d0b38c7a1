"""The global variables of the workers: copies in which what is shared has its twin."""

import builtins
import dis
import inspect
from collections import deque
from types import CodeType, FunctionType, ModuleType

from helpers.note.learners import is_learners
from helpers.steps.standins.standin import StandIn
from helpers.steps.twins import PLAIN

__all__ = ["Globals", "Spaces", "View", "methods_within"]

_ABSENT = object()


class Globals(StandIn):
    """The global variables of one module that workers bind anew: together one shared thing."""

    def __init__(self, now, space, names):
        super().__init__(now)
        self.space, self.names = space, names

    def get(self, name):
        """The value of a variable, or the built-in of that name. Raises NameError."""
        if name in self.space:
            return self.space[name]
        if hasattr(builtins, name):
            return getattr(builtins, name)
        raise NameError(f"name {name!r} is not defined")

    def set(self, name, value):
        """Bind a variable."""
        self.space[name] = value

    def delete(self, name):
        """Unbind a variable. Raises NameError."""
        if name not in self.space:
            raise NameError(f"name {name!r} is not defined")
        del self.space[name]

    def frozen(self):
        """((name, value), ...) of those that are bound."""
        return tuple([(name, self.space[name]) for name in self.names if name in self.space])

    def restore(self, state):
        """Bind them as `frozen` gave them."""
        for name in self.names:
            self.space.pop(name, None)
        self.space.update(state)

    def shown(self, names):
        """All of them in words."""
        return ", ".join(f"{name} = {value!r}" for name, value in self.frozen())


class View(ModuleType):
    """A learner's module, as a promise or a worker of another module sees it."""

    def __init__(self, module, space):
        super().__init__(module.__name__)
        vars(self).clear()  # so that each name is asked for
        self._of = module, space

    def __getattr__(self, name):
        module, space = vars(self)["_of"]
        return space[name] if name in space else getattr(module, name)


class Spaces:
    """One namespace for each module whose functions take part."""

    def __init__(self, twins, acts):
        self.twins = twins
        self.acts = acts
        self._spaces = {}  # {id of the module's own globals: (those, the namespace, its `Globals`)}

    def prepare(self, functions):
        """Make the namespaces of `functions` and of all that they may call."""
        reached, modules = _reached(functions)
        rebound = {}
        for function in reached:
            names = rebound.setdefault(id(function.__globals__), set())
            names.update(_rebound(function.__code__))
        used = {}
        for function in reached:
            names = used.setdefault(id(function.__globals__), (function.__globals__, set()))[1]
            names.update(_names(function.__code__))
        for module, names in modules:
            used.setdefault(id(module.__dict__), (module.__dict__, set()))[1].update(names)
        for key, (found, _) in used.items():
            space = {**found, **self.acts}
            bound = sorted(rebound.get(key, ()))
            self._spaces[key] = found, space, Globals(self.twins.now, space, bound)
        for key, (found, names) in used.items():
            space, mine = self._spaces[key][1:]
            for name in sorted((names | set(mine.names)) & set(found)):
                space[name] = self._twin(found[name], name)
            if mine.names:
                self.twins.add_globals(mine)

    def _twin(self, value, name):
        if isinstance(value, ModuleType) and id(value.__dict__) in self._spaces:
            return View(value, self._spaces[id(value.__dict__)][1])
        return self.twins.of(value, name)

    def of(self, function) -> dict:
        """The namespace of a function."""
        return self._spaces[id(function.__globals__)][1]

    def is_one(self, space) -> bool:
        """Whether `space` is one of these namespaces."""
        return any(space is one for _, one, _ in self._spaces.values())

    def globals_of(self, function) -> Globals:
        """The variables that workers bind anew in the module of a function."""
        return self._spaces[id(function.__globals__)][2]

    def knows(self, function) -> bool:
        """Whether the module of a function takes part."""
        return id(function.__globals__) in self._spaces

    def transplanted(self, function):
        """`function`, as it is, on the twins."""
        cells = function.__closure__
        if cells:
            names = function.__code__.co_freevars
            cells = tuple(
                type(cell)(self.twins.of(cell.cell_contents, name))
                for name, cell in zip(names, cells, strict=True)
            )
        made = FunctionType(
            function.__code__, self.of(function), function.__name__, function.__defaults__, cells
        )
        made.__kwdefaults__ = function.__kwdefaults__
        return made


def _codes(code):
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _names(code):
    return {name for one in _codes(code) for name in one.co_names}


def _rebound(code):
    return {
        instruction.argval
        for one in _codes(code)
        for instruction in dis.get_instructions(one)
        if instruction.opname in ("STORE_GLOBAL", "DELETE_GLOBAL")
    }


def _reached(functions):
    """The learner's functions that `functions` may call by name, and [(module, names)] that they
    mention."""
    found, modules, left = [], [], list(functions)
    while left:
        function = left.pop()
        if function in found:
            continue
        found.append(function)
        names = _names(function.__code__)
        for name in sorted(names):
            value = function.__globals__.get(name, _ABSENT)
            left += _functions_in(value)
            if isinstance(value, ModuleType) and is_learners(
                getattr(value, "__file__", None) or "<"
            ):
                modules.append((value, names))
                for one in sorted(names & set(vars(value))):
                    left += _functions_in(vars(value)[one])
            elif value is not _ABSENT and not isinstance(value, PLAIN):
                left += _functions_in(type(value))
    return found, modules


def _functions_in(value):
    if isinstance(value, FunctionType):
        return [value] if is_learners(value.__code__.co_filename) else []
    if isinstance(value, type):
        return [
            one
            for kind in value.__mro__
            for method in vars(kind).values()
            for one in _functions_of(method)
            if isinstance(one, FunctionType) and is_learners(one.__code__.co_filename)
        ]
    return []


def _functions_of(method):
    if isinstance(method, property):
        return [method.fget, method.fset, method.fdel]
    return [inspect.unwrap(method)] if callable(method) else []


def methods_within(things) -> list[FunctionType]:
    """The learner's methods of `things`, and of all that they lead to."""
    found, seen, left = [], {}, list(things)
    while left:
        thing = left.pop()
        if isinstance(thing, (*PLAIN, FunctionType, ModuleType, type)) or id(thing) in seen:
            continue
        seen[id(thing)] = thing
        if isinstance(thing, dict):
            left += thing.values()
        elif isinstance(thing, tuple | list | set | frozenset | deque):
            left += thing
        elif hasattr(thing, "__dict__"):
            found += _functions_in(type(thing))
            left += vars(thing).values()
    return found
