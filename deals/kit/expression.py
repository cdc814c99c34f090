"""Sizes written as arithmetic over the columns there are: ``0.05 * gdp``, ``min(imports_from_us, 20)``.

Numbers, names, ``+ - * /``, ``min(a, b, ...)`` and ``max(a, b, ...)``, with brackets; nothing else is read, and nothing
is ever executed. A quotient by nothing is nothing.
"""

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, reduce

from deals.kit.errors import Problem, suggestion
from deals.kit.numbers import larger, ratio, smaller

LONGEST = 200
"""Characters of an expression."""
FUNCTIONS: dict[str, Callable[[float, float], float]] = {"min": smaller, "max": larger}
OPERATIONS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: ratio,
}
ALLOWED = "write numbers, names, + - * /, min(a, b) and max(a, b)"


class ExpressionError(ValueError):
    """What cannot be read as such arithmetic; the message says which part."""


@lru_cache(maxsize=512)
def parsed(text: str) -> ast.expr:
    """The tree of an expression of which every part is allowed.

    Raises
    ------
    ExpressionError
        Something else than arithmetic over names.
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"has {len(text)} characters, more than {LONGEST}")
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError):
        raise ExpressionError("is no arithmetic") from None
    for part in _parts(tree):
        if not _allowed(part):
            raise ExpressionError(f"holds {ast.unparse(part)}, which is no part of an expression")
    return tree


def names_in(text: str) -> frozenset[str]:
    """Names in an expression, functions left out; none in a blank."""
    return frozenset(part.id for part in _parts(parsed(text)) if isinstance(part, ast.Name)) if text else frozenset()


def has_numbers(text: str) -> bool:
    """Whether numbers are written in an expression."""
    return bool(text) and any(isinstance(part, ast.Constant) for part in _parts(parsed(text)))


def value_of(text: str, lookup: Callable[[str], float]) -> float:
    """The value of an expression, of one world or world by world, each name looked up."""

    def value(part: ast.expr) -> float:
        match part:
            case ast.Constant(value=int() | float() as number):
                return float(number)
            case ast.Name(id=name):
                return lookup(name)
            case ast.UnaryOp(op=op, operand=inner):
                return -value(inner) if isinstance(op, ast.USub) else value(inner)
            case ast.BinOp(left=left, op=operator, right=right):
                return OPERATIONS[type(operator)](value(left), value(right))
            case ast.Call(func=ast.Name(id=function), args=arguments):
                return reduce(FUNCTIONS[function], map(value, arguments))
            case _:
                raise ExpressionError(f"holds {ast.unparse(part)}, which is no part of an expression")

    return value(parsed(text))


def expression_problems(text: str, known: Iterable[str], file: str, field: str) -> list[Problem]:
    """What is wrong with an expression: its form, or names nobody knows, each with the nearest and all there are."""
    try:
        names = names_in(text)
    except ExpressionError as error:
        return [Problem(file, field, text, str(error), ALLOWED)]
    allowed = sorted(set(known))
    found = []
    for name in sorted(names - set(allowed)):
        near = suggestion(name, allowed)
        fix = f"{near} Names are " if near.startswith("did you mean") else "names are "
        found.append(Problem(file, field, name, "unknown size", f"{fix}{', '.join(allowed)}"))
    return found


def _parts(tree: ast.expr) -> Iterator[ast.expr]:
    """Every part of an expression; of a call its arguments, and not its name."""
    yield tree
    inner = tree.args if isinstance(tree, ast.Call) else ast.iter_child_nodes(tree)
    for part in inner:
        if isinstance(part, ast.expr):
            yield from _parts(part)


def _allowed(part: ast.expr) -> bool:
    match part:
        case ast.Constant(value=bool()):
            return False
        case ast.Constant(value=int() | float()) | ast.Name():
            return True
        case ast.UnaryOp(op=ast.USub() | ast.UAdd()):
            return True
        case ast.BinOp(op=operator):
            return type(operator) in OPERATIONS
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return name in FUNCTIONS and len(arguments) > 1
        case _:
            return False
