"""The gain as a whole function of one number: a limit, the worth of a term, or an assumption that enters linearly."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from deals.kit.errors import InputError, Problem, UnknownNameError
from deals.model.families import priced
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.sensitivity.figures.traces import gain_along as draw
from deals.sensitivity.prices.as_linear import PlanAsLinear
from deals.sensitivity.prices.limits import Limit, find_limit
from deals.sensitivity.worlds.rebuilding import SameDealsElsewhere
from optimizer import Direction, Moved, PricesUnavailableError, Trace, direction, trace, trace_along

REACH = 0.1
"""How far either way a limit is traced, as a share of it, if nothing is asked."""
WORTH = "worth of "
"""Before the name of an instrument: what it brings the United States, as a multiple of what it is assumed to bring."""
HALF, DOUBLE = 0.5, 2.0
ROUNDING = 1e-9


@dataclass(frozen=True, eq=False, repr=False)
class GainTrace(Answer):
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
    def table(self) -> pd.DataFrame:
        """Points of the curve: `limit` in its unit, `us_gain` in USD bn, and the slope or slopes there."""
        points = self.trace.points.rename(columns={"at": "limit", "value": "us_gain"})
        return points.assign(limit=points["limit"] + self.base)

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

    def chart(self) -> Chart:
        """The curve as a figure with its data."""
        return draw(self.table, self.name, self.unit, self.now, self.gain(self.now))


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class LimitTrace(GainTrace):
    """The gain along one limit.

    Attributes
    ----------
    limit : Limit
        The limit traced, and where it stands.
    """

    limit: Limit


def trace_limit(
    linear: PlanAsLinear,
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
    linear : PlanAsLinear
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
    limit = find_limit(linear, rule, subject)
    start, end = around(limit, low, high)
    try:
        ends = start - limit.base, end - limit.base
        curve = trace(linear.solution, rule, limit.key, *ends, exact=exact, tolerance=tolerance)
    except PricesUnavailableError as error:
        fix = f"include {limit.value:g}, where the limit stands"
        raise InputError(Problem("", "low", start, f"the deals can be kept nowhere up to {end:g}", fix)) from error
    return LimitTrace(f"{rule}, {limit.subject}", limit.unit, limit.value, curve, limit.base, limit=limit)


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
    linear: PlanAsLinear,
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
    linear : PlanAsLinear
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
    asked_of = linear.plan.signed if partner is None else {partner} & linear.plan.signed.keys()
    keys = [key for key in linear.plan.choices.ask if key[0] in asked_of]
    offered = sorted({key[1] for key in keys})
    if instrument not in offered:
        raise UnknownNameError.of("term", instrument, offered)
    columns = [linear.column("ask", key) for key in keys if key[1] == instrument]
    cost = np.zeros(len(linear.to_us))
    cost[columns] = linear.to_us[columns]
    way, ends = Direction.of_costs(linear.solution, cost, now=1.0), _ends(low, high, HALF, DOUBLE)
    curve = trace_along(way, *ends, exact=exact, tolerance=tolerance)
    label = next(i.label for i in linear.plan.question.world.instruments if i.name == instrument)
    whose = "" if partner is None else f", {linear.plan.question.partner(partner).name}"
    return GainTrace(f"{WORTH}{label}{whose}", "times what is assumed", 1.0, curve, moved=Moved.COSTS)


def trace_assumption(
    elsewhere: SameDealsElsewhere, name: str, low: float | None, high: float | None, *, exact: bool, tolerance: float
) -> GainTrace:
    """Trace the gain along an assumption that enters in a straight line, the limit on worst-case diversion left out.

    The same deals are put in numbers at both ends, in the middle and where the assumption stands. Where those numbers
    lie on straight lines, and only costs or only limits are among them, the curve is certain as that of a limit is.

    Parameters
    ----------
    elsewhere : SameDealsElsewhere
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
    known = elsewhere.decisions.question.scenario.world().parameters
    if name not in known:
        raise UnknownNameError.of("limit, term or assumption", name, [*priced(), *known])
    quantity = known[name]
    start, end = _ends(low, high, quantity.low, quantity.high)
    plans = {at: elsewhere.under({name: {"set": at}}) for at in {start, (start + end) / 2, end} - {quantity.value}}
    plans[quantity.value] = base = elsewhere.base
    for at, plan in plans.items():
        if (plan.signed, plan.adopted) != (base.signed, base.adopted) or plan.solution.is_mixed:
            left = ", ".join(sorted(base.signed.keys() - plan.signed.keys())) or "a standard or a promotion"
            raise InputError(Problem("", name, at, f"the deals cannot be kept there: {left} drops out", "go less far"))
    moved, way = direction({at: plan.solution.snapshot for at, plan in plans.items()}, quantity.value)
    if way is None or not moved.is_linear:
        fix = f'ask tornado(names=["{name}"]), or heatmap, which solve anew at every value'
        raise InputError(
            Problem("", "name", name, f"it does not enter in a straight line: it moves {moved.value}", fix)
        )
    curve = trace_along(way, start, end, exact=exact, tolerance=tolerance)
    return GainTrace(name, quantity.unit, quantity.value, curve, moved=moved)


def _ends(low: float | None, high: float | None, lowest: float, highest: float) -> tuple[float, float]:
    start, end = lowest if low is None else low, highest if high is None else high
    if not start < end:
        raise InputError(Problem("", "low", start, f"not below {end:g}", "give a lower end below the upper"))
    return start, end
