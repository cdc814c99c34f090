"""Prices of concessions are derivatives: forcing a unit changes the gain by what the list says."""

import math

import numpy as np
import pytest

from deals.negotiation.plan import Plan
from deals.sensitivity import Sensitivity
from deals.sensitivity.concessions import CHIPS, LESS, MORE, Step, chip_steps, term_steps
from deals.sensitivity.fixed import FixedPlan

STEP = 1e-3


@pytest.fixture(scope="module")
def fixed(plan: Plan) -> FixedPlan:
    return FixedPlan(plan)


def label(fixed: FixedPlan, column: int) -> tuple[str, object]:
    return fixed.plan.choices.program.snapshot().columns.all[column]


def forced(fixed: FixedPlan, step: Step, by: float) -> float:
    """Change of the gain when a step is held this far from where it stands, for each unit of distance."""
    family, key = label(fixed, step.column)
    session = fixed.session()
    session.bound(family, key, lower=step.used + by, upper=step.used + by)
    return (session.solve().objective - fixed.solution.objective) / abs(by)


def steps(fixed: FixedPlan) -> list[Step]:
    found = [
        s for t in fixed.plan.choices.question.terms if t.partner in fixed.plan.signed for s in term_steps(fixed, t)
    ]
    return found + [s for code in fixed.plan.signed for s in chip_steps(fixed, code)]


@pytest.mark.parametrize("direction", [1, -1])
def test_a_forced_unit_costs_what_the_multipliers_say(fixed: FixedPlan, direction: int) -> None:
    """Finite differences on either side, on a sample of steps of every kind; a wrong sign or a limit left out shows."""
    able = [s for s in steps(fixed) if (s.has_room if direction > 0 else s.is_used) and s.width > 1e-3]
    sample = able[:: max(1, len(able) // 25)]
    said = fixed.if_forced(step.column for step in sample)
    for step in sample:
        found = forced(fixed, step, direction * STEP * min(step.width, 1.0))
        assert found == pytest.approx(said[step.column][0 if direction > 0 else 1], rel=1e-4, abs=1e-6)


def test_at_an_optimum_nothing_is_left_to_trade(sensitivity: Sensitivity) -> None:
    """Whatever the plan could have chosen loses; only beyond a limit could there be more."""
    prices = sensitivity.concession_prices()
    tiny = 1e-6
    assert (prices.loc[prices["change"] == LESS, "if_forced_usd_bn"] <= tiny).all()
    more = prices[prices["change"] == MORE]
    assert (more.loc[more["at"] == "limit", "logrolling_usd_bn"] >= 0).all()
    assert (more.loc[more["at"] == "limit", "logrolling_usd_bn"] > tiny).any()
    assert (more.loc[more["at"] != "limit", "if_forced_usd_bn"] <= tiny).all()


def test_a_price_of_a_limit_is_its_worth_to_us_and_the_partner_s_at_the_price_of_its_gain(
    sensitivity: Sensitivity,
) -> None:
    prices = sensitivity.concession_prices()
    plain = prices[(prices["at"] == "limit") & np.isclose(prices["gain_price_down"], prices["gain_price_up"])]
    left = plain["us_usd_bn_net"] + plain["gain_price_up"] * plain["partner_usd_bn"]
    assert left.to_numpy() == pytest.approx(plain["if_forced_usd_bn"].to_numpy(), abs=1e-6)


def test_one_marginal_chip_is_worth_one_chip(sensitivity: Sensitivity) -> None:
    prices = sensitivity.concession_prices()
    chips = prices[(prices["instrument"] == CHIPS) & prices["partner_kh"].notna()]
    assert not chips.empty
    for _, own in chips.groupby("partner"):
        assert any(math.isclose(abs(x), 1.0, rel_tol=1e-9) for x in own["partner_kh"])
