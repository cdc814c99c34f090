"""The goodwill floor: what it costs the United States to leave every partner a share of its gross gain.

A partner that is left nothing signs today and remembers it. The floor is the least share of what a deal brings a
partner (chips, relief), before what it gives, that it keeps beyond its reservation value.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import in_a_sentence, listed, money, percent
from deals.plan.plan import Plan, anew
from deals.plan.tables import summary_table, terms_table
from deals.restraint.figures.overuse import goodwill_curve
from deals.scenario.reform import Reform

FLOOR = "goodwill.floor"


@dataclass(frozen=True, eq=False, repr=False)
class Goodwill(Answer):
    """Plans under rising floors.

    Attributes
    ----------
    plans : mapping
        The best plan by floor (share of the gross gain, 0 to 1), rising.
    names : mapping
        Names of partners.
    """

    plans: dict[float, Plan]
    names: dict[str, str]

    @cached_property
    def by_partner(self) -> pd.DataFrame:
        """One row a floor and signed partner: gains of both sides and the partner's gross gain, USD bn."""
        frames = []
        for floor, plan in self.plans.items():
            gains = summary_table(plan, terms_table(plan))[["us_gain", "partner_gain", "partner_gross_gain"]]
            frames.append(gains.assign(floor=floor, name=[self.names[code] for code in gains.index]).reset_index())
        return pd.concat(frames, ignore_index=True).set_index(["floor", "partner"])

    @cached_property
    def table(self) -> pd.DataFrame:
        """The price of the floor.

        Returns
        -------
        DataFrame
            Index floor: us_gain (USD bn over no deals), at_most (the most a better plan could bring, by the solver's
            bound), cost (against the lowest floor), partners_gain (what signed partners keep in all), deals, and
            lost (partners that sign under the lowest floor and no longer do).
        """
        first = next(iter(self.plans.values()))
        rows = {}
        for floor, plan in self.plans.items():
            kept = self.by_partner.loc[floor]["partner_gain"] if plan.signed else pd.Series(dtype=float)
            rows[floor] = {
                "us_gain": plan.gain,
                "at_most": plan.gain + plan.solution.absolute_gap,
                "cost": first.gain - plan.gain,
                "partners_gain": float(kept.sum()),
                "deals": len(plan.signed),
                "lost": ", ".join(self._lost(plan)),
            }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("floor")

    def _lost(self, plan: Plan) -> list[str]:
        """Partners that sign under the lowest floor and not in this plan."""
        return sorted(set(next(iter(self.plans.values())).signed) - set(plan.signed))

    @cached_property
    def cost_by_partner(self) -> pd.DataFrame:
        """What the floor takes from the United States in each deal, USD bn: one row a partner, one column a floor."""
        gains = self.by_partner["us_gain"].unstack("floor").fillna(0.0)
        lowest = gains.columns[0]
        cost = (-gains).add(gains[lowest], axis=0).drop(columns=lowest)
        return cost.sort_values(cost.columns[-1], ascending=False) if len(cost.columns) else cost

    @property
    def sentence(self) -> str:
        """What the highest floor costs, and whom it loses."""
        floor, last = self.table.index[-1], self.table.iloc[-1]
        gone = [in_a_sentence(self.names[code]) for code in self._lost(self.plans[floor])]
        lost = f"deals lost: {listed(gone)}" if gone else "no deal is lost"
        return f"Leaving every partner {percent(floor)} of its gross gain costs {money(last['cost'])}; {lost}"

    def chart(self) -> Chart:
        """The gain of both sides against the floor."""
        return goodwill_curve(self.table)


def goodwill(plan: Plan, floors: Iterable[float]) -> Goodwill:
    """Solve the plan's question again under each floor (share of the gross gain, 0 to 1); one solve a floor.

    The plan's own floor stands beside them: costs count from the lowest.

    Raises
    ------
    InputError
        If a floor is out of its range.
    """
    plans: dict[float, Plan] = {}
    own = plan.question.world.value(FLOOR)
    for floor in sorted({own, *(float(f) for f in floors)}):
        if floor == own:
            plans[floor] = plan
            continue
        reform = Reform(f"partners keep {floor:.0%} of their gross gain", {FLOOR: {"set": floor}})
        plans[floor] = anew(plan.question.scenario.apply(reform), plan.question.codes, plan.question.left_open)
    return Goodwill(plans, {p.code: p.name for p in plan.question.partners})
