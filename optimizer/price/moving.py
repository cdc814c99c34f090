"""The optimum as a function of one limit, or of one cost, by re-solves from the last basis."""

import math

import numpy as np

from optimizer.build.arrays import Arrays, Floats, Integers, weighted_sum
from optimizer.errors import PricesUnavailableError
from optimizer.price.curve import SAME, Curve, Outside, Point
from optimizer.solve.live import Live
from optimizer.solve.outcome import Outcome
from optimizer.status import Status

_ROUNDING = 1e-10
_PIVOT = 1e-10
_FAR = 1e3
# Proofs of infeasibility in a row after which the edge is looked for directly.
_PROOFS = 2


class LimitCurve(Curve):
    """The optimum as a function of the limit of one row, turned to be concave.

    Values are differences from the optimum the programme stands at, summed term by term, so that
    a small change is not lost in a large objective.
    """

    def __init__(self, live: Live, row: int) -> None:
        present = live.present()
        self._live, self._row = live, row
        self._low, self._high = float(live.arrays.row_lower[row]), float(live.arrays.row_upper[row])
        self._at = live.limit(row)
        self._price = float(present.solution.row_dual[row])
        self._point = np.array(present.solution.col_value, dtype=np.float64)
        self._activity = np.array(present.solution.row_value, dtype=np.float64)
        self._outside = 0
        self.noise = _ROUNDING * live.cost_scale

    def start(self) -> Point:
        """The point where the programme stands, with one of its prices."""
        return Point(self._live.limit(self._row), 0.0, self._live.arrays.sign * self._price)

    def point(self, at: float) -> Point | Outside:
        live = self._live
        live.leave()
        live.engine.set_row(self._row, *self._limits(at))
        self.solves += 1
        outcome = live.engine.run()
        if outcome.status is Status.INFEASIBLE:
            self._outside += 1
            return Outside(self._edge(at) if self._outside <= _PROOFS else self._reachable(at))
        _must_be_optimal(outcome)
        self._outside = 0
        self._at = at
        self._point = np.array(outcome.solution.col_value, dtype=np.float64)
        self._activity = np.array(outcome.solution.row_value, dtype=np.float64)
        change = float(weighted_sum(live.arrays.cost, self._point - live.point))
        sign = live.arrays.sign
        return Point(at, sign * change, sign * float(outcome.solution.row_dual[self._row]))

    def reach(self, direction: int) -> float:
        """How far the present basis stays feasible as the limit moves."""
        live, row = self._live, self._row
        basic = live.engine.basic()
        if -(row + 1) in basic:
            if math.isfinite(self._low) and math.isfinite(self._high):
                return 0.0
            away = (direction > 0) == math.isfinite(self._high)
            return math.inf if away else abs(self._at - float(self._activity[row]))
        movers, amounts = live.engine.inverse_column(row, basic)
        return room_to_move(live.arrays, movers, direction * amounts, self._point, self._activity)

    def close(self) -> None:
        """Put the limit back."""
        self._live.engine.set_row(self._row, self._low, self._high)

    def _edge(self, at: float) -> float:
        """Where the proof of infeasibility stops being one, or if there is none, what the row can reach."""
        ray = self._live.engine.ray_of_infeasibility()
        if ray is None or not ray[self._row]:
            return self._reachable(at)
        arrays, matrix = self._live.arrays, self._live.arrays.matrix
        ray = np.where(np.abs(ray) > _PIVOT * np.abs(ray).max(), ray, 0.0)
        sums = np.bincount(matrix.index, weights=matrix.value * ray[matrix.rows_of_entries()], minlength=arrays.columns)
        sums = np.where(np.abs(sums) > _PIVOT * np.abs(ray).max(), sums, 0.0)
        row_lower, row_upper = arrays.row_lower.copy(), arrays.row_upper.copy()
        row_lower[self._row], row_upper[self._row] = self._limits(at)
        least_rows, most_rows = _span(ray, row_lower, row_upper)
        least_columns, most_columns = _span(sums, arrays.lower, arrays.upper)
        slope = float(ray[self._row])
        if slope and least_rows > most_columns:
            return at - (least_rows - most_columns) / slope
        if slope and most_rows < least_columns:
            return at + (least_columns - most_rows) / slope
        return self._reachable(at)

    def _reachable(self, at: float) -> float:
        """The activity nearest to a limit that the other rows and bounds allow."""
        live, (below, above) = self._live, self._limits(at)
        entries, values = live.arrays.matrix.row(self._row)
        every = np.arange(live.arrays.columns, dtype=np.int32)
        activity = np.zeros(live.arrays.columns)
        np.add.at(activity, entries, values)
        # There is an optimum where the programme stands, so the edge lies between there and here.
        least = at < live.limit(self._row)
        live.engine.set_row(self._row, -math.inf, math.inf)
        live.engine.set_costs(every, activity if least != live.arrays.maximise else -activity)
        self.solves += 1
        outcome = live.engine.run(primal=True)
        found = float(weighted_sum(activity, np.array(outcome.solution.col_value)))
        live.engine.set_costs(every, live.arrays.cost)
        live.engine.set_row(self._row, below, above)
        blocked = found > above if least else found < below
        return found if outcome.status is Status.OPTIMAL and blocked else at

    def _limits(self, at: float) -> tuple[float, float]:
        return (
            at if math.isfinite(self._low) else self._low,
            at if math.isfinite(self._high) else self._high,
        )


