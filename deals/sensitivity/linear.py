"""The gain along anything that moves only costs, or only limits, in a straight line.

With deals and dates fixed the plan is a linear programme. Where an assumption shifts its costs in proportion, the
optimum is convex in it; where it shifts limits, concave (Gass and Saaty 1955, "The computational algorithm for the
parametric objective function"; Gal 1995, "Postoptimal Analyses"). Either way every solve gives a line that the whole
curve lies on one side of, so that few solves close it in. Where both move, or coefficients do, neither holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from optimizer.arrays import Arrays, Flags, Floats
from optimizer.curve import Curve, Outside, Point
from optimizer.engine import Engine
from optimizer.errors import PricesUnavailableError
from optimizer.outcome import Outcome, Settings
from optimizer.sandwich import close_in
from optimizer.status import Status
from optimizer.trace import Trace

STRAIGHT = 1e-7
"""Share of a number by which it may be off the straight line through the same number at both ends."""
NOISE = 1e-9


class Moved(Enum):
    """What of a programme an assumption moves."""

    COSTS = "costs"
    LIMITS = "limits"
    NOTHING = "nothing"
    BOTH = "costs and limits at once"
    COEFFICIENTS = "coefficients of rules"
    BENT = "numbers, but not in a straight line"

    @property
    def is_linear(self) -> bool:
        """Whether the gain can be traced along it."""
        return self in (Moved.COSTS, Moved.LIMITS, Moved.NOTHING)


@dataclass(frozen=True, eq=False)
class Direction:
    """Change of a linear programme for each unit of what moves, from where the programme stands."""

    arrays: Arrays
    now: float
    cost: Floats
    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats


def direction(places: Mapping[float, Arrays], now: float) -> tuple[Moved, Direction | None]:
    """How a programme with the same rows and columns moves between three or more places, if in a straight line.

    Parameters
    ----------
    places : mapping
        The programme at each place, with `now` among them; integers are bounds.
    now : float
        Where it stands.
    """
    held = {at: _held(arrays) for at, arrays in places.items()}
    base = held.pop(now)
    furthest = max(held, key=lambda at: abs(at - now))
    if not all(_same_matrix(base, other) for other in held.values()):
        return Moved.COEFFICIENTS, None
    names = ("cost", "lower", "upper", "row_lower", "row_upper")
    slopes = {n: _slope(getattr(base, n), getattr(held[furthest], n), furthest - now) for n in names}
    for at, other in held.items():
        for n in names:
            line = getattr(base, n) + (at - now) * slopes[n]
            if not np.allclose(line, getattr(other, n), rtol=STRAIGHT, atol=STRAIGHT * 1e-2):
                return Moved.BENT, None
    free = base.lower < base.upper
    costs = bool(np.any(slopes["cost"][free]))
    limits = any(bool(np.any(slopes[n])) for n in names[1:])
    nothing = not costs and not limits and not np.any(slopes["cost"])
    moved = Moved.BOTH if costs and limits else Moved.COSTS if costs else Moved.NOTHING if nothing else Moved.LIMITS
    return moved, Direction(base, now, **slopes)


def trace_along(way: Direction, low: float, high: float, *, exact: bool, tolerance: float) -> Trace:
    """Trace the optimum along a direction that moves costs alone, or limits alone.

    Raises
    ------
    PricesUnavailableError
        If there is no optimum between the two ends.
    """
    curve = _Along(way)
    start = curve.start()
    found = close_in(curve, start, (low, high), None if exact else tolerance, curve.turn * curve.objective)
    points = [Point(p.at, curve.objective + curve.turn * p.value, curve.turn * p.slope) for p in found.points]
    concave = curve.turn * way.arrays.sign > 0
    return Trace(points, (low, high), found.error, found.solves, "integers fixed", exact=exact, concave=concave)


def _held(arrays: Arrays) -> Arrays:
    """The programme with what is fixed moved from the rows into their limits."""
    fixed = arrays.lower == arrays.upper
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
    return all(a.shape == b.shape and bool(np.allclose(a, b, rtol=STRAIGHT, atol=0.0)) for a, b in pairs)


def _slope(base: Floats, other: Floats, step: float) -> Floats:
    """Change for each unit; rounding is none, and a side without a limit keeps none."""
    with np.errstate(invalid="ignore"):
        change = np.where(base == other, 0.0, other - base)
    still = np.abs(change) <= STRAIGHT * 1e-2 * np.maximum(1.0, np.abs(base))
    slope: Floats = np.where(still, 0.0, change) / step
    return slope


class _Along(Curve):
    """The optimum as a function of the place, turned to be concave."""

    def __init__(self, way: Direction) -> None:
        self._way, arrays = way, way.arrays
        self.noise = NOISE * max(1.0, float(np.abs(arrays.cost).max(initial=0.0)))
        free = arrays.lower < arrays.upper
        self._costs = bool(np.any(way.cost[free]))
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
        slope = float(way.cost @ point)
        if len(self._rows):
            prices = np.array(outcome.solution.row_dual, dtype=np.float64)
            slope += float(prices @ np.where(sign * prices > 0, way.row_upper, way.row_lower))
        if len(self._bounds):
            worth = np.array(outcome.solution.col_dual, dtype=np.float64)
            slope += float(worth @ np.where(sign * worth > 0, way.upper, way.lower))
        return Point(at, self.turn * (outcome.objective - self.objective), self.turn * slope)
