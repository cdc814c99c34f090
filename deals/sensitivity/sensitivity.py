"""What changes the answer: the questions a strategist asks of a plan. Each answer has a `.table` and a `.chart()`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from deals.kit.given.bounds import NONE_OR_MORE, ONE_OR_MORE, SOME
from deals.kit.given.checked import checked
from deals.kit.spread import Client
from deals.model.families import priced
from deals.page.answer import Tabled
from deals.page.stages import stage
from deals.plan.plan import Plan
from deals.scenario.reform import Reform
from deals.sensitivity.curves.envelope import PlanTrace, trace_anew
from deals.sensitivity.curves.tracing import WORTH, GainTrace, trace_assumption, trace_limit, trace_worth
from deals.sensitivity.one_deal.break_even import MOVED, break_even
from deals.sensitivity.one_deal.packages import different_packages, equivalent_terms
from deals.sensitivity.one_deal.zone import zone_of_agreement
from deals.sensitivity.prices.as_linear import PlanAsLinear
from deals.sensitivity.prices.concessions import ConcessionPrices, concession_prices
from deals.sensitivity.prices.frontier import goal_frontier
from deals.sensitivity.prices.limit_prices import limit_prices
from deals.sensitivity.why_not import WhyNot, why_not
from deals.sensitivity.worlds.decisions import Decisions
from deals.sensitivity.worlds.heatmap import POINTS, heatmap
from deals.sensitivity.worlds.measures import US_GAIN, Measure
from deals.sensitivity.worlds.rebuilding import SameDealsElsewhere
from deals.sensitivity.worlds.tornado import WIDEST, tornado
from deals.sensitivity.worlds.what_if import what_if
from deals.world.naming.economies import code_or_same, named


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """Sensitivity of a plan.

    Attributes
    ----------
    plan : Plan
        What to ask about.
    """

    plan: Plan

    @cached_property
    def as_linear(self) -> PlanAsLinear:
        """The plan with its deals and dates fixed: what prices and traces are of."""
        return PlanAsLinear(self.plan)

    @cached_property
    def elsewhere(self) -> SameDealsElsewhere:
        """The plan's deals, to be valued in other worlds."""
        return SameDealsElsewhere(Decisions.of(self.plan))

    @checked()
    @stage("pricing limits")
    def limit_prices(self, *rules: str) -> Tabled:
        """What one unit of every limit is worth, on both sides; see :func:`~.limit_prices.limit_prices`."""
        return limit_prices(self.as_linear, rules)

    def concession_prices(self) -> ConcessionPrices:
        """What one unit of every term is worth to each side; see :func:`~.concessions.concession_prices`.

        ``.chart(partner="ARE")`` draws one deal, ``.chart(instrument="investment")`` one instrument over all deals.
        """
        return self._concession_prices

    @cached_property
    @stage("pricing every term")
    def _concession_prices(self) -> ConcessionPrices:
        return concession_prices(self.as_linear)

    @checked(tolerance=SOME)
    @stage("tracing the gain")
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
        """The gain along one number, deals and dates fixed.

        `along` is a limit such as ``"diversion budget"`` (see :func:`~.tracing.trace_limit`), the worth of a term such
        as ``"worth of investment"`` (see :func:`~.tracing.trace_worth`; `subject` is the partner), or an assumption
        that enters in a straight line, such as ``"harm.per_kH"`` (see :func:`~.tracing.trace_assumption`).
        """
        if along.startswith(WORTH):
            code = None if subject is None else named(str(subject), self.plan.signed, "signed partner")
            return trace_worth(
                self.as_linear, along.removeprefix(WORTH), code, low, high, exact=exact, tolerance=tolerance
            )
        if along in priced():
            return trace_limit(self.as_linear, along, subject, low, high, exact=exact, tolerance=tolerance)
        return trace_assumption(self.elsewhere, along, low, high, exact=exact, tolerance=tolerance)

    @checked()
    @stage("tracing the gain, plans made anew")
    def trace_anew(
        self, rule: str, subject: str | int | None = None, low: float | None = None, high: float | None = None
    ) -> PlanTrace:
        """The gain along one limit with the plan made anew, and where deals change; see :func:`~.envelope.trace_anew`.

        Minutes, where :meth:`trace` takes seconds.
        """
        return trace_anew(self.as_linear, rule, subject, low, high)

    @checked()
    @stage("making the plan anew under each reform")
    def what_if(self, *reforms: Reform, outcomes: Sequence[str | Measure] = (US_GAIN,)) -> Tabled:
        """Reforms alone and two by two, with their interaction; see :func:`~.what_if.what_if`."""
        return what_if(self.plan, reforms, outcomes)

    @checked(widest=NONE_OR_MORE, workers=ONE_OR_MORE)
    @stage("moving every assumption over its range")
    def tornado(
        self,
        outcome: str | Measure = US_GAIN,
        *,
        names: Iterable[str] | None = None,
        widest: int = WIDEST,
        workers: int = 1,
        client: Client | None = None,
        progress: Callable[[str], None] | None = None,
    ) -> Tabled:
        """The outcome at either end of every assumption's range, widest first; see :func:`~.tornado.tornado`."""
        return tornado(
            self.plan,
            self.elsewhere,
            outcome,
            names=names,
            widest=widest,
            workers=workers,
            client=client,
            progress=progress,
        )

    @checked(points=ONE_OR_MORE, workers=ONE_OR_MORE)
    @stage("moving two assumptions over their ranges")
    def heatmap(
        self,
        first: str,
        second: str,
        outcome: str | Measure = US_GAIN,
        *,
        points: int = POINTS,
        remade: bool = False,
        workers: int = 1,
        client: Client | None = None,
        progress: Callable[[str], None] | None = None,
    ) -> Tabled:
        """The outcome over the ranges of two assumptions; see :func:`~.heatmap.heatmap`."""
        return heatmap(
            self.plan,
            self.elsewhere,
            first,
            second,
            outcome,
            points=points,
            remade=remade,
            workers=workers,
            client=client,
            progress=progress,
        )

    @stage("looking for the ends of every term")
    def zone(self, partner: str) -> Tabled:
        """Ends of every term between which both sides want the deal; see :func:`~.zone.zone_of_agreement`."""
        return zone_of_agreement(self.plan, code_or_same(partner))

    @checked()
    @stage("looking for what would end the deal")
    def break_even(self, partner: str, *moved: str, remade: bool = False) -> Tabled:
        """What would make a partner's deal leave the plan; see :func:`~.break_even.break_even`."""
        return break_even(self.plan, code_or_same(partner), moved or MOVED, remade=remade)

    @stage("looking for equal terms")
    def equivalent_terms(self, partner: str, loss: float) -> Tabled:
        """Ranges of terms within a loss, USD bn; see :func:`~.packages.equivalent_terms`."""
        return equivalent_terms(self.plan, code_or_same(partner), loss)

    @stage("looking for other packages")
    def different_packages(self, partner: str, loss: float) -> Tabled:
        """Three packages as different as can be within a loss; see :func:`~.packages.different_packages`."""
        return different_packages(self.plan, code_or_same(partner), loss)

    @stage("looking for what stands in the way")
    def why_not(self, **changes: Any) -> WhyNot:
        """Why the scenario with some fields changed (``must_sign=("IND",)``) has no plan, or that it has one."""
        return why_not(self.plan.question.scenario.changed(**changes))

    @checked()
    @stage("tracing the frontier of goals")
    def frontier(self, *goals: str, exact: bool = False) -> Tabled:
        """The frontier between two or three goals, deals fixed; see :func:`~.frontier.goal_frontier`."""
        return goal_frontier(self.as_linear, *goals, exact=exact)

    def __repr__(self) -> str:
        return f"<Sensitivity of {self.plan!r}>"
