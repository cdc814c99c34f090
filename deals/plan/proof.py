"""A plan checked apart from the solver: its rows in fractions, every partner's own programme, the adversary's flow."""

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from deals.model.question import Question
from deals.model.rows.adversary import limit, network, worst_case_flow
from deals.model.rows.participation import partner_pairs
from deals.model.worth.compute_value import system_price
from deals.model.worth.reservation import reservation
from deals.page.wording import counted
from deals.plan.plan import Plan
from optimizer import Certificate

ROUNDING = 1e-6
"""Most by which a row, a gain or a flow may miss its limit and still count as kept."""


@dataclass(frozen=True)
class Proof:
    """What was checked of a plan, and by what.

    Attributes
    ----------
    certificate : Certificate
        Rows, bounds and whole numbers of the plan in exact fractions; the bound on better plans is the solver's.
    participation : DataFrame
        Index partner: `in_plan`, its gain over its reservation value as the plan's programme counts it, and `resolved`,
        the same with the partner's own programme solved once with and once without the chips of the deal, USD bn.
    worst_case : DataFrame
        Index period: `flow` that networkx finds the adversary can bring to the sink, and its `limit`, thousand H100e.
    """

    certificate: Certificate
    participation: pd.DataFrame
    worst_case: pd.DataFrame

    @property
    def holds(self) -> bool:
        """Whether all checks pass, to rounding."""
        return not self.failures

    @cached_property
    def failures(self) -> tuple[str, ...]:
        """What does not hold, in words."""
        wrong = []
        if self.certificate.primal_violation > ROUNDING:
            wrong.append(f"a row or a whole number is missed by {float(self.certificate.primal_violation):.2g}")
        for code, row in self.participation.iterrows():
            if row["resolved"] < -ROUNDING:
                wrong.append(f"{code} would lose USD {-row['resolved']:.3g} bn by its own programme")
        for period, row in self.worst_case.iterrows():
            if row["flow"] > row["limit"] * (1 + ROUNDING) + ROUNDING:
                wrong.append(f"the worst case in {period} is {row['flow']:.4g}, above its limit of {row['limit']:.4g}")
        return tuple(wrong)

    @property
    def sentence(self) -> str:
        """The checks in a sentence."""
        if self.failures:
            return f"Checked apart from the solver, and found wrong: {'; '.join(self.failures)}."
        missed = float(self.certificate.primal_violation)
        kept = f"to {missed:.0e}" if missed else "exactly"
        own = f"what each of {counted(len(self.participation), 'partner')} would choose by itself solved again, "
        return (
            f"Checked apart from the solver: rows and whole numbers in exact fractions (kept {kept}), "
            f"{own if len(self.participation) else ''}and the adversary's largest flow in "
            f"{counted(len(self.worst_case), 'period')}. That no plan is better is the solver's bound."
        )

    def __repr__(self) -> str:
        return f"<Proof: {self.sentence}>"


def prove(plan: Plan) -> Proof:
    """Check a plan apart from the solver.

    The chips of a deal are worth to a partner what its own programme gains with them: the plan's programme lets a
    granted chip replace the other supplier's in proportion and counts licences that stand or fall by the mean of what
    they are worth, so `resolved` is never below `in_plan`.
    """
    return Proof(plan.solution.certificate, _participation(plan), _worst_case(plan))


def _participation(plan: Plan) -> pd.DataFrame:
    question = plan.asked
    kept = 1 - question.world.value("goodwill.floor")
    gained = _value_with_chips(plan) - question.reservation.value
    rows = {}
    for code in plan.signed:
        in_plan = plan.amount(partner_pairs(plan.choices, code))
        members = [economy for economy in question.partner(code).jurisdictions if economy in gained.index]
        resolved = in_plan
        if plan.choices.grants(code):
            chips = float(gained[members].sum()) - _duty(plan, code)
            resolved += kept * (chips - _chips_in_plan(plan, code))
        rows[code] = {"in_plan": in_plan, "resolved": resolved}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["in_plan", "resolved"]).rename_axis("partner")


def _value_with_chips(plan: Plan) -> "pd.Series[float]":
    """Every economy's own programme with what the plan grants it."""
    question = plan.asked
    added: dict[str, dict[int, float]] = defaultdict(dict)
    for grant in question.grants:
        added[grant.economy][grant.period] = plan.granted(grant)
    access = {
        code: replace(a, licensed=tuple(x + added[code].get(i, 0.0) for i, x in enumerate(a.licensed)))
        for code, a in question.path.access.items()
    }
    path = replace(question.path, access=access)
    return reservation(question.world, question.timeline, path, question.scenario.segments).value


def _chips_in_plan(plan: Plan, code: str) -> float:
    """Worth of a partner's grants as the plan's programme counts it, after duty."""
    return sum(
        value * plan.values["grant"][grant.economy, grant.period, step]
        for grant in plan.choices.grants(code)
        for step, value in enumerate(grant.values)
    )


def _duty(plan: Plan, code: str) -> float:
    """What a duty on exports costs the partner."""
    question = plan.asked
    world, timeline = question.world, question.timeline
    share = world.value("duty.passed_on")
    total = 0.0
    for grant in plan.choices.grants(code):
        period = timeline.periods[grant.period]
        price = question.path.access[grant.economy].duty * system_price(world, period.year)
        total += price * share * timeline.present_partner(period) * plan.granted(grant)
    return total


def _worst_case(plan: Plan) -> pd.DataFrame:
    question: Question = plan.asked
    rows = {
        period.label: {
            "flow": worst_case_flow(
                network(question, period.index), plan.deliveries(period.index), plan.secured(period.index)
            ),
            "limit": limit(question, period.index),
        }
        for period in question.timeline.periods
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["flow", "limit"]).rename_axis("period")
