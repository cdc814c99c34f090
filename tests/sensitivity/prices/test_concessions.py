"""Prices of concessions are derivatives: forcing a unit changes the gain by what the list says."""

import math

import numpy as np
import pytest

from deals.plan.plan import Plan
from deals.sensitivity import Sensitivity
from deals.sensitivity.prices.as_linear import PlanAsLinear
from deals.sensitivity.prices.concessions import CHIPS, LESS, MORE, Step, chip_steps, term_steps
from deals.sensitivity.prices.limit_prices import limit_prices

STEP = 1e-3


@pytest.fixture(scope="module")
def linear(plan: Plan) -> PlanAsLinear:
    """The plan after its limits were asked about: what was asked before must not show."""
    linear = PlanAsLinear(plan)
    limit_prices(linear)
    return linear


def label(linear: PlanAsLinear, column: int) -> tuple[str, object]:
    return linear.solution.snapshot.columns.all[column]


def forced(linear: PlanAsLinear, step: Step, by: float) -> float:
    """Change of the gain when a step is held this far from where it stands, for each unit of distance."""
    family, key = label(linear, step.column)
    session = linear.session()
    session.bound(family, key, lower=step.used + by, upper=step.used + by)
    return (session.solve().objective - linear.solution.objective) / abs(by)


def steps(linear: PlanAsLinear) -> list[Step]:
    found = [s for t in linear.plan.asked.terms if t.partner in linear.plan.signed for s in term_steps(linear, t)]
    return found + [s for code in linear.plan.signed for s in chip_steps(linear, code)]


@pytest.mark.parametrize("direction", [1, -1])
def test_a_forced_unit_costs_what_the_multipliers_say(linear: PlanAsLinear, direction: int) -> None:
    """Finite differences on either side, on a sample of steps of every kind; a wrong sign or a limit left out shows."""
    able = [s for s in steps(linear) if (s.has_room if direction > 0 else s.is_used) and s.width > 1e-3]
    sample = able[:: max(1, len(able) // 25)]
    said = linear.if_forced(step.column for step in sample)
    for step in sample:
        found = forced(linear, step, direction * STEP * min(step.width, 1.0))
        assert found == pytest.approx(said[step.column][0 if direction > 0 else 1], rel=1e-4, abs=1e-6)


def test_at_an_optimum_nothing_is_left_to_trade(sensitivity: Sensitivity) -> None:
    """Whatever the plan could have chosen loses; only beyond a limit could there be more."""
    prices = sensitivity.concession_prices().table
    tiny = 1e-6
    assert (prices.loc[prices["change"] == LESS, "if_forced_usd_bn"] <= tiny).all()
    more = prices[prices["change"] == MORE]
    assert (more.loc[more["at"] == "limit", "logrolling_usd_bn"] >= 0).all()
    assert (more.loc[more["at"] == "limit", "logrolling_usd_bn"] > tiny).any()
    assert (more.loc[more["at"] != "limit", "if_forced_usd_bn"] <= tiny).all()


def test_a_price_of_a_limit_is_its_worth_to_us_and_the_partner_s_at_the_price_of_its_gain(
    sensitivity: Sensitivity,
) -> None:
    prices = sensitivity.concession_prices().table
    plain = prices[(prices["at"] == "limit") & np.isclose(prices["gain_price_down"], prices["gain_price_up"])]
    left = plain["us_usd_bn_net"] + plain["gain_price_up"] * plain["partner_usd_bn"]
    assert left.to_numpy() == pytest.approx(plain["if_forced_usd_bn"].to_numpy(), abs=1e-6)


def test_one_marginal_chip_is_worth_one_chip(sensitivity: Sensitivity) -> None:
    prices = sensitivity.concession_prices().table
    chips = prices[(prices["instrument"] == CHIPS) & prices["partner_kh"].notna()]
    assert not chips.empty
    for _, own in chips.groupby("partner"):
        assert any(math.isclose(abs(x), 1.0, rel_tol=1e-9) for x in own["partner_kh"])
