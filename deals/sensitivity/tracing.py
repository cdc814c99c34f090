"""The gain as a whole function of one number: a limit, the worth of a term, or an assumption that enters linearly."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from deals.errors import InputError, Problem, UnknownNameError
from deals.negotiation.plan import Plan
from deals.sensitivity.fixed import FixedPlan
from deals.sensitivity.limits import UNITS, Limit, find_limit
from deals.sensitivity.linear import Direction, Moved, direction, trace_along
from deals.sensitivity.rebuilding import FixedDeals
from optimizer import PricesUnavailableError, Trace, trace
from optimizer.arrays import Arrays

if TYPE_CHECKING:
    from deals.briefing.chart import Chart

REACH = 0.1
"""How far either way a limit is traced, as a share of it, if nothing is asked."""
WORTH = "worth of "
"""Before the name of an instrument: what it brings the United States, as a multiple of what it is assumed to bring."""
HALF, DOUBLE = 0.5, 2.0
ROUNDING = 1e-9


@dataclass(frozen=True)
class GainTrace:
    """The United States' gain along one number, deals and dates fixed.

    Attributes
    ----------
    name, unit : str
        What is moved, in words, and its unit.
    now : float
        Where it stands.
    trace : Trace
        The certified curve: between two points no value is further from it than `error` (USD bn).
    base : float
        What stands beside the limit traced: `trace` is of the number less it.
    moved : Moved
        What of the programme moves: limits (the curve is then concave) or costs (convex).
    """

    name: str
    unit: str
    now: float
    trace: Trace
    base: float = 0.0
    moved: Moved = Moved.LIMITS

    @property
    def data(self) -> pd.DataFrame:
        """Points of the curve: `limit` in its unit, `us_gain` in USD bn, and the slope or slopes there."""
        found = self.trace.points.rename(columns={"at": "limit", "value": "us_gain"})
        return found.assign(limit=found["limit"] + self.base)

    @property
    def holds(self) -> tuple[float, float]:
        """Values between which the fixed deals can be kept at all."""
        return self.trace.feasible_from + self.base, self.trace.feasible_to + self.base

    def gain(self, limit: float) -> float:
        """The gain at another value, USD bn; NaN where the deals cannot be kept."""
        at, (low, high) = limit - self.base, (self.trace.feasible_from, self.trace.feasible_to)
        edge = ROUNDING * max(1.0, abs(limit))
        return self.trace.value(min(max(at, low), high) if low - edge <= at <= high + edge else at)

    @property
    def sentence(self) -> str:
        """The curve in a sentence."""
        low, high = self.holds
        first, last = self.gain(low), self.gain(high)
        kind = "exact" if self.trace.exact else f"to within USD {self.trace.error:.2g} bn"
        return (
            f"The gain goes from USD {first:.4g} bn to {last:.4g} bn as {self.name} goes from {low:.4g} to {high:.4g} "
            f"{self.unit} (now {self.now:.4g}); {kind}, {self.trace.values_are}, {self.trace.solves} solves."
        )

    def chart(self) -> "Chart":
        """The curve as a figure with its data."""
        from deals.briefing.figures.traces import gain_along

        return gain_along(self.data, self.name, self.unit, self.now, self.gain(self.now))

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.sentence}>"


@dataclass(frozen=True, repr=False, kw_only=True)
class LimitTrace(GainTrace):
    """The gain along one limit.

    Attributes
    ----------
    limit : Limit
        The limit traced, and where it stands.
    """

    limit: Limit


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
    """Trace the gain along a limit, certified to a tolerance, or every breakpoint if `exact`.

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
    start, end = around(limit, low, high)
    try:
        ends = start - limit.base, end - limit.base
        found = trace(fixed.solution, rule, limit.key, *ends, exact=exact, tolerance=tolerance)
    except PricesUnavailableError as error:
        fix = f"include {limit.value:g}, where the limit stands"
        raise InputError(Problem("", "low", start, f"the deals can be kept nowhere up to {end:g}", fix)) from error
    return LimitTrace(f"{rule}, {limit.subject}", limit.unit, limit.value, found, limit.base, limit=limit)


def around(limit: Limit, low: float | None, high: float | None) -> tuple[float, float]:
    """From where to where a limit is traced.

    Raises
    ------
    InputError
        If `low` is not below `high`.
    """
    span = REACH * max(abs(limit.value), 1.0)
    return _ends(low, high, limit.value - span, limit.value + span)


