"""A term by hand: segments of an ask, the years it counts for, its kind, and what may be on the table."""

import math
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from deals.kit.periods import periods
from deals.model.worth.partners import Economy, Partner
from deals.model.worth.terms import Term
from deals.model.worth.timeline import Timeline
from deals.model.worth.valuation import ask_term, eligible, sector_relief_term, term_on_table
from deals.scenario.scenario import Scenario
from deals.world import Instrument, World

SPAN = periods("2025Q3", "2026Q4", 6, date(2025, 5, 13))
LINE = Timeline(SPAN, discount_us=0.05, discount_partner=0.08, terminal_weight=3.0)
MIDDLES = (0.25, 0.75, 1.25)
ECONOMY = Economy(1000.0, 20_000.0, 60.0, 40.0, 30.0, 2.0, 1.0, 500.0)
EMIRATES = Partner("ARE", "United Arab Emirates", ("ARE",))
JAPAN = Partner("JPN", "Japan", ("JPN",))
SINGAPORE = Partner("SGP", "Singapore", ("SGP",))
NUMBERS = {
    "money.2024_to_2025": 1.25,
    "invest.wedge": 0.2,
    "invest.additionality": 0.25,
    "delivery.investment": 0.4,
    "invest.partner_cost": 0.05,
    "invest.capacity.ARE": 0.8,
    "durability.memorandum": 2.0,
    "durability.sector_tariff": 4.0,
    "sector_relief.JPN": 2.0,
    "sector_relief.us_cost_share": 0.3,
    "delivery.sector_relief": 0.6,
    "align.kh_per_year": 60.0,
    "hub.weight.SGP": 0.15,
    "align.us_benefit": 2.0,
    "delivery.alignment": 0.5,
    "harm.per_kH": 0.02,
    "harm.price_elasticity": 2.0,
    "price.system.2025": 20.0,
    "price.system.2026": 10.0,
}


@pytest.fixture(scope="module")
def world(scenario: Scenario) -> World:
    return scenario.world().patched({name: {"set": value} for name, value in NUMBERS.items()})


@pytest.fixture(scope="module")
def asked(scenario: Scenario) -> Scenario:
    return scenario.model_copy(update={"segments": 2})


def instrument(world: World, name: str, **more: Any) -> Instrument:
    """An instrument of the table, changed."""
    return replace(next(i for i in world.instruments if i.name == name), **more)


def pledge(world: World, **more: Any) -> Instrument:
    """A pledge measured in chips, worth a share of income (1250), costly by capacity to invest (1000)."""
    numbers: dict[str, Any] = {
        "quoted_years": 2.5,
        "capacity_base": "chip_capex",
        "us_base": "gdp",
        "us_intercept": 0.8,
        "us_slope": 0.4,
        "cost_base": "investment_capacity",
        "cost_intercept": 0.5,
        "cost_slope": 3.0,
        "cost_power": 2.0,
        "legal_authority": "memorandum",
    }
    return instrument(world, "investment", **{**numbers, **more})


def term(world: World, asked: Scenario, what: Instrument, chip_capex: float = 40.0) -> Term:
    found = ask_term(world, asked, LINE, EMIRATES, ECONOMY, what, chip_capex)
    assert found is not None
    return found


def alive(signed: int, life: float, discount: float) -> float:
    """Years in force: half of the period of signing, and later periods at a constant hazard, the last one thrice."""
    weights = (0.5, 0.5, 1.5)
    total = 0.0
    for at in range(signed, 3):
        share = 0.5 if at == signed else 1.0
        age = MIDDLES[at] - MIDDLES[signed]
        total += share * weights[at] * (1 + discount) ** -MIDDLES[at] * math.exp(-age / life)
    return total


def test_an_ask_in_two_segments_by_hand(world: World, asked: Scenario) -> None:
    """Worth 1250 x 0.2 x 0.25 x 0.4 = 25, cost 1000 x 0.05 = 50, over a capacity of 40 and 2.5 years: x 0.01.

    Mean worth of the halves: 0.8 + 0.4 x 0.25 and 0.8 + 0.4 x 0.75. Mean of s**2 on them: 1/12 and 7/12, so the mean
    cost is 0.5 + 0.25 and 0.5 + 1.75.
    """
    found = term(world, asked, pledge(world))
    assert [s.width for s in found.segments] == [20.0, 20.0]
    assert [s.us for s in found.segments] == pytest.approx([0.225, 0.275])
    assert [s.partner for s in found.segments] == pytest.approx([-0.375, -1.125])
    assert [s.points for s in found.segments] == [0.0, 0.0]
    assert (found.partner, found.instrument, found.goal) == ("ARE", "investment", "leverage")
    assert (found.caught, found.flags) == ((), ())


