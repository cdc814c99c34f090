"""What two economies have without a deal, by hand: the most valuable uses first, and what certified places cost."""

import math
from datetime import date
from typing import Any

import pytest

from deals.kit.periods import periods
from deals.model.worth.no_deal import NoDealPath
from deals.model.worth.reservation import reservation, unit_values
from deals.model.worth.timeline import Timeline
from deals.regimes import EconomyAccess
from deals.scenario.scenario import Scenario
from deals.world import World

SPAN = periods("2025Q3", "2026Q2", 6, date(2025, 5, 13))
LINE = Timeline(SPAN, discount_us=0.05, discount_partner=0.08, terminal_weight=10.0)
NUMBERS = {
    "price.system.2025": 20.0,
    "price.system.2026": 10.0,
    "price.allin_factor": 1.5,
    "usercost.annuity": 0.25,
    "usercost.opex": 0.002,
    "wtp.life_factor": 3.0,
    "wtp.elasticity": -1.0,
    "wtp.choke": 2.0,
    "wtp.remote_premium_low": 0.25,
    "wtp.remote_premium_high": 0.25,
    "wtp.sovereign_share": 1.0,
    "sovereign.share.MYS": 1.0,
    "sovereign.share.IND": 1.0,
    "standard.partner_cost": 0.0002,
    "standard.resale_rent": 0.002,
    "leak.standard_reduction": 0.8,
    "delivery.standard": 0.5,
    "diversion.leak.MYS": 0.1,
    "leak.base_supply": 1000.0,
    "supply.2025": 1000.0,
    "supply.2026": 4000.0,
    "leak.volume_elasticity": 0.5,
}
UPPER, LOWER = 1.0, 2 * math.log(2) - 1
"""All demand is sovereign and 1/v: its upper half pays the choke price of 2, its lower half 1/u on average."""
FIRST = 0.0095 * 3 * 1.08**-0.25
SECOND = 0.00575 * 3 * 10 * 1.08**-0.75
"""User cost 1.5 x 0.02 x 0.25 + 0.002, and at half the price; three years of surplus; the last half-year ten times."""


@pytest.fixture(scope="module")
def world(scenario: Scenario) -> World:
    return scenario.world().patched({name: {"set": value} for name, value in NUMBERS.items()})


def access(code: str, demand: tuple[float, float], free: tuple[float, float], **more: Any) -> EconomyAccess:
    nothing = (0.0, 0.0)
    return EconomyAccess(code, 2, frozenset(), demand, nothing, (1.0, 0.0), (free[0] - 1, free[1]), **more)


def path(certified: bool) -> NoDealPath:
    table = {
        "MYS": access("MYS", (100.0, 0.0), (30.0, 8.0), certified=certified),
        "IND": access("IND", (40.0, 20.0), (10.0, 10.0)),
        "USA": access("USA", (500.0, 500.0), (500.0, 500.0), certified=True),
    }
    rival = {"MYS": (40.0, 3.0), "IND": (5.0, 50.0)}
    return NoDealPath(SPAN, table, rival, (0.0, 0.0), (0.0, 0.0), (0.0, 0.0))


def test_a_unit_is_worth_its_user_cost_over_the_years_of_surplus(world: World) -> None:
    assert unit_values(world, LINE, "IND", 0, 2) == pytest.approx((UPPER * FIRST, LOWER * FIRST), abs=1e-6)
    assert unit_values(world, LINE, "IND", 1, 2) == pytest.approx((UPPER * SECOND, LOWER * SECOND), abs=1e-6)


def test_no_deal_by_hand(world: World) -> None:
    """Malaysia uses 30 + 40 of 100: 50 in the upper half, 20 in the lower; it wants nothing afterwards.

    India uses 10 + 5 of 40, all in the upper half of 20; then all its demand of 20, by halves, though it could buy 60.
    """
    found = reservation(world, LINE, path(certified=False), 2)
    assert set(found.value.index) == {"MYS", "IND"}
    assert found.value["MYS"] == pytest.approx((50 + 20 * LOWER) * FIRST, rel=1e-4)
    assert found.value["IND"] == pytest.approx(15 * FIRST + (10 + 10 * LOWER) * SECOND, rel=1e-4)
    assert found.use == pytest.approx({("MYS", 0): 70.0, ("IND", 0): 15.0, ("IND", 1): 20.0})


def test_certified_places_cost_by_what_goes_to_them(world: World) -> None:
    """37 certified at 0.0002 and a resale lost: 0.002 x 0.4 of a leak of 0.1, then of half that leak."""
    free, bound = (reservation(world, LINE, path(certified), 2) for certified in (False, True))
    burden = 29 * (0.0002 + 0.002 * 0.4 * 0.1) * 1.08**-0.25 + 8 * (0.0002 + 0.002 * 0.4 * 0.05) * 10 * 1.08**-0.75
    assert free.value["MYS"] - bound.value["MYS"] == pytest.approx(burden)
    assert bound.value["IND"] == pytest.approx(free.value["IND"])
