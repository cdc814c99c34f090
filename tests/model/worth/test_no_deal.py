"""One world volume of the other supplier, shared out; nobody gets more than it was refused."""

import math
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.kit.periods import periods
from deals.model.worth.no_deal import (
    demand_at_home,
    harm_per_kh,
    leak_rate,
    no_deal_path,
    other_supplier_volume,
    pull,
    share_out,
    volumes_under_hard_lines,
    window_flow,
)
from deals.regimes import EconomyAccess
from deals.scenario.scenario import Scenario
from deals.world import World

AMOUNTS = st.dictionaries(st.sampled_from("ABCDEFGH"), st.floats(0, 100), min_size=1)


@given(volume=st.floats(0, 500), wanted=AMOUNTS, pull=st.data())
def test_sharing_out_uses_the_volume_or_fills_everybody(
    volume: float, wanted: dict[str, float], pull: st.DataObject
) -> None:
    weights = {code: pull.draw(st.floats(0.1, 50)) for code in wanted}
    given_out = share_out(volume, wanted, weights)
    assert all(0 <= given_out[code] <= wanted[code] + 1e-9 for code in wanted)
    assert sum(given_out.values()) == pytest.approx(min(volume, sum(wanted.values())), abs=1e-6)


@given(volume=st.floats(0, 100), more=st.floats(0, 100), wanted=AMOUNTS)
def test_a_larger_volume_leaves_nobody_with_less(volume: float, more: float, wanted: dict[str, float]) -> None:
    weights = {code: 1.0 + index for index, code in enumerate(sorted(wanted))}
    small, large = share_out(volume, wanted, weights), share_out(volume + more, wanted, weights)
    assert all(large[code] >= small[code] - 1e-9 for code in wanted)


def test_what_one_leaves_goes_to_the_others() -> None:
    assert share_out(10, {"A": 1, "B": 100}, {"A": 1, "B": 1}) == pytest.approx({"A": 1, "B": 9})


def test_who_is_full_leaves_by_pull_and_who_has_no_pull_gets_nothing() -> None:
    """A draws 6 of 12 and wants 1: the 11 left go one to three."""
    found = share_out(12, {"A": 1, "B": 20, "C": 20, "D": 5}, {"A": 4, "B": 1, "C": 3, "D": 0})
    assert found == pytest.approx({"A": 1, "B": 2.75, "C": 8.25, "D": 0})
    assert share_out(1, {"A": 1, "B": 20}, {"A": 1, "B": 3}) == pytest.approx({"A": 0.25, "B": 0.75})


SPAN = periods("2026Q3", "2027Q2", 6, date(2025, 5, 13))
NUMBERS = {
    "supply.2026": 1000.0,
    "supply.2027": 2000.0,
    "supply.backlog.2025_26": 1.1,
    "demand.USA.2026": 600.0,
    "demand.USA.2027": 800.0,
    "other_supplier.exports.2026": 60.0,
    "other_supplier.exports.2027": 100.0,
    "other_supplier.quality": 0.5,
    "other_supplier.hard_line_response": 0.5,
    "price.system.2025": 20.0,
    "price.system.2026": 10.0,
    "harm.per_kH": 0.02,
    "harm.price_elasticity": 2.0,
    "diversion.leak.MYS": 0.1,
    "leak.base_supply": 250.0,
    "leak.volume_elasticity": 0.5,
}


@pytest.fixture(scope="module")
def world(scenario: Scenario) -> World:
    """Of Malaysia's trade 20 percent is with China, of India's 10; of Japan's it is not known."""
    here = scenario.world().patched({name: {"set": value} for name, value in NUMBERS.items()})
    trade = pd.DataFrame({"china_trade_share_pct": {"MYS": 20.0, "IND": 10.0, "JPN": math.nan, "THA": 60.0}})
    return replace(here, countries=trade)


def access(code: str, tier: int, demand: tuple[float, float], free: tuple[float, float], **more: Any) -> EconomyAccess:
    """So much wanted, so much without a deal: three quarters of it licensed, a quarter beside."""
    licensed, beside = ((free[0] * share, free[1] * share) for share in (0.75, 0.25))
    return EconomyAccess(code, tier, frozenset(), demand, (0.0, 0.0), licensed, beside, **more)


