"""Proof of an optimum in exact fractions, apart from the solver.

The numbers of the programme are taken as the binary fractions they are stored as. From the final
basis the point and the multipliers are solved for exactly; if the point keeps every row and bound
and every multiplier has its sign, the two objectives are equal and the point is optimal: nothing of
the solver's arithmetic is left to trust. Where they miss by a rounding, any multipliers still give a
bound that no point can beat (Neumaier and Shcherbina 2004, "Safe bounds in linear and mixed-integer
linear programming").
"""

import math
import time
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from optimizer.build.arrays import Arrays, Floats, Integers
from optimizer.prove.rational import Row, TooLargeError, solve
from optimizer.solve.live import Live

_BUDGET = 5_000_000
_AT_LOWER, _BASIC, _AT_UPPER = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is proven of a solution, in fractions.

    Attributes
    ----------
    proven
        Whether the point is exactly feasible and exactly optimal (for integers: feasible; how good
        it can be at best is then the solver's word).
    kind
        How: ``"exact basis"``, ``"safe bound"``, or ``"incumbent"`` for integers.
    objective
        Objective at the checked point.
    bound
        No point is better than this; infinite if nothing is proven.
    primal_violation
        Most by which the point misses a row or bound.
    dual_violation
        Most by which a multiplier has the wrong sign.
    seconds
        Time the check took.
    """

    proven: bool
    kind: str
    objective: Fraction
    bound: Fraction | float
    primal_violation: Fraction
    dual_violation: Fraction
    seconds: float

    @property
    def text(self) -> str:
        """The same in a sentence."""
        if self.kind == "incumbent":
            worst = float(self.primal_violation)
            return f"rows and whole numbers hold to {worst:.2g} in fractions; the bound is the solver's"
        if self.proven:
            return "optimal, proven in fractions from the final basis"
        gap = abs(float(self.bound) - float(self.objective))
        missed = float(self.primal_violation)
        return f"within {gap:.2g} of the best possible, proven in fractions; rows hold to {missed:.2g}"


def certify(live: Live) -> Certificate:
    """Check the optimum of a linear programme in fractions."""
    began = time.perf_counter()
    exact = _Exact(live)
    try:
        point, prices, kind = exact.point(), exact.prices(), "exact basis"
    except (TooLargeError, ZeroDivisionError):
        point, prices, kind = fractions(live.point), fractions(live.row_prices), "safe bound"
    activity = exact.activity(point)
    primal = max(
        worst_violation(point, live.arrays.lower, live.arrays.upper),
        worst_violation(activity, live.arrays.row_lower, live.arrays.row_upper),
    )
    objective = value(live.arrays, point)
    dual, bound = exact.bound(prices)
    proven = primal == 0 and dual == 0 and bound == objective
    return Certificate(proven, kind, objective, bound, primal, dual, time.perf_counter() - began)


def exact_prices(live: Live) -> list[Fraction]:
    """Multipliers of all rows from the final basis, in fractions.

    Raises
    ------
    TooLargeError
        If that takes too long.
    ZeroDivisionError
        If the basis is singular in fractions.
    """
    return _Exact(live).prices()


def certify_incumbent(arrays: Arrays, point: Floats, bound: float) -> Certificate:
    """Check a mixed-integer point in fractions; the bound stays the solver's."""
    began = time.perf_counter()
    exact = fractions(point)
    primal = max(
        worst_violation(exact, arrays.lower, arrays.upper),
        worst_violation(row_sums(arrays, exact), arrays.row_lower, arrays.row_upper),
        max((abs(exact[j] - round(exact[j])) for j in np.flatnonzero(arrays.integer)), default=Fraction(0)),
    )
    return Certificate(
        proven=primal == 0,
        kind="incumbent",
        objective=value(arrays, exact),
        bound=bound,
        primal_violation=primal,
        dual_violation=Fraction(0),
        seconds=time.perf_counter() - began,
    )


class _Exact:
    """A basis in fractions."""

    def __init__(self, live: Live) -> None:
        self._arrays = live.arrays
        self._columns = np.array([int(status) for status in live.basis.col_status], dtype=np.int32)
        self._rows = np.array([int(status) for status in live.basis.row_status], dtype=np.int32)
        self._basic = np.flatnonzero(self._columns == _BASIC).astype(np.int32)
        self._tight = np.flatnonzero(self._rows != _BASIC).astype(np.int32)
        self._place = {int(column): k for k, column in enumerate(self._basic)}

    def point(self) -> list[Fraction]:
        """Solve the tight rows for the basic variables; the others stand at their bounds."""
        arrays = self._arrays
        point = fractions(np.where(self._columns == _BASIC, 0.0, _stand(self._columns, arrays.lower, arrays.upper)))
        limits = fractions(_stand(self._rows, arrays.row_lower, arrays.row_upper))
        rows: list[Row] = []
        right: list[Fraction] = []
        for i in self._tight.tolist():
            row: Row = {}
            rest = limits[i]
            for column, a in _entries(arrays, i):
                if column in self._place:
                    row[column] = a
                elif point[column]:
                    rest -= a * point[column]
            rows.append(row)
            right.append(rest)
        for column, found in solve(rows, right, _BUDGET).items():
            point[column] = found
        return point

    def prices(self) -> list[Fraction]:
        """Solve for the multipliers that leave no reduced cost on a basic variable."""
        arrays = self._arrays
        rows: list[Row] = [{} for _ in self._basic]
        for i in self._tight.tolist():
            for column, a in _entries(arrays, i):
                if column in self._place:
                    rows[self._place[column]][i] = a
        prices = [Fraction(0)] * arrays.rows
        for i, found in solve(rows, fractions(arrays.cost[self._basic]), _BUDGET).items():
            prices[i] = found
        return prices

    def activity(self, point: list[Fraction]) -> list[Fraction]:
        """Left-hand sides."""
        return row_sums(self._arrays, point)

    def bound(self, prices: list[Fraction]) -> tuple[Fraction, Fraction | float]:
        """Most by which a multiplier has the wrong sign, and the bound the others prove.

        A multiplier of the wrong sign for the sides its row has is dropped first; a reduced cost
        that pulls towards a bound that is not there leaves no bound at all.
        """
        arrays = self._arrays
        sign = 1 if arrays.maximise else -1
        worst = Fraction(0)
        total: Fraction | float = Fraction(arrays.offset)
        reduced = fractions(arrays.cost)
        for i, price in enumerate(prices):
            if not price:
                continue
            limit = arrays.row_upper[i] if sign * price > 0 else arrays.row_lower[i]
            if not math.isfinite(limit):
                worst = max(worst, abs(price))
                continue
            total += price * Fraction(float(limit))
            for column, a in _entries(arrays, i):
                reduced[column] -= a * price
        for column, cost in enumerate(reduced):
            if cost:
                limit = arrays.upper[column] if sign * cost > 0 else arrays.lower[column]
                if not math.isfinite(limit):
                    return max(worst, abs(cost)), sign * math.inf
                total += cost * Fraction(float(limit))
        return worst, total


def fractions(numbers: Floats) -> list[Fraction]:
    """Floats as the fractions they are."""
    return [Fraction(number) for number in numbers.tolist()]


def value(arrays: Arrays, point: list[Fraction]) -> Fraction:
    """Objective at a point."""
    costs = np.flatnonzero(arrays.cost)
    return sum((Fraction(float(arrays.cost[j])) * point[j] for j in costs), Fraction(arrays.offset))


def row_sums(arrays: Arrays, point: list[Fraction]) -> list[Fraction]:
    """Left-hand sides at a point."""
    return [
        sum((a * point[column] for column, a in _entries(arrays, i) if point[column]), Fraction(0))
        for i in range(arrays.rows)
    ]


def worst_violation(numbers: list[Fraction], lower: Floats, upper: Floats) -> Fraction:
    """Most by which a number lies outside its bounds."""
    worst = Fraction(0)
    for number, low, high in zip(numbers, lower.tolist(), upper.tolist(), strict=True):
        if number < low:
            worst = max(worst, Fraction(low) - number)
        elif number > high:
            worst = max(worst, number - Fraction(high))
    return worst


def _entries(arrays: Arrays, row: int) -> list[tuple[int, Fraction]]:
    columns, values = arrays.matrix.row(row)
    return [(column, Fraction(a)) for column, a in zip(columns.tolist(), values.tolist(), strict=True)]


def _stand(status: Integers, lower: Floats, upper: Floats) -> Floats:
    """The bound each nonbasic variable or row stands at; 0 for a free one."""
    stands = np.where(status == _AT_UPPER, upper, lower)
    return np.where(np.isfinite(stands), stands, 0.0)
