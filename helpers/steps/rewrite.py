"""A learner's function becomes a generator that stops before each step: its statements."""

import ast
import inspect
import textwrap
from keyword import iskeyword

from helpers.steps.expressions import Expressions, act, constant, load, store
from helpers.steps.place import Place
from helpers.steps.refused import Refused

__all__ = ["rewritten"]

_NOT_STEPPED = ast.AsyncFunctionDef | ast.AsyncFor | ast.AsyncWith | ast.Await
_OWN_SCOPE = ast.FunctionDef | ast.ClassDef


def rewritten(function, sites, rebound, space):
    """`function` as a generator function that runs in the namespace `space`.

    sites:    the `Sites` of the lab, which grow
    rebound:  global names that a worker binds anew
    space:    holds the acts under "@get" and so on, and everything that the function knows

    Raises Refused for a function without source, for one that is `async` or a generator itself.
    """
    name = function.__name__
    try:
        lines, first_line = inspect.getsourcelines(function)
    except (OSError, TypeError):
        raise Refused(
            f"{name}() cannot be stepped: its source is not to be found. "
            "Define it with `def` in a cell, for instance in a %%workers cell."
        ) from None
    text = textwrap.dedent("".join(lines))
    tree = ast.parse(text).body[0]
    if not isinstance(tree, ast.FunctionDef):
        kind = "is async" if isinstance(tree, ast.AsyncFunctionDef) else "is no `def`"
        raise Refused(f"{name}() cannot be stepped: it {kind}. Use a function that `def` makes.")
    if inspect.isgeneratorfunction(function):
        raise Refused(f"{name}() cannot be stepped: it yields by itself. Return a list instead.")
    place = Place(
        function.__qualname__, function.__code__.co_filename, first_line, text.splitlines()
    )
    tree.body = [
        *Statements(sites, place, rebound).block(tree.body),
        ast.If(constant(False), [ast.Expr(ast.Yield(None))], []),  # a generator in any case
    ]
    tree.decorator_list = []
    tree.returns = None
    for argument in ast.walk(tree.args):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    tree.args.defaults = [constant(None) for _ in tree.args.defaults]
    tree.args.kw_defaults = [one and constant(None) for one in tree.args.kw_defaults]
    ast.increment_lineno(tree, first_line - 1)
    ast.fix_missing_locations(tree)
    code = compile(ast.Module([tree], []), place.file, "exec")
    made = {}
    exec(code, space, made)
    made[name].__defaults__ = function.__defaults__
    made[name].__kwdefaults__ = function.__kwdefaults__
    return made[name]


