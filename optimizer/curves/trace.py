"""The optimum as a whole function of one limit or cost."""

import math
from bisect import bisect_right
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, overload

from optimizer.curves.envelope import Envelope, envelope
from optimizer.curves.sandwich import close_in
from optimizer.errors import ModelError
from optimizer.explained import Key
from optimizer.price.curve import Point
from optimizer.price.moving import CostCurve, LimitCurve
from optimizer.source import Source, solved

if TYPE_CHECKING:
    import pandas as pd


class Trace:
    """The optimum as a function of one number, between ``low`` and ``high``.

    Attributes
    ----------
    low, high : float
        Where it was asked for.
    feasible_from, feasible_to : float
        Where there is an optimum at all, within that.
    error : float
        No value between the points is further from ``value(at)`` than this, in units of the objective.
    exact : bool
        Whether the points are all breakpoints, and the curve straight between them.
    solves : int
        Re-solves it took.
    values_are : str
        ``"linear programme"`` or ``"integers fixed"``.
    """

    def __init__(
        self,
        points: list[Point],
        span: tuple[float, float],
        error: float,
        solves: int,
        values_are: str,
        *,
        exact: bool,
        concave: bool,
    ) -> None:
        self.low, self.high = span
        self.feasible_from, self.feasible_to = points[0].at, points[-1].at
        self.error = error
        self.exact = exact
        self.solves = solves
        self.values_are = values_are
        self._concave = concave
        self._points = points

    @cached_property
    def points(self) -> "pd.DataFrame":
        """The points solved for (if exact, the ends and breakpoints).

        Columns ``at`` and ``value``; if exact also ``slope_down`` and ``slope_up``, the slopes on
        either side (the price of the limit; for a cost the value of its variable), else ``slope``,
        one between these two. Beyond the ends of the trace a slope is NaN, and infinite where the
        programme stops being feasible (or bounded) at that end.
        """
        import pandas as pd  # heavy

        table = {"at": [point.at for point in self._points], "value": [point.value for point in self._points]}
        if not self.exact:
            return pd.DataFrame(table | {"slope": [point.slope for point in self._points]})
        between = [(right.value - left.value) / (right.at - left.at) for left, right in pairwise(self._points)]
        steep = math.inf if self._concave else -math.inf
        before = math.nan if self.feasible_from <= self.low else steep
        after = math.nan if self.feasible_to >= self.high else -steep
        return pd.DataFrame(table | {"slope_down": [before, *between], "slope_up": [*between, after]})

    def value(self, at: float) -> float:
        """The optimum at a place, to within ``error``; NaN outside what is feasible."""
        low, high = self.bounds(at)
        return (low + high) / 2

    def bounds(self, at: float) -> tuple[float, float]:
        """Two numbers between which the optimum at a place is certain to lie."""
        if not self.feasible_from <= at <= self.feasible_to:
            return math.nan, math.nan
        place = min(max(bisect_right([point.at for point in self._points], at) - 1, 0), len(self._points) - 2)
        if place < 0:
            return self._points[0].value, self._points[0].value
        left, right = self._points[place], self._points[place + 1]
        share = (at - left.at) / (right.at - left.at)
        chord = left.value + share * (right.value - left.value)
        if self.exact:
            return chord, chord
        lines = left.line(at), right.line(at)
        low, high = (chord, min(lines)) if self._concave else (max(lines), chord)
        return min(low, high), max(low, high)

    def __repr__(self) -> str:
        kind = "exact" if self.exact else f"to within {self.error:.3g}"
        return f"<Trace from {self.feasible_from:.6g} to {self.feasible_to:.6g}, {kind}, {self.solves} solves>"


def check_span(low: float, high: float) -> None:
    """Refuse a span that is none, or has no end."""
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ModelError(f"a trace goes from a number up to a larger one, not from {low} to {high}")


@overload
def trace(
    source: Source,
    family: str,
    key: Key,
    low: float,
    high: float,
    *,
    of: Literal["limit", "cost"] = "limit",
    tolerance: float = 1e-4,
    exact: bool = False,
    integers: Literal["fixed"] = "fixed",
) -> Trace: ...


@overload
def trace(
    source: Source,
    family: str,
    key: Key,
    low: float,
    high: float,
    *,
    integers: Literal["free"],
    of: Literal["limit", "cost"] = "limit",
    tolerance: float = 1e-4,
    budget: int = 40,
) -> Envelope: ...


def trace(
    source: Source,
    family: str,
    key: Key,
    low: float,
    high: float,
    *,
    of: Literal["limit", "cost"] = "limit",
    tolerance: float = 1e-4,
    exact: bool = False,
    integers: Literal["fixed", "free"] = "fixed",
    budget: int = 40,
) -> Trace | Envelope:
    """Trace the optimum along one limit, or along one cost.

    Parameters
    ----------
    source
        A programme or session (solved first), or a solution.
    family, key
        The constraint; with ``of="cost"`` the variable.
    low, high
        From where to where.
    tolerance
        Largest error, as a share of the largest optimum along the way.
    exact
        Find every breakpoint instead; with the integers fixed only.
    integers
        ``"fixed"`` where the solution has them, or ``"free"``: the best of all structures at every
        place, with the places where another structure becomes the best.
    budget
        With the integers free, the mixed-integer solves after which to stop; what is then not
        proven is stated.

    Returns
    -------
    Trace or Envelope
        An envelope if the integers are free.

    Raises
    ------
    ModelError
        If ``low`` is not below ``high``, or one of them is infinite.
    NoOptimumError
        If the programme as it stands has no optimum.
    PricesUnavailableError
        If there is no optimum anywhere between ``low`` and ``high``.
    """
    check_span(low, high)
    solution = solved(source)
    place = solution.row(family, key) if of == "limit" else solution.column(family, key)
    if integers == "free":
        return envelope(solution, place, (low, high), of_cost=of == "cost", tolerance=tolerance, budget=budget)
    live = solution.live
    curve = LimitCurve(live, place) if of == "limit" else CostCurve(live, place)
    start = curve.start()
    # Curves are turned to be concave, and count from the optimum the programme stands at.
    turn = live.arrays.sign if of == "limit" else -live.arrays.sign
    try:
        found = close_in(curve, start, (low, high), None if exact else tolerance, live.objective * turn)
    finally:
        curve.close()
    turned = [Point(point.at, live.objective + turn * point.value, turn * point.slope) for point in found.points]
    return Trace(
        turned,
        (low, high),
        found.error,
        found.solves,
        solution.prices_are,
        exact=exact,
        concave=turn > 0,
    )
