import math
import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.kit.errors import InputError
from deals.scenario.reform import Reform
from deals.scenario.scenario import Scenario
from tests.scenario.conftest import SETTINGS

NUMBERS = st.floats(0.1, 10)


def problems_of(title: Any, patches: Any) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as refused:
        Reform(title, patches)
    return [(problem.field, problem.message) for problem in refused.value.problems]


def test_a_bare_number_is_refused_and_both_readings_are_shown() -> None:
    ((field, message),) = problems_of("halve", {"harm.per_kH": 0.5})
    assert field == "patches.harm.per_kH"
    assert message == 'a bare number does not say whether to scale or to set; write {"scale": 0.5} or {"set": 0.2}'


@pytest.mark.parametrize(
    "patch",
    [
        {"scale": 0.5, "set": 0.2},
        {},
        {"scal": 0.5},
        {"set": "0.2"},
        {"set": True},
        {"set": math.inf},
        {"scale": math.nan},
        {"scale": -1},
        [0.5],
        None,
    ],
)
def test_whatever_is_not_one_clear_change_is_refused(patch: object) -> None:
    ((field, _),) = problems_of("odd", {"harm.per_kH": patch})
    assert field == "patches.harm.per_kH"


def test_all_problems_of_a_reform_come_at_once() -> None:
    found = problems_of(" ", {"harm.per_kH": 0.5, "teams": {"sett": 3}})
    assert [field for field, _ in found] == ["title", "patches.harm.per_kH", "patches.teams"]


def test_a_reform_cannot_change_and_can_be_hashed_and_sent() -> None:
    patches = {"harm.per_kH": {"scale": 0.5}}
    reform = Reform("halve harm", patches)
    patches["teams"] = {"set": 1.0}
    assert list(reform.patches) == ["harm.per_kH"]
    assert hash(reform) == hash(pickle.loads(pickle.dumps(reform)))
    assert not hasattr(reform.patches, "__setitem__")


def test_an_unknown_parameter_is_refused_before_anything_changes(small: Scenario) -> None:
    with pytest.raises(InputError) as refused:
        small.apply(Reform("good", {"teams": {"set": 3}}), Reform("bad", {"harm.per_kh": {"scale": 2}}))
    (problem,) = refused.value.problems
    assert problem.field == "reforms.2.patches.harm.per_kh"
    assert "did you mean harm.per_kH" in problem.fix
    assert small.reforms == ()


def test_reforms_that_are_fine_alone_and_not_together_are_refused(small: Scenario) -> None:
    half = small.world().value("delivery.licence") * 0.5
    lower = Reform("lower", {"delivery.licence": {"set": half}})
    double = Reform("double", {"delivery.licence": {"scale": 2}})
    assert small.apply(lower, double).world().value("delivery.licence") == pytest.approx(2 * half)
    with pytest.raises(InputError) as refused:
        small.apply(lower, double, double)
    assert [problem.field for problem in refused.value.problems] == ["reforms.3.patches.delivery.licence.scale"]


def test_a_reform_changes_its_parameter_and_nothing_else(small: Scenario) -> None:
    reformed = small.apply(Reform("halve harm", {"harm.per_kH": {"scale": 0.5}}))
    before, after = small.world().parameters, reformed.world().parameters
    assert after["harm.per_kH"].value == pytest.approx(before["harm.per_kH"].value / 2)
    assert {name for name in before if before[name] != after[name]} == {"harm.per_kH"}


@settings(max_examples=10, deadline=None)
@given(first=NUMBERS, second=NUMBERS)
def test_reforms_compose_in_order(first: float, second: float) -> None:
    small = Scenario.model_validate(SETTINGS)
    scale, fix = Reform("scale", {"teams": {"scale": first}}), Reform("set", {"teams": {"set": second}})
    assert small.apply(scale).apply(fix) == small.apply(scale, fix)
    assert small.apply(scale, fix).world().value("teams") == pytest.approx(second)
    assert small.apply(fix, scale).world().value("teams") == pytest.approx(first * second)
    twice = small.apply(scale, Reform("again", {"teams": {"scale": second}}))
    assert twice.world().value("teams") == pytest.approx(small.world().value("teams") * first * second)


