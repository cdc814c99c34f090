"""A linear programme at its optimum, held live: what prices, ranges and ties are read from."""

import math
from dataclasses import replace
from typing import Any

import numpy as np

from optimizer.arrays import Arrays, Floats
from optimizer.curve import Curve, Outside, Point
from optimizer.engine import Engine, Outcome, Settings
from optimizer.errors import PricesUnavailableError
from optimizer.status import Status

# Sharper than the solver's own 1e-7, for a price rests on what exactly is at its limit.
SHARP = 1e-9
# Multipliers below this, for costs of about 1, are zero.
ZERO = 1e-9
_ROUNDING = 1e-10
_PIVOT = 1e-10
_VISIBLE = 1e-8


class Live:
    """A linear programme in a solver that stands at its optimum.

    Parameters
    ----------
    arrays
        The programme; integrality is ignored, so fix whole numbers by their bounds first.
    basis
        A basis to start from, if one is known.

    Raises
    ------
    PricesUnavailableError
        If the programme has no optimum.
    """

    def __init__(self, arrays: Arrays, basis: Any = None) -> None:
        self.arrays = arrays
        self.engine = Engine(replace(arrays, integer=np.zeros(arrays.columns, dtype=np.bool_)), Settings())
        self.engine.sharpen(SHARP)
        if basis is not None:
            self.engine.start_from(basis)
        outcome = self.engine.run()
        if outcome.status is not Status.OPTIMAL:
            raise PricesUnavailableError(f"the linear programme has no optimum to price: {outcome.message}")
        self.basis = outcome.basis
        self.objective = outcome.objective
        self.point = np.array(outcome.solution.col_value, dtype=np.float64)
        self.activity = np.array(outcome.solution.row_value, dtype=np.float64)
        self.row_prices = np.array(outcome.solution.row_dual, dtype=np.float64)
        self.reduced_costs = np.array(outcome.solution.col_dual, dtype=np.float64)
        self.cost_scale = max(1.0, float(np.abs(arrays.cost).max(initial=0.0)))

    @property
    def zero(self) -> float:
        """Multipliers up to this are zero."""
        return ZERO * self.cost_scale

    def limit(self, row: int) -> float:
        """The limit of a row; infinite for a row without one."""
        low, high = self.arrays.row_lower[row], self.arrays.row_upper[row]
        return float(high if math.isfinite(high) else low)

    def rewind(self) -> None:
        """Return to the basis of the optimum."""
        self.engine.start_from(self.basis)


class LimitCurve(Curve):
    """The optimum as a function of the limit of one row, turned to be concave."""

    def __init__(self, live: Live, row: int) -> None:
        self._live, self._row = live, row
        self._sign = live.arrays.sign
        self._low, self._high = float(live.arrays.row_lower[row]), float(live.arrays.row_upper[row])
        self._limit = live.limit(row)
        self._last: Outcome | None = None
        self.noise = _ROUNDING * live.cost_scale

    def start(self) -> Point:
        """The point where the programme stands, with one of its prices."""
        return Point(self._limit, 0.0, self._sign * float(self._live.row_prices[self._row]))

    def point(self, at: float) -> Point | Outside:
        live = self._live
        low, high = self._limits(at)
        live.engine.set_row(self._row, low, high)
        self._last = live.engine.run()
        if self._last.status is Status.INFEASIBLE:
            return Outside(self._edge(at))
        if self._last.status is not Status.OPTIMAL:
            raise PricesUnavailableError(f"a re-solve with one limit moved ended so: {self._last.message}")
        change = live.arrays.cost @ (np.array(self._last.solution.col_value) - live.point)
        return Point(at, self._sign * float(change), self._sign * self._last.solution.row_dual[self._row])

    def reach(self, direction: int) -> float:
        """How far the present basis stays feasible as the limit moves."""
        live, row = self._live, self._row
        basic = live.engine.basic()
        if self._last is None:
            point, activity, at = live.point, live.activity, self._limit
        else:
            point = np.array(self._last.solution.col_value)
            activity = np.array(self._last.solution.row_value)
            at = self._limit if self._last is None else self._at
        if -(row + 1) in basic:
            away = (direction > 0) == math.isfinite(self._high)
            return math.inf if away else abs(at - float(activity[row]))
        places, amounts = live.engine.inverse_column(row)
        return _ratio(live.arrays, basic[places], direction * amounts, point, activity)

    def close(self) -> None:
        """Put the limit back."""
        self._live.engine.set_row(self._row, self._low, self._high)
