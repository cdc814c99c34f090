"""What changes the answer: the questions a strategist asks of a plan, each answered with a frame."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from deals.negotiation.plan import Plan
from deals.negotiation.proposal import Proposal
from deals.reform import Reform
from deals.sensitivity.concessions import concession_prices
from deals.sensitivity.fixed import FixedPlan
from deals.sensitivity.frontier import goal_frontier
from deals.sensitivity.outcomes import US_GAIN, unit
from deals.sensitivity.packages import different_packages, equivalent_terms
from deals.sensitivity.rebuilding import FixedDeals
from deals.sensitivity.tornado import WIDEST, tornado
from deals.sensitivity.tracing import LimitTrace, trace_limit
from deals.sensitivity.what_if import what_if
from deals.sensitivity.why_not import WhyNot, why_not
from deals.sensitivity.zone import break_even, zone_of_agreement

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

    def concession_prices(self) -> pd.DataFrame:
        """What one unit of every term is worth to each side; see :func:`~.concessions.concession_prices`."""
        return concession_prices(self.fixed)

    def trace(
        self,
        rule: str,
        subject: str | int | None = None,
        low: float | None = None,
        high: float | None = None,
        *,
        exact: bool = False,
        tolerance: float = 1e-4,
    ) -> LimitTrace:
        """The gain along one limit, such as ``"diversion budget"``; see :func:`~.tracing.trace_limit`."""
        return trace_limit(self.fixed, rule, subject, low, high, exact=exact, tolerance=tolerance)

    def what_if(self, *reforms: Reform, outcomes: Sequence[str] = (US_GAIN,)) -> pd.DataFrame:
        """Reforms alone and two by two, with their interaction; see :func:`~.what_if.what_if`."""
        return what_if(self.plan, reforms, outcomes)

    @cached_property
    def fixed_deals(self) -> FixedDeals:
        """The plan's deals, to be valued in other worlds."""
        return FixedDeals(self.plan)

    def tornado(
        self, outcome: str = US_GAIN, *, names: Iterable[str] | None = None, widest: int = WIDEST
    ) -> pd.DataFrame:
        """The outcome at either end of every assumption's range, widest first; see :func:`~.tornado.tornado`."""
        return tornado(self.fixed_deals, outcome, names=names, widest=widest)

    def tornado_chart(
        self, outcome: str = US_GAIN, *, names: Iterable[str] | None = None, widest: int = WIDEST
    ) -> "Chart":
        """The same as a figure with its data."""
        from deals.briefing.figures.sensitivity import assumption_ranges

        return assumption_ranges(self.tornado(outcome, names=names, widest=widest), outcome, unit(outcome))

    def zone(self, partner: str) -> pd.DataFrame:
        """Ends of every term between which both sides want the deal; see :func:`~.zone.zone_of_agreement`."""
        return zone_of_agreement(self.plan, partner)

    def break_even(self, partner: str, *, remade: bool = False) -> pd.DataFrame:
        """Rise of a partner's reservation value at which its deal leaves the plan; see :func:`~.zone.break_even`."""
        return break_even(self.plan, partner, remade=remade)

    def equivalent_terms(self, partner: str, loss: float) -> pd.DataFrame:
        """Ranges of terms within a loss, USD bn; see :func:`~.packages.equivalent_terms`."""
        return equivalent_terms(self.plan, partner, loss)

    def different_packages(self, partner: str, loss: float) -> pd.DataFrame:
        """Three packages as different as can be within a loss; see :func:`~.packages.different_packages`."""
        return different_packages(self.plan, partner, loss)

    def why_not(self, **changes: Any) -> WhyNot | None:
        """Why the scenario with some fields changed (``must_sign=("IND",)``) has no plan; None if it has one."""
        return why_not(self.plan.question.scenario.changed(**changes))

    def frontier(self, first: str, second: str, *, exact: bool = False) -> pd.DataFrame:
        """The frontier between two goals, deals fixed; see :func:`~.frontier.goal_frontier`."""
        return goal_frontier(self.fixed, first, second, exact=exact)
