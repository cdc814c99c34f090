"""Sizes that instruments refer to, by hand: an economy of 1000 (2024), which is 1250 in money of 2025."""

from dataclasses import replace

import numpy as np
import pytest

from deals.model.worth.partners import Economy, Partner
from deals.model.worth.sizes import BASES, CHIP_CAPEX, size_of
from deals.scenario.scenario import Scenario
from deals.trade.tabulated import PartnerTable
from deals.world import World
from deals.world.checks.instrument_checks import COMPUTED

NUMBERS = {
    "money.2024_to_2025": 1.25,
    "tariff.partner_value_factor": 1.5,
    "tariff_cut.least_cost": 0.1,
    "invest.capacity.ARE": 0.8,
    "invest.capacity.eu": 0.04,
    "invest.capacity.default": 0.16,
    "invest.capacity.middle": 0.08,
    "invest.capacity.low": 0.02,
    "purchase.capacity": 0.5,
    "purchase.gdp_share": 0.02,
    "usmca.factor": 0.1,
    "defence.ceiling": 3.5,
    "china_exit.us_benefit": 0.0004,
    "china_exit.us_cap": 1.5,
    "dst.revenue": 0.00008,
    "align.kh_per_year": 60.0,
    "hub.weight.SGP": 0.15,
    "align.cost_fixed": 0.02,
    "align.cost_gdp": 0.00004,
    "flow.quoted_years": 2.5,
}
ECONOMY = Economy(
    gdp=1000.0,
    gdp_per_capita=20_000.0,
    us_imports=60.0,
    us_exports=40.0,
    china_trade_share=30.0,
    military_share=3.0,
    distance_from_us=1.0,
    services_tax_base=500.0,
)


@pytest.fixture(scope="module")
def world(scenario: Scenario) -> World:
    return scenario.world().patched({name: {"set": value} for name, value in NUMBERS.items()})


def size(world: World, base: str, code: str = "THA", **more: float) -> float:
    """A base of a partner with that code."""
    return BASES[base](world, Partner(code, code, (code,)), replace(ECONOMY, **more))


def tariffs(patch: pytest.MonkeyPatch, us: float, partner: float) -> None:
    """Let taking all its tariffs off be worth so much to the United States and to Thailand, a part of them less."""
    cuts = np.array([[us / 3, partner / 4], [us, partner]])
    table = PartnerTable(np.zeros(1), np.zeros((1, 5)), (0.0, 0.0), cuts, estimated=False)
    patch.setattr("deals.model.worth.tariff_clauses.partner_tables", lambda _: {"THA": table})


@pytest.mark.parametrize("base", ["", "one", "share"])
def test_what_has_no_size_counts_one(world: World, base: str) -> None:
    assert size(world, base) == 1.0


def test_money_is_brought_to_2025(world: World) -> None:
    assert size(world, "gdp") == pytest.approx(1250.0)


@pytest.mark.parametrize(
    ("code", "per_capita", "share"),
    [
        ("ARE", 1_000.0, 0.8),
        ("EUU", 1_000.0, 0.04),
        ("THA", 14_000.0, 0.16),
        ("THA", 13_999.0, 0.08),
        ("THA", 4_500.0, 0.08),
        ("THA", 4_499.0, 0.02),
    ],
)
def test_capacity_to_invest_goes_by_own_figure_union_and_income(
    world: World, code: str, per_capita: float, share: float
) -> None:
    assert size(world, "investment_capacity", code, gdp_per_capita=per_capita) == pytest.approx(share * 1250)


@pytest.mark.parametrize(("code", "capacity"), [("THA", 37.5), ("CAN", 3.75), ("MEX", 3.75)])
def test_purchases_are_a_share_of_income_and_all_exports(world: World, code: str, capacity: float) -> None:
    """Half of 2 percent of 1250 and 40 x 1.25: half of 25 + 50; of that a tenth where trade is free already."""
    assert size(world, "purchase_capacity", code) == pytest.approx(capacity)


@pytest.mark.parametrize(("spent", "points"), [(3.0, 0.5), (2.5, 1.0), (1.0, 1.0), (3.5, 0.0), (5.0, 0.0), (0.0, 0.0)])
def test_defence_is_up_to_the_ceiling_one_point_at_most_and_none_where_unknown(
    world: World, spent: float, points: float
) -> None:
    assert size(world, "defence_points", military_share=spent) == pytest.approx(points)
    assert size(world, "defence_usd", military_share=spent) == pytest.approx(points * 12.5)


