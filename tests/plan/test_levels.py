"""One valuation: what a plan brings is the same whether it is proposed or compared."""

import pytest

from deals.comparison.outcome import outcome
from deals.plan.baselines import Baselines, baselines
from deals.plan.levels import levels, total
from deals.plan.plan import Plan
from deals.plan.rounds import settled
from tests import three

FEW = (*three.THREE, "JPN", "THA")


@pytest.fixture(scope="module")
def measured() -> Baselines:
    """A plan that opens, grants and buys rates, with its baselines, on the path that goes with it."""
    return baselines(settled(three.scenario(FEW)))


def test_what_a_plan_adds_to_its_regime_is_its_gain(plan: Plan) -> None:
    """By goal: sales, chips at home, harm, risk and concessions, measured in all and as differences."""
    adds_up(plan)


@pytest.mark.parametrize("row", ["best_alone", "opening_and_tariff_deals", "deals_only", "plan"])
def test_so_it_is_whatever_is_opened_set_or_dealt(measured: Baselines, row: str) -> None:
    adds_up(measured.plans[row])


def test_so_it_is_under_every_reading_of_threats(measured: Baselines) -> None:
    for plan in measured.read.values():
        adds_up(plan)


def test_the_plan_that_is_measured_opens_grants_and_sets_rates(measured: Baselines) -> None:
    """Else the sums above would hold for want of terms."""
    plans = measured.plans
    assert any(plans["plan"].opened(cell) for cell in plans["plan"].asked.cells)
    assert any(plans["deals_only"].granted(grant) for grant in plans["deals_only"].asked.grants)
    assert plans["best_alone"].unthreatened


def test_a_chip_granted_counts_by_the_chance_that_talks_hold_and_one_opened_in_full(measured: Baselines) -> None:
    """Margin on chips sold, in both cases over the regime without deals."""
    for name in ("plan", "best_alone", "deals_only"):
        plan = measured.plans[name]
        question = plan.question
        sold = sum(
            grant.margin * (plan.opened(grant) + question.holds * (plan.delivered(grant) - plan.opened(grant)))
            for grant in plan.asked.deliverable
        )
        assert levels(question, plan).sales - levels(question).sales == pytest.approx(sold, abs=1e-9)


def test_propose_and_compare_agree(measured: Baselines) -> None:
    """Under leverage what a regime with its plan brings over the regime without is the plan's gain."""
    found = outcome(three.scenario(FEW), "leverage")
    without = total(found.plan.question)
    assert sum(found.goals.values()) + found.talks - without.sum == pytest.approx(measured.gain, abs=1e-6)
    whole = total(found.plan.question, found.plan)
    assert found.goals == pytest.approx(
        {"control": whole.control, "promotion": whole.promotion, "leverage": whole.leverage}
    )
    assert found.talks == pytest.approx(whole.talks)


@pytest.mark.parametrize("regime", ["pre_2025", "open_embargo_only", "refined_tiers"])
def test_they_agree_under_regimes_that_open(regime: str) -> None:
    found = outcome(three.scenario(), regime)
    proposed = baselines(settled(three.scenario(regime=regime)))
    without = total(found.plan.question)
    assert sum(found.goals.values()) + found.talks - without.sum == pytest.approx(proposed.gain, abs=1e-6)


def adds_up(plan: Plan) -> None:
    """What a plan adds to its regime without deals is its gain, by goal and in all."""
    without, whole = total(plan.question), total(plan.question, plan)
    for goal in ("leverage", "promotion", "control", "talks"):
        added = getattr(whole, goal) - getattr(without, goal)
        assert added == pytest.approx(plan.goals[goal], abs=1e-6), goal
    assert whole.sum - without.sum == pytest.approx(plan.gain, abs=1e-6)
