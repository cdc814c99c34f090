"""The gain along one limit with the whole plan made anew everywhere, and where the set of deals changes."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from deals.kit.errors import InputError, Problem
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.sensitivity.curves.tracing import around
from deals.sensitivity.figures.traces import plan_along as draw
from deals.sensitivity.prices.as_linear import PlanAsLinear
from deals.sensitivity.prices.limits import Limit, find_limit
from optimizer import Envelope, PricesUnavailableError, Switch, trace

BUDGET = 20
"""Plans made anew after which the search stops; what is then not proven is said."""
CHANGES = ["limit", "us_gain_before", "us_gain_after", "joined", "left", "moved", "standards", "sentence"]


@dataclass(frozen=True, eq=False, repr=False)
class PlanTrace(Answer):
    """The United States' gain along one limit, deals and dates free.

    Attributes
    ----------
    limit : Limit
        The limit, and where it stands.
    envelope : Envelope
        The best of all sets of deals that were found, and how far it is proven.
    names : dict
        Partners by code.
    periods : tuple of str
        Labels of the periods.
    """

    limit: Limit
    envelope: Envelope
    names: dict[str, str]
    periods: tuple[str, ...]

    @property
    def table(self) -> pd.DataFrame:
        """Corners of the curve: `limit` in its unit, `us_gain` in USD bn, and the number of the plan there."""
        corners = self.envelope.points.rename(columns={"at": "limit", "value": "us_gain", "structure": "plan"})
        return corners.assign(limit=corners["limit"] + self.limit.base)

    @property
    def changes(self) -> pd.DataFrame:
        """Where the set of deals changes as the limit rises: who joins, leaves, is signed at another time.

        Places where only amounts change are left out.
        """
        rows = []
        for change in self.envelope.changes.to_dict("records"):
            switches: tuple[Switch, ...] = change["switches"]
            before, after = _at(switches, "sign", after=False), _at(switches, "sign", after=True)
            adopts = sorted(_at(switches, "standard", after=True).keys() - before.keys() - after.keys())
            drops = sorted(_at(switches, "standard", after=False).keys() - before.keys() - after.keys())
            joined, left = sorted(after.keys() - before.keys()), sorted(before.keys() - after.keys())
            moved = sorted(before.keys() & after.keys())
            if not (joined or left or moved or adopts or drops):
                continue
            at = float(change["at"]) + self.limit.base
            said = [
                *(f"{self.names[c]} joins in {self.periods[after[c]]}" for c in joined),
                *(f"{self.names[c]} leaves" for c in left),
                *(f"{self.names[c]} moves from {self.periods[before[c]]} to {self.periods[after[c]]}" for c in moved),
                *(f"{self.names[c]} adopts the standard" for c in adopts),
                *(f"{self.names[c]} drops the standard" for c in drops),
            ]
            gains = float(change["value_before"]), float(change["value_after"])
            deals = tuple(joined), tuple(left), tuple(moved), (*adopts, *drops)
            rows.append([at, *gains, *deals, f"At {at:.4g}: {', '.join(said)}."])
        return pd.DataFrame(rows, columns=CHANGES)

    @property
    def unproven(self) -> pd.DataFrame:
        """Ranges of the limit (`low`, `high`) in which a better plan is not excluded."""
        return self.envelope.unproven + self.limit.base

    def gain(self, limit: float) -> float:
        """The best gain that was found at another value of the limit, USD bn; NaN where no plan was."""
        return self.envelope.value(limit - self.limit.base)

    @property
    def sentence(self) -> str:
        """The curve in a sentence."""
        changes, open_ranges = len(self.changes), len(self.unproven)
        low, high = (end + self.limit.base for end in (self.envelope.low, self.envelope.high))
        proven = f"proven to within USD {self.envelope.error:.2g} bn"
        proven += f" except in {open_ranges} range{'s' * (open_ranges != 1)}" if open_ranges else ""
        return (
            f"From {low:.4g} to {high:.4g} {self.limit.unit} the best set of deals changes {changes} "
            f"time{'s' * (changes != 1)}; {proven}, {self.envelope.solves} plans made anew."
        )

    def chart(self) -> Chart:
        """The curve as a figure with its data."""
        name, now = f"{self.limit.rule}, {self.limit.subject}", self.limit.value
        return draw(self.table, self.changes, name, self.limit.unit, now, self.gain(now), self.sentence)


def trace_anew(
    linear: PlanAsLinear,
    rule: str,
    subject: str | int | None = None,
    low: float | None = None,
    high: float | None = None,
    *,
    tolerance: float | None = None,
    budget: int = BUDGET,
) -> PlanTrace:
    """Trace the gain along a limit with the plan made anew, up to the points where the set of deals changes.

    Reservation values and the path without deals stay as they are.

    Parameters
    ----------
    linear : PlanAsLinear
    rule, subject, low, high
        As for :func:`~.tracing.trace_limit`.
    tolerance : float, optional
        Largest error as a share of the gain; by default the gap of the scenario.
    budget : int
        Plans made anew after which to stop.

    Raises
    ------
    UnknownNameError
        No such rule or subject.
    InputError
        `low` is not below `high`, or there is no plan anywhere between them.
    """
    plan = linear.plan
    limit = find_limit(linear, rule, subject)
    start, end = around(limit, low, high)
    # What is beside the limit is part of the deals where the row says "so much under a deal".
    ends = start - limit.base, end - limit.base
    gap = max(plan.question.scenario.gap, 1e-4) if tolerance is None else tolerance
    try:
        envelope = trace(linear.solution, rule, limit.key, *ends, integers="free", tolerance=gap, budget=budget)
    except PricesUnavailableError as error:
        fix = f"include {limit.value:g}, where the limit stands"
        raise InputError(Problem("", "low", start, f"there is no plan up to {end:g}", fix)) from error
    names = {partner.code: partner.name for partner in plan.question.partners}
    return PlanTrace(limit, envelope, names, tuple(p.label for p in plan.question.timeline.periods))


def _at(switches: Iterable[Switch], family: str, *, after: bool) -> dict[str, int]:
    """Partners of whom a decision is taken on one side of a change only, with its period."""
    return {
        str(switch.key[0]): int(switch.key[1])
        for switch in switches
        if switch.family == family
        and (switch.after if after else switch.before) > 0.5
        and isinstance(switch.key, tuple)
    }