class CostCurve(Curve):
    """Minus the optimum (times the sense) as a function of one cost: concave as well.

    The slope is minus the value of the variable, so a straight piece is a range of costs over which
    the variable keeps its value.
    """

    def __init__(self, live: Live, column: int) -> None:
        live.settle()
        self._live, self._column = live, column
        self._at = self._cost = float(live.arrays.cost[column])
        self._value = float(live.point[column])
        self.noise = _ROUNDING * live.cost_scale

    def start(self) -> Point:
        """The point where the programme stands, with the value the variable has there."""
        return Point(self._cost, 0.0, -self._live.arrays.sign * self._value)

    def point(self, at: float) -> Point | Outside:
        live = self._live
        live.leave()
        live.engine.set_costs(np.array([self._column], dtype=np.int32), np.array([at]))
        self.solves += 1
        outcome = live.engine.run(primal=True)
        if outcome.status is Status.UNBOUNDED:
            return Outside(self._edge(at))
        _must_be_optimal(outcome)
        point = np.array(outcome.solution.col_value, dtype=np.float64)
        self._at, self._value = at, float(point[self._column])
        change = float(weighted_sum(live.arrays.cost, point - live.point)) + (at - self._cost) * self._value
        sign = live.arrays.sign
        return Point(at, -sign * change, -sign * self._value)

    def reach(self, direction: int) -> float:
        """Infinite where the variable is already as far as any point has it; otherwise unknown.

        Rows can hold a variable as well as its bounds do; that takes a solve, so it is asked only
        when a cost has gone far without effect.
        """
        rising = direction * self._live.arrays.sign > 0
        bounds = self._live.arrays.upper if rising else self._live.arrays.lower
        if self._value == bounds[self._column]:
            return math.inf
        far = abs(self._at - self._cost) > _FAR * max(1.0, abs(self._cost))
        return math.inf if far and self._at_its_furthest(rising) else 0.0

    def _at_its_furthest(self, rising: bool) -> bool:
        live = self._live
        every = np.arange(live.arrays.columns, dtype=np.int32)
        alone = np.zeros(live.arrays.columns)
        alone[self._column] = live.arrays.sign if rising else -live.arrays.sign
        live.engine.set_costs(every, alone)
        outcome = live.engine.run(primal=True)
        live.engine.set_costs(every, live.arrays.cost)
        if outcome.status is not Status.OPTIMAL:
            return False
        furthest = float(outcome.solution.col_value[self._column])
        return abs(furthest - self._value) <= SAME * max(1.0, abs(self._value))

    def close(self) -> None:
        """Put the cost back."""
        self._live.engine.set_costs(np.array([self._column], dtype=np.int32), np.array([self._cost]))

    def _edge(self, at: float) -> float:
        """Where a direction of endless improvement stops improving."""
        ray = self._live.engine.ray_of_improvement()
        if ray is None:
            ray = self._direction()
        if abs(ray[self._column]) <= _PIVOT * np.abs(ray).max(initial=0.0):
            return at
        return self._cost - float(weighted_sum(self._live.arrays.cost, ray)) / float(ray[self._column])

    def _direction(self) -> Floats:
        """The best direction without an end, no longer than 1: the programme with every limit at 0."""
        engine, arrays = self._live.engine, self._live.arrays
        columns = np.arange(arrays.columns, dtype=np.int32)
        rows = np.arange(arrays.rows, dtype=np.int32)
        engine.set_columns(columns, -1.0 * np.isinf(arrays.lower), 1.0 * np.isinf(arrays.upper))
        engine.set_rows(
            rows,
            np.where(np.isinf(arrays.row_lower), -np.inf, 0.0),
            np.where(np.isinf(arrays.row_upper), np.inf, 0.0),
        )
        outcome = engine.run(primal=True)
        engine.set_columns(columns, arrays.lower, arrays.upper)
        engine.set_rows(rows, arrays.row_lower, arrays.row_upper)
        return np.array(outcome.solution.col_value, dtype=np.float64)