def test_a_reform_without_patches_changes_nothing(small: Scenario) -> None:
    assert small.apply(Reform("nothing", {})).world().parameters == small.world().parameters


def test_a_reform_tells_in_words_what_it_does(small: Scenario) -> None:
    reform = Reform("more teams", {"teams": {"set": 20}, "harm.per_kH": {"scale": 2}})
    assert reform.in_words() == ["teams: set to 20", "harm.per_kH: multiplied by 2"]
    teams, harm = reform.in_words(small.world())
    assert teams == f"teams: set to 20, from {small.world().value('teams'):g} to 20 teams"
    assert harm.startswith("harm.per_kH: multiplied by 2, from 0.0")


ALLOCATION, CHANNEL = "rule.tier2.country_allocation", "rule.nveu.cap@2026Q1"


def test_numbers_of_the_law_are_reformed_like_any_other(small: Scenario) -> None:
    doubled = small.apply(Reform("double the allocation", {ALLOCATION: {"scale": 2}}))
    law = doubled.world().rules
    assert law["tier2.country_allocation"].value == 1_580_000_000
    assert {name for name in law if law[name] != small.world().rules[name]} == {"tier2.country_allocation"}
    assert dict(doubled.world().parameters) == dict(small.world().parameters)
    assert small.world().rules["tier2.country_allocation"].value == 790_000_000


def test_reforms_of_the_law_compose_with_others_in_order(small: Scenario) -> None:
    half, fix = Reform("half", {ALLOCATION: {"scale": 0.5}}), Reform("fix", {ALLOCATION: {"set": 1e9}})
    mixed = Reform("both", {CHANNEL: {"scale": 2}, "harm.per_kH": {"scale": 0.5}})
    world = small.apply(fix, half, mixed).world()
    assert world.rules["tier2.country_allocation"].value == pytest.approx(5e8)
    assert small.apply(half, fix).world().rules["tier2.country_allocation"].value == pytest.approx(1e9)
    assert world.rules["nveu.cap@2026Q1"].value == pytest.approx(2 * 1_899_000_000)
    assert world.rules["nveu.cap@2026Q2"].value == small.world().rules["nveu.cap@2026Q2"].value
    assert world.value("harm.per_kH") == pytest.approx(small.world().value("harm.per_kH") / 2)


def test_everything_wrong_with_a_reform_of_the_law_comes_at_once(small: Scenario) -> None:
    wrong = {
        "rule.tier2.country_allocatoin": {"scale": 2},
        CHANNEL: {"set": -1},
        "tier2.country_allocation": {"scale": 2},
        "harm.per_kh": {"scale": 2},
    }
    with pytest.raises(InputError) as refused:
        small.apply(Reform("wrong", wrong))
    found = {problem.field.removeprefix("reforms.1.patches."): problem for problem in refused.value.problems}
    assert set(found) == {*(wrong.keys() - {CHANNEL}), f"{CHANNEL}.set"}
    assert "did you mean rule.tier2.country_allocation" in found["rule.tier2.country_allocatoin"].fix
    assert "did you mean rule.tier2.country_allocation" in found["tier2.country_allocation"].fix
    assert found[f"{CHANNEL}.set"].message == "TPP cannot be negative"
    assert small.reforms == ()


def test_the_difference_names_numbers_of_the_law_in_words(small: Scenario) -> None:
    changed = small.apply(Reform("half the exemption", {"rule.lpp.annual_limit": {"scale": 0.5}}))
    assert small.difference(changed) == [
        "reforms: with the reform “half the exemption”",
        "rule.lpp.annual_limit: from 2.69e+07 to 1.345e+07 TPP a year",
    ]
    (told,) = changed.reforms[0].in_words(small.world())
    assert told == "rule.lpp.annual_limit: multiplied by 0.5, from 2.69e+07 to 1.345e+07 TPP a year"


