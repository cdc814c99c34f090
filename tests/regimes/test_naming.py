"""Regimes by name: measures and reforms after plus signs, in any order."""

from itertools import permutations

import pytest

import deals
from deals import regimes
from deals.kit.errors import InputError, UnknownNameError
from deals.regimes.catalogue.refined_tiers import REFORMS
from deals.scenario.scenario import Scenario


def test_the_five_reforms_make_the_refined_tiers_in_any_order() -> None:
    refined = regimes.get("refined_tiers")
    for names in list(permutations(REFORMS))[::17]:
        made = regimes.get("+".join(("diffusion_rule", *names)))
        assert made.offers == refined.offers
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
    assert made.rules != regimes.get(base).rules or world is not scenario.world()


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
