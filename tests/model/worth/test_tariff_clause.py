"""A tariff clause by hand: Thailand, announced 12 percent, 11 in force, and half a point at a time down to 10."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from deals.kit.periods import periods
from deals.model.worth.partners import Economy, Partner
from deals.model.worth.tariff_clause import Clause, clause
from deals.model.worth.timeline import Timeline
from deals.model.worth.valuation import relief_term
from deals.scenario.scenario import Scenario
from deals.world import World

NUMBERS = {
    "tariff.announced.THA": 12.0,
    "tariff.in_force.THA": 11.0,
    "tariff.floor_high": 15.0,
    "tariff.floor_low": 10.0,
    "tariff.threat_probability": 0.75,
    "tariff.level_factor": 2.0,
    "money.2022_to_2025": 1.25,
    "money.2024_to_2025": 1.25,
    "tariff.us_cost_revenue": 0.05,
}
IMPORTS = 80.0
"""Revenue forgone: 0.05 x 80 x 1.25 / 100 is 0.05 a point."""
STEP, RISE = 1 / 0.375, 1 / 0.875


def curve(*points: tuple[float, float, float]) -> pd.DataFrame:
    """Points of relief, with gain and loss in USD bn once scaled (x 0.005 and x 0.01), and rows of another partner."""
    rows = [("THA", at, gain / 0.005, -loss / 0.01) for at, gain, loss in points]
    rows += [("VNM", 0.5, 900.0, -900.0), ("VNM", 3.0, 999.0, -999.0)]
    return pd.DataFrame(rows[::-1], columns=["partner", "relief_points", "partner_gain", "us_gain"])


@pytest.fixture(scope="module")
def world(scenario: Scenario) -> World:
    """One point gains Thailand 0.5 and costs the United States 0.4; two points gain 1.5 and cost 1.6."""
    here = scenario.world().patched({name: {"set": value} for name, value in NUMBERS.items()})
    tariffs = here.tariffs.copy()
    tariffs.loc["THA", ["gross_multiplier", "us_multiplier"]] = [2.0, 4.0]
    return replace(here, tariffs=tariffs, relief_curve=curve((1.0, 0.5, 0.4), (2.0, 1.5, 1.6)))


def certain(world: World, *points: tuple[float, float, float]) -> World:
    """A world in which the announced rate is sure to come: a clause is worth the curve itself; no revenue is lost."""
    patches = {"tariff.threat_probability": 1.0, "tariff.us_cost_revenue": 0.0}
    return replace(world.patched({n: {"set": v} for n, v in patches.items()}), relief_curve=curve(*points))


def found(world: World, segments: int = 10) -> Clause:
    """Thailand's clause."""
    answer = clause(world, "THA", IMPORTS, segments)
    assert answer is not None
    return answer


def rates(world: World, announced: float, in_force: float, **more: float) -> World:
    """A world with other rates."""
    patches = {"tariff.announced.THA": announced, "tariff.in_force.THA": in_force}
    patches |= {f"tariff.{name}": value for name, value in more.items()}
    return world.patched({name: {"set": value} for name, value in patches.items()})


def steps(answer: Clause) -> list[tuple[float, float, float]]:
    """Width, loss of the United States and points, segment by segment."""
    return [(s.width, s.us, s.points) for s in answer.segments]


def test_a_lottery_by_hand(world: World) -> None:
    """At 11 percent: 0.75 G(1), for 0.5 and 0.45 (0.4 and revenue). At 10: 0.75 G(2) + 0.25 G(1), for 1.5 and 1.7.

    So 0.375 of gain costs 0.3375, and 1.25 of it 1.3875. At 11.5 it is 0.75 G(0.5) - 0.25 G(0.5): 0.125 for 0.1125, on
    the first chord; at 10.5 0.8125 for 0.8625, on the second; and at 12 a firm rate is worse than the threat.
    """
    answer = found(world)
    expected = [(0.375, -0.9, STEP), (0.875, -1.2, RISE)]
    for step, wanted in zip(steps(answer), expected, strict=True):
        assert step == pytest.approx(wanted)
    assert [s.partner for s in answer.segments] == [1.0, 1.0]
    assert (answer.announced, answer.in_force, answer.floor) == (12.0, 11.0, 10.0)


def test_one_segment_is_the_chord_of_all(world: World) -> None:
    """1.25 of gain for 1.3875 and two points: 1.11 and 1.6 each."""
    (only,) = steps(found(world, 1))
    assert only == pytest.approx((1.25, -1.11, 1.6))


def test_a_lottery_that_is_empty_leaves_nothing_to_sell(world: World) -> None:
    """If the rate in force stays for sure, and is the floor, no clause is worth having."""
    here = rates(world, 12.0, 10.0, threat_probability=0.0)
    assert clause(here, "THA", IMPORTS, 10) is None


