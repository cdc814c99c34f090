"""Ranges over which the final basis stays optimal: what textbooks and most solvers print.

They hang on which basis the solver ended with. At a vertex that is not degenerate they are the
ranges of constant price, or of the same solution; else they can be shorter.
"""

import math

import numpy as np

from optimizer.build.arrays import Flags, Floats
from optimizer.price.moving import room_to_move
from optimizer.solve.live import Live

_PIVOT = 1e-10

type Range = tuple[float, float]


class BasisRanges:
    """The final basis of a linear programme, to read ranges from."""

    def __init__(self, live: Live) -> None:
        live.settle()
        self._live = live
        self._basic = live.engine.basic()
        self._place = {int(name): place for place, name in enumerate(self._basic.tolist())}

    def of_limit(self, row: int) -> Range:
        """Limits of a row between which the basis stays feasible."""
        live, arrays = self._live, self._live.arrays
        low, high = float(arrays.row_lower[row]), float(arrays.row_upper[row])
        at, activity = live.limit(row), float(live.activity[row])
        if -(row + 1) in self._place:
            if math.isfinite(low) and math.isfinite(high):
                return at, at
            return (min(activity, at), math.inf) if math.isfinite(high) else (-math.inf, max(activity, at))
        movers, amounts = live.engine.inverse_column(row, self._basic)
        down, up = (room_to_move(arrays, movers, way * amounts, live.point, live.activity) for way in (-1, 1))
        return at - down, at + up

    def of_cost(self, column: int) -> Range:
        """Costs of a variable between which the basis stays optimal."""
        live = self._live
        cost = float(live.arrays.cost[column])
        if column in self._place:
            below, above = self._room_of_basic(column)
        else:
            at_most, at_least = self._columns_held()
            alone = np.array([column])
            below, above = _room(live, live.reduced_costs[alone], -np.ones(1), at_most[alone], at_least[alone])
        return cost + below, cost + above

    def _room_of_basic(self, column: int) -> Range:
        """The multipliers of all that is off the basis move with the cost of what is on it."""
        live, matrix = self._live, self._live.arrays.matrix
        by_row = live.engine.inverse_row(self._place[column])
        weighed = matrix.value * by_row[matrix.rows_of_entries()]
        by_column = np.bincount(matrix.index, weights=weighed, minlength=live.arrays.columns)
        equations = live.arrays.row_lower == live.arrays.row_upper
        held_above = np.isfinite(live.arrays.row_upper) & ~equations
        held_below = np.isfinite(live.arrays.row_lower) & ~equations
        at_most, at_least = self._columns_held()
        on = np.fromiter(self._place, dtype=np.int32, count=len(self._place))
        at_most[on[on >= 0]] = at_least[on[on >= 0]] = False
        held_above[-on[on < 0] - 1] = held_below[-on[on < 0] - 1] = False
        rows = _room(live, -live.row_prices, by_row, held_above, held_below)
        columns = _room(live, live.reduced_costs, by_column, at_most, at_least)
        return max(rows[0], columns[0]), min(rows[1], columns[1])

    def _columns_held(self) -> tuple[Flags, Flags]:
        """Variables whose reduced cost is to gain nothing upwards (they could rise), and downwards."""
        arrays, point = self._live.arrays, self._live.point
        return point < arrays.upper, point > arrays.lower


def _room(live: Live, multipliers: Floats, paces: Floats, at_most: Flags, at_least: Flags) -> Range:
    """How far down and up a cost can go while ``multipliers - change * paces`` keep their signs."""
    moving = np.abs(paces) > _PIVOT
    ratios = multipliers[moving] / paces[moving]
    rising = live.arrays.sign * paces[moving] > 0
    at_most, at_least = at_most[moving], at_least[moving]
    below = ratios[(at_most & rising) | (at_least & ~rising)]
    above = ratios[(at_most & ~rising) | (at_least & rising)]
    return min(float(below.max(initial=-math.inf)), 0.0), max(float(above.min(initial=math.inf)), 0.0)
