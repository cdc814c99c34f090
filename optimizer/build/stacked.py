"""Many programmes of one shape, written once: wherever a number stands, an array with an element a programme may.

They share rows, columns and places of coefficients; whatever is written for one of them is written for all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.build.arrays import Arrays, Floats, Integers, Matrix
from optimizer.build.labels import Labels
from optimizer.build.unchecked import Pair, Unchecked, as_sum
from optimizer.explained import Key


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """Numbers of many programmes of one shape.

    Attributes
    ----------
    maximise : bool
    rows, columns : Labels
        Labels of the constraints and of the variables.
    cost, lower, upper : array
        A row a programme and a column a variable.
    row_lower, row_upper : array
        A row a programme and a column a constraint.
    start, index : array
        Places of the coefficients, by constraint.
    value : array
        The coefficients, a row a programme.
    offset : array
        The constant of each objective.
    """

    maximise: bool
    rows: Labels
    columns: Labels
    offset: Floats
    cost: Floats
    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats
    start: Integers
    index: Integers
    value: Floats

    def __len__(self) -> int:
        return len(self.offset)

    def row(self, family: str, key: Key) -> tuple[Integers, Floats]:
        """Columns of a constraint, and its coefficients, a row a programme."""
        place = self.rows.position(family, key)
        span = slice(self.start[place], self.start[place + 1])
        return self.index[span], self.value[:, span]

    def arrays(self, number: int) -> Arrays:
        """One of the programmes, its variables continuous."""
        return Arrays(
            maximise=self.maximise,
            offset=float(self.offset[number]),
            cost=self.cost[number],
            lower=self.lower[number],
            upper=self.upper[number],
            row_lower=self.row_lower[number],
            row_upper=self.row_upper[number],
            integer=np.zeros(self.cost.shape[1], dtype=np.bool_),
            matrix=Matrix(self.start, self.index, self.value[number]),
        )


class Stacked(Unchecked):
    """Rows and columns of many programmes as lists of numbers and of arrays over programmes."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count

    def stack(self, *, maximise: bool) -> Stack:
        """The numbers as they stand."""
        start, index, value = self._coefficients(max(1, len(self._lower)))
        return Stack(
            maximise=maximise,
            rows=self.rows,
            columns=self.columns,
            offset=_row(self._objective.constant, self.count),
            cost=self.weights(self._objective),
            lower=_wide(self._lower, self.count).T,
            upper=_wide(self._upper, self.count).T,
            row_lower=_wide(self._row_lower, self.count).T,
            row_upper=_wide(self._row_upper, self.count).T,
            start=start,
            index=index,
            value=np.ascontiguousarray(value.T),
        )

    def weights(self, expression: Any) -> Floats:
        """Coefficients of a sum, a row a programme and a column a variable."""
        columns, weights = _apart(as_sum(expression).pairs, self.count)
        return _added(np.asarray(columns, dtype=np.int64), weights, len(self._lower)).T

    def _coefficients(self, width: int) -> tuple[Integers, Integers, Floats]:
        """Places and values of all coefficients, those of one variable in one row added up."""
        rows = len(self._lengths)
        columns, values = _apart(self._entries, self.count)
        place = np.repeat(np.arange(rows, dtype=np.int64), self._lengths) * width + np.asarray(columns, dtype=np.int64)
        cells, where = np.unique(place, return_inverse=True)
        of_row, index = np.divmod(cells, width)
        start = np.concatenate(([0], np.cumsum(np.bincount(of_row, minlength=rows))))
        return start.astype(np.int32), index.astype(np.int32), _added(where, values, len(cells))


def _apart(pairs: list[Pair], count: int) -> tuple[list[int], Floats]:
    """Columns and weights of pairs, a row a pair."""
    return [variable.id for variable, _ in pairs], _wide([weight for _, weight in pairs], count)


def _wide(numbers: Iterable[Any], count: int) -> Floats:
    """Numbers and arrays over programmes as rows."""
    listed = list(numbers)
    found = np.empty((len(listed), count))
    for row, number in enumerate(listed):
        found[row] = number
    return found


def _row(number: Any, count: int) -> Floats:
    return np.array(np.broadcast_to(number, count), dtype=np.float64)


def _added(where: NDArray[np.int64], values: Floats, length: int) -> Floats:
    """Rows of values added up by place, in their order, so that no sum depends on how many programmes there are."""
    found = np.zeros((length, values.shape[1]))
    order = np.argsort(where, kind="stable")
    placed = where[order]
    first = np.concatenate(([True], placed[1:] != placed[:-1])) if len(placed) else np.zeros(0, dtype=bool)
    turn = np.arange(len(placed)) - np.maximum.accumulate(np.where(first, np.arange(len(placed)), 0))
    found[placed[first]] = values[order[first]]
    for each in range(1, int(turn.max(initial=0)) + 1):
        chosen = order[turn == each]
        found[where[chosen]] += values[chosen]
    return found


def valued(pairs: Iterable[Pair], points: Floats) -> Floats:
    """A weighted sum of variables at a point of each programme, a row a programme."""
    total = np.zeros(len(points))
    for variable, weight in pairs:
        total += weight * points[:, variable.id]
    return total
