"""What changes the answer: the questions a strategist asks of a plan, each answered with a frame."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from deals.errors import InputError, Problem, UnknownNameError
from deals.negotiation.plan import Plan
from deals.negotiation.proposal import Proposal
from deals.negotiation.tables import goals_series
from deals.reform import Reform
from deals.sensitivity.break_even import MOVED, break_even
from deals.sensitivity.concessions import concession_prices
from deals.sensitivity.decided import Decided
from deals.sensitivity.envelope import PlanTrace, trace_anew
from deals.sensitivity.fixed import FixedPlan
from deals.sensitivity.frontier import goal_frontier
from deals.sensitivity.heatmap import POINTS, heatmap
from deals.sensitivity.limit_prices import limit_prices
from deals.sensitivity.limits import UNITS
from deals.sensitivity.outcomes import US_GAIN, Outcome, find_outcome
from deals.sensitivity.packages import different_packages, equivalent_terms
from deals.sensitivity.rebuilding import FixedDeals
from deals.sensitivity.spread import Client
from deals.sensitivity.tornado import WIDEST, tornado
from deals.sensitivity.tracing import WORTH, GainTrace, trace_assumption, trace_limit, trace_worth
from deals.sensitivity.what_if import what_if
from deals.sensitivity.why_not import WhyNot, why_not
from deals.sensitivity.zone import zone_of_agreement

if TYPE_CHECKING:
    from deals.briefing.chart import Chart


class Sensitivity:
    """Sensitivity of a proposal, or of a bare plan.

    Parameters
    ----------
    source : Proposal or Plan
        What to ask about.
    """

    def __init__(self, source: Proposal | Plan) -> None:
        self.plan = source.plan if isinstance(source, Proposal) else source

    @cached_property
    def fixed(self) -> FixedPlan:
        """The plan with its deals and dates fixed: what prices and traces are of."""
        return FixedPlan(self.plan)

    def limit_prices(self, *rules: str) -> pd.DataFrame:
        """What one unit of every limit is worth, on both sides; see :func:`~.limit_prices.limit_prices`."""
        return limit_prices(self.fixed, rules)

    def limit_prices_chart(self, *rules: str) -> "Chart":
        """The same as a figure with its data."""
        from deals.briefing.figures.limits import limit_prices as draw

        return draw(self.limit_prices(*rules))

    def concession_prices(self) -> pd.DataFrame:
        """What one unit of every term is worth to each side; see :func:`~.concessions.concession_prices`."""
        return self._concession_prices.copy()

    def concession_prices_chart(self, *, partner: str = "", instrument: str = "") -> "Chart":
        """The same as a figure with its data: every term of one partner, or one instrument over all partners.

        Raises
        ------
        UnknownNameError
            If there is no deal with that partner, or no such term in any deal.
        InputError
            If not just one of the two is named.
        """
        from deals.briefing.figures.concessions import concession_prices as draw

        if bool(partner) == bool(instrument):
            fix = 'partner="ARE" or instrument="investment"'
            raise InputError(Problem("", "partner", partner, "not one partner or one instrument", f"name one: {fix}"))
        column, name = ("partner", partner) if partner else ("instrument", instrument)
        prices = self._concession_prices
        if name not in set(prices[column]):
            raise UnknownNameError.of(f"{column} with a price", name, sorted(set(prices[column])))
        return draw(prices[prices[column] == name].reset_index(drop=True))

    @cached_property
    def _concession_prices(self) -> pd.DataFrame:
        return concession_prices(self.fixed)

    def trace(
        self,
        along: str,
        subject: str | int | None = None,
        low: float | None = None,
        high: float | None = None,
        *,
        exact: bool = False,
        tolerance: float = 1e-4,
    ) -> GainTrace:
        """The gain along one number, deals and dates fixed; `.chart()` draws it.

        `along` is a limit such as ``"diversion budget"`` (see :func:`~.tracing.trace_limit`), the worth of a term such
        as ``"worth of investment"`` (see :func:`~.tracing.trace_worth`; `subject` is the partner), or an assumption
        that enters in a straight line, such as ``"harm.per_kH"`` (see :func:`~.tracing.trace_assumption`).
        """
        if along.startswith(WORTH):
            code, name = None if subject is None else str(subject), along.removeprefix(WORTH)
            return trace_worth(self.fixed, name, code, low, high, exact=exact, tolerance=tolerance)
        if along in UNITS:
            return trace_limit(self.fixed, along, subject, low, high, exact=exact, tolerance=tolerance)
        return trace_assumption(self.fixed_deals, along, low, high, exact=exact, tolerance=tolerance)

    def trace_anew(
        self, rule: str, subject: str | int | None = None, low: float | None = None, high: float | None = None
    ) -> PlanTrace:
        """The gain along one limit with the plan made anew, and where deals change; see :func:`~.envelope.trace_anew`.

        Minutes, where :meth:`trace` takes seconds.
        """
        return trace_anew(self.fixed, rule, subject, low, high)

    def what_if(self, *reforms: Reform, outcomes: Sequence[str | Outcome] = (US_GAIN,)) -> pd.DataFrame:
        """Reforms alone and two by two, with their interaction; see :func:`~.what_if.what_if`."""
        return what_if(self.plan, reforms, outcomes)

    def what_if_chart(self, *reforms: Reform, outcomes: Sequence[str | Outcome] = (US_GAIN,)) -> "Chart":
        """The same as a figure with its data."""
        from deals.briefing.figures.reforms import what_if as draw

        return draw(self.what_if(*reforms, outcomes=outcomes))

    @cached_property
    def fixed_deals(self) -> FixedDeals:
        """The plan's deals, to be valued in other worlds."""
        return FixedDeals(Decided.of(self.plan))

    def tornado(
        self,
        outcome: str | Outcome = US_GAIN,
        *,
        names: Iterable[str] | None = None,
        widest: int = WIDEST,
        workers: int = 1,
        client: Client | None = None,
        progress: Callable[[str], None] | None = None,
    ) -> pd.DataFrame:
        """The outcome at either end of every assumption's range, widest first; see :func:`~.tornado.tornado`."""
        return tornado(
            self.plan,
            self.fixed_deals,
            outcome,
            names=names,
            widest=widest,
            workers=workers,
            client=client,
            progress=progress,
        )

    def tornado_chart(self, outcome: str | Outcome = US_GAIN, **asked: Any) -> "Chart":
        """The same as a figure with its data."""
        from deals.briefing.figures.sensitivity import assumption_ranges

        watched = find_outcome(outcome, self.plan.question)
        return assumption_ranges(self.tornado(watched, **asked), watched.name, watched.unit)

    def heatmap(
        self,
        first: str,
        second: str,
        outcome: str | Outcome = US_GAIN,
        *,
        points: int = POINTS,
        remade: bool = False,
        workers: int = 1,
        client: Client | None = None,
        progress: Callable[[str], None] | None = None,
    ) -> pd.DataFrame:
        """The outcome over the ranges of two assumptions; see :func:`~.heatmap.heatmap`."""
        return heatmap(
            self.plan,
            self.fixed_deals,
            first,
            second,
            outcome,
            points=points,
            remade=remade,
            workers=workers,
            client=client,
            progress=progress,
        )

    def heatmap_chart(self, first: str, second: str, outcome: str | Outcome = US_GAIN, **asked: Any) -> "Chart":
        """The same as a figure with its data."""
        from deals.briefing.figures.heatmap import over_two_ranges

        return over_two_ranges(self.heatmap(first, second, outcome, **asked))

    def zone(self, partner: str) -> pd.DataFrame:
        """Ends of every term between which both sides want the deal; see :func:`~.zone.zone_of_agreement`."""
        return zone_of_agreement(self.plan, partner)

    def zone_chart(self, partner: str) -> "Chart":
        """The same as a figure with its data."""
        from deals.briefing.figures.zones import zone as draw

        return draw(self.zone(partner))

    def break_even(self, partner: str, *moved: str, remade: bool = False) -> pd.DataFrame:
        """What would make a partner's deal leave the plan; see :func:`~.break_even.break_even`."""
        return break_even(self.plan, partner, moved or MOVED, remade=remade)

    def break_even_chart(self, partner: str, *moved: str, remade: bool = False) -> "Chart":
        """The same as a figure with its data."""
        from deals.briefing.figures.zones import break_even as draw

        return draw(self.break_even(partner, *moved, remade=remade))

    def equivalent_terms(self, partner: str, loss: float) -> pd.DataFrame:
        """Ranges of terms within a loss, USD bn; see :func:`~.packages.equivalent_terms`."""
        return equivalent_terms(self.plan, partner, loss)

    def equivalent_terms_chart(self, partner: str, loss: float) -> "Chart":
        """The same as a figure with its data, inside the zone of agreement."""
        from deals.briefing.figures.zones import equivalent_terms as draw

        zone = self.zone(partner)
        whole = {"name": zone["name"], "zone_smallest": zone["smallest"], "zone_largest": zone["largest"]}
        return draw(self.equivalent_terms(partner, loss).assign(**whole), loss)

    def different_packages(self, partner: str, loss: float) -> pd.DataFrame:
        """Three packages as different as can be within a loss; see :func:`~.packages.different_packages`."""
        return different_packages(self.plan, partner, loss)

    def different_packages_chart(self, partner: str, loss: float) -> "Chart":
        """The same as a figure with its data."""
        from deals.briefing.figures.packages import different_packages as draw

        return draw(self.different_packages(partner, loss))

    def why_not(self, **changes: Any) -> WhyNot | None:
        """Why the scenario with some fields changed (``must_sign=("IND",)``) has no plan; None if it has one."""
        return why_not(self.plan.question.scenario.changed(**changes))

    def frontier(self, *goals: str, exact: bool = False) -> pd.DataFrame:
        """The frontier between two or three goals, deals fixed; see :func:`~.frontier.goal_frontier`."""
        return goal_frontier(self.fixed, *goals, exact=exact)

    def frontier_chart(self, *goals: str, exact: bool = False) -> "Chart":
        """The same as a figure with its data."""
        from deals.briefing.figures.frontiers import frontier as draw

        return draw(self.frontier(*goals, exact=exact), goals, goals_series(self.plan))
