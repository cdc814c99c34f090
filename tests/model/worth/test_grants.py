"""One half-year of a grant by hand: what chips beyond the no-deal path are worth, and what the standard costs."""

from dataclasses import replace
from datetime import date

import pytest

from deals.kit.periods import periods
from deals.model.worth.grants import grants, margin_per_kh, standard, stock_risk
from deals.model.worth.no_deal import NoDealPath
from deals.model.worth.partners import Economy, Partner
from deals.model.worth.reservation import unit_values
from deals.model.worth.security import burden_of_standard, removed_share
from deals.model.worth.timeline import Timeline
from deals.regimes import EconomyAccess
from deals.scenario.scenario import Scenario
from deals.world import World

SPAN = periods("2026Q1", "2026Q2", 6, date(2025, 5, 13))
LINE = Timeline(SPAN, discount_us=0.05, discount_partner=0.08, terminal_weight=2.0)
MALAYSIA = Partner("MYS", "Malaysia", ("MYS",))
NUMBERS = {
    "price.system.2025": 20.0,
    "price.system.2026": 10.0,
    "margin.us_rent_share": 0.4,
    "ecosystem.value": 0.001,
    "lost_to_other_supplier": 0.004,
    "harm.per_kH": 0.03,
    "harm.price_elasticity": 1.0,
    "diversion.leak.MYS": 0.1,
    "leak.base_supply": 1000.0,
    "supply.2026": 4000.0,
    "leak.volume_elasticity": 0.5,
    "leak.standard_reduction": 0.8,
    "delivery.standard": 0.5,
    "standard.partner_cost": 0.0002,
    "standard.resale_rent": 0.002,
    "standard.fixed_cost": 0.02,
    "standard.gdp_cost": 0.00001,
    "money.2024_to_2025": 1.5,
    "risk.hazard.other_tier2": 0.01,
    "risk.years": 4.0,
    "duty.passed_on": 0.5,
}
US, THEIRS = 2 * 1.05**-0.25, 2 * 1.08**-0.25
"""One half-year that is the last: it counts twice, in the middle of it."""
LEAK = 0.1 * 0.5
"""A quarter of today's supply to the power of a half."""
HARM = 0.03 * 0.5
"""The price has halved."""


@pytest.fixture(scope="module")
def world(scenario: Scenario) -> World:
    return scenario.world().patched({name: {"set": value} for name, value in NUMBERS.items()})


def path(**more: object) -> NoDealPath:
    """Malaysia wants 100, has 20 without a deal and buys 16 of the other supplier."""
    bare = EconomyAccess("MYS", 2, frozenset(), (100.0,), (0.0,), (0.0,), (20.0,))
    access = {"MYS": EconomyAccess(**{**vars(bare), **more})}
    return NoDealPath(SPAN, access, {"MYS": (16.0,)}, (0.0,), (1000.0,), (1000.0,))


def test_a_grant_by_hand(world: World) -> None:
    """80 are withheld; the whole grant replaces 16 of the other supplier's, so four fifths of a chip is added."""
    (grant,) = grants(world, LINE, path(), MALAYSIA, "MYS", 10)
    assert grant.withheld == 80.0
    assert grant.margin == pytest.approx((0.4 * 0.01 + 0.001) * US)
    assert grant.rivalry == pytest.approx(0.004 * 16 / 80 * US)
    assert grant.harm == pytest.approx(HARM * LEAK * US)
    assert grant.risk == pytest.approx(0.01 * HARM * 4 * US)
    assert grant.leak == pytest.approx(LEAK)
    assert (grant.certified, grant.burden) == (False, 0.0)
    assert grant.us == pytest.approx(grant.margin + grant.rivalry - grant.harm - grant.risk)
    # In use are 36 of 100, in steps of 10: what is left is 4 of the fourth step, and all of the six after it.
    values = unit_values(world, LINE, "MYS", 0, 10)
    assert grant.widths == pytest.approx((4 / 0.8, *(10 / 0.8,) * 6))
    assert grant.values == pytest.approx([0.8 * value for value in values[3:]])
    assert sum(grant.widths) == pytest.approx(80.0)


def test_certified_places_leak_less_and_cost_the_partner(world: World) -> None:
    """0.8 x 0.5 of the leak is removed; each thousand costs 0.0002, and 0.002 on what is no longer resold."""
    (grant,) = grants(world, LINE, path(standard_required=True), MALAYSIA, "MYS", 10)
    assert removed_share(world) == pytest.approx(0.4)
    assert grant.leak == pytest.approx(LEAK * 0.6)
    assert grant.harm == pytest.approx(HARM * LEAK * 0.6 * US)
    burden = (0.0002 + 0.002 * 0.4 * LEAK) * THEIRS
    assert grant.certified
    assert grant.burden == pytest.approx(burden)
    assert burden_of_standard(world, LINE, SPAN[0], LEAK) == pytest.approx(burden)
    assert all(value >= burden for value in grant.values)


def test_uses_worth_less_than_the_standard_costs_are_left_out(world: World) -> None:
    dear = world.patched({"standard.partner_cost": {"set": 0.5}})
    assert grants(dear, LINE, path(standard_required=True), MALAYSIA, "MYS", 10) == ()


def test_a_duty_is_borne_by_the_buyer_in_part_and_gained_on_all_of_that(world: World) -> None:
    (free,) = grants(world, LINE, path(), MALAYSIA, "MYS", 10)
    (taxed,) = grants(world, LINE, path(duty=0.2), MALAYSIA, "MYS", 10)
    assert taxed.margin - free.margin == pytest.approx(0.2 * 0.5 * 0.01 * US)
    kept = len(taxed.values)
    assert [a - b for a, b in zip(free.values, taxed.values, strict=False)] == pytest.approx([0.001 * THEIRS] * kept)
    assert min(taxed.values) >= 0
    assert free.values[kept] < 0.001 * THEIRS


def test_nothing_withheld_and_tariff_only_places_get_no_grant(world: World) -> None:
    assert grants(world, LINE, path(beside=(100.0,)), MALAYSIA, "MYS", 10) == ()
    assert grants(world, LINE, path(), replace(MALAYSIA, tariff_only=True), "MYS", 10) == ()


def test_a_standard_for_the_whole_country_by_hand(world: World) -> None:
    """It saves 0.4 of the leak on the 20 that flow anyway, for a fixed cost and a running one."""
    made = standard(world, LINE, path(), MALAYSIA, Economy(1000.0, 1e4, 50.0, 40.0, 20.0, 1.0, 2.0, 0.0))
    assert made is not None
    assert made.saved == pytest.approx((0.4 * LEAK * 20,))
    assert made.running == pytest.approx((0.0002 * 20 * THEIRS,))
    assert made.per_chip == pytest.approx((0.0002 * THEIRS,))
    assert made.resale_rent == pytest.approx((0.002 * THEIRS,))
    assert made.harm == pytest.approx((HARM * US,))
    assert made.fixed == pytest.approx(0.02 + 0.00001 * 1000 * 1.5)


def test_what_is_certified_anyway_is_not_saved_twice(world: World) -> None:
    size = Economy(1000.0, 1e4, 50.0, 40.0, 20.0, 1.0, 2.0, 0.0)
    made = standard(world, LINE, path(certified=True), MALAYSIA, size)
    assert made is not None
    assert (made.saved, made.running) == ((0.0,), (0.0,))


def test_margin_and_risk_by_hand(world: World) -> None:
    assert margin_per_kh(world, 2026) == pytest.approx(0.4 * 0.01 + 0.001)
    assert stock_risk(world, path().access["MYS"], 2026) == pytest.approx(0.01 * 0.015 * 4)