def test_a_dear_first_step_is_mixed_with_the_next(world: World) -> None:
    """Half a point for 0.9 lies above the chord from nothing to one point for 1.0: half of the trade is cheaper.

    The two half points above cost 1.5 and 2.5 each and stay.
    """
    here = certain(world, (0.5, 0.5, 0.9), (1.0, 1.0, 1.0), (1.5, 1.5, 1.75), (2.0, 2.0, 3.0))
    widths_and_losses = [(s.width, s.us) for s in found(here).segments]
    for step, wanted in zip(widths_and_losses, [(1.0, -1.0), (0.5, -1.5), (0.5, -2.5)], strict=True):
        assert step == pytest.approx(wanted)


def test_thinning_keeps_the_ends_and_every_second_vertex(world: World) -> None:
    """Steps of 0.5 at 1, 2, 3 and 4: in two segments at 1.5 and 3.5, in three by vertices 0, 1, 3 and 4."""
    here = certain(world, (0.5, 0.5, 0.5), (1.0, 1.0, 1.5), (1.5, 1.5, 3.0), (2.0, 2.0, 5.0))
    assert [s.us for s in found(here, 4).segments] == pytest.approx([-1.0, -2.0, -3.0, -4.0])
    assert [s.us for s in found(here, 3).segments] == pytest.approx([-1.0, -2.5, -4.0])
    assert [s.us for s in found(here, 2).segments] == pytest.approx([-1.5, -3.5])
    assert [s.width for s in found(here, 3).segments] == pytest.approx([0.5, 1.0, 0.5])


def test_of_two_rates_worth_the_same_the_cheaper_stands(world: World) -> None:
    """One point and one and a half gain 1.0 both; the deeper costs less, and two points gain 2 for 3."""
    here = certain(world, (0.5, 0.5, 0.5), (1.0, 1.0, 1.2), (1.5, 1.0, 1.1), (2.0, 2.0, 3.0))
    expected = [(0.5, -1.0, 1.0), (0.5, -1.2, 2.0), (1.0, -1.9, 0.5)]
    for step, wanted in zip(steps(found(here)), expected, strict=True):
        assert step == pytest.approx(wanted)


def test_beyond_the_last_point_the_last_slope_goes_on(world: World) -> None:
    """Down from 14 to 10 with points up to 2: gain 1.5 + 2 x 1, loss 1.6 + 2 x 1.2, and it is said."""
    here = rates(certain(world, (1.0, 0.5, 0.4), (2.0, 1.5, 1.6)), 14.0, 10.0)
    (first, second) = steps(found(here))
    assert first == pytest.approx((0.5, -0.8, 2.0))
    assert second == pytest.approx((3.0, -1.2, 1.0))
    assert found(here).outside_curve


def test_the_reach_of_the_curve_covers_relief_and_what_is_lost_if_the_threat_was_empty(world: World) -> None:
    """Points reach to 2: relief of 2 is covered, 2.5 is not, nor is a floor 3 above the rate in force."""
    assert not found(world).outside_curve
    assert found(rates(world, 12.5, 11.0)).outside_curve
    assert found(rates(world, 12.0, 7.0)).outside_curve
    assert not found(rates(world, 12.0, 8.0)).outside_curve


@pytest.mark.parametrize(("announced", "floor"), [(15.5, 15.0), (15.0, 10.0), (10.5, 10.0)])
def test_rates_announced_above_the_high_floor_stop_there(world: World, announced: float, floor: float) -> None:
    answer = found(rates(world, announced, announced))
    assert (answer.floor, answer.announced) == (floor, announced)
    points = sum(s.width * s.points for s in answer.segments)
    assert points == pytest.approx(announced - floor)


def test_where_no_relief_is_open_there_is_no_clause(world: World) -> None:
    assert clause(rates(world, 10.0, 12.0), "THA", IMPORTS, 10) is None
    assert clause(world, "XXX", IMPORTS, 10) is None
    without = replace(world, tariffs=world.tariffs.drop(index="THA"))
    assert clause(without, "THA", IMPORTS, 10) is None


@pytest.mark.parametrize("estimate", [True, False])
def test_estimates_are_said_to_be_such(world: World, scenario: Scenario, estimate: bool) -> None:
    """Flags of the term: one for values estimated, one for relief beyond the curve."""
    tariffs = world.tariffs.copy()
    tariffs.loc["THA", "is_estimate"] = estimate
    here = replace(world, tariffs=tariffs)
    assert found(here).estimated is estimate
    relief = next(i for i in world.instruments if i.name == "tariff_relief")
    line = Timeline(periods("2025Q3", "2026Q4", 6, date(2025, 5, 13)), 0.05, 0.08, 2.0)
    rich = Economy(1.0, 1.0, IMPORTS, 7.0, 1.0, 1.0, 1.0, 1.0)
    thailand = Partner("THA", "Thailand", ("THA",))
    term = relief_term(here, scenario, line, thailand, rich, relief)
    assert term is not None
    assert term.segments == found(here).segments
    assert [("estimated" in flag) for flag in term.flags] == [True] * estimate
    wide = relief_term(rates(here, 12.5, 11.0), scenario, line, thailand, rich, relief)
    assert wide is not None
    assert [("beyond" in flag) for flag in wide.flags] == [True, False][: 1 + estimate]
    assert relief_term(rates(here, 10.0, 10.0), scenario, line, thailand, rich, relief) is None