def test_a_reform_of_the_law_changes_what_a_regime_gives(small: Scenario) -> None:
    from deals import regimes
    from deals.model.question import setting_of

    def licensed(scenario: Scenario) -> float:
        access = regimes.get("diffusion_rule").access(setting_of(scenario, scenario.world()))
        return sum(access["IND"].licensed)

    held = small.apply(Reform("limits that hold", {"denial.erosion": {"set": 0}}))
    halved = held.apply(Reform("half the allocation", {ALLOCATION: {"scale": 0.5}}))
    assert licensed(halved) == pytest.approx(licensed(held) / 2)


def test_a_scenario_with_a_reform_of_the_law_reads_back(small: Scenario) -> None:
    changed = small.apply(Reform("double the allocation", {ALLOCATION: {"scale": 2}}))
    assert Scenario.from_yaml(changed.to_yaml()) == changed


def test_a_name_without_its_year_stands_for_all_years(small: Scenario) -> None:
    halved = small.apply(Reform("half of it", {"demand.ARE": {"scale": 0.5}}))
    before, after = small.world(), halved.world()
    names = [f"demand.ARE.{year}" for year in range(2024, 2029)]
    assert list(before.every_year("demand.ARE")) == names
    assert {name for name in before.parameters if before.value(name) != after.value(name)} == set(names)
    assert all(after.value(name) == 0.5 * before.value(name) for name in names)


def test_a_rule_without_its_period_stands_for_all_periods(small: Scenario) -> None:
    doubled = small.apply(Reform("double the path", {"rule.nveu.cap": {"scale": 2}})).world().rules
    path = [name for name in doubled if name.startswith("nveu.cap@")]
    assert len(path) > 1
    assert all(doubled[name].value == 2 * small.world().rules[name].value for name in path)


def test_a_year_that_is_changed_twice_is_told(small: Scenario) -> None:
    with pytest.raises(InputError) as error:
        small.apply(Reform("twice", {"demand.ARE": {"scale": 0.5}, "demand.ARE.2026": {"set": 3}}))
    (problem,) = error.value.problems
    assert problem.field == "reforms.1.patches.demand.ARE.2026"
    assert problem.message == "demand.ARE.2026 is changed by demand.ARE too"


@pytest.mark.parametrize("name", ["demand", "demand.QQQ", "harm", "discount", "rule.tier2"])
def test_a_name_that_matches_nothing_is_unknown(small: Scenario, name: str) -> None:
    with pytest.raises(InputError, match="unknown parameter"):
        small.apply(Reform("nothing", {name: {"scale": 0.5}}))


def test_a_country_in_a_name_goes_by_any_of_its_names(small: Scenario) -> None:
    named = Reform(
        "half of it", {"demand.United Arab Emirates": {"scale": 0.5}, "diversion.leak.Malaysia": {"scale": 0.5}}
    )
    assert list(named.patches) == ["demand.ARE", "diversion.leak.MYS"]
    assert list(Reform("us is no country there", {"discount.us": {"scale": 0.5}}).patches) == ["discount.us"]
    with pytest.raises(InputError, match="changed twice"):
        Reform("twice", {"demand.ARE": {"scale": 0.5}, "demand.UAE": {"scale": 0.5}})


def test_source_and_note_are_kept_and_shown(small: Scenario) -> None:
    reform = Reform(
        "more sites", {"demand.ARE": {"scale": 1.5}}, source="Own study, April 2025", note="sites announced"
    )
    assert reform.cited == "more sites (source: Own study, April 2025; sites announced)"
    changed = small.apply(reform)
    assert Scenario.from_yaml(changed.to_yaml()).reforms == (reform,)
    assert small.difference(changed)[0] == (
        "reforms: with the reform “more sites” (source: Own study, April 2025; sites announced)"
    )
    assert Reform("plain", {"teams": {"set": 3}}).cited == "plain"


def test_each_year_is_told_in_words(small: Scenario) -> None:
    told = Reform("half of it", {"demand.ARE": {"scale": 0.5}}).in_words(small.world())
    assert [line.split(":")[0] for line in told] == [f"demand.ARE.{year}" for year in range(2024, 2029)]
