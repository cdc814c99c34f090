"""Caps on the optimum of a mixed-integer programme, along a limit and along a cost."""

import math
from dataclasses import replace

import numpy as np

from optimizer.build.arrays import Arrays, Matrix
from optimizer.curves.envelope_search import Cap, Search
from optimizer.price.moving import CostCurve, LimitCurve
from optimizer.solve.engine import Engine
from optimizer.solve.live import Live
from optimizer.solve.outcome import Outcome, Settings
from optimizer.status import Status


class LimitSearch(Search):
    """Along the limit of a row: the row has one more variable, which stands for the limit."""

    def __init__(
        self, arrays: Arrays, row: int, span: tuple[float, float], tolerance: float, settings: Settings
    ) -> None:
        super().__init__(arrays, span, tolerance, settings)
        self._row = row
        self._engine = Engine(_with_free_limit(arrays, row, span), settings)
        self._moved = np.array([arrays.columns], dtype=np.int32)

    def at(self, place: float) -> Arrays:
        lower, upper = self.arrays.row_lower.copy(), self.arrays.row_upper.copy()
        lower[self._row] = place if math.isfinite(lower[self._row]) else lower[self._row]
        upper[self._row] = place if math.isfinite(upper[self._row]) else upper[self._row]
        return replace(self.arrays, row_lower=lower, row_upper=upper)

    def curve(self, live: Live) -> LimitCurve:
        return LimitCurve(live, self._row)

    def cap(self, low: float, high: float) -> tuple[Cap, float]:
        ends = [s for s in self.envelope(low, high) if s.owner is not None]
        slope = 0.0
        if ends and ends[-1].high > ends[0].low:
            slope = (ends[-1].at_high - ends[0].at_low) / (ends[-1].high - ends[0].low)
        self._engine.set_columns(self._moved, np.array([low]), np.array([high]))
        self._engine.set_costs(self._moved, np.array([-slope]))
        outcome = self.solve(self._engine, low, high)
        if outcome.status is Status.INFEASIBLE:
            return Cap(low, high, -math.inf, 0.0), (low + high) / 2
        split = float(outcome.solution.col_value[-1]) if outcome.has_solution else (low + high) / 2
        return Cap(low, high, _bound(outcome) + slope * low, slope), split


class CostSearch(Search):
    """Along the cost of a variable: the optimum is convex, so chords of its values cap it."""

    def __init__(
        self, arrays: Arrays, column: int, span: tuple[float, float], tolerance: float, settings: Settings
    ) -> None:
        super().__init__(arrays, span, tolerance, settings)
        self._column = np.array([column], dtype=np.int32)
        self._engine = Engine(_turned(arrays), settings)
        self._known: dict[float, float] = {}

    def at(self, place: float) -> Arrays:
        cost = self.arrays.cost.copy()
        cost[self._column] = place
        return replace(self.arrays, cost=cost)

    def curve(self, live: Live) -> CostCurve:
        return CostCurve(live, int(self._column[0]))

    def cap(self, low: float, high: float) -> tuple[Cap, float]:
        ends = self._most(low), self._most(high)
        if not all(map(math.isfinite, ends)):
            return Cap(low, high, ends[0], 0.0), (low + high) / 2
        cap = Cap(low, high, ends[0], (ends[1] - ends[0]) / (high - low))
        # The optimum is convex, so it is furthest from its chord at a corner.
        corners = self.envelope(low, high)[1:]
        return cap, max((s.low for s in corners), key=lambda at: cap.value_at(at) - self.floor(at), default=low)

    def _most(self, place: float) -> float:
        """A bound on the optimum at a place; minus infinity where there is none."""
        if place not in self._known:
            self._engine.set_costs(self._column, np.array([self.arrays.sign * place]))
            outcome = self.solve(self._engine, place, place)
            self._known[place] = -math.inf if outcome.status is Status.INFEASIBLE else _bound(outcome)
        return self._known[place]


def _bound(outcome: Outcome) -> float:
    """No point is better than this."""
    return max(outcome.bound, outcome.objective) if outcome.has_solution else outcome.bound


def _turned(arrays: Arrays) -> Arrays:
    """The same programme, with more being better."""
    sign = arrays.sign
    return replace(arrays, maximise=True, cost=sign * arrays.cost, offset=sign * arrays.offset)


def _with_free_limit(arrays: Arrays, row: int, span: tuple[float, float]) -> Arrays:
    """The programme with the limit of a row as its last variable."""
    arrays, matrix = _turned(arrays), arrays.matrix
    end = int(matrix.start[row + 1])
    start = matrix.start.copy()
    start[row + 1 :] += 1
    lower, upper = arrays.row_lower.copy(), arrays.row_upper.copy()
    lower[row] = 0.0 if math.isfinite(lower[row]) else -math.inf
    upper[row] = 0.0 if math.isfinite(upper[row]) else math.inf
    return replace(
        arrays,
        cost=np.append(arrays.cost, 0.0),
        lower=np.append(arrays.lower, span[0]),
        upper=np.append(arrays.upper, span[1]),
        row_lower=lower,
        row_upper=upper,
        integer=np.append(arrays.integer, False),
        matrix=Matrix(
            start,
            np.insert(matrix.index, end, arrays.columns).astype(np.int32),
            np.insert(matrix.value, end, -1.0),
        ),
    )
