"""What a limit is worth at once: directions from the optimum that keep what stands at a limit, at a large step.

Close to the optimum only the limits it stands at matter, and the rest can be taken away. What remains is a cone, the
same at every size, so that the step can be large: a small one in the programme itself would be lost in tolerances.
"""

import math
from dataclasses import replace
from typing import Any

import numpy as np

from optimizer.build.arrays import Arrays, Flags, Floats, Integers
from optimizer.build.ranges import LARGEST, SMALLEST
from optimizer.errors import PricesUnavailableError
from optimizer.exact.simplex import Budget, Decided, TooLongError, decide
from optimizer.solve.engine import Engine
from optimizer.solve.outcome import Settings
from optimizer.status import Status

# What stands nearer to a limit than this share of the numbers that lead there, stands at it.
_TOUCH = 1e-11
_ROUNDS = 4
# Powers of two.
_WIDEST = 20
# In units of a row; at 1 a limit could be missed by a thousand times as much.
_STEP = 1024.0
# A programme of so few entries is decided in fractions where the solver leans on its tolerances: some hundredths of a
# second at most.
_ENTRIES, _OPERATIONS = 300, 30_000


class Cone:
    """Directions from an optimum, in a solver of its own, with the optimum's costs.

    Parameters
    ----------
    arrays
        The programme.
    point, activity
        Its optimum, and what its rows come to there.
    row_prices, reduced_costs
        The multipliers of rows and variables there.
    basis
        The basis of the optimum, if one is known. Every run starts from it, so that no answer hangs on the ones before.
    tolerance
        How far the solver may miss a limit.
    """

    def __init__(
        self,
        arrays: Arrays,
        point: Floats,
        activity: Floats,
        row_prices: Floats,
        reduced_costs: Floats,
        basis: Any,
        tolerance: float,
    ) -> None:
        self._basis, self._sign = basis, arrays.sign
        sizes = _sizes(arrays, point)
        self._below, self._above = (
            _reached(np.abs(activity - limits), limits, sizes) for limits in (arrays.row_lower, arrays.row_upper)
        )
        none = np.ones(arrays.columns)
        lower, upper = (_reached(np.abs(point - limits), limits, none) for limits in (arrays.lower, arrays.upper))
        # A row or variable past its limit by a rounding stands at it too.
        self._below |= activity < arrays.row_lower
        self._above |= activity > arrays.row_upper
        lower, upper = lower | (point < arrays.lower), upper | (point > arrays.upper)
        programme = replace(
            arrays,
            offset=0.0,
            lower=np.where(lower, 0.0, -np.inf),
            upper=np.where(upper, 0.0, np.inf),
            row_lower=np.where(self._below, 0.0, -np.inf),
            row_upper=np.where(self._above, 0.0, np.inf),
            integer=np.zeros(arrays.columns, dtype=np.bool_),
        )
        self._programme, self._scale, cost_units = _even(programme)
        self._held = _costs_that_hold(programme, row_prices, reduced_costs) * cost_units
        self._engine = Engine(self._programme, Settings())
        self._engine.sharpen(tolerance)

    def touches(self, row: int) -> bool:
        """Whether a row stands at a limit."""
        return bool(self._below[row] or self._above[row])

    def slope(self, row: int, way: int) -> float:
        """Change of the optimum per unit of a row's limit as it rises (1) or falls (-1).

        Both limits of an equation move. Infinite, with the sign of a loss, where nothing keeps the limit moved.

        Raises
        ------
        PricesUnavailableError
            If the solver does not say.
        """
        if not self.touches(row):
            return 0.0
        self._move(row, way * _STEP)
        found = self._found(row, way)
        if found is None:
            # Another point is better by a rounding of the costs: what is best here is so for costs a rounding away.
            every = np.arange(self._programme.columns, dtype=np.int32)
            self._engine.set_costs(every, self._held)
            found = self._found(row, way)
            self._engine.set_costs(every, self._programme.cost)
        self._move(row, 0.0)
        if found is None:
            raise PricesUnavailableError("with a limit moved the directions from the optimum improve without end")
        return found

    def _found(self, row: int, way: int) -> float | None:
        """The slope with the limit moved; None where directions improve without end."""
        if self._basis is None:
            self._engine.forget()
        else:
            self._engine.start_from(self._basis)
        outcome = self._engine.run()
        if outcome.status is Status.UNBOUNDED:
            return None
        if outcome.status is Status.INFEASIBLE:
            return -way * self._sign * np.inf
        if outcome.status is not Status.OPTIMAL:
            raise PricesUnavailableError(f"the directions with a limit moved ended so: {outcome.message}")
        exact = self._exact() if self._engine.leans() else None
        if exact is None:
            return float(outcome.solution.row_dual[row]) * float(self._scale[row])
        if exact.status is Status.OPTIMAL:
            return float(exact.objective(self._engine.present())) / (way * _STEP) * float(self._scale[row])
        return None if exact.status is Status.UNBOUNDED else -way * self._sign * np.inf

    def _exact(self) -> Decided | None:
        """What fractions say of the directions as they stand; None where that would take long."""
        if len(self._programme.matrix.value) > _ENTRIES:
            return None
        try:
            return decide(self._engine.present(), Budget(_OPERATIONS))
        except TooLongError:
            return None

    def _move(self, row: int, limit: float) -> None:
        below, above = self._below[row], self._above[row]
        self._engine.set_row(row, limit if below else -np.inf, limit if above else np.inf)


