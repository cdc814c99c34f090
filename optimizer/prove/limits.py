"""Some limits of a programme alone: whether they can hold together, and which of them are not needed for that."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from optimizer.build.arrays import Arrays, Integers, Matrix
from optimizer.exact.checks import entries
from optimizer.exact.simplex import Budget, TooLongError, decide
from optimizer.status import Status

_OPERATIONS = 300_000

type End = tuple[int, bool]


@dataclass(frozen=True, slots=True)
class Limits:
    """Rows of a linear programme, and bounds of its columns: which column, and whether it is the lower bound."""

    rows: tuple[int, ...]
    ends: tuple[End, ...]

    @classmethod
    def of(cls, arrays: Arrays, multipliers: Mapping[int, Fraction]) -> "Limits":
        """The limits that multipliers of rows use; what they leave of a column uses one of its bounds."""
        left: dict[int, Fraction] = {}
        for row, multiplier in multipliers.items():
            for column, value in zip(*(part.tolist() for part in arrays.matrix.row(row)), strict=True):
                left[column] = left.get(column, Fraction(0)) + multiplier * Fraction(value)
        ends = tuple((column, amount > 0) for column, amount in sorted(left.items()) if amount)
        return cls(tuple(sorted(multipliers)), ends)

    def without(self, limit: int | End) -> "Limits":
        """All but one."""
        kept = tuple(row for row in self.rows if row != limit)
        return Limits(kept, tuple(end for end in self.ends if end != limit))

    def alone(self, arrays: Arrays) -> Arrays:
        """The programme with these limits and no others."""
        rows: Integers = np.array(self.rows, dtype=np.int32)
        at, index, value = entries(arrays.matrix, rows)
        start = np.concatenate([[0], np.cumsum(np.bincount(at, minlength=len(rows)))]).astype(np.int32)
        lower, upper = np.full(arrays.columns, -np.inf), np.full(arrays.columns, np.inf)
        for column, at_lower in self.ends:
            side, bounds = (lower, arrays.lower) if at_lower else (upper, arrays.upper)
            side[column] = bounds[column]
        return replace(
            arrays,
            cost=np.zeros(arrays.columns),
            lower=lower,
            upper=upper,
            row_lower=arrays.row_lower[rows],
            row_upper=arrays.row_upper[rows],
            integer=np.zeros_like(arrays.integer),
            matrix=Matrix(start, index, value),
        )


def fewest(arrays: Arrays, multipliers: Mapping[int, Fraction]) -> Limits:
    """Of the limits that multipliers prove to be in conflict, some that are so as well, each of them needed.

    One limit after another is left out where the rest are in conflict still (Chinneck and Dravnieks 1991, "Locating
    minimal infeasible constraint sets in linear programs"), in fractions; where those take too long, some are needless.
    """
    limits = Limits.of(arrays, multipliers)
    budget = Budget(_OPERATIONS)
    for limit in (*limits.rows, *limits.ends):
        if limit not in limits.rows and limit not in limits.ends:
            continue
        rest = limits.without(limit)
        try:
            found = decide(rest.alone(arrays), budget)
        except TooLongError:
            break
        if found.status is Status.INFEASIBLE:
            limits = Limits.of(arrays, {rest.rows[place]: amount for place, amount in found.multipliers.items()})
    return limits