def test_tariffs_are_worth_what_all_of_them_cost_both_sides(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken off they bring the United States 3 and cost the partner 0.64, which counts half as much again."""
    tariffs(monkeypatch, 3.0, -0.64)
    assert size(world, "tariff_us_gain") == pytest.approx(3.0)
    assert size(world, "tariff_share") == 1.0
    assert size(world, "tariff_partner_loss") == pytest.approx(0.96)


@pytest.mark.parametrize("partner", [0.64, 0.0, -0.1])
def test_a_cut_that_the_partner_would_gain_from_costs_it_a_tenth_of_what_it_brings(
    world: World, monkeypatch: pytest.MonkeyPatch, partner: float
) -> None:
    tariffs(monkeypatch, 3.0, partner)
    assert size(world, "tariff_partner_loss") == pytest.approx(0.3)


@pytest.mark.parametrize("us", [0.0, -3.0])
def test_tariffs_whose_end_brings_nothing_cannot_be_cut(
    world: World, monkeypatch: pytest.MonkeyPatch, us: float
) -> None:
    tariffs(monkeypatch, us, -0.64)
    assert (size(world, "tariff_us_gain"), size(world, "tariff_share")) == (0.0, 0.0)
    assert size(world, "tariff_partner_loss") == pytest.approx(0.96)


def test_no_tariffs_known_no_cut(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    tariffs(monkeypatch, 3.0, -0.64)
    assert size(world, "tariff_us_gain", "XXX") == 0.0
    assert size(world, "tariff_share", "XXX") == 0.0
    assert size(world, "tariff_partner_loss", "XXX") == 0.0


def test_exit_from_rival_suppliers_is_worth_a_share_of_income_up_to_a_cap(world: World) -> None:
    """0.0004 x 1250 is 0.5."""
    assert size(world, "china_exit_us") == pytest.approx(0.5)
    assert size(world.patched({"china_exit.us_cap": {"set": 0.4}}), "china_exit_us") == pytest.approx(0.4)


def test_exit_costs_by_trade_with_china_against_the_mean_of_twenty(world: World) -> None:
    assert size(world, "china_exit_partner") == pytest.approx(1250 * 1.5)


def test_a_services_tax_brings_so_much_a_point_of_its_base(world: World) -> None:
    """0.00008 x 500 x 1.25."""
    assert size(world, "dst_revenue") == pytest.approx(0.05)
    assert size(world, "dst_share") == 1.0
    assert size(world, "dst_share", services_tax_base=0.0) == 0.0


def test_aligned_controls_catch_a_hub_s_share(world: World) -> None:
    assert size(world, "alignment_us", "SGP") == pytest.approx(9.0)
    assert size(world, "alignment_share", "SGP") == 1.0
    assert (size(world, "alignment_us", "NOR"), size(world, "alignment_share", "NOR")) == (0.0, 0.0)


def test_aligned_controls_cost_a_fixed_sum_and_trade_with_china_over_the_years_quoted(world: World) -> None:
    """0.02 + 0.00004 x 1250 x 30 / 20 = 0.095, over 2.5 years."""
    assert size(world, "alignment_partner") == pytest.approx(0.038)


def of_many(world: World, base: str, *members: str) -> float:
    """A size of a partner with these members, of their real rows."""
    return size_of(world, Partner("XXX", "X", members), ECONOMY, base, 7.0)


def test_a_column_adds_up_over_members_in_dollars_of_2025(world: World) -> None:
    sold = world.countries["us_goods_exports_usd_bn"]
    assert of_many(world, "us_goods_exports_usd_bn", "FRA", "DEU") == pytest.approx(1.25 * (sold["FRA"] + sold["DEU"]))
    people = world.countries["population_m"]
    assert of_many(world, "population_m", "FRA", "DEU") == pytest.approx(people["FRA"] + people["DEU"])


def test_a_column_that_does_not_add_up_is_a_mean_weighted_by_gdp(world: World) -> None:
    gdp, share = world.countries["gdp_usd_bn"], world.countries["china_trade_share_pct"]
    mean = (gdp["FRA"] * share["FRA"] + gdp["DEU"] * share["DEU"]) / (gdp["FRA"] + gdp["DEU"])
    assert of_many(world, "china_trade_share_pct", "FRA", "DEU") == pytest.approx(mean)
    assert of_many(world, "china_trade_share_pct", "THA") == pytest.approx(share["THA"])


def test_a_blank_counts_as_nothing(world: World) -> None:
    blank = world.countries.copy()
    blank.loc["THA", ["china_trade_share_pct", "us_goods_exports_usd_bn"]] = np.nan
    there = replace(world, countries=blank)
    assert of_many(there, "china_trade_share_pct", "THA") == 0.0
    assert of_many(there, "us_goods_exports_usd_bn", "THA") == 0.0


def test_arithmetic_is_over_all_sizes(world: World) -> None:
    assert of_many(world, "0.05 * gdp", "THA") == pytest.approx(62.5)
    assert of_many(world, "min(imports_from_us, exports_to_us / 2)", "THA") == pytest.approx(min(50.0, 37.5))
    assert of_many(world, "chip_capex / 2 + one", "THA") == pytest.approx(4.5)
    people = world.countries["population_m"]["THA"]
    assert of_many(world, "gdp / population_m", "THA") == pytest.approx(1250 / people)


def test_sizes_that_the_model_computes_are_those_that_a_table_may_name() -> None:
    assert {*BASES, CHIP_CAPEX} - {""} == COMPUTED