def _costs_that_hold(cone: Arrays, row_prices: Floats, reduced_costs: Floats) -> Floats:
    """Costs, a rounding away, of which these multipliers say truly that no direction improves."""
    rows = _of_right_sign(cone.sign * row_prices, cone.row_lower, cone.row_upper)
    columns = _of_right_sign(cone.sign * reduced_costs, cone.lower, cone.upper)
    weighed = cone.matrix.value * rows[cone.matrix.rows_of_entries()]
    costs: Floats = cone.sign * (np.bincount(cone.matrix.index, weights=weighed, minlength=cone.columns) + columns)
    return costs


def _of_right_sign(multipliers: Floats, lower: Floats, upper: Floats) -> Floats:
    """Gains per unit that no way which is open has: upwards without an upper limit, downwards without a lower one."""
    no_gain_up = np.where(np.isinf(upper), np.minimum(multipliers, 0.0), multipliers)
    found: Floats = np.where(np.isinf(lower), np.maximum(no_gain_up, 0.0), no_gain_up)
    return found


def _even(cone: Arrays) -> tuple[Arrays, Floats, Floats]:
    """The same cone with rows, variables and costs in units that make their numbers about 1.

    A tolerance is then as small to one limit as to another. Units are powers of two, so that no digit is lost. Then
    come what the price of each row is to be multiplied by, and what the cost of each variable was.
    """
    matrix = cone.matrix
    # What the solver drops says nothing where bounds are, and could say much where they are not.
    value = np.where(np.abs(matrix.value) > SMALLEST, matrix.value, 0.0)
    used = value != 0
    size, rows, columns = np.log2(np.abs(value[used])), matrix.rows_of_entries()[used], matrix.index[used]
    row_units, column_units = np.zeros(cone.rows), np.zeros(cone.columns)
    for _ in range(_ROUNDS):
        row_units = _middles(size - column_units[columns], rows, cone.rows)
        column_units = _middles(size - row_units[rows], columns, cone.columns)
    row_units, column_units = np.round(row_units), np.round(column_units)
    even = value.copy()
    even[used] *= np.exp2(-row_units[rows] - column_units[columns])
    if used.any() and not (np.abs(even[used]).min() > SMALLEST and np.abs(even[used]).max() < LARGEST):
        row_units, column_units, even = np.zeros(cone.rows), np.zeros(cone.columns), value
    cost_units = np.exp2(-column_units)
    cost = cone.cost * cost_units
    unit = _unit(np.abs(cost[cost != 0]))
    programme = replace(cone, cost=cost / unit, matrix=replace(matrix, value=even))
    return programme, unit * np.exp2(-row_units), cost_units / unit


def _unit(costs: Floats) -> float:
    """The middle of the costs, for small ones to be seen beside large ones; at most a million below the largest."""
    if not len(costs):
        return 1.0
    least, most = math.log2(float(costs.min())), math.log2(float(costs.max()))
    return 2.0 ** round(max((least + most) / 2, most - _WIDEST))


def _middles(sizes: Floats, places: Integers, count: int) -> Floats:
    """The middle between the least and the most of each place; 0 where there is none."""
    least, most = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(least, places, sizes)
    np.maximum.at(most, places, sizes)
    none = np.isinf(least)
    least[none] = most[none] = 0.0
    middles: Floats = (least + most) / 2
    return middles


def _sizes(arrays: Arrays, point: Floats) -> Floats:
    """The largest number that a row adds up, and no less than its largest coefficient."""
    matrix, sizes = arrays.matrix, np.zeros(arrays.rows)
    coefficients = np.abs(matrix.value)
    terms = np.maximum(coefficients * np.abs(point[matrix.index]), coefficients)
    np.maximum.at(sizes, matrix.rows_of_entries(), terms)
    return sizes


def _reached(rooms: Floats, limits: Floats, sizes: Floats) -> Flags:
    """Which limits are reached, up to rounding."""
    finite = np.isfinite(limits)
    return finite & (rooms <= _TOUCH * np.maximum(sizes, np.where(finite, np.abs(limits), 0.0)))
