"""The numbers themselves: sums, formulas and law that must come out."""

import datetime as dt
import math
from collections.abc import Iterable

import pandas as pd
import pytest

from deals.world import World, data_folder
from tests.world.conftest import MAY_2025

H100_TOPS, H100_TPP = 1979, 15_824
YEARS = range(2024, 2029)
WEIGHTS = ("gdp_income", "cloud_regions", "existing_clusters", "top500", "electricity")


def rest_of_world(world: World, year: int) -> float:
    """What is left of world supply for everybody but the United States and China, kH."""
    china = world.value(f"china.legal.{year}" if year < 2026 else "china.legal.2026_28")
    return world.value(f"supply.{year}") * (1 - world.value(f"share.usa.{year}")) - china


def partners(world: World) -> list[str]:
    return [str(e) for e, row in world.tiers.iterrows() if row["tier"] != 3 and e != "USA"]


def shares(world: World, names: Iterable[str] = WEIGHTS) -> "pd.Series[float]":
    """The shares formula of docs/data.md, or some of its terms, from the country table and the weights."""
    table = world.countries.drop(["USA", "CHN"])
    income = table["gdp_per_capita_usd"]
    clouds = table["cloud_regions_count"].fillna(0)
    hyperscale = table["cloud_regions_hyperscale_count"].fillna(0)
    proxies = {
        "gdp_income": table["gdp_usd_bn"] * ((income / 40_000) ** 0.5).clip(upper=1.5),
        "cloud_regions": (clouds + hyperscale) / 2 + table["cloud_regions_gpu_flagged_count"].fillna(0),
        "existing_clusters": table["ai_clusters_h100e"],
        "top500": table["top500_rmax_pflops"],
        "electricity": table["electricity_generation_twh"] * (income / 20_000).clip(upper=1),
    }
    total = pd.Series(0.0, index=table.index)
    for name in names:
        proxy = proxies[name]
        total += world.value(f"demand.weight.{name}") * proxy.fillna(0) / proxy.sum()
    return total


@pytest.mark.parametrize("which", ["then", "hindsight"])
def test_demand_sums_to_what_is_left_and_follows_the_formula(which: str, request: pytest.FixtureRequest) -> None:
    """Every economy gets its share times one factor a year, or its announced plan where that is more."""
    world: World = request.getfixturevalue(which)
    share, codes = shares(world), partners(world)
    rows = pd.read_csv(data_folder() / "demand.csv").set_index(["iso3", "year", "known_on"])
    assert len(codes) == 173
    for year in YEARS:
        left = rest_of_world(world, year)
        demand = pd.Series({e: world.value(f"demand.{e}.{year}") for e in codes})
        assert demand.sum() == pytest.approx(left, rel=1e-3)
        known = str(world.parameters[f"demand.DEU.{year}"].known_on)
        planned = [e for e in codes if rows.loc[(e, year, known), "basis"] == "plan"]
        factor = demand["DEU"] / share["DEU"]
        for economy in codes:
            by_formula = factor * share[economy]
            if economy in planned:
                assert demand[economy] >= by_formula * 0.999
            else:
                assert demand[economy] == pytest.approx(by_formula, rel=5e-3, abs=2e-3)


@pytest.mark.parametrize("which", ["then", "hindsight"])
def test_what_is_seen_of_demand_is_the_formula_without_income_and_electricity(
    which: str, request: pytest.FixtureRequest
) -> None:
    """Clouds, clusters and supercomputers alone, their weights brought to one; blank where plans are on record."""
    world: World = request.getfixturevalue(which)
    seen = shares(world, ("cloud_regions", "existing_clusters", "top500"))
    factor = world.value("demand.DEU.2028") / shares(world)["DEU"]
    for economy, amount in world.seen_demand.items():
        assert amount == pytest.approx(factor * seen[economy] / 0.4, rel=5e-3, abs=2e-3), economy
    assert not {"USA", "MYS", "IND"} & set(world.seen_demand)
    assert world.seen_demand["TUR"] < world.value("demand.TUR.2028") / 40


@pytest.mark.parametrize(("which", "total"), [("then", 300), ("hindsight", 600)])
def test_leaks_add_up_to_the_world_total(which: str, total: float, request: pytest.FixtureRequest) -> None:
    world: World = request.getfixturevalue(which)
    codes = [*partners(world), "USA"]
    by_year = {
        year: sum(world.value(f"diversion.leak.{e}") * world.value(f"demand.{e}.{year}") for e in codes)
        for year in (2024, 2025)
    }
    assert sum(by_year.values()) == pytest.approx(world.value("leak.total.2024_25"), rel=0.01) == total
    if which == "hindsight":
        assert by_year[2025] == pytest.approx(440, rel=0.01)


