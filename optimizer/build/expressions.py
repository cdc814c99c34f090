"""Linear expressions as vectors over the columns."""

import numpy as np
from pulp import LpAffineExpression, LpVariable

from optimizer.build.arrays import Floats
from optimizer.build.checked import check
from optimizer.build.snapshot import Snapshot
from optimizer.build.unchecked import Column, Sum, apart, as_sum
from optimizer.errors import ModelError

type Expression = LpAffineExpression | LpVariable | Sum | Column


def weights(snapshot: Snapshot, what: str, expression: Expression) -> tuple[Floats, float]:
    """Coefficients of an expression by column, and its constant.

    Raises
    ------
    ModelError
        If it is no linear expression in the variables of this programme.
    """
    if isinstance(expression, Sum | Column):
        return _unchecked(snapshot, what, as_sum(expression))
    if isinstance(expression, LpVariable):
        expression = LpAffineExpression.from_variable(expression)
    check(what, expression, "expression", snapshot.probe)
    found = np.zeros(snapshot.arrays.columns)
    for variable, coefficient in expression.items():
        found[variable.id] = coefficient
    return found, float(expression.constant)


def _unchecked(snapshot: Snapshot, what: str, expression: Sum) -> tuple[Floats, float]:
    if snapshot.probe is not None:
        raise ModelError(f"{what} has variables of another programme")
    columns, values = apart(expression.pairs)
    return np.bincount(columns, weights=values, minlength=snapshot.arrays.columns), float(expression.constant)
