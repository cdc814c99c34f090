"""Most-favoured treatment as a rule: what the plan loses when peers that sign must all be treated alike."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from deals.model.formulation import formulate
from deals.model.rows.most_favoured import peer_groups, shares
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.dots import dots
from deals.page.wording import in_a_sentence, listed, money
from deals.plan.plan import Plan
from deals.plan.tables import summary_table, terms_table

FREE, ALIKE = "Each on its own terms", "Peers treated alike"
WORTH_A_MARK = 0.01
"""Deals whose worth moves by less than this many USD bn are not drawn."""


@dataclass(frozen=True, eq=False, repr=False)
class MostFavoured(Answer):
    """A plan, and the best plan in which peers are treated alike.

    Deals may fall away or move to other terms; those that stay keep their date, so the loss is at most what is shown.

    Attributes
    ----------
    free, alike : Plan
        Without and with the rule.
    """

    free: Plan
    alike: Plan

    @property
    def price(self) -> float:
        """What the rule costs the United States, USD bn present value (at most: dates stand)."""
        return self.free.gain - self.alike.gain

    @property
    def precision(self) -> float:
        """By how much the price may be off because neither plan is proven to the last, USD bn."""
        return self.free.solution.absolute_gap + self.alike.solution.absolute_gap

    @cached_property
    def table(self) -> pd.DataFrame:
        """What becomes of every deal, those that lose most first.

        Returns
        -------
        DataFrame
            Index partner: name, peer group (empty for none), gain of the United States by the free plan and with
            peers alike (USD bn, nothing where the deal falls away), the change, and whether it still signs.
        """
        groups = {code: group for group, codes in peer_groups(self.free.asked).items() for code in codes}
        gains = [summary_table(p, terms_table(p))["us_gain"].to_dict() for p in (self.free, self.alike)]
        rows = {
            code: {
                "name": self.free.question.partner(code).name,
                "group": groups.get(code, ""),
                "us_gain_free": gains[0][code],
                "us_gain_alike": gains[1].get(code, 0.0),
                "still_signs": code in self.alike.signed,
            }
            for code in self.free.signed
        }
        frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("partner")
        frame.insert(4, "change", frame["us_gain_alike"] - frame["us_gain_free"])
        return frame.sort_values("change")

    @cached_property
    def treatment(self) -> pd.DataFrame:
        """Share of its limit that every peer that signs agrees: columns free and alike (0 to 1).

        Index group, instrument, period (blank but for chips), partner.
        """
        agreed: dict[tuple[str, str, str, str], dict[str, float]] = {}
        for name, plan in (("free", self.free), ("alike", self.alike)):
            periods = plan.question.timeline.periods
            for (group, instrument, period), members in shares(plan.choices).items():
                for code, pairs in members.items():
                    if code in plan.signed and (period is None or plan.in_force(code, plan.signed, period)):
                        when = "" if period is None else periods[period].label
                        agreed.setdefault((group, instrument, when, code), {})[name] = plan.amount(pairs)
        index = pd.MultiIndex.from_tuples(agreed, names=["group", "instrument", "period", "partner"])
        return pd.DataFrame(list(agreed.values()), index=index, columns=["free", "alike"])

    @property
    def sentence(self) -> str:
        """What the rule costs, how surely, and which deals fall away."""
        gone = [code for code in self.free.signed if code not in self.alike.signed]
        names = [in_a_sentence(self.free.question.partner(code).name) for code in gone]
        lost = f"deals lost: {listed(names)}" if gone else "no deal lost"
        sure = f", give or take {money(self.precision)} that is not proven" if self.precision else ""
        return f"to treat peers alike costs at most {money(self.price)}{sure}; {lost}"

    def chart(self) -> Chart:
        """What every deal that moves brings without and with the rule."""
        moved = self.table[self.table["change"].abs() >= WORTH_A_MARK].set_index("name")
        lost = moved.index[~moved["still_signs"].astype(bool)].tolist()
        return dots(
            moved,
            {"us_gain_free": FREE, "us_gain_alike": ALIKE},
            "Gain of the United States from the deal (USD bn)",
            "What equal treatment of peers costs",
            f"In all at most USD {self.price:.1f} bn of the United States' gain, dates as planned.",
            f"Deals that fall away: {', '.join(lost)}." if lost else "No deal falls away.",
        )


def treated_alike(plan: Plan) -> MostFavoured:
    """The best plan with peers treated alike: the deals of `plan` at their dates, or none.

    Raises
    ------
    optimizer.OptimizerError
        If none is found in the scenario's time.
    """
    rule = formulate(plan.asked.talking_to(plan.signed), alike=True)
    linear = rule.program.linear
    elsewhen = {key: linear([(v, 1.0)]) <= 0 for key, v in rule.sign.items() if plan.signed[key[0]] != key[1]}
    rule.program.constraints("dates as planned", elsewhen)
    scenario = plan.question.scenario
    solution = rule.program.solve(gap=scenario.gap, time_limit=scenario.time_limit_seconds)
    return MostFavoured(plan, Plan(plan.question, rule, solution))