def test_one_conversion_per_chip(hindsight: World) -> None:
    chips = hindsight.chips
    assert len(chips) == 36
    both = chips.dropna(subset=["tpp", "dense_8bit_tops"])
    assert ((both["dense_8bit_tops"] / H100_TOPS - both["h100e_8bit"]).abs() < 1e-4).all()
    assert ((both["tpp"] / H100_TPP - both["h100e_tpp"]).abs() < 1e-4).all()
    assert chips.loc["GB300", "h100e_8bit"] == pytest.approx(2.527, abs=1e-3)
    assert chips.loc["GB300", "h100e_tpp"] == pytest.approx(3.792, abs=1e-3)
    assert chips.loc["B200", "h100e_8bit"] == pytest.approx(2.274, abs=1e-3)
    ordered = chips.dropna(subset=["tpp"])
    assert ((ordered["tpp_low"] <= ordered["tpp"]) & (ordered["tpp"] <= ordered["tpp_high"])).all()


def test_blackwell_ultra_counts_half_as_much_again_by_tpp(now: World) -> None:
    assert now.class_ratios["blackwell_ultra"] == pytest.approx(1.53, abs=0.01)
    assert now.class_ratios["hopper"] == pytest.approx(1, abs=0.001)
    assert set(now.class_mix.columns) <= set(now.class_ratios)


@pytest.mark.parametrize(("chip", "tpp"), [("MI350X", 55_400), ("MI355X", 60_400)])
def test_tpp_takes_the_best_of_bit_length_times_operations(hindsight: World, chip: str, tpp: float) -> None:
    """Six-bit work at the four-bit rate counts more than eight-bit work, and moves the ratio of its class."""
    row = hindsight.chips.loc[chip]
    assert row["tpp"] == pytest.approx(tpp, rel=1e-3)
    assert row["tpp"] > 1.45 * 8 * row["dense_8bit_tops"]
    assert hindsight.class_ratios["other"] == pytest.approx(1.187, abs=1e-3)


def test_a_chip_is_quoted_as_its_source_has_it(hindsight: World) -> None:
    chips = hindsight.chips
    found = {name: tuple(chips[name][["B300", "MI308X"]]) for name in ("memory_gb", "memory_bandwidth_tb_s", "tpp")}
    assert found["memory_bandwidth_tb_s"] == (7.7, 4)
    assert (found["memory_gb"][0], chips["tdp_w"]["B300"]) == (270, 1000)
    assert (found["tpp"][1], chips["performance_density"]["MI308X"]) == (2368, 2.91)
    assert hindsight.chips.loc["MI308X", "confidence"] == "estimate in source"


def test_the_rules_own_arithmetic(then: World) -> None:
    cap = then.rules["tier2.country_allocation"]
    assert cap.value == 790e6
    assert cap.value / H100_TPP / 1000 == pytest.approx(49.924, abs=1e-3)
    assert "742.6(b)(10)(iii)(B)(1)" in cap.citation
    assert then.rules["tier2.g2g_uplift_max"].value == 100
    assert then.rules["lpp.annual_limit"].value / H100_TPP == pytest.approx(1700, abs=0.1)
    path = [rule.value for name, rule in sorted(then.rules.items()) if name.startswith("nveu.cap@")]
    assert (path[0], path[-1], len(path)) == (633e6, 5064e6, 9)
    assert path == sorted(path)
    assert then.rule_codes["tier1.list"] == tuple(sorted(then.tiers.index[then.tiers["tier"] == 1]))
    assert then.rule_dates["diffusion.nonenforcement"] == MAY_2025


def test_tiers_cover_every_economy_once(then: World) -> None:
    assert len(then.tiers) == len(then.countries) == 199
    assert then.tiers["tier"].value_counts().to_dict() == {2: 155, 3: 25, 1: 19}
    assert then.tiers.index[then.tiers["us"]].tolist() == ["USA"]
    recalled = then.tiers[then.tiers["recalled_groups"]]
    assert "KAZ" in recalled.index
    assert "SAU" not in recalled.index


@pytest.mark.parametrize(
    ("partner", "percent"),
    [
        ("JPN", 24),
        ("KOR", 25),
        ("IND", 26),
        ("TWN", 32),
        ("VNM", 46),
        ("KHM", 49),
        ("CHE", 31),
        ("EUU", 20),
        ("GBR", 10),
    ],
)
def test_announced_rates_are_those_of_the_corrected_annex(then: World, partner: str, percent: float) -> None:
    """The annex as first posted was a point higher for sixteen countries (India 27, Korea 26, Switzerland 32)."""
    assert then.value(f"tariff.announced.{partner}") == percent
    assert then.value(f"tariff.in_force.{partner}") == 10


