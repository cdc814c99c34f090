"""Regimes by name: measures and reforms after plus signs, in any order."""

from itertools import permutations

import pytest

import deals
from deals import regimes
from deals.kit.errors import InputError, UnknownNameError
from deals.model.question import setting_of
from deals.regimes.catalogue.refined_tiers import REFORMS
from deals.scenario.scenario import Scenario


def test_the_five_reforms_make_the_refined_tiers_in_any_order() -> None:
    refined = regimes.get("refined_tiers")
    for names in list(permutations(REFORMS))[::17]:
        made = regimes.get("+".join(("diffusion_rule", *names)))
        assert made.tracks == refined.tracks
        assert set(made.rules) == set(refined.rules)
        assert [type(rule) for rule in made.rules] == [type(rule) for rule in refined.rules]


@pytest.mark.parametrize("name", list(REFORMS))
def test_a_reform_needs_tiers(name: str) -> None:
    if name != "promotion_on_the_table":
        with pytest.raises(InputError, match="has no rule to reform"):
            regimes.get(f"monopoly+{name}")


@pytest.mark.parametrize("name", list(regimes.MEASURES))
@pytest.mark.parametrize("base", ["leverage", "open_2023", "monopoly"])
def test_a_measure_can_be_added_to_any_regime(scenario: Scenario, base: str, name: str) -> None:
    made = regimes.get(f"{base}+{name}")
    world = made.world(scenario.world())
    assert made.id == f"{base}+{name}"
    if name != "unlinked":
        assert made.rules != regimes.get(base).rules or world is not scenario.world()


def test_unlinking_takes_nothing_but_the_link() -> None:
    """So that the lead of the one regime that links chips and trade can be told from its rules."""
    linked, apart = regimes.get("leverage"), regimes.get("leverage+unlinked")
    assert (linked.linked, apart.linked) == (True, False)
    assert (apart.rules, apart.tracks) == (linked.rules, linked.tracks)


def test_every_regime_that_links_is_compared_without_the_link_too() -> None:
    assert [name for name in regimes.COMPARED if name not in regimes.IDS] == ["leverage+unlinked"]
    assert regimes.COMPARED.index("leverage+unlinked") == regimes.COMPARED.index("leverage") + 1


@pytest.mark.parametrize("base", ["leverage", "monopoly", "pre_2025"])
def test_a_list_of_firms_adds_nothing_where_they_are_barred_already(scenario: Scenario, base: str) -> None:
    setting = setting_of(scenario, scenario.world())
    listed, plain = (regimes.get(name).access(setting) for name in (f"{base}+entity_list", base))
    assert all(listed[code] == found for code, found in plain.items() if found.tier != 3)
    assert regimes.get("open_embargo_only+entity_list").access(setting)["MYS"].owners == 0


@pytest.mark.parametrize(
    ("name", "hint"),
    [("leverag", "leverage"), ("leverage+entity_lst", "entity_list"), ("leverage+matchin", "matching")],
)
def test_a_misspelt_name_is_told_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(UnknownNameError, match=hint):
        regimes.get(name)


def test_a_scenario_may_name_measures_and_refuses_unknown_ones() -> None:
    scenario = deals.load("leverage-2025")
    assert scenario.changed(regime="leverage+entity_list").regime == "leverage+entity_list"
    with pytest.raises(InputError, match="did you mean entity_list"):
        scenario.changed(regime="leverage+entity_lits")


def test_enforcement_lowers_the_leak_and_the_routes_of_one_hub(scenario: Scenario) -> None:
    before = scenario.world()
    after = regimes.get("leverage+enforcement:MYS").world(before)
    left = 1 - before.value("enforcement.leak_reduction")
    assert after.value("diversion.leak.MYS") == pytest.approx(left * before.value("diversion.leak.MYS"))
    assert after.value("diversion.leak.SGP") == before.value("diversion.leak.SGP")
    with pytest.raises(UnknownNameError, match="diversion hub"):
        regimes.get("leverage+enforcement:XYZ").world(before)
