"""Most-favoured treatment as a rule: what the plan loses when peers that sign must all be treated alike."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from deals.model.formulation import formulate
from deals.model.most_favoured import most_favoured, peer_groups, shares
from deals.negotiation.plan import Plan
from deals.negotiation.tables import summary_table, terms_table

if TYPE_CHECKING:
    import pandas as pd

    from deals.briefing.chart import Chart


@dataclass(frozen=True, eq=False)
class MostFavoured:
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
        return self.free.solution.objective - self.alike.solution.objective

    @property
    def precision(self) -> float:
        """By how much the price may be off because neither plan is proven to the last, USD bn."""
        return self.free.solution.absolute_gap + self.alike.solution.absolute_gap

    @cached_property
    def changes(self) -> "pd.DataFrame":
        """What becomes of every deal, those that lose most first.

        Returns
        -------
        DataFrame
            Index partner: name, peer group (empty for none), gain of the United States by the free plan and with
            peers alike (USD bn, nothing where the deal falls away), the change, and whether it still signs.
        """
        import pandas as pd

        groups = {code: group for group, codes in peer_groups(self.free.choices.question).items() for code in codes}
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
    def treatment(self) -> "pd.DataFrame":
        """Share of its limit that every peer that signs agrees: columns free and alike (0 to 1).

        Index group, instrument, period (blank but for chips), partner.
        """
        import pandas as pd

        found: dict[tuple[str, str, str, str], dict[str, float]] = {}
        for name, plan in (("free", self.free), ("alike", self.alike)):
            periods = plan.question.timeline.periods
            for (group, instrument, period), members in shares(plan.choices).items():
                for code, pairs in members.items():
                    if code in plan.signed and (period is None or plan.in_force(code, plan.signed, period)):
                        when = "" if period is None else periods[period].label
                        found.setdefault((group, instrument, when, code), {})[name] = plan.amount(pairs)
        index = pd.MultiIndex.from_tuples(found, names=["group", "instrument", "period", "partner"])
        return pd.DataFrame(list(found.values()), index=index, columns=["free", "alike"])

    def picture(self) -> "Chart":
        """What every peer's deal brings without and with the rule."""
        from deals.briefing.figures.overuse import most_favoured_changes

        return most_favoured_changes(self.changes, self.price)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        bundle: dict[str, object] = self.picture()._repr_mimebundle_()
        return bundle

    def __repr__(self) -> str:
        gone = [code for code in self.free.signed if code not in self.alike.signed]
        lost = f"deals lost: {', '.join(gone)}" if gone else "no deal lost"
        return f"MostFavoured(costs at most USD {self.price:.1f} bn, to {self.precision:.1f}; {lost})"


def treated_alike(plan: Plan) -> MostFavoured:
    """The best plan with peers treated alike: the deals of `plan` at their dates, or none.

    Raises
    ------
    optimizer.OptimizerError
        If none is found in the scenario's time.
    """
    made = formulate(plan.choices.question.keep(plan.signed))
    most_favoured(made)
    linear = made.program.linear
    elsewhen = {key: linear([(v, 1.0)]) <= 0 for key, v in made.sign.items() if plan.signed[key[0]] != key[1]}
    made.program.constraints("dates as planned", elsewhen)
    scenario = plan.question.scenario
    solution = made.program.solve(gap=scenario.gap, time_limit=scenario.time_limit_seconds)
    return MostFavoured(plan, Plan(plan.question, made, solution))
