"""Every rule on one economy, number by number: what it makes of a demand of 100 thousand H100e in each period."""

from collections.abc import Callable
from dataclasses import replace

import pytest

import deals
from deals.model.question import setting_of
from deals.regimes import EconomyAccess, Setting
from deals.regimes.rules.access import blank
from deals.regimes.rules.licences import (
    CertifiedCentres,
    EndUses,
    FreeOutsideEmbargo,
    FreeOutsideGroups,
    FreeUnlessLicensed,
    HubLicences,
    LowThreshold,
    NamedFirms,
    TrustedCountries,
    VettedHubs,
)
from deals.regimes.rules.promotion import MovedUp, QuickPromotion
from deals.regimes.rules.quantities import (
    ExportDuty,
    GrowingExemption,
    MatchingPerChip,
    RaisedAllocation,
    YearlyAllocation,
)
from deals.regimes.rules.vocabulary import (
    AlliesFree,
    BarByHeadquarters,
    BarByPlace,
    ConsigneeExemption,
    InterimPractice,
    LimitsSoften,
    SmallOrders,
    StandardForChips,
)
from deals.scenario.scenario import Scenario

LAW = "a citation of the test"
Wanting = Callable[[str], EconomyAccess]


@pytest.fixture
def years(scenario: Scenario) -> Setting:
    """Three whole years, 2026 to 2028, on the 8-bit basis: one H100 is one H100."""
    whole = scenario.changed(first_quarter="2026Q1", last_quarter="2028Q4", period_months=12, h100e_basis="8-bit")
    return setting_of(whole, whole.world())


@pytest.fixture
def wanting(years: Setting) -> Wanting:
    """An economy that wants 100 thousand H100e in each of the three years."""
    return lambda code: replace(blank(code, years), demand=(100.0,) * 3)


def test_denial_by_place(years: Setting, wanting: Wanting) -> None:
    found = BarByPlace(LAW).shape(wanting("IRN"), years)
    assert (found.demand, found.barred, found.denial) == ((0.0,) * 3, (100.0,) * 3, 1.0)
    assert BarByPlace(LAW).shape(wanting("IND"), years) == wanting("IND")


def test_denial_by_headquarters(years: Setting, wanting: Wanting) -> None:
    """Thirty of a hundred in Malaysia, by the central judgement."""
    found = BarByHeadquarters(LAW).shape(wanting("MYS"), years)
    assert found.barred == pytest.approx((30.0,) * 3)
    assert found.demand == pytest.approx((70.0,) * 3)
    assert BarByHeadquarters(LAW).shape(wanting("BRA"), years).barred == pytest.approx((1.0,) * 3), "the common share"
    assert BarByHeadquarters(LAW).shape(found, years) == found, "named twice, it bars once"
    assert (wanting("MYS").owners, found.owners) == (0.3, 0.0)


def test_allies_are_free(years: Setting, wanting: Wanting) -> None:
    assert AlliesFree(LAW).shape(wanting("JPN"), years).beside == (100.0,) * 3
    assert AlliesFree(LAW).shape(wanting("IND"), years) == wanting("IND")


def test_interim_practice_erodes(years: Setting, wanting: Wanting) -> None:
    """What is refused shrinks year by year; the rest is licensed."""
    world = years.world
    refused, erosion = world.value("denial.D1_D4"), world.value("denial.erosion")
    found = InterimPractice(LAW).shape(wanting("SAU"), years)
    expected = [100 * (1 - refused * (1 - erosion) ** p.start_years) for p in years.periods]
    assert found.licensed == pytest.approx(expected)
    assert found.denial == refused


def test_small_orders_are_filled(years: Setting, wanting: Wanting) -> None:
    """3.4 thousand H100e a year: two consignees at 26.9 million TPP."""
    assert SmallOrders("exemption.small_orders", LAW).shape(wanting("SAU"), years).licensed == (3.4,) * 3


def test_exemption_for_each_consignee(years: Setting, wanting: Wanting) -> None:
    """26.9 million TPP are 1,700 H100; a judgement gives one consignee for each USD 100 bn of GDP, at least one."""
    assert ConsigneeExemption("lpp.annual_limit", LAW).shape(wanting("VAT"), years).beside == pytest.approx(
        (26.9e6 / 15_824 / 1000,) * 3
    )
    gdp = float(years.world.countries["gdp_usd_bn"]["IND"])
    assert ConsigneeExemption("lpp.annual_limit", LAW).shape(wanting("IND"), years).beside[0] == pytest.approx(
        26.9e6 / 15_824 / 1000 * gdp / 100
    )


