"""Expressions rewritten, so that whatever may touch something shared asks first.

A worker becomes a generator, and `account.balance` becomes

    t3 := yield from get(3, account, "balance")

`get` and its like stand in `acts.py`: they yield before they touch what is shared, and otherwise do
at once what the expression did. The 3 is the number of the `Site`. The value is kept in a variable
of its own: on the generator's stack nobody could see it, and two states would look the same that
are not. Names that begin with "@" are ours, as no learner can type them.
"""

import ast

__all__ = ["Expressions", "act", "constant", "load", "store"]

# What operators and displays make anew is never one of the shared objects.
NEW = ast.Constant | ast.BinOp | ast.UnaryOp | ast.Compare | ast.JoinedStr | ast.Lambda | ast.Tuple
SCOPES = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
ONLY_WHO = ast.Is | ast.IsNot


def load(name) -> ast.Name:
    """The value of a variable."""
    return ast.Name(name, ast.Load())


def store(name) -> ast.Name:
    """A variable that is bound."""
    return ast.Name(name, ast.Store())


def constant(value) -> ast.Constant:
    """A value that stands in the code."""
    return ast.Constant(value)


def act(name, number, *arguments, keywords=()) -> ast.YieldFrom:
    """`yield from @name(number, *arguments)`."""
    return ast.YieldFrom(ast.Call(load(f"@{name}"), [constant(number), *arguments], [*keywords]))


class Expressions(ast.NodeTransformer):
    """Rewrites the expressions of one function.

    new_site:  called with a node, gives the number of a new site
    mangled:   called with the name of an attribute, gives the one that it has in this class
    rebound:   global names that a worker binds anew: each use of one is a step
    """

    def __init__(self, new_site, mangled, rebound):
        self.new_site = new_site
        self.mangled = mangled
        self.rebound = rebound

    def kept(self, number, value):
        return ast.NamedExpr(store(f"@t{number}"), value)

    def looked_at(self, node):
        """`node`, rewritten, where its value is looked at: in a test, by an operator, in a text."""
        if isinstance(node, NEW):
            return self.visit(node)
        number = self.new_site(node)
        return self.kept(number, act("look", number, self.visit(node)))

    def tested(self, node):
        """`node`, rewritten, where it is asked for its truth. `and` and `or` ask their parts."""
        if isinstance(node, ast.BoolOp):
            return ast.BoolOp(node.op, [self.tested(value) for value in node.values])
        return self.looked_at(node)

    def visit_Name(self, node):
        if node.id not in self.rebound:
            return node
        number = self.new_site(node)
        return self.kept(number, act("get_global", number, constant(node.id)))

    def visit_Attribute(self, node):
        value, number = self.visit(node.value), self.new_site(node)
        return self.kept(number, act("get", number, value, constant(self.mangled(node.attr))))

    def visit_Subscript(self, node):
        value, index, number = self.visit(node.value), self.visit(node.slice), self.new_site(node)
        return self.kept(number, act("item", number, value, index))

    def visit_Slice(self, node):
        parts = [
            self.visit(part) if part else constant(None)
            for part in (node.lower, node.upper, node.step)
        ]
        return ast.Call(load("@slice"), parts, [])

    def visit_Call(self, node):
        if isinstance(node.func, ast.Attribute):
            called = [self.visit(node.func.value), constant(self.mangled(node.func.attr))]
        else:
            called = [self.visit(node.func)]
        arguments = [self.visit(argument) for argument in node.args]
        keywords = [ast.keyword(one.arg, self.visit(one.value)) for one in node.keywords]
        number = self.new_site(node)
        name = "method" if len(called) == 2 else "call"
        return self.kept(number, act(name, number, *called, *arguments, keywords=keywords))

    def visit_Compare(self, node):
        if all(isinstance(operator, ONLY_WHO) for operator in node.ops):
            return self.generic_visit(node)
        operands = [self.looked_at(operand) for operand in (node.left, *node.comparators)]
        return ast.Compare(operands[0], node.ops, operands[1:])

    def visit_BoolOp(self, node):
        asked = [self.tested(value) for value in node.values[:-1]]
        return ast.BoolOp(node.op, [*asked, self.visit(node.values[-1])])

    def visit_UnaryOp(self, node):
        look = self.tested if isinstance(node.op, ast.Not) else self.looked_at
        return ast.UnaryOp(node.op, look(node.operand))

    def visit_BinOp(self, node):
        return ast.BinOp(self.looked_at(node.left), node.op, self.looked_at(node.right))

    def visit_IfExp(self, node):
        test = self.tested(node.test)
        return ast.IfExp(test, self.visit(node.body), self.visit(node.orelse))

    def visit_FormattedValue(self, node):
        spec = node.format_spec and self.visit(node.format_spec)
        return ast.FormattedValue(self.looked_at(node.value), node.conversion, spec)

    def visit_Starred(self, node):
        return ast.Starred(self.looked_at(node.value), node.ctx)

    def visit_Lambda(self, node):
        return node  # whoever calls it is told that nobody sees inside

    def _scope(self, node):
        """A comprehension has a scope of its own, in which nothing can be yielded."""
        bound = {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and _is_stored(one)}
        used = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)} - bound
        names = ast.Tuple([load(name) for name in sorted(used)], ast.Load())
        number = self.new_site(node)
        calls = any(isinstance(one, ast.Call) for one in ast.walk(node))
        first = act("scope", number, names, constant(calls))
        both = ast.Tuple([first, node], ast.Load())
        return self.kept(number, ast.Subscript(both, constant(1), ast.Load()))

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _scope


def _is_stored(name):
    return isinstance(name.ctx, ast.Store)
