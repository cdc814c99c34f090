"""A programme kept as numbers alone, for thousands of like programmes in a row.

A variable is its column and an expression its pairs: there is nothing behind them that could be written out, and
nothing is checked.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.build.arrays import Arrays, Floats, Matrix
from optimizer.build.store import Bound, Store
from optimizer.explained import Key

type Pair = tuple[Any, float]


class Column:
    """A variable: no more than its place in the matrix, ``id``, which a variable of PuLP has as well."""

    __slots__ = ("id",)

    def __init__(self, place: int) -> None:
        self.id = place

    def __repr__(self) -> str:
        return f"<Column {self.id}>"


class Row:
    """A sum between two limits."""

    __slots__ = ("high", "low", "pairs")

    def __init__(self, pairs: list[Pair], low: float, high: float) -> None:
        self.pairs, self.low, self.high = pairs, low, high


class Sum:
    """A weighted sum of variables and a constant. Compared with a number it is a row."""

    __slots__ = ("constant", "pairs")

    def __init__(self, pairs: list[Pair], constant: float) -> None:
        self.pairs, self.constant = pairs, constant

    def __le__(self, limit: float) -> Row:
        return Row(self.pairs, -math.inf, limit - self.constant)

    def __ge__(self, limit: float) -> Row:
        return Row(self.pairs, limit - self.constant, math.inf)

    def __eq__(self, limit: Any) -> Any:
        return Row(self.pairs, limit - self.constant, limit - self.constant)


class Unchecked(Store):
    """Rows and columns as lists of numbers."""

    def __init__(self) -> None:
        super().__init__()
        self._lower: list[float] = []
        self._upper: list[float] = []
        self._integer: list[bool] = []
        self._row_lower: list[float] = []
        self._row_upper: list[float] = []
        self._entries: list[Pair] = []
        self._lengths: list[int] = []
        self._objective = Sum([], 0.0)

    def add_variables[K: Key](
        self, name: str, keys: Iterable[K], lower: Bound, upper: Bound, *, integer: bool
    ) -> dict[K, Column]:
        members = list(keys)
        columns = self.columns.add(name, members)
        self._lower += _bounds(lower, -math.inf, members)
        self._upper += _bounds(upper, math.inf, members)
        self._integer += [integer] * len(members)
        return dict(zip(members, map(Column, columns), strict=True))

    def set_objective(self, expression: Any) -> None:
        self._objective = as_sum(expression)

    def add_constraints(self, family: str, rows: Mapping[Any, Any]) -> None:
        self.rows.add(family, rows)
        for row in rows.values():
            self._entries += row.pairs
            self._lengths.append(len(row.pairs))
            self._row_lower.append(row.low)
            self._row_upper.append(row.high)

    def linear(self, terms: Mapping[Any, float] | Iterable[tuple[Any, float]], constant: float) -> Sum:
        return Sum(list(terms.items() if isinstance(terms, Mapping) else terms), constant)

    def bounds(self, column: int) -> tuple[float, float]:
        return self._lower[column], self._upper[column]

    def set_bounds(self, column: int, lower: float, upper: float) -> None:
        self._lower[column], self._upper[column] = lower, upper

    def make_continuous(self, column: int) -> None:
        self.integers_fixed = self.integers_fixed or self._integer[column]
        self._integer[column] = False

    def arrays(self, *, maximise: bool) -> Arrays:
        columns, worth = apart(self._objective.pairs)
        return Arrays(
            maximise=maximise,
            offset=self._objective.constant,
            cost=np.bincount(columns, weights=worth, minlength=len(self._lower)),
            lower=np.array(self._lower, dtype=np.float64),
            upper=np.array(self._upper, dtype=np.float64),
            row_lower=np.array(self._row_lower, dtype=np.float64),
            row_upper=np.array(self._row_upper, dtype=np.float64),
            integer=np.array(self._integer, dtype=np.bool_),
            matrix=self._matrix(),
        )

    def _matrix(self) -> Matrix:
        """All coefficients, those of one variable in one row added up."""
        count, width = len(self._lengths), max(1, len(self._integer))
        columns, values = apart(self._entries)
        place = np.repeat(np.arange(count, dtype=np.int64), self._lengths) * width + columns
        cells, where = np.unique(place, return_inverse=True)
        sums = np.bincount(where, weights=values, minlength=len(cells))
        kept = sums != 0.0
        rows, index = np.divmod(cells[kept], width)
        start = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=count))))
        return Matrix(start.astype(np.int32), index.astype(np.int32), sums[kept])


def as_sum(expression: Any) -> Sum:
    """A sum, or the variable that stands for one."""
    return Sum([(expression, 1.0)], 0.0) if isinstance(expression, Column) else expression


def apart(pairs: list[Pair]) -> tuple[NDArray[np.int64], Floats]:
    """Columns and weights of pairs."""
    count = len(pairs)
    columns = np.fromiter((variable.id for variable, _ in pairs), dtype=np.int64, count=count)
    return columns, np.fromiter((weight for _, weight in pairs), dtype=np.float64, count=count)


def _bounds(bound: Bound, default: float, keys: list[Any]) -> list[float]:
    if isinstance(bound, Mapping):
        return [default if (given := bound[key]) is None else given for key in keys]
    return [default if bound is None else bound] * len(keys)
