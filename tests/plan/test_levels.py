"""One valuation: what a plan brings is the same whether it is proposed or compared."""

import pytest

from deals.comparison.outcome import outcome
from deals.model.question import assemble
from deals.plan.baselines import OPEN, baselines
from deals.plan.levels import total
from deals.plan.plan import Plan, solve
from deals.scenario.scenario import Scenario


def test_what_a_plan_adds_to_its_regime_is_its_gain(plan: Plan) -> None:
    """By goal: sales, chips at home, harm, risk and concessions, measured in all and as differences."""
    without, with_deals = total(plan.question), total(plan.question, plan)
    for goal in ("leverage", "promotion", "control", "talks"):
        added = getattr(with_deals, goal) - getattr(without, goal)
        assert added == pytest.approx(plan.goals[goal], abs=1e-6), goal
    assert with_deals.sum - without.sum == pytest.approx(plan.gain, abs=1e-6)


@pytest.mark.long
def test_propose_and_compare_agree_on_leverage_over_opening(scenario: Scenario) -> None:
    few = ("ARE", "MYS", "IND", "JPN", "THA")
    everybody = [p.code for p in assemble(scenario).partners]
    small = scenario.changed(
        excluded=tuple(c for c in everybody if c not in few),
        talks_under_way={}, baseline_deals=(), baseline_instruments={}, separate_track=(), tariff_only=(), gap=0.0,
    )  # fmt: skip
    plan = solve(assemble(small))
    proposed = baselines(plan).over_open
    sums = {name: outcome(small, name) for name in ("leverage", OPEN)}
    compared = {name: sum(o.goals.values()) + o.talks for name, o in sums.items()}
    assert compared["leverage"] - compared[OPEN] == pytest.approx(proposed, abs=1e-4)
