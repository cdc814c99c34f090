"""The gain as a whole function of one limit, in policy words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from deals.errors import InputError, Problem
from deals.sensitivity.fixed import FixedPlan
from deals.sensitivity.limits import Limit, find_limit
from optimizer import PricesUnavailableError, Trace, trace

if TYPE_CHECKING:
    from deals.briefing.chart import Chart

REACH = 0.1
"""How far either way a limit is traced, as a share of it, if nothing is asked."""

ROUNDING = 1e-9


@dataclass(frozen=True)
class LimitTrace:
    """The United States' gain along one limit, deals and dates fixed.

    Attributes
    ----------
    limit : Limit
        The limit traced, and where it stands.
    trace : Trace
        The certified curve: between two points no value is further from it than `error` (USD bn).
    """

    limit: Limit
    trace: Trace

    @property
    def data(self) -> pd.DataFrame:
        """Points of the curve: `limit` in its unit, `us_gain` in USD bn, and the slope or slopes there."""
        found = self.trace.points.rename(columns={"at": "limit", "value": "us_gain"})
        return found.assign(limit=found["limit"] + self.limit.base)

    @property
    def holds(self) -> tuple[float, float]:
        """Limits between which the fixed deals can be kept at all."""
        return self.trace.feasible_from + self.limit.base, self.trace.feasible_to + self.limit.base

    def gain(self, limit: float) -> float:
        """The gain at another value of the limit, USD bn; NaN where the deals cannot be kept."""
        at, (low, high) = limit - self.limit.base, (self.trace.feasible_from, self.trace.feasible_to)
        edge = ROUNDING * max(1.0, abs(limit))
        return self.trace.value(min(max(at, low), high) if low - edge <= at <= high + edge else at)

    @property
    def sentence(self) -> str:
        """The curve in a sentence."""
        low, high = self.holds
        first, last = self.gain(low), self.gain(high)
        kind = "exact" if self.trace.exact else f"to within USD {self.trace.error:.2g} bn"
        return (
            f"With these deals the gain goes from USD {first:.4g} bn to {last:.4g} bn as the {self.limit.rule} of "
            f"{self.limit.subject} goes from {low:.4g} to {high:.4g} {self.limit.unit} (it stands at "
            f"{self.limit.value:.4g}); {kind}, {self.trace.solves} solves."
        )

    def chart(self) -> "Chart":
        """The curve as a figure with its data."""
        from deals.briefing.figures.sensitivity import gain_along

        words = f"{self.limit.rule} of {self.limit.subject}"
        return gain_along(self.data, words, self.limit.unit, self.limit.value)

    def __repr__(self) -> str:
        return f"<LimitTrace: {self.sentence}>"


def trace_limit(
    fixed: FixedPlan,
    rule: str,
    subject: str | int | None = None,
    low: float | None = None,
    high: float | None = None,
    *,
    exact: bool = False,
    tolerance: float = 1e-4,
) -> LimitTrace:
    """Trace the gain along a limit.

    Parameters
    ----------
    fixed : FixedPlan
    rule : str
        Such as ``"diversion budget"`` or ``"chip supply"``.
    subject : str or int, optional
        Year, period or partner; by default the limit that weighs most on the plan.
    low, high : float, optional
        From where to where, in the unit of the limit; by default a tenth either way.
    exact : bool
        Every breakpoint instead of a curve within a tolerance.
    tolerance : float
        Largest error as a share of the gain.

    Raises
    ------
    UnknownNameError
        No such rule or subject.
    InputError
        `low` is not below `high`, or the deals can be kept nowhere between them.
    """
    limit = find_limit(fixed, rule, subject)
    span = REACH * max(abs(limit.value), 1.0)
    start, end = limit.value - span if low is None else low, limit.value + span if high is None else high
    if not start < end:
        raise InputError(Problem("", "low", start, f"not below {end:g}", "give a lower end below the upper"))
    try:
        ends = start - limit.base, end - limit.base
        return LimitTrace(limit, trace(fixed.solution, rule, limit.key, *ends, exact=exact, tolerance=tolerance))
    except PricesUnavailableError as error:
        fix = f"include {limit.value:g}, where the limit stands"
        raise InputError(Problem("", "low", start, f"the deals can be kept nowhere up to {end:g}", fix)) from error