def test_cost_by_the_power_of_one_and_a_half(world: World, asked: Scenario) -> None:
    """Mean of s**1.5 on the upper half: (1 - 0.5**2.5) / (2.5 x 0.5)."""
    found = term(world, asked, pledge(world, cost_power=1.5))
    upper = 0.5 + 3.0 * (1 - 0.5**2.5) / 1.25
    assert found.segments[1].partner == pytest.approx(-upper * 0.5)


def test_factors_that_are_not_named_count_one(world: World, asked: Scenario) -> None:
    """Without additionality worth is 100 where it was 25; without a price of it the cost is 1000, not 50."""
    found = term(world, asked, pledge(world, additionality="", cost_value=""))
    assert found.segments[0].us == pytest.approx(0.9)
    assert found.segments[0].partner == pytest.approx(-7.5)


@pytest.mark.parametrize(("us_slope", "cost_slope", "count"), [(0.0, 0.0, 1), (0.4, 0.0, 2), (0.0, 3.0, 2)])
def test_only_what_is_flat_on_both_sides_needs_no_second_segment(
    world: World, asked: Scenario, us_slope: float, cost_slope: float, count: int
) -> None:
    found = term(world, asked, pledge(world, us_slope=us_slope, cost_slope=cost_slope))
    assert len(found.segments) == count
    assert found.limit == pytest.approx(40.0)


def test_a_flat_ask_is_one_segment_by_hand(world: World, asked: Scenario) -> None:
    (only,) = term(world, asked, pledge(world, us_slope=0.0, cost_slope=0.0)).segments
    assert (only.width, only.us, only.partner) == pytest.approx((40.0, 0.2, -0.25))


def test_no_capacity_no_ask(world: World, asked: Scenario) -> None:
    assert ask_term(world, asked, LINE, EMIRATES, ECONOMY, pledge(world), 0.0) is None


def test_a_quoted_total_counts_over_the_years_it_is_quoted_for(world: World, asked: Scenario) -> None:
    """Discounted from signing over 2.5 years, without a hazard: (1 - d**-2.5) / ln d, times d**-middle."""
    found = term(world, asked, pledge(world))
    us, theirs = ((1 - d**-2.5) / math.log(d) for d in (1.05, 1.08))
    assert found.us_years == pytest.approx([us * 1.05**-m for m in MIDDLES])
    assert found.partner_years == pytest.approx([theirs * 1.08**-m for m in MIDDLES])


def test_what_is_given_year_by_year_counts_while_it_is_in_force(world: World, asked: Scenario) -> None:
    found = term(world, asked, pledge(world, quoted_years=1.0))
    assert found.us_years == pytest.approx([alive(signed, 2.0, 0.05) for signed in range(3)])
    assert found.partner_years == pytest.approx([alive(signed, 2.0, 0.08) for signed in range(3)])


@pytest.mark.parametrize(
    ("us_value", "additionality", "us_base", "kind"),
    [
        ("dst.us_share", "", "gdp", "derived"),
        ("dst.us_share", "invest.additionality", "gdp", "judgement"),
        ("invest.wedge", "", "gdp", "judgement"),
        ("", "", "gdp", "derived"),
        ("dst.us_share", "", "china_exit_us", "judgement"),
        ("dst.us_share", "", "tariff_us_gain", "judgement"),
        ("dst.us_share", "", "alignment_us", "judgement"),
    ],
)
def test_one_judgement_makes_a_term_a_judgement(
    world: World, asked: Scenario, us_value: str, additionality: str, us_base: str, kind: str
) -> None:
    what = pledge(world, us_value=us_value, additionality=additionality, us_base=us_base)
    assert term(world, asked, what).kind == kind


