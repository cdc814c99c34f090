"""No rule of the vocabulary is without its law, its unit, and a golden test of what it becomes."""

import ast
import importlib
import inspect
from pathlib import Path

import pytest

from deals import regimes
from deals.regimes.catalogue.refined_tiers import REFORMS

VOCABULARY = ("licences", "promotion", "providers", "quantities", "vocabulary")
GOLDEN = {
    "AlliesFree": ["test_allies_are_free"],
    "BarByHeadquarters": ["test_denial_by_headquarters"],
    "BarByPlace": ["test_denial_by_place", "test_a_barred_place_has_no_column"],
    "CertifiedCentres": ["test_certified_centres"],
    "ConsigneeExemption": ["test_exemption_for_each_consignee", "test_the_exemption_is_1700_h100_a_consignee"],
    "CountryAllocation": [
        "test_the_allocation_is_790_million_tpp_and_doubles_at_most",
        "test_the_allocation_counts_tpp_up_to_its_double",
    ],
    "EndUses": ["test_end_uses"],
    "ExportDuty": ["test_duty_and_revenue_share", "test_a_duty_moves_worth_from_buyers_to_the_treasury"],
    "FreeOutsideEmbargo": ["test_free_outside_the_embargo"],
    "FreeOutsideGroups": ["test_free_outside_the_groups_of_2023"],
    "FreeUnlessLicensed": ["test_hub_licences_and_who_stays_free"],
    "GrowingExemption": ["test_growing_exemption", "test_the_smaller_exemption_doubles_three_times"],
    "HubLicences": ["test_hub_licences_and_who_stays_free", "test_hubs_of_the_draft_of_2025_need_licences"],
    "InterimPractice": ["test_interim_practice_erodes"],
    "LesserChipsWindow": [
        "test_the_window_admits_lesser_chips",
        "test_the_window_refuses_larger_ones",
        "test_the_window_is_at_most_half_of_the_product_at_home",
    ],
    "LimitsSoften": ["test_limits_soften_as_refusal_does"],
    "LowThreshold": ["test_low_threshold"],
    "MatchingPerChip": ["test_matching_dollar_for_dollar", "test_required_matching_is_at_least_the_cost_of_the_chips"],
    "MovedUp": ["test_moved_up"],
    "NamedFirms": ["test_named_firms_until_their_date", "test_the_emirates_named_firms_lapse_on_their_date"],
    "NationalChannel": [
        "test_the_channel_follows_the_table_quarter_by_quarter",
        "test_the_channel_is_its_table_beside_the_allocation",
    ],
    "QuickPromotion": ["test_quick_promotion"],
    "RaisedAllocation": ["test_raised_allocation", "test_india_s_higher_allocation_is_its_row"],
    "SizeSteps": ["test_the_three_steps_of_the_draft", "test_steps_by_size_are_rows"],
    "SmallOrders": ["test_small_orders_are_filled"],
    "StandardForChips": ["test_the_standard_follows_leaks", "test_chips_that_need_the_standard_go_to_certified_places"],
    "TrustedCountries": ["test_trusted_countries_by_a_list"],
    "TrustedProviders": [
        "test_seven_percent_in_one_country",
        "test_a_quarter_outside_tier_1",
        "test_half_at_home_leaves_less_to_who_stands_with_allies",
        "test_it_is_the_optimum_of_the_rows_with_the_total_a_variable",
    ],
    "VettedHubs": ["test_vendors_pay_to_know_buyers_at_hubs"],
    "YearlyAllocation": ["test_an_allocation_by_year_lapses", "test_a_yearly_allocation_is_a_row_for_each_year"],
}
"""Rule -> the tests that hold its arithmetic or its rows."""

LAW, UNIT = "Law: ", "Unit: "


def kinds() -> dict[str, type]:
    """Every kind of rule that the vocabulary defines, by name."""
    found = {}
    for room in VOCABULARY:
        module = importlib.import_module(f"deals.regimes.rules.{room}")
        for name, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ == module.__name__ and hasattr(kind, "shape") and name != "Rule":
                found[name] = kind
    return found


def written_here() -> set[str]:
    """Names of the tests of this folder."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in Path(__file__).parent.glob("test_*.py"))
    return {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_rule_of_the_vocabulary_has_its_golden_tests() -> None:
    assert set(GOLDEN) == set(kinds())
    assert not {name for names in GOLDEN.values() for name in names} - written_here()


def test_every_registered_rule_is_of_the_vocabulary() -> None:
    named = [*regimes.IDS, *(f"diffusion_rule+{reform}" for reform in REFORMS)]
    used = {type(rule) for name in named for rule in regimes.get(name).rules}
    used |= {type(rule) for measure in regimes.MEASURES.values() for rule in (*measure.bars, *measure.rules)}
    assert {kind.__name__ for kind in used} <= set(GOLDEN)
    assert used <= set(kinds().values())


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_a_rule_states_its_law_and_its_unit(name: str) -> None:
    said = inspect.getdoc(kinds()[name]) or ""
    assert LAW in said
    assert UNIT in said
