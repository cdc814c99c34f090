"""Two-sided prices of limits, and ranges of costs, each with the interval in which it truly holds."""

import math
from dataclasses import dataclass

from optimizer.price.curve import Curve, Point, Segment, segment
from optimizer.price.moving import CostCurve, LimitCurve
from optimizer.solve.live import Live

# A basis that holds for less than this share of a limit says nothing the cone would not say better.
_VISIBLE = 1e-8


@dataclass(frozen=True, slots=True)
class Price:
    """What one unit of a limit is worth.

    Attributes
    ----------
    down, up
        Change of the objective per unit as the limit falls from, and rises above, where it stands.
        Infinite where the programme becomes infeasible at once.
    holds_from, holds_to
        ``down`` holds between ``holds_from`` and the limit, ``up`` between the limit and ``holds_to``.
        NaN where not asked for.
    """

    down: float
    up: float
    holds_from: float
    holds_to: float


@dataclass(frozen=True, slots=True)
class CostRange:
    """How a solution hangs on one cost.

    Attributes
    ----------
    reduced_cost
        Change of the objective per unit by which the variable is forced off the bound it stands at;
        0 between bounds, infinite where it cannot leave its bound.
    holds_from, holds_to
        The costs between which the solution stays optimal.
    """

    reduced_cost: float
    holds_from: float
    holds_to: float


def price_of_limit(live: Live, row: int, *, intervals: bool = True) -> Price:
    """The two-sided price of the limit of one row.

    Parameters
    ----------
    live
        The programme at its optimum.
    row
        The row.
    intervals
        Whether to find how far each price holds. Without it most prices cost no solve: only those
        of rows where the optimum is degenerate do.
    """
    bounded_below, bounded_above = math.isfinite(live.arrays.row_lower[row]), math.isfinite(live.arrays.row_upper[row])
    if not bounded_below and not bounded_above:
        return Price(0.0, 0.0, -math.inf, math.inf)
    # From the same basis whatever was asked before.
    live.settle()
    curve = LimitCurve(live, row)
    start = Point(live.limit(row), 0.0, live.arrays.sign * float(live.row_prices[row]))
    reaches = [(way, _seen(curve.reach(way), start)) for way in (-1, 1)]
    try:
        down, up = (_side(live, row, curve, start, way, reach, intervals=intervals) for way, reach in reaches)
    finally:
        curve.close()
    sign = live.arrays.sign
    # Adding zero turns -0.0 into 0.0.
    return Price(sign * down.slope + 0.0, sign * up.slope + 0.0, down.end, up.end)


def _side(live: Live, row: int, curve: LimitCurve, start: Point, way: int, reach: float, *, intervals: bool) -> Segment:
    """The piece of the curve on one side: its slope is the basis's where that holds for a while, else the cone's."""
    slope = start.slope if reach > 0 else live.arrays.sign * live.cone.slope(row, way)
    if abs(slope) <= live.zero:
        slope = 0.0
    if not intervals:
        return Segment(slope, math.nan)
    if math.isinf(slope):
        return Segment(slope, start.at)
    # A limit that is worth nothing now is worth nothing at any looser value.
    looser = math.isinf(live.arrays.row_lower[row] if way > 0 else live.arrays.row_upper[row])
    if slope == 0 and looser:
        reach = math.inf
    return segment(curve, Point(start.at, start.value, slope), way, reach, known=True)


def range_of_cost(live: Live, column: int) -> CostRange:
    """The costs of one variable for which the present solution stays optimal, others unchanged."""
    curve = CostCurve(live, column)
    start = curve.start()
    try:
        ends = [_end_of_line(curve, start, way, _reach_of_cost(live, column, way)) for way in (-1, 1)]
    finally:
        curve.close()
    return CostRange(_reduced_cost(live, column, *ends), *ends)


def _reduced_cost(live: Live, column: int, holds_from: float, holds_to: float) -> float:
    """By duality the multiplier of a bound is how far the cost can go before the variable leaves it."""
    cost, value = float(live.arrays.cost[column]), live.point[column]
    at_lower, at_upper = value == live.arrays.lower[column], value == live.arrays.upper[column]
    if at_lower and at_upper:
        return float(live.reduced_costs[column]) + 0.0
    if not at_lower and not at_upper:
        return 0.0
    return cost - (holds_to if at_lower == live.arrays.maximise else holds_from)


def _reach_of_cost(live: Live, column: int, way: int) -> float:
    """How far the basis surely stays optimal: a nonbasic variable waits for its own reduced cost."""
    if column in live.engine.basic():
        return 0.0
    rising = way * live.arrays.sign > 0
    value = live.point[column]
    leaves = (value < live.arrays.upper[column]) if rising else (value > live.arrays.lower[column])
    return abs(float(live.reduced_costs[column])) if leaves else math.inf


def _end_of_line(curve: Curve, start: Point, way: int, reach: float) -> float:
    piece = segment(curve, start, way, reach)
    same = math.isclose(piece.slope, start.slope, rel_tol=1e-9, abs_tol=1e-9)
    return piece.end if same else start.at


def _seen(reach: float, start: Point) -> float:
    return reach if reach > _VISIBLE * max(1.0, abs(start.at)) else 0.0
