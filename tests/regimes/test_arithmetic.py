"""The arithmetic of each regime against its source."""

from collections.abc import Callable
from dataclasses import replace

import pytest

import deals
from deals import regimes
from deals.model.question import setting_of
from deals.regimes import EconomyAccess, Setting
from deals.regimes.catalogue.china_window_2026 import WINDOW
from deals.regimes.rules.access import blank, kh_of_tpp
from deals.regimes.rules.quantities import ExportDuty, GrowingExemption, MatchingPerChip, RaisedAllocation, SizeSteps
from deals.regimes.rules.vocabulary import ConsigneeExemption, CountryAllocation, NationalChannel
from deals.scenario.scenario import Scenario

PATH = {
    "2025Q1": 40_003,
    "2025Q2": 60_004,
    "2025Q3": 80_005,
    "2025Q4": 100_006,
    "2026Q1": 120_008,
    "2026Q2": 170_011,
    "2026Q3": 220_014,
    "2026Q4": 270_017,
    "2027Q1": 320_020,
}
"""H100 that a national validated end user may have by the end of a quarter (748.15(a)(2)(iii)(B), Table 1)."""


def thirsty(setting: Setting, economy: str = "IND", demand: float = 1e6) -> EconomyAccess:
    """An economy that wants more than any rule gives."""
    made = blank(economy, setting)
    return replace(made, demand=(demand,) * len(setting.periods))


def rule[T](regime: str, kind: type[T]) -> T:
    """The first rule of a kind in a regime."""
    return next(r for r in regimes.get(regime).rules if isinstance(r, kind))


@pytest.fixture
def quarters(scenario: Scenario) -> Setting:
    """The default scenario in quarters, on the 8-bit basis: one H100 is one H100."""
    fine = scenario.changed(period_months=3, h100e_basis="8-bit")
    return setting_of(fine, fine.world())


def test_the_channel_follows_the_table_quarter_by_quarter(quarters: Setting) -> None:
    limit = rule("diffusion_rule", NationalChannel).shape(thirsty(quarters), quarters).beside_limit
    assert limit is not None
    for period, level in zip(quarters.periods, limit, strict=True):
        h100 = PATH.get(period.label, PATH["2027Q1"])
        assert level * 1000 == pytest.approx(h100, rel=1e-4), period.label


def test_the_allocation_is_790_million_tpp_and_doubles_at_most(quarters: Setting) -> None:
    shaped = rule("diffusion_rule", CountryAllocation).shape(thirsty(quarters), quarters)
    assert sum(shaped.licensed) * 1000 == pytest.approx(49_924, rel=1e-4)
    assert shaped.licensed_limit is not None
    assert shaped.licensed_limit[-1] * 1000 == pytest.approx(49_924, rel=1e-4)
    assert shaped.licensed[0] == pytest.approx(sum(shaped.licensed)), "demand is served in order of time"


def test_a_cap_in_tpp_holds_fewer_chips_that_count_four_bit_work(setting: Setting) -> None:
    """On the TPP basis a 2026 chip uses up the allocation 1.22 times as fast as its 8-bit work would."""
    shaped = rule("diffusion_rule", CountryAllocation).shape(thirsty(setting), setting)
    used = sum(f * setting.tpp_factor[p.year] for f, p in zip(shaped.licensed, setting.periods, strict=True))
    assert used * 1000 == pytest.approx(49_924, rel=1e-4)
    assert sum(shaped.licensed) * 1000 < 49_924


def test_the_exemption_is_1700_h100_a_consignee(quarters: Setting) -> None:
    small = thirsty(quarters, "VAT")
    beside = rule("diffusion_rule", ConsigneeExemption).shape(small, quarters).beside
    assert sum(beside[2:6]) * 1000 == pytest.approx(1700, rel=1e-4)


def test_the_smaller_exemption_doubles_three_times(scenario: Scenario, setting: Setting) -> None:
    exemption = rule("refined_tiers", GrowingExemption)
    assert [exemption.number(setting, year) for year in (2025, 2026, 2027, 2028)] == [300, 600, 1200, 2400]
    assert exemption.number(setting, 2030) == 2400
    late = deals.load("leverage-2026")
    assert exemption.number(setting_of(late, late.world()), 2026) == 300, "year one is the scenario's first"


