"""What deals add against the chance that talks fail: the answer to the warning against overuse.

A threat that is carried out costs whoever made it: a refused chip is a sale lost, a rate above the best a loss. The
more talks fail, the less is worth threatening. For a given plan the gain is a straight line in the chance, so that the
best plan's gain is convex in it: each plan bounds the curve from below everywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from deals.model.families import of_plan_alone
from deals.model.formulation import formulate
from deals.model.pruning import worth_talking
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import NOTHING, money, percent
from deals.plan.baselines import ALONE, Baselines, at_failure, has_orders
from deals.plan.plan import Plan
from deals.plan.search import search
from deals.restraint.figures.failing import against_failure

CHANCES = (0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9)


@dataclass(frozen=True, eq=False, repr=False)
class FailingTalks(Answer):
    """Gains by the chance that talks once begun fail.

    Attributes
    ----------
    judged : float
        The chance in the plan.
    plans, opening : mapping
        By chance, the best plan, and the best in which no chip is granted by a deal.
    best_alone : float
        What is gained without any deal, whatever the chance: USD bn over nothing.
    alone_gap : float
        By how much more without any deal is not excluded, USD bn.
    """

    judged: float
    plans: dict[float, Plan]
    opening: dict[float, Plan]
    best_alone: float
    alone_gap: float

    @cached_property
    def _table(self) -> pd.DataFrame:
        rows = {}
        for chance, plan in self.plans.items():
            beside = self.opening[chance]
            rows[chance] = {
                "gain": plan.gain,
                "gap": plan.solution.absolute_gap,
                "best_alone": self.best_alone,
                "opening_and_tariff_deals": beside.gain,
                "opening_gap": beside.solution.absolute_gap,
                "adds": plan.gain - self.best_alone,
                "chips_add": plan.gain - beside.gain,
                "deals": float(len(plan.signed)),
            }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("chance")

    @property
    def table(self) -> pd.DataFrame:
        """Index chance, rising; USD bn over nothing.

        `gain` of the plan with its `gap`, `best_alone`, `opening_and_tariff_deals` with its `opening_gap`; `adds` is
        what deals add to the best alone, `chips_add` what chips as leverage add to opening them with deals over
        everything else; `deals`.
        """
        return self._table.copy()

    @cached_property
    def nothing_from(self) -> tuple[float, float]:
        """The chance from which deals add nothing to the best alone lies between these two."""
        least = max(_worthless(plan, self.best_alone) for plan in self.plans.values())
        idle = [chance for chance in self.plans if chance >= least and self._added["adds"][chance] <= self.alone_gap]
        return least, min(idle, default=1.0)

    @cached_property
    def chips_nothing_from(self) -> tuple[float, float]:
        """The chance from which chips as leverage add nothing that the gaps can tell lies between these two."""
        least = max(self._chips_tell, default=0.0)
        return least, min((c for c in self.plans if c > least), default=1.0)

    @cached_property
    def _added(self) -> dict[str, dict[float, float]]:
        columns = ("adds", "chips_add", "opening_gap")
        return {name: dict(zip(self.plans, map(float, self._table[name]), strict=True)) for name in columns}

    @property
    def _chips_tell(self) -> list[float]:
        """Chances at which chips as leverage add more than the gaps leave open, and more than nothing."""
        added, gaps = self._added["chips_add"], self._added["opening_gap"]
        return [chance for chance in self.plans if added[chance] > max(gaps[chance], NOTHING)]

    @property
    def sentence(self) -> str:
        """The headline: what deals and chips add as judged, and the chances at which they add nothing."""
        low, high = self.nothing_from
        from_here = f"of {percent(low)}" if high - low < 0.01 else f"between {percent(low)} and {percent(high)}"
        least, most = self.chips_nothing_from
        until = f"between {percent(least)} and {percent(most)}" if least else f"below {percent(most)}"
        chips = f"nothing from one {until} on" if self._chips_tell else "nothing at any of these chances"
        nought = min(self.plans)
        adds, of_chips = (money(self._added[column][nought]) for column in ("adds", "chips_add"))
        return (
            f"At a chance of {percent(nought)} that talks fail deals add {adds} to the best alone, {of_chips} of it by "
            f"chips as leverage; deals add nothing from a chance {from_here} on, chips as leverage {chips}"
        )

    def chart(self) -> Chart:
        """The gain against the chance that talks fail, beside what is gained without deals."""
        return against_failure(self._table, self.judged)


def failing_talks(base: Baselines, plan: Plan, chances: Iterable[float] = CHANCES) -> FailingTalks:
    """Solve the plan's question for several chances that talks fail, on the same path; two solves a chance.

    Raises
    ------
    InputError
        If a chance is out of its range.
    """
    question, scenario = plan.question, plan.question.scenario
    plans: dict[float, Plan] = {}
    opening: dict[float, Plan] = {}
    limits = scenario.gap, scenario.time_limit_seconds
    for chance in sorted({float(c) for c in chances} | {base.failure}):
        asked = at_failure(question, chance)
        small = worth_talking(asked)
        choices = formulate(small, checked=False)
        plans[chance] = Plan(asked, choices, search(choices, *limits, start=plan.solution))
        unbound = formulate(small, without=of_plan_alone(), checked=False) if has_orders(scenario) else choices
        granted = {("grant", key): (0.0, 0.0) for key in unbound.grant}
        opening[chance] = Plan(asked, unbound, search(unbound, *limits, held=granted))
    return FailingTalks(base.failure, plans, opening, base.best_alone, base.plans[ALONE].solution.absolute_gap)


def _worthless(plan: Plan, alone: float) -> float:
    """The chance at which this very plan would bring no more than the best alone; nought where it never does."""
    sure = plan.amount(plan.conditional)
    if sure <= 0 or not plan.signed:
        return 0.0
    rest = plan.gain - plan.question.holds * sure
    return min(1.0, max(0.0, 1 - (alone - rest) / sure))
