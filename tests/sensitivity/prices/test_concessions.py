"""Prices of concessions are derivatives: forcing a unit changes the gain by what the list says."""

import math

import numpy as np
import pytest

import deals
from deals.model.formulation import formulate
from deals.model.question import assemble
from deals.plan.plan import Plan, solve
from deals.scenario.scenario import Scenario
from deals.sensitivity import Sensitivity
from deals.sensitivity.prices.as_linear import PlanAsLinear
from deals.sensitivity.prices.concessions import (
    AT_LIMIT,
    BETWEEN,
    LESS,
    MORE,
    Step,
    chip_steps,
    concession_prices,
    term_steps,
)
from deals.sensitivity.prices.limit_prices import limit_prices
from deals.world.instrument import CHIPS
from optimizer import InfeasibleError

STEP = 1e-3
RELIEF = "tariff_relief"


@pytest.fixture(scope="module")
def linear(plan: Plan) -> PlanAsLinear:
    """The plan after its limits were asked about: what was asked before must not show."""
    linear = PlanAsLinear(plan)
    limit_prices(linear)
    return linear


def label(linear: PlanAsLinear, column: int) -> tuple[str, object]:
    return linear.solution.snapshot.columns.all[column]


def forced(linear: PlanAsLinear, step: Step, by: float) -> float:
    """Change of the gain when a step is held this far from where it stands, for each unit of distance.

    Minus infinity where it cannot stand there: investment that must match chips is at its limit where they are.
    """
    family, key = label(linear, step.column)
    session = linear.session()
    session.bound(family, key, lower=step.used + by, upper=step.used + by)
    try:
        return (session.solve().objective - linear.solution.objective) / abs(by)
    except InfeasibleError:
        return -math.inf


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
        assert math.isfinite(found) or "matching_investment" in str(label(linear, step.column))


@pytest.fixture(scope="module")
def dear(scenario: Scenario) -> PlanAsLinear:
    """A plan where a dollar of revenue is worth two and a half, so that rates lie above the floor."""
    reform = deals.Reform("revenue is worth more", {"tariff.revenue_weight": {"set": 1.5}})
    return PlanAsLinear(solve(assemble(scenario.apply(reform)).keep(("IND", "JPN", "KHM", "MYS"))))


def at_points(plan: Plan, code: str, more: float) -> float:
    """The best with the deals, dates and standards of a plan, a country's relief being so many points more."""
    made = formulate(plan.asked)
    (rates,) = (t.segments for t in plan.asked.terms if t.of_one_rate and t.partner == code)
    keys = {(code, RELIEF, step, plan.signed[code]): rate.points for step, rate in enumerate(rates)}
    total = made.program.linear([(made.ask[key], points) for key, points in keys.items()])
    amount = sum(plan.values["ask"][key] * points for key, points in keys.items())
    made.program.constraints("points", {code: total == amount + more})
    labels, whole = made.program.snapshot().columns.all, made.program.snapshot().arrays.integer
    decided = [labels[column] for column in np.flatnonzero(whole).tolist()]
    held = {one: (float(round(plan.solution.value(*one))),) * 2 for one in decided}
    return made.program.solve(gap=0.0, held=held).objective


@pytest.mark.parametrize(
    ("code", "amount", "limit"), [("IND", 16.0, 16.0), ("JPN", 11.5, 14.0), ("KHM", 31.5, 39.0), ("MYS", 10.365, 14.0)]
)
def test_a_point_of_a_country_rate_costs_what_the_next_rate_does(
    dear: PlanAsLinear, code: str, amount: float, limit: float
) -> None:
    """At the lowest, the highest, one between and a mix of two: found anew with its points held, whatever the mix."""
    prices = concession_prices(dear).table
    own = prices[(prices["partner"] == code) & (prices["instrument"] == RELIEF)].set_index("change")
    assert own["amount"].to_list() == pytest.approx([amount] * 2, abs=1e-3)
    assert (own["limit"] == limit).all()
    assert (own["at"] == (AT_LIMIT if amount == limit else BETWEEN)).all()
    for change, by in ((MORE, 0.01), (LESS, -0.01)):
        said = own["if_forced_usd_bn"].to_dict()[change]
        if own["at"].iloc[0] == AT_LIMIT and change == MORE:
            assert said == pytest.approx(-own["if_forced_usd_bn"].to_dict()[LESS])
            with pytest.raises(InfeasibleError):
                at_points(dear.plan, code, by)
        else:
            assert said == pytest.approx((at_points(dear.plan, code, by) - dear.solution.objective) / abs(by), abs=1e-5)
            assert said < 0


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
