"""Linear expressions as vectors over the columns, and sources as solutions."""

from typing import TYPE_CHECKING

import numpy as np
from pulp import LpAffineExpression, LpVariable

from optimizer.arrays import Floats
from optimizer.solution import Snapshot, Solution
from optimizer.storage import check

if TYPE_CHECKING:
    from optimizer.program import Program
    from optimizer.session import Session

type Expression = LpAffineExpression | LpVariable


def solved(source: "Program | Session | Solution") -> Solution:
    """The solution itself, or that of the programme or session as it stands."""
    return source if isinstance(source, Solution) else source.solve()


def weights(snapshot: Snapshot, what: str, expression: Expression) -> tuple[Floats, float]:
    """Coefficients of an expression by column, and its constant.

    Raises
    ------
    ModelError
        If it is no linear expression in the variables of this programme.
    """
    if isinstance(expression, LpVariable):
        expression = LpAffineExpression.from_variable(expression)
    check(what, expression, "expression", snapshot.probe)
    found = np.zeros(snapshot.arrays.columns)
    for variable, coefficient in expression.items():
        found[variable.id] = coefficient
    return found, float(expression.constant)