class Statements:
    """Rewrites the statements of one function."""

    def __init__(self, sites, place, rebound):
        self.sites = sites
        self.place = place
        self.rebound = rebound
        self.first = 0
        self.guarded = 0  # how many `finally` and `with` stand around
        self.expressions = Expressions(self.new_site, place.mangled, rebound)

    def new_site(self, node):
        return self.sites.add(self.place.site(node, self.first))

    def new_name(self):
        """The name of a value that lives as long as its statement."""
        return f"@t{self.sites.add()}"

    def lasting_name(self):
        """The name of a value that lives longer than its statement."""
        return f"@k{self.sites.add()}"

    def block(self, statements):
        return [new for statement in statements for new in self.statement(statement)]

    def statement(self, node) -> list:
        self.first = self.sites.next()
        if isinstance(node, _NOT_STEPPED):
            raise Refused(
                f"Line {self.line(node)} cannot be stepped: async code has no steps here."
            )
        kind = type(node).__name__.lower()
        rewrite = getattr(self, f"{kind}_" if iskeyword(kind) else kind, self.other)
        found = rewrite(node)
        for new in found:
            ast.copy_location(new, node)
            ast.fix_missing_locations(new)
        return found

    def other(self, node):
        return [node if isinstance(node, _OWN_SCOPE) else self.expressions.generic_visit(node)]

    def line(self, node):
        return self.place.first_line + node.lineno - 1

    def value(self, node):
        return self.expressions.visit(node)

    def test(self, node):
        return self.expressions.tested(node)

    # --- binding --------------------------------------------------------------------------------

    def assign(self, node):
        value = self.value(node.value)
        if all(self.is_local(target) for target in node.targets):
            return [ast.Assign(node.targets, value)]
        name = self.new_name()
        return [
            ast.Assign([store(name)], value),
            *(new for target in node.targets for new in self.bind(target, name)),
        ]

    def annassign(self, node):
        if node.value is None:
            return []
        return self.assign(ast.copy_location(ast.Assign([node.target], node.value), node))

    def is_local(self, target):
        return isinstance(target, ast.Name) and target.id not in self.rebound

    def bind(self, target, name) -> list:
        """Statements that bind `target` to the value of `name`."""
        if self.is_local(target):
            return [ast.Assign([target], load(name))]
        if isinstance(target, ast.Tuple | ast.List):
            names = [self.new_name() for _ in target.elts]
            parts = [
                ast.Starred(store(part), ast.Store())
                if isinstance(one, ast.Starred)
                else store(part)
                for part, one in zip(names, target.elts, strict=True)
            ]
            number = self.new_site(target)
            unpacked = act("look", number, load(name))
            found = [ast.Assign([ast.Tuple(parts, ast.Store())], unpacked)]
            for part, one in zip(names, target.elts, strict=True):
                found += self.bind(one.value if isinstance(one, ast.Starred) else one, part)
            return found
        return [ast.Expr(self.set(target, *self.reach(target), load(name)))]

    def reach(self, target) -> list:
        """What leads to `target`: its object, and its attribute or index."""
        if isinstance(target, ast.Name):
            return [constant(target.id)]
        if isinstance(target, ast.Attribute):
            return [self.value(target.value), constant(self.place.mangled(target.attr))]
        return [self.value(target.value), self.value(target.slice)]

    def set(self, target, *arguments):
        return act(_SET[type(target)], self.new_site(target), *arguments)

    def augassign(self, node):
        """Reads, changes and writes. What is changed in place, as a list is, is looked at first."""
        name, value = self.new_name(), self.new_name()
        found, reach = [], [load(node.target.id)] if self.is_local(node.target) else []
        if not reach:
            for part in self.reach(node.target):
                kept = self.new_name()
                found.append(ast.Assign([store(kept)], part))
                reach.append(load(kept))
        number = self.new_site(node.target)
        read = (
            reach[0] if self.is_local(node.target) else act(_GET[type(node.target)], number, *reach)
        )
        found += [
            ast.Assign([store(name)], read),
            ast.Assign([store(value)], self.value(node.value)),
            ast.Expr(act("change", self.new_site(node.target), load(name))),
            ast.AugAssign(store(name), node.op, load(value)),
        ]
        if self.is_local(node.target):
            return [*found, ast.Assign([node.target], load(name))]
        return [*found, ast.Expr(self.set(node.target, *reach, load(name)))]

    def delete(self, node):
        found = []
        for target in node.targets:
            if self.is_local(target):
                found.append(ast.Delete([target]))
            else:
                name = _DELETE[type(target)]
                arguments = self.reach(target)
                found.append(ast.Expr(act(name, self.new_site(target), *arguments)))
        return found

    # --- where it goes on -----------------------------------------------------------------------

    def jump(self, how) -> list:
        """Says how a block with a `finally` is left: only the generator's stack knows it else."""
        return [ast.Assign([store("@kway")], constant(how))] if self.guarded else []

    def return_(self, node):
        if node.value is None:
            return [*self.jump("return"), node]
        name = self.lasting_name()
        kept = ast.Assign([store(name)], self.value(node.value))
        return [kept, *self.jump("return"), ast.Return(load(name))]

    def break_(self, node):
        return [*self.jump("break"), node]

    def continue_(self, node):
        return [*self.jump("continue"), node]

    def raise_(self, node):
        return [self.expressions.generic_visit(node)]

    def assert_(self, node):
        return [ast.Assert(self.test(node.test), node.msg and self.value(node.msg))]

    def if_(self, node):
        return [ast.If(self.test(node.test), self.block(node.body), self.block(node.orelse))]

    def turn(self):
        return ast.Expr(ast.Call(load("@turn"), [constant(self.sites.next() - 1)], []))

    def while_(self, node):
        test, turn = self.test(node.test), self.turn()
        return [ast.While(test, [turn, *self.block(node.body)], self.block(node.orelse))]

    def for_(self, node):
        """`for x in things` as `while more(each)`, so that each turn may be a step."""
        each, number = self.lasting_name(), self.new_site(node.iter)
        begun = ast.Assign([store(each)], act("each", number, self.value(node.iter)))
        test = act("more", number, load(each))
        turn = self.turn()
        name = self.new_name()
        got = ast.Assign([store(name)], ast.Attribute(load(each), "value", ast.Load()))
        bound = self.bind(node.target, name)
        body = self.block(node.body)
        return [begun, ast.While(test, [turn, got, *bound, *body], self.block(node.orelse))]

    def with_(self, node):
        body, self.guarded = None, self.guarded + 1
        entered = []
        for item in node.items:
            name, number = self.lasting_name(), self.new_site(item.context_expr)
            begun = ast.Assign([store(name)], act("enter", number, self.value(item.context_expr)))
            bound = []
            if item.optional_vars:
                value = self.new_name()
                got = ast.Attribute(load(name), "value", ast.Load())
                bound = [ast.Assign([store(value)], got), *self.bind(item.optional_vars, value)]
            entered.append((name, number, begun, bound))
        body = self.block(node.body)
        self.guarded -= 1
        for name, number, begun, bound in reversed(entered):
            body = [begun, _left(name, number, [*bound, *body])]
        return [ast.Assign([store("@kway")], constant(None)), *body]

    def try_(self, node):
        self.guarded += bool(node.finalbody)
        body, orelse = self.block(node.body), self.block(node.orelse)
        handlers = [self.handler(one) for one in node.handlers]
        self.guarded -= bool(node.finalbody)
        # What is thrown away unfinished is closed by Python, and must not take steps then.
        final = self.block(node.finalbody)
        if final:
            raised = ast.Assign([store("@kraised")], ast.Call(load("@raised"), [], []))
            final = [ast.If(ast.Call(load("@open"), [], []), [raised, *final], [])]
        begun = ast.Assign([store("@kway")], constant(None))
        return [begun, ast.Try(body, handlers, orelse, final)]

    def handler(self, node):
        closed = ast.If(ast.UnaryOp(ast.Not(), ast.Call(load("@open"), [], [])), [ast.Raise()], [])
        kind = node.type and self.value(node.type)
        return ast.ExceptHandler(kind, node.name, [closed, *self.block(node.body)])

    def match(self, node):
        cases = [
            ast.match_case(
                case.pattern, case.guard and self.test(case.guard), self.block(case.body)
            )
            for case in node.cases
        ]
        if not any(isinstance(one, ast.MatchClass) for one in ast.walk(node)):
            return [ast.Match(self.expressions.looked_at(node.subject), cases)]
        number = self.new_site(node.subject)
        return [ast.Match(act("matched", number, self.value(node.subject)), cases)]

    def global_(self, node):
        return []  # each use of the name is an act by now

    def nonlocal_(self, node):
        raise Refused(
            f"Line {self.line(node)} cannot be stepped: variables of an outer function are not "
            "followed. Keep what is shared in an object, a list or a global variable."
        )


def _left(name, number, body):
    """`with`, once it is entered: what CPython's compiler makes of it (Lib/contextlib and the
    language reference, "The with statement"), with the exit as a step."""
    caught = f"@e{number}"
    leave = act("leave", number, load(name), load(caught))
    unless = ast.BoolOp(ast.And(), [ast.Call(load("@open"), [], []), leave])
    handler = ast.ExceptHandler(
        load("@BaseException"), caught, [ast.If(unless, [ast.Pass()], [ast.Raise()])]
    )
    final = ast.If(
        ast.Call(load("@open"), [], []),
        [ast.Expr(act("leave_once", number, load(name)))],
        [],
    )
    return ast.Try(body, [handler], [], [final])


_GET = {ast.Name: "get_global", ast.Attribute: "get", ast.Subscript: "item"}
_SET = {ast.Name: "set_global", ast.Attribute: "set", ast.Subscript: "set_item"}
_DELETE = {ast.Name: "delete_global", ast.Attribute: "delete", ast.Subscript: "delete_item"}