def _must_be_optimal(outcome: Outcome) -> None:
    if outcome.status is not Status.OPTIMAL:
        raise PricesUnavailableError(f"a re-solve with one number moved ended so: {outcome.message}")


def room_to_move(arrays: Arrays, basic: Integers, pace: Floats, point: Floats, activity: Floats) -> float:
    """How long basic variables can move at these paces before one meets a bound."""
    moving = np.abs(pace) > _PIVOT * _of_note(arrays, basic, pace)
    basic, pace = basic[moving], pace[moving]
    is_row = basic < 0
    rows, columns = -basic[is_row] - 1, basic[~is_row]
    room = np.concatenate(
        [
            np.where(
                pace[is_row] > 0, arrays.row_upper[rows] - activity[rows], activity[rows] - arrays.row_lower[rows]
            ),
            np.where(pace[~is_row] > 0, arrays.upper[columns] - point[columns], point[columns] - arrays.lower[columns]),
        ]
    )
    pace = np.concatenate([pace[is_row], pace[~is_row]])
    return float((np.maximum(room, 0.0) / np.abs(pace)).min(initial=math.inf))


def _of_note(arrays: Arrays, basic: Integers, pace: Floats) -> Floats:
    """The least size at which each pace counts: of a row its largest term, of a variable what makes one in some row."""
    matrix, paces = arrays.matrix, np.zeros(arrays.columns)
    is_row = basic < 0
    paces[basic[~is_row]] = np.abs(pace[~is_row])
    moving = np.flatnonzero(paces[matrix.index] * matrix.value)
    rows, columns, size = matrix.rows_of_entries()[moving], matrix.index[moving], np.abs(matrix.value[moving])
    sizes, least = np.zeros(arrays.rows), np.full(arrays.columns, np.inf)
    np.maximum.at(sizes, rows, size * paces[columns])
    np.minimum.at(least, columns, sizes[rows] / size)
    found = np.zeros(len(basic))
    found[is_row], found[~is_row] = sizes[-basic[is_row] - 1], least[basic[~is_row]]
    return found


def _span(weights: Floats, lower: Floats, upper: Floats) -> tuple[float, float]:
    """Least and most of a weighted sum of numbers between bounds."""
    used = weights != 0
    weights, lower, upper = weights[used], lower[used], upper[used]
    at_lower, at_upper = weights * lower, weights * upper
    return float(np.minimum(at_lower, at_upper).sum()), float(np.maximum(at_lower, at_upper).sum())
