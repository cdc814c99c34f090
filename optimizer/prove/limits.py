"""Some limits of a programme alone: whether they can hold together, and which of them are not needed for that."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from optimizer.build.arrays import Arrays, Flags, Floats, Integers, Matrix
from optimizer.exact.checks import entries
from optimizer.exact.simplex import Budget, TooLongError, decide
from optimizer.solve.handle import Handle
from optimizer.solve.outcome import Settings
from optimizer.solve.verdict import ENDINGS, contradicting
from optimizer.status import Status

# What is decided in fractions takes a second at most.
_ENTRIES = 200
_OPERATIONS = 100_000

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


def fewest(arrays: Arrays, multipliers: Mapping[int, Fraction]) -> Limits:
    """Of the rows that multipliers prove to be in conflict, and the bounds, some that are so as well, each needed.

    One limit after another is left out where the rest are in conflict still (Chinneck and Dravnieks 1991, "Locating
    minimal infeasible constraint sets in linear programs"); rows first, so that few are left. Each step is one bounded
    run, and there are as many as limits, so that this ends: the solver's own search for a conflict can go on for ever.
    """
    found = Limits.of(arrays, multipliers)
    part = _Part(arrays, found.rows)
    for row in found.rows:
        if row in found.rows:
            found = part.conflict([one for one in found.rows if one != row], part.ends) or found
    for end in found.ends:
        if end in found.ends:
            found = part.conflict(found.rows, [one for one in found.ends if one != end]) or found
    return found


class _Part:
    """Some rows of a linear programme and the columns they have entries in, whose limits are left out in turn."""

    def __init__(self, arrays: Arrays, rows: tuple[int, ...]) -> None:
        self._whole, self._rows = arrays, np.array(rows, dtype=np.int32)
        at, index, value = entries(arrays.matrix, self._rows)
        self._columns, places = np.unique(index, return_inverse=True)
        start = np.concatenate([[0], np.cumsum(np.bincount(at, minlength=len(rows)))]).astype(np.int32)
        self._arrays = Arrays(
            maximise=False,
            offset=0.0,
            cost=np.zeros(len(self._columns)),
            lower=arrays.lower[self._columns],
            upper=arrays.upper[self._columns],
            row_lower=arrays.row_lower[self._rows],
            row_upper=arrays.row_upper[self._rows],
            integer=np.zeros(len(self._columns), dtype=np.bool_),
            matrix=Matrix(start, places.astype(np.int32), value),
        )
        self._in_fractions = len(value) <= _ENTRIES
        self._budget = Budget(_OPERATIONS)
        self._handle: Handle | None = None

    @property
    def ends(self) -> list[End]:
        """Every bound of the columns."""
        return [(column, at_lower) for column in self._columns.tolist() for at_lower in (True, False)]

    def conflict(self, rows: Collection[int], ends: Collection[End]) -> Limits | None:
        """Some of these limits, proven to be in conflict, if the solver or fractions find that they are."""
        kept, below, above = set(rows), {one for one, low in ends if low}, {one for one, low in ends if not low}
        held, low, high = (
            _among(places, chosen)
            for places, chosen in ((self._rows, kept), (self._columns, below), (self._columns, above))
        )
        found = self._multipliers(
            replace(
                self._arrays,
                lower=_unless(low, self._arrays.lower, -np.inf),
                upper=_unless(high, self._arrays.upper, np.inf),
                row_lower=_unless(held, self._arrays.row_lower, -np.inf),
                row_upper=_unless(held, self._arrays.row_upper, np.inf),
            )
        )
        if found is None:
            return None
        return Limits.of(self._whole, {int(self._rows[place]): amount for place, amount in found.items()})

    def _multipliers(self, arrays: Arrays) -> Mapping[int, Fraction] | None:
        if self._in_fractions:
            try:
                decided = decide(arrays, self._budget)
            except TooLongError:
                self._in_fractions = False
            else:
                return decided.multipliers if decided.status is Status.INFEASIBLE else None
        return self._by_the_solver(arrays)

    def _by_the_solver(self, arrays: Arrays) -> Mapping[int, Fraction] | None:
        if self._handle is None:
            self._handle = Handle(self._arrays, Settings())
            for name, value in self._handle.bounded().items():
                self._handle.set_option(name, value)
        self._handle.set_columns(np.arange(arrays.columns, dtype=np.int32), arrays.lower, arrays.upper)
        self._handle.set_rows(np.arange(arrays.rows, dtype=np.int32), arrays.row_lower, arrays.row_upper)
        ended = ENDINGS.get(self._handle.run_once(interruptible=False))
        return contradicting(self._handle) if ended is Status.INFEASIBLE else None


def _among(places: Integers, chosen: set[int]) -> Flags:
    return np.array([place in chosen for place in places.tolist()], dtype=np.bool_)


def _unless(kept: Flags, limits: Floats, nothing: float) -> Floats:
    return np.where(kept, limits, nothing)
