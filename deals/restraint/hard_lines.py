"""Hard lines and the other supplier: refusal today raises what it can export tomorrow, and so wears leverage off.

The response is a judgement with a range; nil is the default. What it does is shown for several values side by side.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from deals.model.question import Question
from deals.model.worth.no_deal import HARD_LINE_RESPONSE
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import money
from deals.plan.plan import Plan, anew
from deals.restraint.figures.overuse import hard_line_curves
from deals.scenario.reform import Reform


@dataclass(frozen=True, eq=False, repr=False)
class HardLines(Answer):
    """Plans under rising responses of the other supplier.

    Attributes
    ----------
    plans : mapping
        The best plan by response: the share by which a year in which all demand abroad is refused raises the other
        supplier's later exports.
    """

    plans: dict[float, Plan]

    @cached_property
    def table(self) -> pd.DataFrame:
        """What the response does.

        Returns
        -------
        DataFrame
            Index response: exports_last_year (of the other supplier, thousand H100e in the last year of the horizon),
            us_gain (USD bn over no deals at all), at_most (by the solver's bound), lost_without_deals (worth of sales
            that the other supplier takes if there are no deals: the same no-deal path is the worse for it), us_position
            (the gain less that loss, over a path without any response), chips_worth (of chips granted, to those who get
            them: the most they can be asked to pay for), reservation_values (of all partners), and deals.
        """
        rows, losses = {}, [_lost(plan.question) for plan in self.plans.values()]
        for (response, plan), lost in zip(self.plans.items(), losses, strict=True):
            rows[response] = {
                "exports_last_year": _exports(plan.question),
                "us_gain": plan.gain,
                "at_most": plan.gain + plan.solution.absolute_gap,
                "lost_without_deals": lost,
                "us_position": plan.gain - (lost - losses[0]),
                "chips_worth": plan.worth_of_chips,
                "reservation_values": float(_reservations(plan.question).sum()),
                "deals": len(plan.signed),
            }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("response")

    @cached_property
    def reservations(self) -> pd.DataFrame:
        """Reservation value of every partner over the first response, USD bn: one column a response."""
        frame = pd.DataFrame({response: _reservations(plan.question) for response, plan in self.plans.items()})
        moved = frame.sub(frame.iloc[:, 0], axis=0).rename_axis("partner").rename_axis("response", axis=1)
        return moved.sort_values(moved.columns[-1], ascending=False)

    @cached_property
    def dependence(self) -> pd.DataFrame:
        """How much hangs on the United States, by response, signed partner and year (a diagnostic, not a term).

        Returns
        -------
        DataFrame
            Index response, partner, year: share of chips from the United States without deals and with them (0 to 1),
            and power, ``-ln(1 - share)``, of each: infinite where there is no other supplier at all.
        """
        rows = {}
        for response, plan in self.plans.items():
            for code in plan.signed:
                for year in sorted({p.year for p in plan.question.timeline.periods}):
                    without, granted, rival, left = _flows(plan, code, year)
                    if without + granted + rival <= 0:
                        continue
                    shares = _share(without, rival), _share(without + granted, left)
                    rows[response, code, year] = (*shares, *map(_power, shares))
        columns = ["share_without", "share_with", "power_without", "power_with"]
        index = pd.MultiIndex.from_tuples(rows, names=["response", "partner", "year"])
        return pd.DataFrame(list(rows.values()), index=index, columns=columns)

    @property
    def sentence(self) -> str:
        """What the strongest response takes from the United States."""
        curve = self.table
        worse = curve["us_position"].iloc[0] - curve["us_position"].iloc[-1]
        worn = curve["chips_worth"].iloc[0] - curve["chips_worth"].iloc[-1]
        how = "worse" if worse >= 0 else "better"
        less = "less" if worn >= 0 else "more"
        return (
            f"A response of {curve.index[-1]:g} a year in place of {curve.index[0]:g} leaves the United States "
            f"{money(abs(worse))} {how} off; chips granted are worth {money(abs(worn))} {less} to partners"
        )

    def chart(self) -> Chart:
        """Gain, leverage and the other supplier's exports against its response."""
        return hard_line_curves(self.table)


def hard_lines(plan: Plan, responses: Iterable[float]) -> HardLines:
    """Solve the plan's question again under each response of the other supplier; one solve a response."""
    plans: dict[float, Plan] = {}
    for response in sorted({float(r) for r in responses}):
        if response == plan.question.world.value(HARD_LINE_RESPONSE):
            plans[response] = plan
            continue
        reform = Reform(f"response to hard lines of {response:g} a year", {HARD_LINE_RESPONSE: {"set": response}})
        plans[response] = anew(plan.question.scenario.apply(reform), plan.question.codes, plan.question.left_open)
    return HardLines(plans)


def _exports(question: Question) -> float:
    last = question.timeline.periods[-1].year
    periods = [p.index for p in question.timeline.periods if p.year == last]
    return sum(amounts[i] for amounts in question.path.rival.values() for i in periods)


def _lost(question: Question) -> float:
    each = question.world.value("lost_to_other_supplier")
    return each * sum(
        amounts[p.index] * question.timeline.present_us(p)
        for amounts in question.path.rival.values()
        for p in question.timeline.periods
    )


def _reservations(question: Question) -> "pd.Series[float]":
    value = question.reservation.value
    return pd.Series(
        {p.code: float(value[[j for j in p.jurisdictions if j in value.index]].sum()) for p in question.partners}
    )


def _flows(plan: Plan, code: str, year: int) -> tuple[float, float, float, float]:
    """Chips without a deal, granted, of the other supplier without a deal, and still with one; thousand H100e."""
    path, question = plan.question.path, plan.question
    periods = [p.index for p in question.timeline.periods if p.year == year]
    members = [j for j in question.partner(code).jurisdictions if j in path.rival]
    granted = {(g.economy, g.period): (plan.granted(g), g.withheld) for g in plan.choices.grants(code)}
    without = sum(path.access[j].no_deal[t] for j in members for t in periods)
    rival = sum(path.rival[j][t] for j in members for t in periods)
    added = left = 0.0
    for j in members:
        for t in periods:
            amount, withheld = granted.get((j, t), (0.0, 0.0))
            added += amount
            left += path.rival[j][t] * (1 - amount / withheld if withheld else 1.0)
    return without, added, rival, left


def _share(ours: float, other: float) -> float:
    return ours / (ours + other) if ours + other > 0 else 0.0


def _power(share: float) -> float:
    return math.inf if share >= 1 else -math.log1p(-share)
