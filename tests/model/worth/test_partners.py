"""Partners and what their members sum to, by hand."""

import math
from dataclasses import replace

import pandas as pd
import pytest

from deals.model.worth.partners import Economy, Partner, economy, partners
from deals.scenario.scenario import Scenario
from deals.world import World

COLUMNS = {
    "gdp_usd_bn": "gdp",
    "population_m": "people",
    "us_goods_imports_usd_bn": "imports",
    "us_goods_exports_usd_bn": "exports",
    "china_trade_share_pct": "china",
    "military_expenditure_pct_gdp": "military",
    "un_ideal_point_dist_us": "distance",
    "digital_services_tax_pct": "tax",
}
BLANK = math.nan
TWO = Partner("EUU", "European Union", ("AAA", "BBB"))
BIG = {"gdp": 300.0, "people": 10.0, "imports": 7.0, "exports": 5.0}
BIG |= {"china": 10.0, "military": 2.0, "distance": 1.0, "tax": 3.0}
SMALL = {"gdp": 100.0, "people": 30.0, "imports": 3.0, "exports": 2.0}
SMALL |= {"china": 30.0, "military": 4.0, "distance": 3.0, "tax": 5.0}


def sums(world: World, big: dict[str, float], small: dict[str, float]) -> Economy:
    """The sums over two members that are so, beside a third that is no member."""
    rows = {"AAA": BIG | big, "BBB": SMALL | small, "CCC": dict.fromkeys(BIG, 9999.0)}
    table = {column: {code: row[short] for code, row in rows.items()} for column, short in COLUMNS.items()}
    return economy(replace(world, countries=pd.DataFrame(table)), TWO)


@pytest.fixture(scope="module")
def world(scenario: Scenario) -> World:
    return scenario.world()


def test_two_members_by_hand(world: World) -> None:
    """Money adds up; 400 bn over 40 m people; shares are means by income, three to one; a tax counts its own base."""
    found = sums(world, {}, {})
    assert (found.gdp, found.us_imports, found.us_exports) == (400.0, 10.0, 7.0)
    assert found.gdp_per_capita == pytest.approx(10_000.0)
    assert found.china_trade_share == pytest.approx(15.0)
    assert found.military_share == pytest.approx(2.5)
    assert found.distance_from_us == pytest.approx(1.5)
    assert found.services_tax_base == pytest.approx(300 * 3 + 100 * 5)


def test_blanks_count_as_nothing_in_a_sum_and_not_at_all_in_a_mean(world: World) -> None:
    found = sums(world, {"imports": BLANK, "exports": BLANK, "tax": BLANK, "china": BLANK}, {})
    assert (found.us_imports, found.us_exports, found.services_tax_base) == (3.0, 2.0, 500.0)
    assert found.china_trade_share == pytest.approx(30.0)


def test_a_member_of_unknown_income_has_no_weight(world: World) -> None:
    found = sums(world, {"gdp": BLANK}, {})
    assert (found.gdp, found.services_tax_base) == (100.0, 500.0)
    assert found.military_share == pytest.approx(4.0)
    assert found.gdp_per_capita == pytest.approx(2_500.0)


def test_no_weights_give_a_plain_mean_and_no_values_nothing(world: World) -> None:
    found = sums(world, {"gdp": BLANK, "military": BLANK}, {"gdp": 0.0, "military": BLANK})
    assert found.china_trade_share == pytest.approx(20.0)
    assert found.military_share == 0.0
    assert found.gdp == 0.0


def test_nobody_counted_no_income_a_head(world: World) -> None:
    assert sums(world, {"people": BLANK}, {"people": BLANK}).gdp_per_capita == 0.0
    assert sums(world, {"people": BLANK}, {}).gdp_per_capita == pytest.approx(400_000 / 30)


def test_a_partner_for_tariffs_alone_is_its_own_economy(world: World) -> None:
    table = pd.DataFrame({column: {"AAA": BIG[short], "BBB": SMALL[short]} for column, short in COLUMNS.items()})
    found = economy(replace(world, countries=table), Partner("BBB", "B", (), tariff_only=True))
    assert (found.gdp, found.us_imports) == (100.0, 3.0)


PLACES = {
    "USA": ("United States", False, 1),
    "FRA": ("France", True, 1),
    "POL": ("Poland", True, 2),
    "JPN": ("Japan", False, 1),
    "THA": ("Thailand", False, 2),
    "KHM": ("Cambodia", False, 3),
    "IRN": ("Iran", False, 3),
}


@pytest.fixture(scope="module")
def few_places(world: World) -> World:
    """Seven places: the United States, two of the Union, two others, two barred."""
    countries = pd.DataFrame(
        {"name": {c: p[0] for c, p in PLACES.items()}, "eu_member": {c: p[1] for c, p in PLACES.items()}}
    )
    return replace(world, countries=countries, tiers=pd.DataFrame({"tier": {c: p[2] for c, p in PLACES.items()}}))


def who(world: World, scenario: Scenario, **settings: tuple[str, ...]) -> list[Partner]:
    return list(partners(world, scenario.model_copy(update={"tariff_only": ("KHM",), "excluded": (), **settings})))


def test_everybody_outside_the_barred_tier_is_a_partner_and_the_union_one(
    few_places: World, scenario: Scenario
) -> None:
    assert who(few_places, scenario) == [
        Partner("JPN", "Japan", ("JPN",)),
        Partner("THA", "Thailand", ("THA",)),
        Partner("KHM", "Cambodia", (), tariff_only=True),
        Partner("EUU", "European Union", ("FRA", "POL")),
    ]


def test_the_excluded_are_none(few_places: World, scenario: Scenario) -> None:
    found = who(few_places, scenario, excluded=("JPN", "FRA", "KHM"))
    assert [(p.code, p.jurisdictions) for p in found] == [("THA", ("THA",)), ("EUU", ("POL",))]
    assert [p.code for p in who(few_places, scenario, excluded=("EUU",), tariff_only=())] == ["JPN", "THA"]
    assert [p.code for p in who(few_places, scenario, excluded=("FRA", "POL"))] == ["JPN", "THA", "KHM"]