def test_growing_exemption(years: Setting, wanting: Wanting) -> None:
    """300, 600 and 1,200 H100 for the one consignee of a small state."""
    path = ("carnegie.opt1.lpp_start", "carnegie.opt1.lpp_growth", "carnegie.opt1.lpp_years")
    assert GrowingExemption(*path, LAW).shape(wanting("VAT"), years).beside == pytest.approx((0.3, 0.6, 1.2))


def test_an_allocation_by_year_lapses(years: Setting, wanting: Wanting) -> None:
    """49.9 thousand each year and as much again by arrangement; what 2026 leaves unused is gone in 2027."""
    cap = 790e6 / 15_824 / 1000
    rule = YearlyAllocation("tier2.country_allocation", "tier2.g2g_uplift_max", LAW)
    found = rule.shape(replace(wanting("IND"), demand=(10.0, 100.0, 100.0)), years)
    assert found.licensed == pytest.approx((10.0, cap, cap))
    assert found.yearly_limit == pytest.approx((2 * cap - 10.0, cap, cap))
    assert found.licensed_limit == pytest.approx((2 * cap - 10.0, 3 * cap - 10.0, 4 * cap - 10.0))


def test_raised_allocation(years: Setting, wanting: Wanting) -> None:
    raised = RaisedAllocation(("IND",), "india.allocation_factor", LAW)
    assert raised.shape(wanting("IND"), years).allocation_factor == 3
    assert raised.shape(wanting("IDN"), years).allocation_factor == 1


def test_the_standard_follows_leaks(years: Setting, wanting: Wanting) -> None:
    """A leak of five percent or a hub of diversion; whoever is refused much but leaks little goes without."""
    rule, world = StandardForChips(LAW), years.world
    asked = {code: rule.shape(replace(wanting(code), denial=0.8), years).standard_required for code in ("KAZ", "BRA")}
    assert world.value("diversion.leak.BRA") < world.value("standard.from_leak")
    assert asked == {"KAZ": True, "BRA": False}
    assert rule.shape(wanting("IND"), years).standard_required, "a hub, though its leak is small"
    assert not rule.shape(replace(wanting("JPN"), free=True), years).standard_required
    assert StandardForChips(LAW, everywhere=True).shape(wanting("BRA"), years).standard_required


@pytest.mark.parametrize(("code", "free"), [("BRA", True), ("IND", True), ("SAU", False), ("ARE", False)])
def test_free_outside_the_groups_of_2023(years: Setting, wanting: Wanting, code: str, free: bool) -> None:
    assert FreeOutsideGroups(LAW).shape(wanting(code), years).free == free


@pytest.mark.parametrize("code", ["BRA", "SAU"])
def test_free_outside_the_embargo(years: Setting, wanting: Wanting, code: str) -> None:
    assert FreeOutsideEmbargo(LAW).shape(wanting(code), years).beside == (100.0,) * 3
    assert FreeOutsideEmbargo(LAW).shape(replace(wanting("IRN"), denial=1.0), years).beside == (0.0,) * 3


def test_trusted_countries_by_a_list(years: Setting, wanting: Wanting) -> None:
    rule = TrustedCountries("carnegie.opt1.add_tier1", LAW)
    assert {code: rule.shape(wanting(code), years).free for code in ("ISR", "POL", "CHE", "ISL", "IND")} == {
        "ISR": True,
        "POL": True,
        "CHE": True,
        "ISL": True,
        "IND": False,
    }


def test_hub_licences_and_who_stays_free(years: Setting, wanting: Wanting) -> None:
    hubs = HubLicences("hubs2025.list", "other_tier2", LAW)
    free = FreeUnlessLicensed(FreeOutsideGroups(LAW))
    malaysia, vietnam = (hubs.shape(wanting(code), years) for code in ("MYS", "SGP"))
    assert (malaysia.practice, vietnam.practice) == ("other_tier2", "")
    assert not free.shape(malaysia, years).free
    assert free.shape(vietnam, years).free


def test_moved_up(years: Setting, wanting: Wanting) -> None:
    rule = MovedUp("ARE", "A5_A6", LAW)
    assert rule.shape(wanting("ARE"), years).practice == "A5_A6"
    assert rule.shape(wanting("SAU"), years).practice == ""


def test_named_firms_until_their_date(years: Setting, wanting: Wanting) -> None:
    """A quarter of demand until 6 April 2027: the first two quarters of 2027 began before it."""
    rule = NamedFirms("ARE", "uae.local_share", "uae2026.g42_sunset", LAW)
    assert rule.shape(wanting("ARE"), years).beside == pytest.approx((25.0, 12.5, 0.0))


