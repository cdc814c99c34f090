"""The optimum along anything that moves only costs, or only limits, in a straight line.

Where costs shift in proportion, the optimum of a linear programme is convex in the shift; where limits do, concave
(Gass and Saaty 1955, "The computational algorithm for the parametric objective function"; Gal 1995, "Postoptimal
Analyses"). Either way every solve gives a line that the whole curve lies on one side of, so that few solves close it
in. Where both move, or coefficients do, neither holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from optimizer.build.arrays import Arrays, Flags, Floats, weighted_sum
from optimizer.build.snapshot import Snapshot
from optimizer.curves.sandwich import close_in
from optimizer.curves.trace import Trace, check_span
from optimizer.errors import ModelError, PricesUnavailableError
from optimizer.price.curve import Curve, Outside, Point
from optimizer.solution import Solution
from optimizer.solve.engine import Engine
from optimizer.solve.outcome import Outcome, Settings
from optimizer.status import Status

# Share of a number by which it may be off the straight line through the same number at both ends.
_STRAIGHT = 1e-7
_NOISE = 1e-9


class Moved(Enum):
    """What of a programme moves from one place to another."""

    COSTS = "costs"
    LIMITS = "limits"
    NOTHING = "nothing"
    BOTH = "costs and limits at once"
    COEFFICIENTS = "coefficients of rules"
    BENT = "numbers, but not in a straight line"

    @property
    def is_linear(self) -> bool:
        """Whether the optimum can be traced along it."""
        return self in (Moved.COSTS, Moved.LIMITS, Moved.NOTHING)


@dataclass(frozen=True, eq=False)
class Direction:
    """Change of a linear programme for each unit of what moves, from where the programme stands.

    Attributes
    ----------
    arrays : Arrays
        The programme where it stands, without integers.
    now : float
        The place where that is.
    cost, lower, upper, row_lower, row_upper : array
        Change of each of its numbers for a unit.
    values_are : str
        ``"linear programme"`` or ``"integers fixed"``.
    """

    arrays: Arrays
    now: float
    cost: Floats
    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats
    values_are: str

    @classmethod
    def of_costs(cls, solution: Solution, cost: Floats, now: float = 0.0) -> "Direction":
        """Costs that move by ``cost`` a unit, from a solution that stands at ``now``; its integers are fixed.

        Raises
        ------
        PricesUnavailableError
            If the solution is not proven optimal.
        """
        arrays = solution.live.arrays
        columns, rows = np.zeros(arrays.columns), np.zeros(arrays.rows)
        return cls(arrays, now, cost, columns, columns, rows, rows, solution.prices_are)


def direction(places: Mapping[float, Snapshot], now: float) -> tuple[Moved, Direction | None]:
    """How a programme moves between three or more places, if in a straight line.

    Where rows or columns have other labels at another place it does not.

    Parameters
    ----------
    places : mapping
        The programme at each place, with ``now`` among them; its integers have to be fixed by bounds.
    now : float
        Where it stands.

    Raises
    ------
    ModelError
        If an integer is not fixed.
    """
    snapshot = places[now]
    if not all(snapshot.like(other) for other in places.values()):
        return Moved.COEFFICIENTS, None
    held = {at: _held(place.arrays) for at, place in places.items()}
    base = held.pop(now)
    furthest = max(held, key=lambda at: abs(at - now))
    if not all(_same_matrix(base, other) for other in held.values()):
        return Moved.COEFFICIENTS, None
    names = ("cost", "lower", "upper", "row_lower", "row_upper")
    slopes = {n: _slope(getattr(base, n), getattr(held[furthest], n), furthest - now) for n in names}
    for at, other in held.items():
        for n in names:
            line = getattr(base, n) + (at - now) * slopes[n]
            if not np.allclose(line, getattr(other, n), rtol=_STRAIGHT, atol=_STRAIGHT * 1e-2):
                return Moved.BENT, None
    free = base.lower < base.upper
    costs = bool(np.any(slopes["cost"][free]))
    limits = any(bool(np.any(slopes[n])) for n in names[1:])
    nothing = not costs and not limits and not np.any(slopes["cost"])
    moved = Moved.BOTH if costs and limits else Moved.COSTS if costs else Moved.NOTHING if nothing else Moved.LIMITS
    fixed = snapshot.integers_fixed or bool(snapshot.arrays.integer.any())
    return moved, Direction(base, now, **slopes, values_are="integers fixed" if fixed else "linear programme")


def trace_along(way: Direction, low: float, high: float, *, exact: bool = False, tolerance: float = 1e-4) -> Trace:
    """Trace the optimum along a direction that moves costs alone, or limits alone.

    Parameters
    ----------
    way
        The direction.
    low, high
        From where to where.
    exact
        Find every breakpoint.
    tolerance
        Largest error if not, as a share of the largest optimum along the way.

    Raises
    ------
    ModelError
        If ``low`` is not below ``high``, one of them is infinite, or costs and limits move at once.
    PricesUnavailableError
        If there is no optimum between the two ends.
    """
    check_span(low, high)
    curve = _Along(way)
    start = curve.start()
    found = close_in(curve, start, (low, high), None if exact else tolerance, curve.turn * curve.objective)
    points = [Point(p.at, curve.objective + curve.turn * p.value, curve.turn * p.slope) for p in found.points]
    concave = curve.turn > 0
    return Trace(points, (low, high), found.error, found.solves, way.values_are, exact=exact, concave=concave)


def _held(arrays: Arrays) -> Arrays:
    """The programme with what is fixed moved from the rows into their limits."""
    fixed = arrays.lower == arrays.upper
    if (arrays.integer & ~fixed).any():
        raise ModelError("a programme moves along a line only with its integers fixed")
    amount = arrays.activity(np.where(fixed, arrays.lower, 0.0))
    matrix = arrays.matrix
    kept = np.where(fixed[matrix.index], 0.0, matrix.value)
    return replace(
        arrays,
        row_lower=arrays.row_lower - amount,
        row_upper=arrays.row_upper - amount,
        matrix=replace(matrix, value=kept),
        integer=np.zeros(arrays.columns, dtype=np.bool_),
    )


def _same_matrix(one: Arrays, other: Arrays) -> bool:
    """Whether coefficients are the same, entries of nothing apart."""

    def entries(arrays: Arrays) -> tuple[Floats, ...]:
        kept: Flags = arrays.matrix.value != 0
        rows = arrays.matrix.rows_of_entries()[kept].astype(np.float64)
        return rows, arrays.matrix.index[kept].astype(np.float64), arrays.matrix.value[kept]

    pairs = list(zip(entries(one), entries(other), strict=True))
    return all(a.shape == b.shape and bool(np.allclose(a, b, rtol=_STRAIGHT, atol=0.0)) for a, b in pairs)


def _slope(base: Floats, other: Floats, step: float) -> Floats:
    """Change for each unit; rounding is none, and a side without a limit keeps none."""
    with np.errstate(invalid="ignore"):
        change = np.where(base == other, 0.0, other - base)
    still = np.abs(change) <= _STRAIGHT * 1e-2 * np.maximum(1.0, np.abs(base))
    slope: Floats = np.where(still, 0.0, change) / step
    return slope


class _Along(Curve):
    """The optimum as a function of the place, turned to be concave."""

    def __init__(self, way: Direction) -> None:
        self._way, arrays = way, way.arrays
        self.noise = _NOISE * max(1.0, float(np.abs(arrays.cost).max(initial=0.0)))
        free = arrays.lower < arrays.upper
        self._costs = bool(np.any(way.cost[free]))
        if self._costs and any(map(np.any, (way.lower, way.upper, way.row_lower, way.row_upper))):
            raise ModelError("the optimum is neither convex nor concave where costs and limits move at once")
        self.turn = arrays.sign * (-1.0 if self._costs else 1.0)
        self._engine = Engine(arrays, Settings())
        self._columns = np.flatnonzero(way.cost).astype(np.int32)
        self._rows = np.flatnonzero((way.row_lower != 0) | (way.row_upper != 0)).astype(np.int32)
        self._bounds = np.flatnonzero((way.lower != 0) | (way.upper != 0)).astype(np.int32)
        first = self._engine.run()
        if first.status is not Status.OPTIMAL:
            raise PricesUnavailableError(f"the programme has no optimum where it stands: {first.message}")
        self.objective = first.objective
        self._first = self._read(way.now, first)

    def start(self) -> Point:
        """The point where the programme stands."""
        return self._first

    def point(self, at: float) -> Point | Outside:
        way, arrays, engine, shift = self._way, self._way.arrays, self._engine, at - self._way.now
        if len(self._columns):
            engine.set_costs(self._columns, (arrays.cost + shift * way.cost)[self._columns])
        if len(self._rows):
            sides = arrays.row_lower + shift * way.row_lower, arrays.row_upper + shift * way.row_upper
            engine.set_rows(self._rows, sides[0][self._rows], sides[1][self._rows])
        if len(self._bounds):
            ends = arrays.lower + shift * way.lower, arrays.upper + shift * way.upper
            engine.set_columns(self._bounds, ends[0][self._bounds], ends[1][self._bounds])
        self.solves += 1
        outcome = engine.run(primal=self._costs)
        if outcome.status is Status.INFEASIBLE:
            return Outside(at)
        if outcome.status is not Status.OPTIMAL:
            raise PricesUnavailableError(f"a solve at {at:g} ended so: {outcome.message}")
        return self._read(at, outcome)

    def reach(self, direction: int) -> float:
        """Nothing is known of the neighbourhood without a solve."""
        return 0.0

    def _read(self, at: float, outcome: Outcome) -> Point:
        way, sign = self._way, self._way.arrays.sign
        point = np.array(outcome.solution.col_value, dtype=np.float64)
        slope = float(weighted_sum(way.cost, point))
        if len(self._rows):
            prices = np.array(outcome.solution.row_dual, dtype=np.float64)
            slope += float(weighted_sum(prices, np.where(sign * prices > 0, way.row_upper, way.row_lower)))
        if len(self._bounds):
            worth = np.array(outcome.solution.col_dual, dtype=np.float64)
            slope += float(weighted_sum(worth, np.where(sign * worth > 0, way.upper, way.lower)))
        return Point(at, self.turn * (outcome.objective - self.objective), self.turn * slope)
