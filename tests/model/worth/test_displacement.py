"""Whose chips a sale abroad takes, by hand: those left over at their worth at home, then those of buyers."""

import itertools
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.kit.periods import periods
from deals.model.worth.compute_value import segment_values
from deals.model.worth.displacement import Displacement
from deals.model.worth.no_deal import NoDealPath
from deals.model.worth.timeline import Timeline
from deals.scenario.scenario import Scenario

SPAN = periods("2025Q3", "2026Q2", 6, date(2025, 5, 13))
NUMBERS = {
    "margin.us_rent_share": 0.36,
    "price.system.2025": 20.0,
    "price.system.2026": 10.0,
    "home.uptake": 0.5,
    "wtp.elasticity": -2.0,
    "power.usa.2025": 4000.0,
    "power.usa.2026": 4000.0,
    "price.allin_factor": 1.5,
    "usercost.annuity": 0.2,
    "usercost.opex": 0.001,
    "wtp.life_factor": 2.0,
}
"""A chip at 0.02 USD bn a thousand, of which 0.0072 is margin: it costs 0.64 of its price to make."""


@pytest.fixture(scope="module")
def ladder(scenario: Scenario) -> Displacement:
    """60 thousand left over of 600 wanted at home in the first half-year; 20 short in the second, with 800 wanted."""
    world = scenario.world().patched({name: {"set": value} for name, value in NUMBERS.items()})
    path = NoDealPath(SPAN, {}, {}, (60.0, -20.0), (600.0, 600.0), (600.0, 800.0))
    return Displacement(world, Timeline(SPAN, 0.0, 0.0, 1.0), path, 4)


def area(times: float) -> float:
    """Worth of uptake to `times` demand less its cost, by hand: 2 (sqrt(times) - 1) - 0.64 (times - 1), of 12 bn."""
    return 0.02 * 600 * (2 * (sqrt(times) - 1) - 0.64 * (times - 1))


def test_chips_left_over_are_worth_the_area_under_home_demand(ladder: Displacement) -> None:
    """Half of 60 is taken up: 1.05 times demand. At elasticity -2 the price falls as times ** -0.5."""
    assert ladder.kept_at_home(0) == pytest.approx(area(1.05))
    assert ladder.uptake(0) == pytest.approx(630.0)
    assert ladder.uptake(0, sold=60.0) == pytest.approx(600.0)
    assert ladder.uptake(1) == pytest.approx(580.0)


def test_the_first_chips_sold_abroad_give_up_the_least_valued_use_at_home(ladder: Displacement) -> None:
    """Three steps of 20: from 1.05 to 1.0333, to 1.0167, to 1 times demand."""
    steps = ladder.steps(0, 60.0)
    assert [step.width for step in steps] == [20.0, 20.0, 20.0]
    times = [1.05, 1 + 20 / 600, 1 + 10 / 600, 1.0]
    costs = [(area(more) - area(less)) / 20 for more, less in itertools.pairwise(times)]
    assert [step.cost for step in steps] == pytest.approx(costs)
    assert ladder.cost(0, 30.0) == pytest.approx(20 * costs[0] + 10 * costs[1])
    assert ladder.kept_at_home(0, sold=30.0) == pytest.approx(area(1.05) - ladder.cost(0, 30.0))
    assert ladder.marginal(0, 0.0) == pytest.approx(costs[0])
    assert ladder.marginal(0, 20.0) == pytest.approx(costs[1])


def test_beyond_what_is_left_over_a_buyer_goes_without(ladder: Displacement) -> None:
    """Margin 0.36 x 0.02, and the surplus of the last segment, all of it at home: value x user cost x 2 years."""
    value = segment_values(ladder.world, "USA", 4)[-1]
    user_cost = 1.5 * 0.02 * 0.2 + 0.001
    assert ladder.marginal(0, 60.0) == pytest.approx(0.36 * 0.02 + value * user_cost * 2)
    assert ladder.shortage(0) == 0.0
    assert ladder.shortage(0, sold=70.0) == pytest.approx(10 * (0.36 * 0.02 + value * user_cost * 2))


def test_where_supply_is_short_without_deals_the_ladder_starts_there(ladder: Displacement) -> None:
    """20 are short in the second half-year, whose price is half; three quarters of buyers' surplus is at home."""
    last, second = segment_values(ladder.world, "USA", 4)[-1], segment_values(ladder.world, "USA", 4)[-2]
    user_cost = 1.5 * 0.01 * 0.2 + 0.001
    costs = [0.36 * 0.01 + value * user_cost * 2 * 600 / 800 for value in (last, second)]
    assert ladder.kept_at_home(1) == 0.0
    assert ladder.shortage(1) == pytest.approx(20 * costs[0])
    steps = ladder.steps(1, 250.0)
    assert [step.width for step in steps] == [180.0, 70.0]
    assert [step.cost for step in steps] == pytest.approx(costs)


def test_power_and_cost_bound_what_home_takes_up(ladder: Displacement) -> None:
    """At most 1 / 0.64 ** 2 = 2.44 times demand, and what power can run: 618 of 1236 a year."""
    flooded = replace(ladder, path=replace(ladder.path, left=(1e6, 0.0)))
    assert flooded.uptake(0) == pytest.approx(600 / 0.64**2)
    dark = replace(ladder, world=ladder.world.patched({"power.usa.2025": {"set": 1236.0}}))
    assert dark.uptake(0) == pytest.approx(618.0)


@given(left=st.floats(-100, 300), more=st.floats(0, 300), sold=st.floats(0, 400), further=st.floats(0, 200))
def test_costs_rise_along_the_ladder_and_fall_with_supply(
    ladder: Displacement, left: float, more: float, sold: float, further: float
) -> None:
    def having(amount: float) -> Displacement:
        return replace(ladder, path=replace(ladder.path, left=(amount, 0.0)))

    poor, rich = having(left), having(left + more)
    assert poor.marginal(0, sold + further) >= poor.marginal(0, sold) - 1e-12
    assert rich.marginal(0, sold) <= poor.marginal(0, sold) + 1e-12
    whole: Mapping[str, float] = {"whole": poor.cost(0, sold + further), "part": poor.cost(0, sold)}
    assert whole["whole"] >= whole["part"] - 1e-12