TABLE = {
    "USA": access("USA", 1, (500.0, 500.0), (400.0, 400.0)),
    "CHN": access("CHN", 3, (50.0, 50.0), (5.0, 5.0), window=(7.0, 9.0)),
    "JPN": access("JPN", 1, (100.0, 120.0), (100.0, 120.0)),
    "MYS": access("MYS", 2, (90.0, 60.0), (30.0, 30.0)),
    "IND": access("IND", 2, (60.0, 80.0), (20.0, 20.0)),
}


def test_demand_at_home_is_above_the_trend_while_order_books_are_full(world: World) -> None:
    """1.1 x 600 x 0.5, then 800 x 0.5."""
    assert [demand_at_home(world, p) for p in SPAN] == pytest.approx([330.0, 400.0])
    (year,) = periods("2025Q1", "2025Q4", 12, date(2025, 5, 13))
    patched = world.patched({"demand.USA.2025": {"set": 200.0}})
    assert demand_at_home(patched, year) == pytest.approx(220.0)


def test_a_window_is_what_barred_places_may_have() -> None:
    assert [window_flow(TABLE, index) for index in (0, 1)] == [7.0, 9.0]


def test_the_other_supplier_exports_by_quality_and_time(world: World) -> None:
    assert [other_supplier_volume(world, p) for p in SPAN] == pytest.approx([15.0, 25.0])


def test_what_was_refused_raises_later_exports(world: World) -> None:
    """First 60 + 40 of 100 + 90 + 60 are refused for half a year: 0.2 years, and half of it on top of 25."""
    assert volumes_under_hard_lines(world, SPAN, TABLE) == pytest.approx([15.0, 27.5])
    assert volumes_under_hard_lines(world, SPAN, {"USA": TABLE["USA"]}) == pytest.approx([15.0, 25.0])


def test_refusals_add_up_over_the_years(world: World) -> None:
    """0.2 years, then 30 + 60 of 260 for half a year more: 0.373 years before 2027H2."""
    span = periods("2026Q3", "2027Q4", 6, date(2025, 5, 13))
    japan, malaysia, india = ((*TABLE[code].demand, 1.0) for code in ("JPN", "MYS", "IND"))
    table = {
        "JPN": EconomyAccess("JPN", 1, frozenset(), japan, (0.0,) * 3, (100.0, 120.0, 1.0), (0.0,) * 3),
        "MYS": EconomyAccess("MYS", 2, frozenset(), malaysia, (0.0,) * 3, (30.0, 30.0, 1.0), (0.0,) * 3),
        "IND": EconomyAccess("IND", 2, frozenset(), india, (0.0,) * 3, (20.0, 20.0, 1.0), (0.0,) * 3),
    }
    last = 25 * (1 + 0.5 * (0.2 + 0.5 * 90 / 260))
    assert volumes_under_hard_lines(world, span, table) == pytest.approx([15.0, 27.5, last])


def test_refused_demand_draws_by_trade_with_china(world: World) -> None:
    """Where trade is not known the mean of the others stands in: 30."""
    assert pull(world, {"MYS": 60.0, "IND": 40.0, "JPN": 2.0}) == pytest.approx({"MYS": 1200, "IND": 400, "JPN": 60})


def test_the_path_without_deals_by_hand(world: World) -> None:
    """Sold abroad 100 + 30 + 20 and a window of 7, then 120 + 30 + 20 and 9; home wants 330, then 400.

    Left of half of 1000 are 13, of half of 2000 421; demand at home with Japan's is 430 and 520. The other supplier's
    15 go three to one by pull (60 x 20 to 40 x 10), its 27.5 by halves (30 x 20 to 60 x 10).
    """
    path = no_deal_path(world, SPAN, TABLE)
    assert path.left == pytest.approx((13.0, 421.0))
    assert path.home_demand == pytest.approx((330.0, 400.0))
    assert path.home == pytest.approx((430.0, 520.0))
    assert set(path.rival) == {"JPN", "MYS", "IND"}
    assert path.rival["JPN"] == (0.0, 0.0)
    assert path.rival["MYS"] == pytest.approx((11.25, 13.75))
    assert path.rival["IND"] == pytest.approx((3.75, 13.75))
    assert (path.periods, path.access) == (SPAN, TABLE)


def test_harm_falls_with_the_price_of_compute(world: World) -> None:
    """Half the price, squared: a quarter of 0.02."""
    assert [harm_per_kh(world, year) for year in (2025, 2026)] == pytest.approx([0.02, 0.005])


def test_leaks_grow_less_than_deliveries(world: World) -> None:
    """A quarter of the supply to the power of a half: half of 0.1."""
    assert leak_rate(world, "MYS", 2026) == pytest.approx(0.05)
