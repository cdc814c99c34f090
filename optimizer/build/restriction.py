"""What some variables of a programme can still choose while all others stand at a point.

The piece is cut from the programme once, and then laid on any of its points, so that the others may move and the piece
follows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from pulp import LpVariable

from optimizer.build.arrays import Flags, Floats, Integers
from optimizer.build.snapshot import Snapshot
from optimizer.errors import ModelError
from optimizer.explained import Label

# A bound nearer to 0 than this is 0.
_SMALLEST = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class PieceRow:
    """Limits on a weighted sum of variables of a piece; ``columns`` are their places in it."""

    columns: Integers
    weights: Floats
    low: float
    high: float

    def terms(self, variables: Mapping[int, LpVariable]) -> list[tuple[LpVariable, float]]:
        """The sum as pairs of a variable, by its place in the piece, and its coefficient."""
        return [(variables[c], w) for c, w in zip(self.columns.tolist(), self.weights.tolist(), strict=True)]


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """The variables that can move at a point of a programme, and the limits on them.

    Attributes
    ----------
    columns : array
        Where the programme has them.
    lower, upper : array
        Their bounds, with rows on one variable alone among them.
    rows : tuple of PieceRow
        Rows that tie them together, less what all that stands uses up.
    rest : array
        The point of the whole programme but for these variables, which are zero in it.
    """

    columns: Integers
    lower: Floats
    upper: Floats
    rows: tuple[PieceRow, ...]
    rest: Floats

    def moved(self, values: Floats) -> Floats:
        """The point of the whole programme with these values, all that cannot move standing."""
        point = self.rest.copy()
        point[self.columns] = values
        return point


class Restriction:
    """Some variables of a programme, and the rows that hold them.

    Parameters
    ----------
    snapshot
        The programme.
    free
        Which of its columns can move.
    without
        Rows to leave out, by label.

    Raises
    ------
    UnknownKeyError
        If there is no such row.
    ModelError
        If there is not one flag a column, or a column that can move must be whole.
    """

    def __init__(self, snapshot: Snapshot, free: Flags, without: Iterable[Label] = ()) -> None:
        if len(free) != snapshot.arrays.columns:
            raise ModelError(f"{snapshot.name} has {snapshot.arrays.columns} variables, not {len(free)}")
        if (free & snapshot.arrays.integer).any():
            raise ModelError(f"{snapshot.name}: what must be a whole number cannot move in a piece")
        matrix = snapshot.arrays.matrix
        rows_of_entries = matrix.rows_of_entries()
        touched = np.unique(rows_of_entries[free[matrix.index]])
        left_out = [snapshot.rows.position(*label) for label in without]
        self._arrays, self._free = snapshot.arrays, free
        self._columns = np.flatnonzero(free).astype(np.int32)
        self._rows = touched[~np.isin(touched, left_out)]
        entries = np.flatnonzero(np.isin(rows_of_entries, self._rows))
        self._places = np.searchsorted(self._rows, rows_of_entries[entries]).astype(np.int32)
        self._index, self._value = matrix.index[entries], matrix.value[entries]

    def at(self, point: Floats, worths: Floats | None = None) -> Piece:
        """The piece while all other variables stand at a point of the programme.

        A variable that nothing gains by, and that no row needs large, stays at its lower bound.

        Parameters
        ----------
        point
            All variables of the programme.
        worths
            Coefficients, one row each, of sums that matter besides the objective.
        """
        arrays, here = self._arrays, self._columns
        settled = self.settled(point)
        low, high = arrays.row_lower[self._rows] - settled, arrays.row_upper[self._rows] - settled
        lower, upper = arrays.lower[here].copy(), arrays.upper[here].copy()
        alone, column, weight = self._alone
        ends = np.sort([low[alone] / weight, high[alone] / weight], axis=0)
        np.maximum.at(lower, column, ends[0])
        np.minimum.at(upper, column, ends[1])
        several = [PieceRow(columns, values, float(low[i]), float(high[i])) for i, columns, values in self._several]
        upper = np.maximum(np.where(np.abs(upper) < _SMALLEST, 0.0, upper), lower)
        at_stake = arrays.cost[here] != 0
        if worths is not None:
            at_stake |= (worths[:, here] != 0).any(axis=0)
        for row in several:
            at_stake[row.columns[_loosening(row)]] = True
        kept = np.flatnonzero((upper > lower) & at_stake).astype(np.int32)
        rest = point.copy()
        rest[here] = lower
        rest[here[kept]] = 0.0
        return Piece(here[kept], lower[kept], upper[kept], tuple(_over(several, kept, lower)), rest)

    def settled(self, point: Floats) -> Floats:
        """What all others use up of each row that holds the piece: where that is the same, so is the piece."""
        rows, columns, values = self._beside
        used: Floats = np.bincount(rows, weights=values * point[columns], minlength=len(self._rows))
        return used

    @cached_property
    def _beside(self) -> tuple[Integers, Integers, Floats]:
        """Entries that stand while the piece moves: their place, column and coefficient."""
        out = ~self._free[self._index]
        return self._places[out], self._index[out], self._value[out]

    @cached_property
    def _inside(self) -> tuple[Integers, Integers, Floats, Integers]:
        """Entries of the variables that can move: their row and variable, by place, their coefficient; rows' starts."""
        inside = self._free[self._index]
        rows, values = self._places[inside], self._value[inside]
        columns = np.searchsorted(self._columns, self._index[inside]).astype(np.int32)
        return rows, columns, values, np.searchsorted(rows, np.arange(len(self._rows) + 1)).astype(np.int32)

    @cached_property
    def _several(self) -> list[tuple[int, Integers, Floats]]:
        """Rows that tie variables together: their place, the places of their variables, and the coefficients."""
        _, columns, values, starts = self._inside
        tying = np.flatnonzero(np.diff(starts) > 1)
        ends = zip(tying.tolist(), starts[tying].tolist(), starts[tying + 1].tolist(), strict=True)
        return [(i, columns[a:b], values[a:b]) for i, a, b in ends]

    @cached_property
    def _alone(self) -> tuple[Integers, Integers, Floats]:
        """Rows on one variable, which are bounds of it: their place, the variable's, and the coefficient."""
        rows, columns, values, starts = self._inside
        at = starts[:-1][np.diff(starts) == 1]
        return rows[at], columns[at], values[at]


def _loosening(row: PieceRow) -> Flags:
    """Variables that may have to grow for the row to hold."""
    grows: Flags = ((row.weights < 0) & np.isfinite(row.high)) | ((row.weights > 0) & np.isfinite(row.low))
    return grows


def _over(rows: list[PieceRow], kept: Integers, lower: Floats) -> list[PieceRow]:
    """The rows over the variables that can move, the others being where they must be."""
    place = np.full(len(lower), -1, dtype=np.int32)
    place[kept] = np.arange(len(kept))
    over = []
    for row in rows:
        places = place[row.columns]
        moving = places >= 0
        if not moving.any():
            continue
        settled = float(row.weights[~moving] @ lower[row.columns[~moving]])
        over.append(PieceRow(places[moving], row.weights[moving], row.low - settled, row.high - settled))
    return over