def trace_worth(
    fixed: FixedPlan,
    instrument: str,
    partner: str | None,
    low: float | None,
    high: float | None,
    *,
    exact: bool,
    tolerance: float,
) -> GainTrace:
    """Trace the gain along what a term is worth to the United States, as a multiple of what it is assumed to be worth.

    Parameters
    ----------
    fixed : FixedPlan
    instrument : str
        Such as ``"investment"``: what the partner gives.
    partner : str, optional
        Of one partner; of all by default.
    low, high : float, optional
        Multiples; by default from half to double.
    exact, tolerance
        As for :func:`trace_limit`.

    Raises
    ------
    UnknownNameError
        If no signed partner has such a term.
    InputError
        If `low` is not below `high`.
    """
    named = {key: variable for key, variable in fixed.plan.choices.ask.items() if key[0] in fixed.plan.signed}
    offered = sorted({key[1] for key in named if partner in (None, key[0])})
    if instrument not in offered:
        raise UnknownNameError.of("term", instrument, offered)
    cost = np.zeros(len(fixed.to_us))
    for key, variable in named.items():
        if key[1] == instrument and partner in (None, key[0]):
            column = fixed.position[id(variable)]
            cost[column] = fixed.to_us[column]
    arrays = fixed.solution.live.arrays
    still = np.zeros(arrays.columns), np.zeros(arrays.columns), np.zeros(arrays.rows), np.zeros(arrays.rows)
    ends = _ends(low, high, HALF, DOUBLE)
    found = trace_along(Direction(arrays, 1.0, cost, *still), *ends, exact=exact, tolerance=tolerance)
    label = next(i.label for i in fixed.plan.question.world.instruments if i.name == instrument)
    whose = "" if partner is None else f", {fixed.plan.question.partner(partner).name}"
    return GainTrace(f"{WORTH}{label}{whose}", "times what is assumed", 1.0, found, moved=Moved.COSTS)


def trace_assumption(
    deals: FixedDeals, name: str, low: float | None, high: float | None, *, exact: bool, tolerance: float
) -> GainTrace:
    """Trace the gain along an assumption that enters in a straight line, the limit on worst-case diversion left out.

    The same deals are put in numbers at both ends, in the middle and where the assumption stands. Where those numbers
    lie on straight lines, and only costs or only limits are among them, the curve is certain as that of a limit is.

    Parameters
    ----------
    deals : FixedDeals
    name : str
        A parameter, such as ``"harm.per_kH"``.
    low, high : float, optional
        By default the ends of its range.
    exact, tolerance
        As for :func:`trace_limit`.

    Raises
    ------
    UnknownNameError
        If there is no such limit, term or parameter.
    InputError
        If `low` is not below `high`, the deals cannot all be kept at an end, or the assumption enters otherwise than in
        a straight line through costs alone or limits alone.
    """
    known = deals.decided.question.scenario.world().parameters
    if name not in known:
        raise UnknownNameError.of("limit, term or assumption", name, [*UNITS, *known])
    quantity = known[name]
    start, end = _ends(low, high, quantity.low, quantity.high)
    plans = {at: deals.under({name: {"set": at}}) for at in {start, (start + end) / 2, end} - {quantity.value}}
    plans[quantity.value] = deals.base
    for at, plan in plans.items():
        if plan.signed != deals.base.signed or plan.adopted != deals.base.adopted:
            left = ", ".join(sorted(deals.base.signed.keys() - plan.signed.keys())) or "a standard"
            raise InputError(Problem("", name, at, f"the deals cannot be kept there: {left} drops out", "go less far"))
    moved, way = _way(plans, quantity.value)
    if way is None or not moved.is_linear:
        fix = f'ask tornado(names=["{name}"]), or heatmap, which solve anew at every value'
        raise InputError(
            Problem("", "name", name, f"it does not enter in a straight line: it moves {moved.value}", fix)
        )
    found = trace_along(way, start, end, exact=exact, tolerance=tolerance)
    return GainTrace(name, quantity.unit, quantity.value, found, moved=moved)


def _way(plans: Mapping[float, Plan], now: float) -> tuple[Moved, Direction | None]:
    snapshots = {at: plan.choices.program.snapshot() for at, plan in plans.items()}
    base = snapshots[now]
    if any((s.rows.all, s.columns.all) != (base.rows.all, base.columns.all) for s in snapshots.values()):
        return Moved.COEFFICIENTS, None
    arrays: dict[float, Arrays] = {at: snapshot.arrays for at, snapshot in snapshots.items()}
    return direction(arrays, now)


def _ends(low: float | None, high: float | None, lowest: float, highest: float) -> tuple[float, float]:
    start, end = lowest if low is None else low, highest if high is None else high
    if not start < end:
        raise InputError(Problem("", "low", start, f"not below {end:g}", "give a lower end below the upper"))
    return start, end