def test_low_threshold(years: Setting, wanting: Wanting) -> None:
    """300 H100 a consignee and year, with allies too."""
    found = LowThreshold("monopoly.threshold", LAW).shape(wanting("VAT"), years)
    assert found.beside == pytest.approx((0.3,) * 3)
    assert found.denial == pytest.approx(0.997)
    assert LowThreshold("monopoly.threshold", LAW).shape(wanting("USA"), years).free


CERTIFIED = CertifiedCentres(
    "certified.share", "certified.quarters", (FreeOutsideGroups(LAW), InterimPractice(LAW)), LAW
)


def test_certified_centres(years: Setting, wanting: Wanting) -> None:
    """Centres are certified from the third quarter on: half a year at 85 of 100, half under the licences of before."""
    found = CERTIFIED.shape(wanting("SAU"), years)
    assert found.beside == pytest.approx((42.5, 85.0, 85.0))
    practice = InterimPractice(LAW).shape(wanting("SAU"), years).licensed
    assert found.licensed == pytest.approx((practice[0] / 2, 0.0, 0.0))
    assert found.denial == pytest.approx(0.15)
    assert found.certified, "and bears what the standard costs"
    assert found.secured == found.beside
    assert found.plain == found.licensed
    assert not CERTIFIED.shape(replace(wanting("JPN"), free=True), years).certified


def test_limits_soften_as_refusal_does(years: Setting, wanting: Wanting) -> None:
    """Of 60 refused 10% is licensed a year from the date of the world on; the free and the barred are left alone.

    The first of January comes 0.638, 1.637 and 2.637 years after 13 May 2025.
    """
    capped = replace(wanting("SAU"), beside=(40.0,) * 3)
    found = LimitsSoften(LAW).shape(capped, years)
    assert found.licensed == pytest.approx(tuple(60 * (1 - 0.9**t) for t in (0.6379, 1.6372, 2.6366)), rel=1e-3)
    assert found.beside == capped.beside
    for access in (replace(capped, free=True), replace(capped, denial=1.0)):
        assert LimitsSoften(LAW).shape(access, years) == access


def test_vendors_pay_to_know_buyers_at_hubs(years: Setting, wanting: Wanting) -> None:
    """USD 100 an H100e at a hub of diversion, nothing elsewhere."""
    rule = VettedHubs("due_diligence.cost", LAW)
    assert rule.shape(wanting("SGP"), years).vetting == pytest.approx(100 * 1000 / 1e9)
    assert rule.shape(wanting("BRA"), years).vetting == 0


def test_quick_promotion(years: Setting, wanting: Wanting) -> None:
    """Two quarters of waiting: half of the rest in the first year, all of it after. Only for groups A:5 and A:6.

    Half a year at 85 certified makes 42.5; half of the other 57.5 moves up.
    """
    rule = QuickPromotion("promotion.decision_quarters", LAW)
    found = rule.shape(CERTIFIED.shape(wanting("IND"), years), years)
    assert found.beside == pytest.approx((71.25, 100.0, 100.0))
    assert found.denial == pytest.approx(28.75 / 300)
    saudi = CERTIFIED.shape(wanting("SAU"), years)
    assert rule.shape(saudi, years) == saudi


def test_end_uses(years: Setting, wanting: Wanting) -> None:
    found = EndUses("use.refused_share", LAW).shape(wanting("IND"), years)
    assert found.barred == pytest.approx((1.0,) * 3)
    assert EndUses("use.refused_share", LAW).shape(wanting("JPN"), years) == wanting("JPN")


@pytest.mark.parametrize(("parameter", "share"), [("china2026.tariff", 0.25), ("china2025.h20_revenue_share", 0.15)])
def test_duty_and_revenue_share(years: Setting, wanting: Wanting, parameter: str, share: float) -> None:
    rule = ExportDuty(parameter, LAW)
    assert rule.shape(wanting("IND"), years).duty == pytest.approx(share)
    assert rule.shape(wanting("JPN"), years).duty == 0


def test_matching_dollar_for_dollar(years: Setting, wanting: Wanting) -> None:
    rule = MatchingPerChip("leverage.match_ratio", LAW)
    assert rule.shape(wanting("IND"), years).matching == 1
    assert rule.shape(wanting("JPN"), years).matching == 0


def test_a_number_of_the_law_can_be_reformed(scenario: Scenario, years: Setting, wanting: Wanting) -> None:
    """The exemption at half its TPP serves half as much: the rule reads the patched number."""
    half = deals.Reform("half the exemption", {"rule.lpp.annual_limit": {"scale": 0.5}})
    world = scenario.apply(half).world()
    rule = ConsigneeExemption("lpp.annual_limit", LAW)
    served = rule.shape(wanting("VAT"), replace(years, world=world)).beside
    assert served == pytest.approx([amount / 2 for amount in rule.shape(wanting("VAT"), years).beside])