def test_the_union_is_one_partner_for_tariffs(then: World) -> None:
    members = set(then.blocs.loc[then.blocs["group"] == "EUU", "member"])
    assert len(members) == 27
    assert set(then.countries.index[then.countries["eu_member"]]) == members
    charged = {name.split(".")[2] for name in then.parameters if name.startswith("tariff.in_force.")}
    assert "EUU" in charged
    assert not members & charged


@pytest.mark.parametrize("economy", ["ERI", "KIR", "PRK", "STP", "SYR", "TUV", "VAT"])
def test_implausible_trade_is_blank(then: World, economy: str) -> None:
    """The record gave each of these .17 to .23 bn both ways; Kiribati trades about half a million."""
    assert math.isnan(float(then.countries["us_goods_imports_usd_bn"][economy]))
    assert math.isnan(float(then.countries["us_goods_exports_usd_bn"][economy]))


def test_taiwans_gdp_is_a_judgement_and_says_so(then: World) -> None:
    judged = then.parameters["gdp.TWN"]
    assert judged.kind == "judgement"
    assert judged.low < judged.value < judged.high
    assert then.countries.loc["TWN", "gdp_usd_bn"] == judged.value
    assert math.isnan(float(then.countries["gdp_usd_bn"]["CUB"]))


def test_services_taxes_follow_the_date(then: World, now: World) -> None:
    assert then.countries.loc["CAN", "digital_services_tax_pct"] == 3
    assert now.countries.loc["CAN", "digital_services_tax_pct"] == 0
    assert then.countries.loc["BEL", "digital_services_tax_pct"] == 0
    assert then.countries.loc["BEL", "digital_services_tax"] == "proposed"
    assert then.countries.loc["IND", "digital_services_tax_pct"] == 0, "the levy ended on 1 April 2025"


@pytest.mark.parametrize("which", ["then", "now"])
def test_shares_that_must_sum_to_one_do(which: str, request: pytest.FixtureRequest) -> None:
    world: World = request.getfixturevalue(which)
    weights = [q.value for name, q in world.parameters.items() if name.startswith("demand.weight.")]
    assert sum(weights) == pytest.approx(1)
    for year in world.class_mix.index:
        mix = [q.value for name, q in world.parameters.items() if name.startswith("mix.") and name.endswith(str(year))]
        assert sum(mix) == pytest.approx(1)


def test_disputed_and_threatened_are_events_or_marked(now: World) -> None:
    """What one aggregator calls void and the White House counts as signed is neither."""
    deals = now.deals
    assert set(deals.loc[deals["partner"] == "MYS", "stage"]) == {"disputed", "in_force"}
    assert (deals.loc[deals["deal"] == "Snap-back threat", "kind"] == "event").all()
    agreement = deals[(deals["partner"] == "MYS") & deals["deal"].str.startswith("Agreement")]
    assert set(agreement["stage"]) == {"disputed"}
    assert "in_force" in set(deals.loc[deals["partner"] == "EUU", "stage"])
    assert now.parameters["ruling.walk_share"].low == 0
    assert now.value("ruling.walk_share") < now.parameters["ruling.walk_share"].high == pytest.approx(1 / 9, abs=0.01)


@pytest.mark.parametrize("partner", ["ARG", "BGD", "ECU", "GTM", "SLV"])
def test_frameworks_that_became_agreements_are_signed(now: World, partner: str) -> None:
    framework = now.deals[(now.deals["partner"] == partner) & (now.deals["deal"] == "Trade framework")]
    assert set(framework["stage"]) == {"signed"}
    assert (framework["known_on"] >= dt.date(2026, 1, 29)).all()


def test_koreas_pledge_is_two_sums(now: World) -> None:
    korea = now.deals[(now.deals["partner"] == "KOR") & (now.deals["instrument"] == "investment")]
    assert sorted(korea["value"]) == [150, 200]
    assert korea["horizon"].str.contains("20 a year").any()


@pytest.mark.parametrize("name", ["invest.capacity.default", "invest.capacity.eu", "invest.partner_cost", "access.lag"])
def test_what_was_known_in_may_2025_is_less_sure_than_what_came_of_it(then: World, hindsight: World, name: str) -> None:
    early, late = then.parameters[name], hindsight.parameters[name]
    assert early.known_on <= MAY_2025 < late.known_on
    assert early.high - early.low > late.high - late.low
    assert early.reason != late.reason


def test_a_tariff_cut_is_a_judgement(then: World) -> None:
    """Given to all, not additive, and with tobacco at its average: the table is no derivation."""
    assert then.parameters["tariff_cut.us_gain"].kind == "judgement"


def test_the_licence_by_headquarters_has_stood_since_2023(then: World) -> None:
    assert then.rule_dates["d5_hq_licence_guidance"] == dt.date(2023, 11, 17)