def test_india_has_its_factor_and_nobody_else(setting: Setting) -> None:
    raised = rule("refined_tiers", RaisedAllocation)
    assert raised.shape(blank("IND", setting), setting).allocation_factor == setting.world.value(
        "india.allocation_factor"
    )
    assert raised.shape(blank("IDN", setting), setting).allocation_factor == 1


def test_the_three_steps_of_the_draft(setting: Setting) -> None:
    """1,000, 100,000 and 200,000 GB300 of 60,000 TPP: .076, 7.6 and 15.2 times the allocation of 2025."""
    steps = rule("draft_2026", SizeSteps).steps(setting)
    assert [s / kh_of_tpp(790e6) for s in steps] == pytest.approx([0.076, 7.595, 15.19], rel=1e-3)


def test_the_draft_asks_assurances_of_all_and_matching_of_allies(
    access: Callable[[str], dict[str, EconomyAccess]],
) -> None:
    table = access("draft_2026")
    assert table["MYS"].matching == 0
    assert table["JPN"].matching == 1
    assert table["MYS"].no_deal[0] < table["MYS"].demand[0] / 10
    assert table["MYS"].beside_limit is None, "the largest step is for allies only"
    assert table["TWN"].beside_limit is not None


@pytest.mark.parametrize("chip", ["H100 SXM", "H200 SXM", "H20", "MI300X", "MI325X", "A100 SXM"])
def test_the_window_admits_lesser_chips(setting: Setting, chip: str) -> None:
    assert WINDOW.admits(setting.world, chip)


@pytest.mark.parametrize("chip", ["B100", "B200", "B300", "GB300", "Gaudi3", "Rubin R200", "MI355X"])
def test_the_window_refuses_larger_ones(setting: Setting, chip: str) -> None:
    assert not WINDOW.admits(setting.world, chip)


def test_the_window_is_at_most_half_of_the_product_at_home(
    setting: Setting, access: Callable[[str], dict[str, EconomyAccess]]
) -> None:
    world, first = setting.world, setting.periods[0]
    assert list(WINDOW.classes(world)) == ["hopper"]
    home = world.value("share.usa.2025") * world.value("supply.2025") * first.years * world.value("mix.hopper.2025")
    uptake = world.value("china_window.uptake")
    table = access("china_window_2026")
    assert table["CHN"].window[0] + table["MAC"].window[0] == pytest.approx(uptake * home / 2)
    assert table["CHN"].window[-1] == 0, "the product is no longer made"
    assert not table["IRN"].window


def test_the_emirates_named_firms_lapse_on_their_date() -> None:
    """The quarter of 6 April 2027 began free; the next is not."""
    late = deals.load("leverage-2026").changed(regime="uae_2026")
    world = regimes.get("uae_2026").world(late.world())
    emirates = regimes.get("uae_2026").access(setting_of(late, world))["ARE"]
    share = {p.label: b / d for p, b, d in zip(late.periods(), emirates.beside, emirates.demand, strict=True)}
    both = world.value("uae.named_share") + world.value("uae.local_share")
    assert share["2027Q1"] == pytest.approx(both)
    assert share["2027Q2"] == pytest.approx(both)
    assert share["2027Q3"] == pytest.approx(world.value("uae.named_share"))


def test_the_emirates_move_up_and_others_do_not(access: Callable[[str], dict[str, EconomyAccess]]) -> None:
    before, after = access("open_2023"), access("uae_2026")
    assert sum(after["ARE"].no_deal) > 2 * sum(before["ARE"].no_deal)
    assert sum(after["SAU"].no_deal) <= sum(before["SAU"].no_deal)
    assert not after["ARE"].free, "the licence stays for everybody not named"


def test_hubs_of_the_draft_of_2025_need_licences(access: Callable[[str], dict[str, EconomyAccess]]) -> None:
    before, after = access("open_2023"), access("southeast_asia_2025")
    changed = {code for code in before if sum(before[code].no_deal) != pytest.approx(sum(after[code].no_deal))}
    assert changed == {"MYS", "THA"}


def test_a_duty_and_matching_stop_at_tier_1(setting: Setting) -> None:
    duty = ExportDuty("china2026.tariff", "test")
    assert duty.shape(blank("IND", setting), setting).duty == 0.25
    assert duty.shape(blank("JPN", setting), setting).duty == 0
    matching = MatchingPerChip("leverage.match_ratio", "test")
    assert matching.shape(blank("IND", setting), setting).matching == 1
    assert matching.shape(blank("JPN", setting), setting).matching == 0
