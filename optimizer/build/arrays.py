"""A programme as arrays: what the solver reads, frozen."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Integers = NDArray[np.int32]
type Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """A sparse matrix by rows: entries of row i are ``start[i]`` to ``start[i + 1]``."""

    start: Integers
    index: Integers
    value: Floats

    def row(self, i: int) -> tuple[Integers, Floats]:
        """Columns and coefficients of one row."""
        span = slice(self.start[i], self.start[i + 1])
        return self.index[span], self.value[span]

    def rows_of_entries(self) -> Integers:
        """The row each stored entry belongs to."""
        return np.repeat(np.arange(len(self.start) - 1, dtype=np.int32), np.diff(self.start))


@dataclass(frozen=True, slots=True, eq=False)
class Arrays:
    """A linear or mixed-integer programme.

    Rows hold ``row_lower <= matrix x <= row_upper`` and columns ``lower <= x <= upper``; a side
    without a limit is infinite. The objective is ``offset + cost x``.
    """

    maximise: bool
    offset: float
    cost: Floats
    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats
    integer: Flags
    matrix: Matrix

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.row_lower)

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.cost)

    @property
    def sign(self) -> float:
        """1 for maximising, -1 for minimising: times the objective, more is better."""
        return 1.0 if self.maximise else -1.0

    def activity(self, values: Floats) -> Floats:
        """Left-hand side of every row at a point."""
        products = self.matrix.value * values[self.matrix.index]
        return np.bincount(self.matrix.rows_of_entries(), weights=products, minlength=self.rows)


def weighted_sum(weights: Floats, point: Floats) -> Floats:
    """Weighted sums over a point, one for each row of weights.

    Unlike ``@`` it shares no sum among cores: the same bits on any machine, and no core that waits for more.
    """
    sums: Floats = np.einsum("...i,i->...", weights, point)
    return sums


def limit_of(arrays: Arrays, row: int) -> float:
    """The limit of a row; infinite for a row without one."""
    low, high = float(arrays.row_lower[row]), float(arrays.row_upper[row])
    return high if np.isfinite(high) else low


@dataclass(frozen=True, slots=True)
class Size:
    """How large a programme is, and how wide its coefficients spread."""

    rows: int
    columns: int
    integers: int
    nonzeros: int
    smallest: float
    largest: float

    @classmethod
    def of(cls, arrays: Arrays) -> "Size":
        """Measure a programme; coefficients are those of the rows, in absolute value."""
        magnitudes = np.abs(arrays.matrix.value)
        return cls(
            rows=arrays.rows,
            columns=arrays.columns,
            integers=int(arrays.integer.sum()),
            nonzeros=len(magnitudes),
            smallest=float(magnitudes.min(initial=np.inf)) if len(magnitudes) else 0.0,
            largest=float(magnitudes.max(initial=0.0)),
        )
