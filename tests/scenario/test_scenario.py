import pickle
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.kit.errors import InputError, UnknownNameError
from deals.scenario.limit import OwnLimit
from deals.scenario.reform import Reform
from deals.scenario.scenario import Scenario, load, names
from deals.scenario.settings import Goals
from deals.world import data_folder
from tests.scenario.conftest import SETTINGS

PARTNERS = ["ARE", "SAU", "MYS", "IND", "JPN", "EUU", "VNM", "BRA"]
CODES = st.lists(st.sampled_from(PARTNERS), unique=True, max_size=4)

LIMITS = st.lists(
    st.builds(
        lambda term, most, by: OwnLimit(partner="CHL", term=term, at_most=most, by=by),
        st.sampled_from(["investment", "purchases", "chips", "deals"]),
        st.floats(0, 1e6),
        st.none() | st.sampled_from(["2026Q1", "2028Q4"]),
    ),
    max_size=3,
    unique_by=lambda limit: limit.subject,
)


def _without_caps_of_nobody(made: dict[str, Any]) -> dict[str, Any]:
    """The same, with caps for those alone that may have a deal."""
    excluded = made.get("excluded", ())
    return made | {"caps": {code: cap for code, cap in made.get("caps", {}).items() if code not in excluded}}


QUESTIONS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20),
        "description": st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=40),
        "knowledge": st.sampled_from(["as-of", "with-hindsight"]),
        "regime": st.sampled_from(["leverage", "diffusion_rule"]),
        "goals": st.builds(Goals, leverage=st.floats(0.1, 9), control=st.floats(0, 9)),
        "teams": st.none() | st.floats(0.5, 40),
        "segments": st.integers(4, 40),
        "gap": st.floats(0, 0.5),
        "caps": st.dictionaries(st.sampled_from(PARTNERS), st.floats(0, 1e6)),
        "limits": LIMITS,
        "excluded": CODES,
        "separate_track": CODES,
        "h100e_basis": st.sampled_from(["tpp", "8-bit"]),
        "headquarters_bar": st.sampled_from([None, True, False]),
        "reforms": st.lists(
            st.builds(
                lambda title, name, how: Reform(title, {name: how}),
                st.text("abc xyz", min_size=1).filter(str.strip),
                st.sampled_from(["teams", "harm.per_kH"]),
                st.builds(lambda factor: {"scale": factor}, st.floats(0.5, 2)),
            ),
            max_size=3,
        ),
    },
).map(_without_caps_of_nobody)


@pytest.mark.parametrize("name", ["leverage-2025", "diffusion-rule-2025", "leverage-2026"])
def test_packaged_scenarios_load_under_their_file_name(name: str) -> None:
    assert name in names()
    assert load(name).name == name


@pytest.mark.parametrize("name", ["leverage-2025", "diffusion-rule-2025", "leverage-2026"])
def test_packaged_scenarios_survive_the_round_trip(name: str) -> None:
    scenario = load(name)
    assert Scenario.from_yaml(scenario.to_yaml()) == scenario


@pytest.mark.parametrize("name", names())
def test_sources_named_in_a_packaged_scenario_are_on_file(name: str) -> None:
    lines = (data_folder() / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    comments = " ".join(line for line in lines if line.startswith("#"))
    named = set(re.findall(r"\[([a-z0-9_]+)\]", comments))
    assert named
    assert named <= set(load(name).world().sources.index)


def test_the_two_questions_of_2025_differ_in_the_regime_alone() -> None:
    assert load("leverage-2025").difference(load("diffusion-rule-2025")) == ["regime: from leverage to diffusion_rule"]


def test_the_question_of_2026_starts_with_what_was_signed_and_without_what_was_withdrawn() -> None:
    scenario = load("leverage-2026")
    assert "MYS" not in scenario.baseline_deals
    assert {"EUU", "JPN", "KOR", "GBR"} <= set(scenario.baseline_deals)
    assert len(scenario.periods()) == 9


@settings(deadline=None)
@given(QUESTIONS)
def test_any_scenario_survives_the_round_trip_through_yaml(changes: dict[str, Any]) -> None:
    scenario = Scenario.model_validate(SETTINGS | changes)
    again = Scenario.from_yaml(scenario.to_yaml())
    assert again == scenario
    assert hash(again) == hash(scenario)


@settings(deadline=None)
@given(QUESTIONS)
def test_a_scenario_differs_from_itself_in_nothing(changes: dict[str, Any]) -> None:
    scenario = Scenario.model_validate(SETTINGS | changes)
    assert scenario.difference(scenario) == []


def test_a_scenario_cannot_change_and_can_be_sent(small: Scenario) -> None:
    with pytest.raises(ValueError, match="frozen"):
        small.gap = 0.5
    assert not hasattr(small.changed(caps={"MYS": 1.0}).caps, "__setitem__")
    assert pickle.loads(pickle.dumps(small)) == small


def test_changed_checks_again(small: Scenario) -> None:
    assert small.changed(gap=0.5).gap == 0.5
    with pytest.raises(InputError, match="unknown key"):
        small.changed(gapp=0.5)
    with pytest.raises(InputError, match="must sign and must not"):
        small.changed(must_sign=("IND",), must_not_sign=("IND",))


def test_hindsight_is_labelled(small: Scenario) -> None:
    later = small.with_hindsight()
    assert later.knowledge == "with-hindsight"
    assert later.title == "A small question (with hindsight)"
    assert later.with_hindsight() == later
    assert any("numbers of the world differ" in line for line in small.difference(later))


def test_the_difference_is_told_in_words(small: Scenario) -> None:
    other = small.changed(
        goals={"control": 2.0},
        teams=20.0,
        caps={"MYS": 300.0},
        must_sign=("IND", "JPN"),
        reforms=(Reform("double harm", {"harm.per_kH": {"scale": 2}}),),
    )
    harm = small.world().parameters["harm.per_kH"]
    assert small.difference(other) == [
        "goals.control: from 1 to 2",
        "teams: from unset to 20",
        "reforms: with the reform “double harm”",
        "caps.MYS: from unset to 300",
        "must_sign: with IND, JPN",
        f"harm.per_kH: from {harm.value:g} to {2 * harm.value:g} {harm.unit}",
    ]
    assert "must_sign: without IND, JPN" in other.difference(small)


def test_the_world_is_that_of_the_date_with_reforms_and_is_remembered(small: Scenario) -> None:
    assert small.world().date == date(2025, 5, 13)
    assert small.world() is small.changed(teams=3.0).world()


def test_load_names_the_nearest_scenario_and_reads_any_path(tmp_path: Any, small: Scenario) -> None:
    with pytest.raises(UnknownNameError, match=r"did you mean diffusion-rule-2025\?"):
        load("difusion-rule-2025")
    with pytest.raises(InputError, match="cannot be read: No such file"):
        load(tmp_path / "missing.yaml")
    path = tmp_path / "mine.yaml"
    path.write_text(small.to_yaml(), encoding="utf-8")
    assert load(path) == load(str(path)) == small