def test_aligned_controls_are_worth_the_harm_of_the_year_in_which_they_catch(world: World, asked: Scenario) -> None:
    """60 x 0.15 x 0.5 = 4.5 thousand H100e a year, counted twice over (9) as worth. Harm 0.02, then 0.005."""
    what = instrument(world, "export_control_alignment", legal_authority="memorandum")
    found = ask_term(world, asked, LINE, SINGAPORE, ECONOMY, what, 0.0)
    assert found is not None
    assert [s.us for s in found.segments] == pytest.approx([9.0, 9.0])
    half, whole = math.exp(-0.25), math.exp(-0.5)
    years = ((0.25, 0.5 * half, 0.5 * whole), (0.0, 0.25, 0.5 * half), (0.0, 0.0, 0.25))
    for caught, expected in zip(found.caught, years, strict=True):
        assert caught == pytest.approx([4.5 * y for y in expected])
    harm = (0.02 * 1.05**-0.25, 0.005 * 1.05**-0.75, 0.005 * 3 * 1.05**-1.25)
    assert found.us_years == pytest.approx([sum(y * h for y, h in zip(row, harm, strict=True)) for row in years])
    assert found.partner_years == pytest.approx([alive(signed, 2.0, 0.08) for signed in range(3)])


def test_sector_relief_by_hand(world: World, asked: Scenario) -> None:
    """2 x 0.6 in two halves; the United States lose 0.3 of it, times 0.8 + 0.4 s in the middle of each half."""
    what = instrument(world, "sector_tariff_relief", us_intercept=0.8, us_slope=0.4)
    found = sector_relief_term(world, asked, LINE, JAPAN, what)
    assert found is not None
    assert [s.width for s in found.segments] == pytest.approx([0.6, 0.6])
    assert [s.us for s in found.segments] == pytest.approx([-0.27, -0.33])
    assert [s.partner for s in found.segments] == [1.0, 1.0]
    assert found.us_years == pytest.approx([alive(signed, 4.0, 0.05) for signed in range(3)])
    assert len(found.flags) == 1


def test_sector_relief_is_for_those_who_have_duties_to_lift(world: World, asked: Scenario) -> None:
    what = instrument(world, "sector_tariff_relief")
    apart = asked.model_copy(update={"separate_track": ("JPN",)})
    none = world.patched({"sector_relief.JPN": {"set": 0.0}})
    assert sector_relief_term(world, apart, LINE, JAPAN, what) is None
    assert sector_relief_term(none, asked, LINE, JAPAN, what) is None
    assert sector_relief_term(world, asked, LINE, EMIRATES, what) is None


def test_what_is_agreed_already_is_off_the_table(world: World, asked: Scenario) -> None:
    agreed = asked.model_copy(update={"baseline_instruments": {"JPN": ("purchases",)}})
    assert not eligible(world, instrument(world, "purchases"), JAPAN, agreed)
    assert eligible(world, instrument(world, "investment"), JAPAN, agreed)
    assert eligible(world, instrument(world, "purchases"), SINGAPORE, agreed)


def test_a_customs_union_decides_on_tariffs_for_its_members(world: World, asked: Scenario) -> None:
    """The Emirates are in one; Austria stands in a bloc that is none."""
    cut = instrument(world, "tariff_cut")
    assert not eligible(world, cut, EMIRATES, asked)
    assert eligible(world, instrument(world, "investment"), EMIRATES, asked)
    assert eligible(world, cut, JAPAN, asked)
    assert eligible(world, cut, Partner("AUT", "Austria", ("AUT",)), asked)


def test_some_instruments_are_for_named_partners_alone(world: World, asked: Scenario) -> None:
    named = instrument(world, "investment", eligible="JPN THA")
    assert eligible(world, named, JAPAN, asked)
    assert not eligible(world, named, SINGAPORE, asked)


def test_every_instrument_becomes_its_own_kind_of_term(world: World, asked: Scenario) -> None:
    found: dict[str, Term | None] = {}
    for what in world.instruments:
        found[what.name] = term_on_table(world, asked, LINE, JAPAN, ECONOMY, what, 40.0)
    rates, sector = found["tariff_relief"], found["sector_tariff_relief"]
    assert rates is not None
    assert sector is not None
    assert (rates.kind, sector.kind) == ("judgement", "judgement")
    assert (rates.of_one_rate, sector.of_one_rate) == (True, False)
    assert {s.width for s in rates.segments} == {1.0}
    assert all(s.partner > 0 for s in rates.segments)
    assert [s.partner for s in sector.segments] == [1.0, 1.0]
    assert sector.segments[-1].us < 0
    matched, defence = found["matching_investment"], found["defence"]
    assert matched is not None
    assert matched.limit == pytest.approx(40.0)
    assert defence is not None
    assert all(s.partner < 0 < s.us for s in defence.segments)
    assert [found[name] for name in ("security_standard", "chip_access", "tier_promotion")] == [None] * 3
    named = instrument(world, "investment", eligible="THA")
    assert term_on_table(world, asked, LINE, JAPAN, ECONOMY, named, 40.0) is None
