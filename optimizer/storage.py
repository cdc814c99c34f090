"""Where a programme keeps its numbers while it is being built."""

import math
from array import array
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import numpy as np
import pulp
from pulp import LpAffineExpression

from optimizer.arrays import Flags, Floats, Matrix
from optimizer.errors import ModelError
from optimizer.labels import Key, Labels, written

_HINTS: dict[type, str] = {
    bool: ": for two variables write x - y == 0 instead of x == y, and turn a numpy number into a float",
    np.bool_: ": put the variables on the left, and turn a numpy number into a float",
}

type Bound = float | Mapping[Any, float | None] | None


class Columns:
    """Bounds and kinds of the variables."""

    def __init__(self) -> None:
        self.labels = Labels("variable")
        self._lower, self._upper, self._integer = array("d"), array("d"), array("b")

    def add[K: Key](
        self, name: str, keys: Iterable[K], lower: Bound, upper: Bound, *, integer: bool
    ) -> list[tuple[K, int, float, float]]:
        """Add a family and return key, column and bounds of each member."""
        members = [] if isinstance(keys, str) else list(keys)
        low = [_bound(lower, -math.inf, name, key) for key in members]
        high = [_bound(upper, math.inf, name, key) for key in members]
        for key, below, above in zip(members, low, high, strict=True):
            if below > above or below == math.inf or above == -math.inf:
                raise ModelError(f"variable {written(name, key)}: lower bound {below} above upper {above}")
        columns = self.labels.add(name, keys if isinstance(keys, str) else members)
        self._lower.extend(low)
        self._upper.extend(high)
        self._integer.extend([integer] * len(columns))
        return list(zip(members, columns, low, high, strict=True))

    def bounds(self) -> tuple[Floats, Floats]:
        """Lower and upper bounds."""
        return np.array(self._lower, dtype=np.float64), np.array(self._upper, dtype=np.float64)

    def integer(self) -> Flags:
        """Which variables must be whole."""
        return np.array(self._integer, dtype=np.bool_)


class Rows:
    """Coefficients and limits of the constraints."""

    def __init__(self) -> None:
        self.labels = Labels("constraint")
        self._lower, self._upper = array("d"), array("d")
        self._start, self._index, self._value = array("i", [0]), array("i"), array("d")

    def add(self, family: str, rows: Mapping[Any, LpAffineExpression]) -> range:
        """Add checked comparisons to a family and return their rows."""
        positions = self.labels.add(family, rows)
        for row in rows.values():
            for variable, coefficient in row.items():
                if coefficient:
                    self._index.append(variable.id)
                    self._value.append(coefficient)
            self._start.append(len(self._index))
            limit = -row.constant
            self._lower.append(-math.inf if row.sense == pulp.LpConstraintLE else limit)
            self._upper.append(math.inf if row.sense == pulp.LpConstraintGE else limit)
        return positions

    def limits(self) -> tuple[Floats, Floats]:
        """Lower and upper limits."""
        return np.array(self._lower, dtype=np.float64), np.array(self._upper, dtype=np.float64)

    def matrix(self) -> Matrix:
        """All coefficients."""
        return Matrix(
            np.array(self._start, dtype=np.int32),
            np.array(self._index, dtype=np.int32),
            np.array(self._value, dtype=np.float64),
        )


def check(
    what: str, thing: object, shape: Literal["expression", "comparison"], ours: LpAffineExpression | None
) -> None:
    """Refuse what PuLP would take in silence, or only notice half-way.

    Parameters
    ----------
    what
        The place in the programme, for the message.
    thing
        What was given there.
    shape
        What it has to be: a linear expression, or a comparison of one with something.
    ours
        An expression in a variable of this programme: adding one of another programme to it fails.
    """
    if not isinstance(thing, LpAffineExpression) or (thing.sense is None) != (shape == "expression"):
        raise ModelError(f"{what} is not a linear {shape} but {type(thing).__name__}{_HINTS.get(type(thing), '')}")
    if not math.isfinite(thing.constant) or not all(map(math.isfinite, thing.values())):
        raise ModelError(f"{what} has a number that is not finite")
    try:
        if ours is not None:
            ours + thing
    except ValueError as error:
        raise ModelError(f"{what} has variables of another programme") from error
    if ours is None and len(thing):
        raise ModelError(f"{what} has variables of another programme")


def _bound(bound: Bound, default: float, name: str, key: Key) -> float:
    if bound is None:
        return default
    if isinstance(bound, Mapping):
        if key not in bound:
            raise ModelError(f"variable {written(name, key)} has no bound in the mapping given")
        return _bound(bound[key], default, name, key)
    if math.isnan(bound):
        raise ModelError(f"variable {written(name, key)}: a bound is not a number")
    return float(bound)
