"""The value of compute: a falling curve that renting abroad keeps from being total."""

import math
from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.kit.frozen import FrozenMapping
from deals.model.worth.compute_value import (
    marginal_values,
    segment_values,
    sovereign_share,
    system_price,
    tpp_factor,
    user_cost,
)
from deals.scenario.scenario import Scenario
from deals.world import World

MEMO = {
    -1.0: [3.00, 1.91, 0.70, 0.31, 0.30, 0.30, 0.30, 0.30, 0.30, 0.26, 0.14, 0.04],
    -1.5: [2.61, 1.03, 0.43, 0.30, 0.30, 0.30, 0.30, 0.30, 0.26, 0.17, 0.09, 0.03],
    -3.0: [1.29, 0.42, 0.30, 0.30, 0.30, 0.29, 0.23, 0.17, 0.12, 0.08, 0.05, 0.01],
}


@pytest.mark.parametrize("elasticity", sorted(MEMO))
def test_one_common_premium_gives_the_memo_s_twelve_segments(elasticity: float) -> None:
    """The calibration memo, section 2; a wrong merge of the two groups of users would miss the first three steps."""
    found = marginal_values(elasticity, 0.35, 4.0, 0.30, 0.30, 12)
    assert found == pytest.approx(MEMO[elasticity], abs=0.03)


def test_premiums_spread_over_users_turn_the_flat_stretch_into_a_slope() -> None:
    flat = marginal_values(-1.5, 0.35, 4.0, 0.30, 0.30, 12)
    sloped = marginal_values(-1.5, 0.35, 4.0, 0.10, 0.50, 12)
    assert flat[3] == pytest.approx(flat[7], abs=1e-6)
    assert sloped[3] > sloped[5] > sloped[7]


@given(
    elasticity=st.floats(-3, -1),
    share=st.floats(0, 1),
    choke=st.floats(2, 8),
    low=st.floats(0, 0.4),
    spread=st.floats(0, 0.8),
    segments=st.integers(4, 24),
)
def test_value_falls_and_never_exceeds_the_choke_price(
    elasticity: float, share: float, choke: float, low: float, spread: float, segments: int
) -> None:
    found = marginal_values(elasticity, share, choke, low, low + spread, segments)
    assert len(found) == segments
    assert all(a >= b - 1e-9 for a, b in pairwise(found))
    assert found[-1] >= 0
    assert found[0] <= choke - 1 + 1e-9


def test_all_of_demand_by_hand() -> None:
    """Willingness 1/u up to a limit of 1 + m over the user cost of one: its mean above the user cost is ln(1 + m).

    For the sovereign two fifths the limit is the choke price of 2, for the others a premium of 0.25.
    """
    (mean,) = marginal_values(-1.0, 0.4, 2.0, 0.25, 0.25, 1)
    assert mean == pytest.approx(0.4 * math.log(2) + 0.6 * math.log(1.25), abs=1e-5)


def test_premiums_are_spread_evenly_between_low_and_high() -> None:
    """Mean of ln(1 + m) for m between 0 and 1: 2 ln 2 - 1."""
    (mean,) = marginal_values(-1.0, 0.0, 9.0, 0.0, 1.0, 1)
    assert mean == pytest.approx(2 * math.log(2) - 1, abs=1e-3)


NUMBERS = {
    "price.system.2026": 10.0,
    "price.allin_factor": 1.5,
    "usercost.annuity": 0.2,
    "usercost.opex": 0.002,
    "wtp.elasticity": -1.0,
    "wtp.choke": 2.0,
    "wtp.remote_premium_low": 0.25,
    "wtp.remote_premium_high": 0.25,
    "wtp.sovereign_share": 0.5,
    "sovereign.share.MYS": 0.0,
}


@pytest.fixture(scope="module")
def world(scenario: Scenario) -> World:
    here = scenario.world().patched({name: {"set": value} for name, value in NUMBERS.items()})
    mix = pd.DataFrame({"old": {2025: 0.9, 2026: 0.6}, "new": {2025: 0.1, 2026: 0.3}, "odd": {2025: 0.0, 2026: 0.1}})
    shares = {
        f"mix.{name}.{year}": replace(here.parameters["mix.other.2026"], value=float(mix.loc[year, name]))
        for name in mix.columns
        for year in mix.index
    }
    parameters = FrozenMapping({**here.parameters, **shares})
    return replace(here, parameters=parameters, class_mix=mix, class_ratios={"old": 1.0, "new": 1.5, "gone": 7.0})


def test_a_year_of_compute_costs_an_annuity_of_its_price_and_its_running(world: World) -> None:
    """10 thousand USD a system is 0.01 bn a thousand; 1.5 x 0.01 x 0.2 + 0.002."""
    assert system_price(world, 2026) == pytest.approx(0.01)
    assert user_cost(world, 2026) == pytest.approx(0.005)


def test_processing_performance_by_the_mix_of_the_year(world: World) -> None:
    """0.6 x 1 + 0.3 x 1.5; a class of unknown ratio, or not sold in that year, counts for nothing."""
    assert tpp_factor(world, 2026) == pytest.approx(1.05)
    assert tpp_factor(world, 2025) == pytest.approx(1.05)


def test_an_economy_s_own_share_goes_before_the_common_one(world: World) -> None:
    assert [world.value(sovereign_share(world, code)) for code in ("MYS", "THA")] == [0.0, 0.5]


def test_values_of_an_economy_by_hand(world: World) -> None:
    """Malaysia can rent all abroad, Thailand a half of it: means ln 1.25, and half of that with half of ln 2."""
    assert segment_values(world, "MYS", 1) == pytest.approx([math.log(1.25)], abs=1e-5)
    assert segment_values(world, "THA", 1) == pytest.approx([0.5 * math.log(1.25) + 0.5 * math.log(2)], abs=1e-5)
